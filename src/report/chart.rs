//! Fans drawn once, for a page without a script: median and intervals of some scenarios by year.
//!
//! Drawn twice, for a wide and for a narrow screen, so that their letters are as high as those of the text.

use super::whole;
use crate::{
    export::{NumberFormat, number},
    statistics::quantiles::Summary,
    text::{Lang, Text},
};
use std::fmt::Write;

/// A scenario in a chart.
pub(super) struct Line<'a> {
    /// One a year.
    pub rows: Vec<&'a Summary>,
    /// Rank of its colours: those of the scenario.
    pub hue: usize,
    /// Whether its intervals are drawn.
    pub is_fan: bool,
    /// What stands beside its end.
    pub name: String,
}

/// What is drawn.
pub(super) struct Chart<'a> {
    /// First year.
    pub start: u16,
    /// Those drawn first are below.
    pub lines: Vec<Line<'a>>,
    /// The chart in words.
    pub label: String,
    /// Years between which the trough is, and what is said of it.
    pub trough: Option<(f64, f64, [String; 2])>,
    /// Whether the values are differences: their scale holds 0, and they carry a sign.
    pub is_difference: bool,
}

/// Where things stand on a screen.
struct Size {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    font: f64,
}

const WIDE: Size = Size { class: "wide", width: 740.0, height: 400.0, left: 72.0, right: 178.0, font: 14.0 };
const HALF: Size = Size { class: "wide", width: 560.0, height: 300.0, left: 74.0, right: 110.0, font: 14.0 };
const NARROW: Size = Size { class: "narrow", width: 360.0, height: 320.0, left: 60.0, right: 78.0, font: 13.0 };
const TOP: f64 = 44.0;
const BOTTOM: f64 = 30.0;

/// Patterns that tell scenarios apart in grey.
pub(super) const DASHES: [&str; 4] = ["", "7 4", "2 4", "10 3 2 3"];
/// Ranks of the bounds of the intervals in a summary, from the widest.
const BANDS: [(usize, usize); 3] = [(0, 8), (2, 6), (3, 5)];
const MEDIAN: usize = 4;

impl Chart<'_> {
    /// The chart of the first screen, as wide as two thirds of the page.
    pub fn first(&self, lang: Lang) -> String {
        self.draw(&WIDE, lang) + &self.draw(&NARROW, lang)
    }

    /// The chart as wide as half a page.
    pub fn half_page(&self, lang: Lang) -> String {
        self.draw(&HALF, lang) + &self.draw(&NARROW, lang)
    }

    fn bounds(&self) -> (f64, f64) {
        let edges = |line: &Line| -> Vec<f64> {
            let ranks: &[usize] = if line.is_fan { &[0, 8] } else { &[MEDIAN] };
            line.rows.iter().flat_map(|row| ranks.iter().map(|rank| row.q[*rank])).collect()
        };
        let zero = if self.is_difference { vec![0.0] } else { Vec::new() };
        let values: Vec<f64> = self.lines.iter().flat_map(edges).chain(zero).collect();
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
        if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
    }

    fn draw(&self, size: &Size, lang: Lang) -> String {
        let (low, high) = self.bounds();
        let step = nice((high - low) / 5.0);
        let (low, high) = (libm::floor(low / step) * step, libm::ceil(high / step) * step);
        let years = self.lines.iter().map(|line| line.rows.len()).max().unwrap_or(2).max(2);
        let scale = Scale { size, low, high, years };
        let mut svg = format!(
            "<svg class=\"chart {}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" font-size=\"{}\">",
            size.class,
            size.width,
            size.height,
            escape(&self.label),
            size.font
        );
        self.trough(&mut svg, &scale);
        self.axes(&mut svg, &scale, step, lang);
        self.lines.iter().for_each(|line| curves(&mut svg, line, &scale));
        self.ends(&mut svg, &scale, step, lang);
        svg + "</svg>"
    }

    fn trough(&self, svg: &mut String, scale: &Scale) {
        let Some((from, to, words)) = &self.trough else { return };
        let x = |year: f64| scale.x(year - f64::from(self.start));
        let (from, to, size) = (x(*from) - 3.0, x(*to) + 3.0, scale.size);
        let _ = write!(
            svg,
            "<rect x=\"{from:.1}\" y=\"4\" width=\"{:.1}\" height=\"{:.1}\" fill=\"var(--mark)\"/>",
            to - from,
            size.height - BOTTOM - 4.0
        );
        for (line, y) in words.iter().zip([size.font + 5.0, 2.0 * size.font + 9.0]) {
            let _ = write!(svg, "<text x=\"{:.1}\" y=\"{y:.1}\" fill=\"var(--ink)\">{}</text>", from + 6.0, escape(line));
        }
    }

    fn axes(&self, svg: &mut String, scale: &Scale, step: f64, lang: Lang) {
        let size = scale.size;
        for rank in 0..=((scale.high - scale.low) / step).round() as usize {
            let value = scale.low + rank as f64 * step;
            let y = scale.y(value);
            let zero = self.is_difference && value.abs() < step / 2.0;
            let stroke = if zero { "var(--ink)" } else { "var(--line)" };
            let format = NumberFormat { decimals: decimals(step), signed: self.is_difference };
            let _ = write!(
                svg,
                "<path d=\"M{:.1} {y:.1}H{:.1}\" stroke=\"{stroke}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"var(--grey)\">{}</text>",
                size.left,
                size.width - size.right,
                size.left - 7.0,
                y + 4.5,
                number(value, format, lang)
            );
        }
        let every = if size.width > 400.0 && scale.years < 28 { 5 } else { 10 };
        for age in (0..scale.years).filter(|age| (usize::from(self.start) + age).is_multiple_of(every) || *age == 0) {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"var(--grey)\">{}</text>",
                scale.x(age as f64),
                size.height - 8.0,
                usize::from(self.start) + age
            );
        }
    }

    /// The last median of each line, and the interval at 80 % of the fan.
    fn ends(&self, svg: &mut String, scale: &Scale, step: f64, lang: Lang) {
        let size = scale.size;
        let show = |value: f64| number(value, NumberFormat { decimals: decimals(step), signed: self.is_difference }, lang);
        let leading = size.font * 1.25;
        let mut ends: Vec<_> = self.lines.iter().filter_map(|line| Some((line, *line.rows.last()?))).collect();
        ends.sort_by(|a, b| b.1.median().total_cmp(&a.1.median()));
        let mut free = TOP - leading;
        for (line, last) in ends {
            let y = scale.y(last.median()).max(free + leading);
            let mut texts = vec![(show(last.median()), "font-weight=\"700\"", format!("var(--h{})", line.hue))];
            if line.is_fan {
                let text = format!("{} – {}", show(last.q[2]), show(last.q[6]));
                let head = Text { fr: "80\u{a0}% :", en: "80%:" }.get(lang);
                // A narrow margin holds one number a line.
                match size.right > 150.0 {
                    true => texts.push((format!("{head} {text}"), "", "var(--grey)".to_owned())),
                    false => texts.extend([
                        (format!("{head} {}", show(last.q[2])), "", "var(--grey)".to_owned()),
                        (format!("{} {}", Text { fr: "à", en: "to" }.get(lang), show(last.q[6])), "", "var(--grey)".to_owned()),
                    ]),
                }
            }
            if self.lines.len() > 1 && size.right > 150.0 {
                texts.push((line.name.clone(), "", format!("var(--h{})", line.hue)));
            }
            for (rank, (text, weight, fill)) in texts.iter().enumerate() {
                let small = if rank > 0 { format!(" font-size=\"{}\"", size.font - 2.5) } else { String::new() };
                let _ = write!(
                    svg,
                    "<text x=\"{:.1}\" y=\"{:.1}\" {weight}{small} fill=\"{fill}\">{}</text>",
                    size.width - size.right + 8.0,
                    y + 5.0 + rank as f64 * leading,
                    escape(text)
                );
            }
            free = y + (texts.len() - 1) as f64 * leading + 3.0;
        }
        if let Some(first) = self.lines.iter().find(|line| line.is_fan && !self.is_difference).and_then(|line| line.rows.first())
        {
            let (x, y) = (scale.x(0.0), scale.y(first.median()));
            let _ = write!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"var(--h0)\"/><text x=\"{:.1}\" y=\"{:.1}\" font-weight=\"700\" fill=\"var(--h0)\">{}</text>",
                x + 6.0,
                y - 9.0,
                whole(first.median(), lang)
            );
        }
    }
}

