//! The fan as a PNG, for word processors: a band, a line, and figures drawn by the stroke, all with soft edges.

use super::{
    document::Figure,
    figure::{BOTTOM, HEIGHT, LEFT, RIGHT, Scale, WIDTH, ends, every, heads},
};

/// Dots per unit of the drawing: some 340 to the inch at the width of a page.
const ZOOM: usize = 3;
/// Size of an image, in dots.
pub(super) const SIZE: (u32, u32) = (WIDTH as u32 * ZOOM as u32, HEIGHT as u32 * ZOOM as u32);

type Colour = [u8; 3];
type Point = (f64, f64);
const INK: Colour = [0x1b, 0x27, 0x33];
const GREY: Colour = [0x55, 0x61, 0x6d];
const LINE: Colour = [0xd5, 0xda, 0xe0];
const BAND: Colour = [0x9f, 0xc7, 0xe4];
const MEDIAN: Colour = [0x0b, 0x35, 0x58];

/// Strokes of the digits in a box of 4 × 6, the baseline at 6.
const DIGITS: [&[Point]; 10] = [
    &[
        (2.0, 0.0),
        (0.9, 0.4),
        (0.2, 1.6),
        (0.1, 3.0),
        (0.2, 4.4),
        (0.9, 5.6),
        (2.0, 6.0),
        (3.1, 5.6),
        (3.8, 4.4),
        (3.9, 3.0),
        (3.8, 1.6),
        (3.1, 0.4),
        (2.0, 0.0),
    ],
    &[(0.6, 1.3), (1.4, 0.9), (2.3, 0.0), (2.3, 6.0)],
    &[(0.3, 1.6), (0.6, 0.6), (1.5, 0.0), (2.6, 0.0), (3.5, 0.7), (3.6, 1.8), (3.0, 2.8), (1.4, 4.3), (0.2, 6.0), (3.8, 6.0)],
    &[
        (0.3, 1.2),
        (1.0, 0.3),
        (2.0, 0.0),
        (3.1, 0.3),
        (3.6, 1.3),
        (3.2, 2.4),
        (2.0, 2.9),
        (3.2, 3.2),
        (3.8, 4.3),
        (3.3, 5.5),
        (2.0, 6.0),
        (0.8, 5.7),
        (0.2, 4.7),
    ],
    &[(3.0, 6.0), (3.0, 0.0), (0.0, 4.2), (4.0, 4.2)],
    &[
        (3.5, 0.0),
        (0.8, 0.0),
        (0.5, 2.8),
        (1.2, 2.3),
        (2.2, 2.2),
        (3.3, 2.7),
        (3.8, 3.9),
        (3.4, 5.3),
        (2.2, 6.0),
        (0.9, 5.8),
        (0.2, 4.8),
    ],
    &[
        (3.6, 1.2),
        (3.0, 0.3),
        (2.0, 0.0),
        (0.9, 0.5),
        (0.2, 2.0),
        (0.2, 4.2),
        (0.8, 5.5),
        (2.0, 6.0),
        (3.2, 5.5),
        (3.8, 4.2),
        (3.3, 2.9),
        (2.1, 2.4),
        (0.9, 2.8),
        (0.2, 4.0),
    ],
    &[(0.2, 0.0), (3.8, 0.0), (2.5, 2.2), (1.8, 4.0), (1.5, 6.0)],
    &[
        (2.0, 2.8),
        (0.8, 2.3),
        (0.5, 1.3),
        (1.0, 0.3),
        (2.0, 0.0),
        (3.0, 0.3),
        (3.5, 1.3),
        (3.2, 2.3),
        (2.0, 2.8),
        (0.7, 3.4),
        (0.1, 4.4),
        (0.7, 5.6),
        (2.0, 6.0),
        (3.3, 5.6),
        (3.9, 4.4),
        (3.3, 3.4),
        (2.0, 2.8),
    ],
    &[
        (3.8, 2.0),
        (3.1, 3.2),
        (1.9, 3.6),
        (0.7, 3.1),
        (0.2, 1.8),
        (0.8, 0.5),
        (2.0, 0.0),
        (3.2, 0.5),
        (3.8, 1.8),
        (3.8, 4.0),
        (3.1, 5.5),
        (2.0, 6.0),
        (1.0, 5.7),
        (0.4, 4.8),
    ],
];
/// Units of the drawing for one unit of a digit: figures as high as the letters of the caption.
const DIGIT: f64 = 1.55;
/// From one digit to the next, and the width of the space between thousands, in units of a digit.
const ADVANCE: f64 = 5.4;
const SPACE: f64 = 2.4;

struct Image(Vec<u8>);

impl Image {
    /// Lays a colour over a dot, as far as it covers it.
    fn blend(&mut self, (x, y): (usize, usize), cover: f64, colour: Colour) {
        if x >= SIZE.0 as usize || y >= SIZE.1 as usize || cover <= 0.0 {
            return;
        }
        let first = 3 * (y * SIZE.0 as usize + x);
        for (dot, ink) in self.0[first..first + 3].iter_mut().zip(colour) {
            *dot = (f64::from(*dot) + (f64::from(ink) - f64::from(*dot)) * cover.min(1.0)).round() as u8;
        }
    }

    /// Fills one column of dots between two heights, in dots.
    fn column(&mut self, x: usize, rows: std::ops::Range<f64>, colour: Colour) {
        for y in rows.start.max(0.0) as usize..rows.end.max(0.0).ceil() as usize {
            let cover = rows.end.min(y as f64 + 1.0) - rows.start.max(y as f64);
            self.blend((x, y), cover, colour);
        }
    }

