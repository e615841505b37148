//! The map: relative change of the mean of P1 by département, in eight classes about zero.

use super::{GREY, NumberFormat, Svg, escape, number, percent};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::projection::Projection,
    text::{Lang, Message, Text},
};
use serde::Deserialize;

/// Outlines prepared by `scenarios/map/prepare.py`.
const OUTLINES: &str = include_str!("../../../scenarios/map/departements.csv");

/// From the deepest fall to the highest rise: orange and blue, which colour-blind readers tell apart (ColorBrewer PuOr
/// and RdBu). Printed in grey both ends darken alike, so falls also carry a sign.
const COLOURS: [&str; 8] = ["#a14a04", "#e08214", "#fdb863", "#fee3bd", "#dcebf5", "#9dcbe1", "#4393c3", "#1f5fa3"];

/// Widths of a class that read well.
const STEPS: [f64; 8] = [0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.25, 0.50];

const CORNER: (f64, f64) = (520.0, 100.0);
const SIZE: f64 = 0.765;

const CAPITAL: Text = Text { fr: "Paris et petite couronne", en: "Paris and its ring" };

/// The shape of a département in a box of 560 × 580.
#[derive(Deserialize)]
pub struct Outline {
    /// INSEE code.
    pub code: String,
    /// Name in French.
    pub name: String,
    /// `ring` for Paris and its ring drawn again larger, `overseas`, or empty.
    pub inset: String,
    /// Where a sign may stand.
    pub x: f64,
    /// Where a sign may stand.
    pub y: f64,
    /// SVG path.
    pub path: String,
}

/// All shapes: the 101 départements, four of them twice.
#[must_use]
pub fn outlines() -> Vec<Outline> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(OUTLINES.as_bytes());
    // The asset is embedded and a test reads all of it: no row is lost here.
    reader.deserialize().flatten().collect()
}

/// The outline of a département and its change, where known.
struct Shape {
    outline: Outline,
    change: Option<f64>,
}

pub(super) fn draw(svg: &mut Svg, projection: &Projection, lang: Lang) {
    let shapes = shapes(projection);
    if shapes.iter().all(|shape| shape.change.is_none()) {
        let absent = Message::new("Niveau départemental non demandé.", "Level of départements not asked for.");
        return svg.text((CORNER.0, CORNER.1 + 56.0), &format!("fill=\"{GREY}\""), absent.get(lang));
    }
    let step = step(&shapes);
    svg.raw(&format!(
        "<g transform=\"translate({} {}) scale({SIZE})\" stroke=\"#fff\" stroke-width=\".8\">\n",
        CORNER.0, CORNER.1
    ));
    shapes.iter().for_each(|shape| outline(svg, shape, step, lang));
    shapes.iter().filter(|shape| is_marked(shape)).for_each(|shape| triangle(svg, (shape.outline.x, shape.outline.y), 1.0));
    svg.raw("</g>\n");
    names(svg, &shapes, lang);
    legend(svg, step, lang);
    extremes(svg, &shapes, lang);
}

fn shapes(projection: &Projection) -> Vec<Shape> {
    outlines().into_iter().map(|outline| Shape { change: change(projection, &outline.code), outline }).collect()
}

fn change(projection: &Projection, code: &str) -> Option<f64> {
    let mean = |year| Some(projection.get(Level::Departement, code, "", "headcount", Some(Count::P1), year)?.mean);
    let (before, after) = (mean(projection.layout.start)?, mean(projection.horizon())?);
    (before > 0.0).then(|| after / before - 1.0)
}

/// The narrowest class by which nine départements in ten stand within the three classes nearest to zero or just beyond.
fn step(shapes: &[Shape]) -> f64 {
    let mut sizes: Vec<_> = shapes.iter().filter_map(|shape| shape.change).map(f64::abs).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let most = sizes.get(sizes.len() * 9 / 10).copied().unwrap_or_default();
    STEPS.into_iter().find(|step| 3.5 * step >= most).unwrap_or(STEPS[STEPS.len() - 1])
}

/// 0 to 7, from the deepest fall to the highest rise.
fn class(change: f64, step: f64) -> usize {
    ((change / step).floor().clamp(-4.0, 3.0) + 4.0) as usize
}

fn outline(svg: &mut Svg, shape: &Shape, step: f64, lang: Lang) {
    let Outline { code, name, path, .. } = &shape.outline;
    let (fill, words) = match shape.change {
        Some(change) => (COLOURS[class(change, step)], percent(change, 1, lang)),
        None => ("#e6e6e6", "–".to_owned()),
    };
    svg.raw(&format!("<path d=\"{path}\" fill=\"{fill}\"><title>{} ({code}) : {words}</title></path>\n", escape(name)));
}