struct Scale<'a> {
    size: &'a Size,
    low: f64,
    high: f64,
    years: usize,
}

impl Scale<'_> {
    fn x(&self, age: f64) -> f64 {
        self.size.left + (self.size.width - self.size.left - self.size.right) * age / (self.years - 1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (self.size.height - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)
    }

    fn points(&self, rows: &[&Summary], rank: usize) -> Vec<String> {
        let point = |(age, row): (usize, &&Summary)| format!("{:.1} {:.1}", self.x(age as f64), self.y(row.q[rank]));
        rows.iter().enumerate().map(point).collect()
    }
}

fn curves(svg: &mut String, line: &Line, scale: &Scale) {
    let Line { rows, hue, .. } = line;
    for (rank, (low, high)) in BANDS.into_iter().enumerate().filter(|_| line.is_fan) {
        let (upper, mut lower) = (scale.points(rows, high), scale.points(rows, low));
        lower.reverse();
        let _ = write!(svg, "<path d=\"M{}L{}Z\" fill=\"var(--b{hue}{rank})\"/>", upper.join("L"), lower.join("L"));
    }
    let dash = if line.is_fan { String::new() } else { format!(" stroke-dasharray=\"{}\"", DASHES[hue % DASHES.len()]) };
    let _ = write!(
        svg,
        "<path d=\"M{}\" fill=\"none\" stroke=\"var(--h{hue})\" stroke-width=\"2.4\" stroke-linejoin=\"round\"{dash}/>",
        scale.points(rows, MEDIAN).join("L")
    );
}

/// The least of 1, 2, 5 × a power of ten that is at least `step`.
pub(super) fn nice(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    [1.0, 2.0, 5.0].map(|factor| factor * power).into_iter().find(|nice| *nice >= step).unwrap_or(10.0 * power)
}

/// Decimals that tell the marks of a step apart.
pub(super) fn decimals(step: f64) -> usize {
    libm::ceil(-libm::log10(step)).max(0.0) as usize
}

/// Text as it may stand in markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_told_apart() {
        assert_eq!([0.3, 1.0, 30.0].map(nice), [0.5, 1.0, 50.0]);
        assert_eq!([0.02, 0.5, 1.0, 200.0].map(decimals), [2, 1, 0, 0]);
    }
}