    /// A line through points, of some width, both in units of the drawing: a dot is covered as far as it is near.
    fn stroke(&mut self, points: &[Point], width: f64, colour: Colour) {
        let zoom = ZOOM as f64;
        let dots: Vec<Point> = points.iter().map(|(x, y)| (x * zoom, y * zoom)).collect();
        let half = width * zoom / 2.0;
        let range = |of: fn(&Point) -> f64| {
            let low = dots.iter().map(of).fold(f64::INFINITY, f64::min) - half - 1.0;
            let high = dots.iter().map(of).fold(0.0, f64::max) + half + 1.0;
            low.max(0.0) as usize..high as usize + 1
        };
        for y in range(|point| point.1) {
            for x in range(|point| point.0) {
                let at = (x as f64 + 0.5, y as f64 + 0.5);
                let near = dots.windows(2).map(|pair| distance(at, pair[0], pair[1])).fold(f64::INFINITY, f64::min);
                self.blend((x, y), half + 0.5 - near, colour);
            }
        }
    }

    /// The digits of a text, a space for what is none, from `x` on and with their middle at `y`.
    fn digits(&mut self, (x, y): Point, text: &str, width: f64, colour: Colour) {
        let mut left = x;
        for letter in text.chars() {
            if let Some(shape) = letter.to_digit(10).map(|digit| DIGITS[digit as usize]) {
                let place = |(dx, dy): &Point| (left + dx * DIGIT, y + (dy - 3.0) * DIGIT);
                self.stroke(&shape.iter().map(place).collect::<Vec<_>>(), width, colour);
            }
            left += advance(letter) * DIGIT;
        }
    }
}

fn advance(letter: char) -> f64 {
    if letter.is_ascii_digit() { ADVANCE } else { SPACE }
}

/// Width of some digits, in units of the drawing.
fn width(text: &str) -> f64 {
    (text.chars().map(advance).sum::<f64>() - ADVANCE + 4.0) * DIGIT
}

/// From a point to a segment.
fn distance((x, y): Point, (x0, y0): Point, (x1, y1): Point) -> f64 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((x - x0) * dx + (y - y0) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (dx, dy) = (x - x0 - along * dx, y - y0 - along * dy);
    libm::sqrt(dx * dx + dy * dy)
}

/// The image.
#[must_use]
pub(super) fn png(figure: &Figure) -> Vec<u8> {
    const THIN: f64 = 1.25;
    const BOLD: f64 = 1.9;
    let scale = Scale::new(&figure.points);
    let mut image = Image(vec![255; SIZE.0 as usize * SIZE.1 as usize * 3]);
    band(&mut image, figure, &scale);
    for value in scale.ticks() {
        let (y, label) = (scale.y(value), heads(value));
        image.stroke(&[(LEFT, y), (RIGHT, y)], 0.7, LINE);
        image.digits((LEFT - 9.0 - width(&label), y), &label, THIN, GREY);
    }
    let at = |year: u16, value: f64| (scale.x(year.into()), scale.y(value));
    for pair in figure.points.windows(2) {
        image.stroke(&[at(pair[0].0, pair[0].1[1]), at(pair[1].0, pair[1].1[1])], 2.2, MEDIAN);
    }
    for year in every(figure) {
        let label = year.to_string();
        image.digits((scale.x(year.into()) - width(&label) / 2.0, BOTTOM + 16.0), &label, THIN, GREY);
    }
    for (value, y, bold) in ends(figure, &scale) {
        image.digits((RIGHT + 7.0, y), &heads(value), if bold { BOLD } else { THIN }, INK);
    }
    encode(&image.0)
}

/// The interval, dot by dot from the first year to the last.
fn band(image: &mut Image, figure: &Figure, scale: &Scale) {
    let zoom = ZOOM as f64;
    for pair in figure.points.windows(2) {
        let [(year, from), (next, to)] = pair else { continue };
        let [left, right] = [*year, *next].map(|year| scale.x(year.into()) * zoom);
        for x in left.round() as usize..right.round() as usize {
            let part = ((x as f64 + 0.5 - left) / (right - left).max(1.0)).clamp(0.0, 1.0);
            let y = |rank: usize| scale.y(from[rank] + (to[rank] - from[rank]) * part) * zoom;
            image.column(x, y(2)..y(0), BAND);
        }
    }
}

/// PNG of RGB rows (W3C, Portable Network Graphics, third edition): each row less the one above, the whole deflated.
fn encode(dots: &[u8]) -> Vec<u8> {
    let length = SIZE.0 as usize * 3;
    let mut above = vec![0; length];
    let mut rows = Vec::with_capacity(dots.len() + SIZE.1 as usize);
    for row in dots.chunks_exact(length) {
        rows.push(2);
        rows.extend(row.iter().zip(&above).map(|(dot, above)| dot.wrapping_sub(*above)));
        above.copy_from_slice(row);
    }
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

    #[test]
    fn distances_are_to_the_segment_and_not_to_its_line() {
        assert_eq!(distance((0.0, 3.0), (-1.0, 0.0), (1.0, 0.0)), 3.0);
        assert_eq!(distance((4.0, 4.0), (-1.0, 0.0), (1.0, 0.0)), 5.0);
        assert_eq!(distance((3.0, 4.0), (0.0, 0.0), (0.0, 0.0)), 5.0);
    }
}
