//! The fan of the headcount of a place, as a drawing.

use super::document::Figure;
use crate::{
    export::{NumberFormat, number},
    text::Lang,
};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

/// Size of the drawing.
pub(super) const WIDTH: f64 = 760.0;
pub(super) const HEIGHT: f64 = 204.0;
pub(super) const LEFT: f64 = 70.0;
pub(super) const RIGHT: f64 = 690.0;
pub(super) const TOP: f64 = 14.0;
pub(super) const BOTTOM: f64 = 172.0;

/// Where years and heads stand.
pub(super) struct Scale {
    years: (f64, f64),
    low: f64,
    step: f64,
    steps: u32,
}

impl Scale {
    pub(super) fn new(points: &[(u16, [f64; 3])]) -> Self {
        let low = points.iter().map(|(_, band)| band[0]).fold(f64::INFINITY, f64::min);
        let high = points.iter().map(|(_, band)| band[2]).fold(f64::NEG_INFINITY, f64::max);
        let step = nice_step((high - low).max(1.0) / 4.0);
        let floor = (low / step).floor() * step;
        let steps = ((high - floor) / step).ceil().max(1.0) as u32;
        let year = |point: Option<&(u16, [f64; 3])>| point.map_or(0.0, |(year, _)| f64::from(*year));
        Self { years: (year(points.first()), year(points.last())), low: floor, step, steps }
    }

    pub(super) fn x(&self, year: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (year - self.years.0) / (self.years.1 - self.years.0).max(1.0)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.step * f64::from(self.steps))
    }

    pub(super) fn ticks(&self) -> impl Iterator<Item = f64> {
        (0..=self.steps).map(|rank| self.low + self.step * f64::from(rank))
    }
}

/// The least of 1, 2, 5 × a power of ten that is at least `step`.
fn nice_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    [1.0, 2.0, 5.0].map(|factor| factor * power).into_iter().find(|&nice| nice >= step).unwrap_or(10.0 * power)
}

/// The drawing.
#[must_use]
pub(super) fn svg(figure: &Figure) -> Markup {
    let scale = Scale::new(&figure.points);
    let point = |year: u16, value: f64| format!("{:.1} {:.1}", scale.x(year.into()), scale.y(value));
    let along = |rank: usize| figure.points.iter().map(|(year, band)| point(*year, band[rank])).collect::<Vec<_>>();
    let (mut band, mut below) = (along(2), along(0));
    below.reverse();
    band.append(&mut below);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(figure.description) {
            (PreEscaped(axes(figure, &scale)))
            path d={ "M" (band.join("L")) "Z" } fill="#9fc7e4" {}
            path d={ "M" (along(1).join("L")) } fill="none" stroke="#0b3558" stroke-width="2.2" {}
            (PreEscaped(end_labels(figure, &scale)))
        }
    }
}

pub(super) fn heads(value: f64) -> String {
    number(value, NumberFormat::default(), Lang::Fr)
}

fn axes(figure: &Figure, scale: &Scale) -> String {
    let mut axes = String::new();
    for value in scale.ticks() {
        let y = scale.y(value);
        let _ = write!(
            axes,
            "<path d=\"M{LEFT} {y:.1}H{RIGHT}\" stroke=\"#d5dae0\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" font-size=\"13\" fill=\"#55616d\">{}</text>",
            LEFT - 8.0,
            y + 4.5,
            heads(value)
        );
    }
    for year in every(figure) {
        let _ = write!(
            axes,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"#55616d\">{year}</text>",
            scale.x(year.into()),
            BOTTOM + 20.0
        );
    }
    axes
}

/// The years that are written: all, or as many as stand apart.
pub(super) fn every(figure: &Figure) -> impl Iterator<Item = u16> {
    let step = figure.points.len().div_ceil(12).max(1);
    figure.points.iter().step_by(step).map(|(year, _)| *year)
}

/// The values at the horizon with the heights of their middles, beside their curves where these are far enough apart, and
/// whether each is the one to be read first.
pub(super) fn ends(figure: &Figure, scale: &Scale) -> Vec<(f64, f64, bool)> {
    const LEADING: f64 = 14.0;
    let Some((_, [low, median, high])) = figure.points.last() else { return Vec::new() };
    let middle = scale.y(*median);
    let above = (*high, scale.y(*high).min(middle - LEADING), false);
    vec![(*median, middle, true), above, (*low, scale.y(*low).max(middle + LEADING), false)]
}

fn end_labels(figure: &Figure, scale: &Scale) -> String {
    let text = |(value, y, first): (f64, f64, bool)| {
        let (x, y, weight) = (RIGHT + 6.0, y + 4.5, if first { "700" } else { "400" });
        format!("<text x=\"{x}\" y=\"{y:.1}\" font-size=\"13\" font-weight=\"{weight}\">{}</text>", heads(value))
    };
    ends(figure, scale).into_iter().map(text).collect()
}