/// A fall is marked once: for Paris and its ring in the inset, where there is room.
fn is_marked(shape: &Shape) -> bool {
    let cramped = shape.outline.inset.is_empty() && ["75", "92", "93", "94"].contains(&shape.outline.code.as_str());
    !cramped && shape.change.is_some_and(|change| change < 0.0)
}

fn triangle(svg: &mut Svg, (x, y): (f64, f64), size: f64) {
    let (half, height) = (4.2 * size, 7.0 * size);
    svg.raw(&format!(
        "<path d=\"M{:.1} {:.1}h{:.1}l{:.1} {height:.1}z\" fill=\"#2a1500\" stroke=\"#fff\" stroke-width=\"1\" paint-order=\"stroke\"/>\n",
        x - half,
        y - height / 2.0,
        2.0 * half,
        -half
    ));
}

fn names(svg: &mut Svg, shapes: &[Shape], lang: Lang) {
    let style = format!("font-size=\"11.5\" fill=\"{GREY}\"");
    svg.text((CORNER.0, CORNER.1 + 10.0), &style, CAPITAL.get(lang));
    let middle = format!("{style} text-anchor=\"middle\"");
    for (rank, shape) in shapes.iter().filter(|shape| shape.outline.inset == "overseas").enumerate() {
        // Middles of the boxes that `prepare.py` gives them.
        let x = CORNER.0 + SIZE * (48.0 + 112.0 * rank as f64);
        svg.text((x, CORNER.1 + SIZE * 582.0), &middle, &shape.outline.name);
    }
}

fn legend(svg: &mut Svg, step: f64, lang: Lang) {
    let (x, y, width) = (CORNER.0 + 6.0, 562.0, 36.0);
    for (rank, colour) in COLOURS.into_iter().enumerate() {
        svg.rectangle((x + width * rank as f64, y), (width - 1.0, 12.0), colour);
    }
    for rank in 1..COLOURS.len() {
        let bound = (rank as f64 - 4.0) * step;
        let label = number(bound * 100.0, NumberFormat { decimals: 0, signed: true }, lang);
        let middle = format!("font-size=\"11.5\" fill=\"{GREY}\" text-anchor=\"middle\"");
        svg.text((x + width * rank as f64 - 0.5, y + 26.0), &middle, &label);
    }
    let unit = Text { fr: "%, moyenne", en: "%, mean" };
    svg.text((x + width * 8.0 + 8.0, y + 26.0), &format!("font-size=\"11.5\" fill=\"{GREY}\""), unit.get(lang));
    triangle(svg, (x + width * 8.0 + 14.0, y + 6.5), 1.0);
    svg.text((x + width * 8.0 + 24.0, y + 11.0), "font-size=\"11.5\"", Text { fr: "baisse", en: "fall" }.get(lang));
}

/// The two ends in words, as a note would quote them.
fn extremes(svg: &mut Svg, shapes: &[Shape], lang: Lang) {
    let known = || shapes.iter().filter_map(|shape| Some((shape.change?, &shape.outline.name)));
    let ends = known().min_by(|a, b| a.0.total_cmp(&b.0)).zip(known().max_by(|a, b| a.0.total_cmp(&b.0)));
    let Some(((low, lowest), (high, highest))) = ends else { return };
    let words = |change| percent(change, 0, lang);
    let line = Message::new(
        format!("De {} ({lowest}) à {} ({highest})", words(low), words(high)),
        format!("From {} ({lowest}) to {} ({highest})", words(low), words(high)),
    );
    svg.text((CORNER.0 + 6.0, 605.0), "font-size=\"12\"", line.get(lang));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_departement_has_an_outline_and_paris_and_its_ring_two() {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(OUTLINES.as_bytes());
        let outlines: Vec<Outline> = reader.deserialize().collect::<Result<_, _>>().unwrap();
        assert_eq!(outlines.len(), 105);
        assert_eq!(outlines.iter().map(|outline| &outline.code).collect::<BTreeSet<_>>().len(), 101);
        assert!(outlines.iter().all(|outline| outline.path.starts_with('M') && outline.path.ends_with('z')));
        assert!(OUTLINES.len() <= 80_000, "the asset stays light");
    }

    #[test]
    fn classes_part_at_zero_and_at_each_step() {
        // A quarter and its multiples are exact in binary.
        let classes = [-0.9, -0.75, -0.05, -1e-9, 0.0, 0.2499, 0.25, 0.75, 5.0].map(|change| class(change, 0.25));
        assert_eq!(classes, [0, 1, 3, 3, 4, 4, 5, 7, 7]);
    }
}
