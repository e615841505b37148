//! The fan as a PNG, for word processors: filled columns, a line, and figures of 3 × 5 dots.

use super::{
    document::Figure,
    figure::{BOTTOM, HEIGHT, LEFT, RIGHT, Scale, TOP, WIDTH, heads},
};

/// Dots per unit of the drawing: some 230 to the inch at the width of a page.
const ZOOM: usize = 2;
/// Size of an image, in dots.
pub(super) const SIZE: (u32, u32) = (WIDTH as u32 * ZOOM as u32, HEIGHT as u32 * ZOOM as u32);

type Colour = [u8; 3];
const INK: Colour = [0x1b, 0x27, 0x33];
const LINE: Colour = [0xd5, 0xda, 0xe0];
const BAND: Colour = [0x9f, 0xc7, 0xe4];
const MEDIAN: Colour = [0x0b, 0x35, 0x58];

/// Digits, five rows of three dots each, the first row in the highest bits.
const DIGITS: [u16; 10] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_001_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
];
/// Dots of the image per dot of a digit.
const DOT: usize = 4;

struct Image(Vec<u8>);

impl Image {
    fn fill(&mut self, columns: std::ops::Range<f64>, rows: std::ops::Range<f64>, colour: Colour) {
        let dots = |range: std::ops::Range<f64>, most: u32| {
            let dot = |value: f64| (value * ZOOM as f64).round().clamp(0.0, most.into()) as usize;
            dot(range.start)..dot(range.end)
        };
        let (columns, width) = (dots(columns, SIZE.0), SIZE.0 as usize);
        for row in dots(rows, SIZE.1) {
            for dot in self.0[3 * (row * width + columns.start)..3 * (row * width + columns.end)].chunks_exact_mut(3) {
                dot.copy_from_slice(&colour);
            }
        }
    }

    /// The digits of a text, a gap for what is none, from `x` on and around `y`.
    fn digits(&mut self, (x, y): (f64, f64), text: &str) {
        let dot = DOT as f64 / ZOOM as f64;
        for (rank, letter) in text.chars().enumerate() {
            let Some(shape) = letter.to_digit(10).map(|digit| DIGITS[digit as usize]) else { continue };
            for bit in (0..15).filter(|bit| shape >> (14 - bit) & 1 == 1) {
                let at = (x + (rank * 4 + bit % 3) as f64 * dot, y + ((bit / 3) as f64 - 2.5) * dot);
                self.fill(at.0..at.0 + dot, at.1..at.1 + dot, INK);
            }
        }
    }
}

/// Width of some digits, in units of the drawing.
fn width(text: &str) -> f64 {
    (text.chars().count() * 4 - 1) as f64 * DOT as f64 / ZOOM as f64
}

/// The image.
#[must_use]
pub(super) fn png(figure: &Figure) -> Vec<u8> {
    let scale = Scale::new(&figure.points);
    let mut image = Image(vec![255; SIZE.0 as usize * SIZE.1 as usize * 3]);
    for pair in figure.points.windows(2) {
        let [(year, from), (next, to)] = pair else { continue };
        let (left, right) = (scale.x((*year).into()), scale.x((*next).into()));
        let steps = ((right - left) * ZOOM as f64).ceil().max(1.0) as u32;
        for step in 0..steps {
            let part = f64::from(step) / f64::from(steps);
            let y = |rank: usize| scale.y(from[rank] + (to[rank] - from[rank]) * part);
            let x = left + (right - left) * part;
            let columns = x..x + (right - left) / f64::from(steps);
            image.fill(columns.clone(), y(2)..y(0), BAND);
            image.fill(columns, y(1) - 1.2..y(1) + 1.2, MEDIAN);
        }
    }
    for value in scale.ticks() {
        let (y, label) = (scale.y(value), heads(value));
        image.fill(LEFT..RIGHT, y..y + 0.5, LINE);
        image.digits((LEFT - 8.0 - width(&label), y), &label);
    }
    let every = figure.points.len().div_ceil(12).max(1);
    for (year, _) in figure.points.iter().step_by(every) {
        let label = year.to_string();
        image.digits((scale.x((*year).into()) - width(&label) / 2.0, BOTTOM + 15.0), &label);
    }
    if let Some((_, last)) = figure.points.last() {
        last.iter().for_each(|value| image.digits((RIGHT + 6.0, scale.y(*value).max(TOP)), &heads(*value)));
    }
    encode(&image.0)
}

/// PNG of RGB rows (W3C, Portable Network Graphics, third edition): each row unfiltered, the whole deflated.
fn encode(dots: &[u8]) -> Vec<u8> {
    let rows: Vec<u8> = dots.chunks_exact(SIZE.0 as usize * 3).flat_map(|row| [&[0], row].concat()).collect();
    let header = [&SIZE.0.to_be_bytes()[..], &SIZE.1.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let data = miniz_oxide::deflate::compress_to_vec_zlib(&rows, 6);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", &header), (b"IDAT", &data), (b"IEND", &Vec::new())] {
        let chunk = [&name[..], data].concat();
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

/// CRC-32 of ISO 3309, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let shift = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shift(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_that_of_the_standard() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
    }
}
