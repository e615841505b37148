//! The waterfall: what each lever adds alone, what they make together beyond that sum, and the total.

use super::{
    change::{Piece, Split},
    chart::{escape, nice},
    signed,
};
use crate::{statistics::attribution::Part, text::Lang};
use std::fmt::Write;

/// A bar: from where, to where, its interval at 80 % and its words.
struct Bar<'a> {
    from: f64,
    to: f64,
    interval: (f64, f64),
    name: &'a str,
    fill: &'static str,
}

/// Class, width, room for names beside the bars, height of a row.
const WIDTHS: [(&str, f64, f64, f64); 2] = [("wide", 1000.0, 430.0, 30.0), ("narrow", 360.0, 8.0, 44.0)];
/// Room for the number after a bar.
const NUMBER: f64 = 84.0;
/// Letters of a name that fit beside the bars.
const LETTERS: usize = 58;

/// The picture of a split, wide and narrow. Bars rise in order of size; the interaction is last before the total.
pub(super) fn waterfall(split: &Split, label: &str, decimals: usize, lang: Lang) -> String {
    let bars = bars(split);
    let values = bars.iter().flat_map(|bar| [bar.from, bar.to, bar.interval.0, bar.interval.1]);
    let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
    let step = nice(((high - low) / 5.0).max(1e-9));
    let (low, high) = (libm::floor(low / step) * step, libm::ceil(high / step) * step);
    let mut svg = String::new();
    for (class, width, left, row) in WIDTHS {
        let x = |value: f64| left + (width - left - NUMBER) * (value - low) / (high - low).max(step);
        let height = row * bars.len() as f64 + 8.0;
        let font = if class == "wide" { 14 } else { 13 };
        let _ = write!(
            svg,
            "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" font-size=\"{font}\"><path d=\"M{zero:.1} 0V{height}\" stroke=\"var(--ink)\"/>",
            escape(label),
            zero = x(0.0)
        );
        for (rank, bar) in bars.iter().enumerate() {
            let top = row * rank as f64 + if class == "wide" { 6.0 } else { 20.0 };
            draw(
                &mut svg,
                bar,
                [top, if class == "wide" { left - 10.0 } else { 8.0 }],
                &x,
                signed(bar.to - bar.from, decimals, lang),
            );
        }
        svg.push_str("</svg>");
    }
    svg
}

fn draw(svg: &mut String, bar: &Bar, [top, text]: [f64; 2], x: &impl Fn(f64) -> f64, shown: String) {
    let (low, high) = (x(bar.from.min(bar.to)), x(bar.from.max(bar.to)));
    let (anchor, baseline) = if text > 100.0 { ("end", top + 14.0) } else { ("start", top - 5.0) };
    let end = high.max(x(bar.interval.1.max(bar.interval.0)));
    let _ = write!(
        svg,
        "<text x=\"{text:.1}\" y=\"{baseline:.1}\" text-anchor=\"{anchor}\" fill=\"var(--ink)\">{}</text>\
         <rect x=\"{low:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"18\" fill=\"{}\"/>\
         <path d=\"M{:.1} {mid:.1}H{:.1}\" stroke=\"var(--ink)\" stroke-width=\"1.5\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" fill=\"var(--ink)\">{shown}</text>",
        escape(&shortened(bar.name)),
        (high - low).max(1.0),
        bar.fill,
        x(bar.interval.0),
        x(bar.interval.1),
        end + 6.0,
        top + 14.0,
        mid = top + 9.0
    );
}

/// A name cut where it would run over its room.
fn shortened(name: &str) -> String {
    if name.chars().count() <= LETTERS { name.to_owned() } else { name.chars().take(LETTERS - 1).chain(['…']).collect() }
}

fn bars(split: &Split) -> Vec<Bar<'_>> {
    let mut alone: Vec<&Piece> = split.parts.iter().filter(|piece| piece.part == Part::FirstIn).collect();
    alone.sort_by(|a, b| b.effect.mean.abs().total_cmp(&a.effect.mean.abs()));
    let together = split.parts.iter().filter(|piece| piece.part == Part::Interaction);
    let total = split.parts.iter().filter(|piece| piece.part == Part::Total);
    let mut at = 0.0;
    let mut bar = |piece: &'_ Piece| {
        let from = if piece.part == Part::Total { 0.0 } else { at };
        at = from + piece.effect.mean;
        let fill = match (piece.part, piece.effect.mean < 0.0) {
            (Part::Total, _) => "var(--h0)",
            (Part::Interaction, _) => "var(--hatch)",
            (_, true) => "var(--b12)",
            (_, false) => "var(--b02)",
        };
        (from, at, (from + piece.effect.low, from + piece.effect.high), fill)
    };
    let mut bars = Vec::new();
    for piece in alone.into_iter().chain(together).chain(total) {
        let (from, to, interval, fill) = bar(piece);
        bars.push(Bar { from, to, interval, name: &piece.name, fill });
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::{super::change::Brief, *};

    #[test]
    fn bars_stand_one_after_another_and_end_at_the_total() {
        let piece = |part, mean| Piece { part, name: String::new(), effect: Brief { mean, low: mean, high: mean } };
        let parts =
            [(Part::Total, 7.0), (Part::FirstIn, 4.0), (Part::FirstIn, -6.0), (Part::LastIn, 1.0), (Part::Interaction, 9.0)];
        let split = Split { indicator: String::new(), parts: parts.map(|(part, mean)| piece(part, mean)).to_vec() };
        let ends: Vec<_> = bars(&split).iter().map(|bar| (bar.from, bar.to)).collect();
        assert_eq!(ends, [(0.0, -6.0), (-6.0, -2.0), (-2.0, 7.0), (0.0, 7.0)]);
    }
}
