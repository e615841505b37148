//! Every département at the last local horizon: the 80 % interval and what came, as changes of its share since the start.

use super::{Case, Hindcast, LOCAL_HORIZONS};
use crate::{
    export::{NumberFormat, number},
    text::Lang,
};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

const WIDTH: f64 = 940.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 930.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 300.0;
/// Per cent between the lines of the scale.
const STEP: f64 = 10.0;

/// The drawing: départements from the lowest to the highest of what came, in per cent of the median.
pub(super) fn svg(hindcast: &Hindcast, lang: Lang) -> Markup {
    let year = LOCAL_HORIZONS[LOCAL_HORIZONS.len() - 1];
    let relative = |case: &Case| -> Option<(String, [f64; 3], bool)> {
        let observed = case.observed?;
        let percent = |heads: f64| 100.0 * (heads / case.given[3] - 1.0);
        Some((case.code.clone(), [percent(case.given[1]), percent(observed), percent(case.given[5])], case.is_within()))
    };
    let mut places: Vec<_> = hindcast.cases.iter().filter(|case| case.year == year).filter_map(relative).collect();
    places.sort_by(|a, b| a.1[1].total_cmp(&b.1[1]));
    let values = || places.iter().flat_map(|(_, values, _)| values.iter().copied());
    let low = (values().fold(0.0, f64::min) / STEP).floor() * STEP;
    let high = (values().fold(0.0, f64::max) / STEP).ceil() * STEP;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low).max(1.0);
    let x = |rank: usize| LEFT + 8.0 + (RIGHT - LEFT - 16.0) * rank as f64 / (places.len().max(2) - 1) as f64;
    let mut drawing = String::new();
    let mut value = low;
    while value <= high {
        let label = number(value, NumberFormat { decimals: 0, signed: true }, lang);
        let _ = write!(
            drawing,
            "<path d=\"M{LEFT} {0:.1}H{RIGHT}\" stroke=\"{1}\"/><text x=\"{2}\" y=\"{3:.1}\" text-anchor=\"end\" font-size=\"12\" fill=\"#55616d\">{label} %</text>",
            y(value),
            if value == 0.0 { "#55616d" } else { "#d5dae0" },
            LEFT - 6.0,
            y(value) + 4.0
        );
        value += STEP;
    }
    for (rank, (code, [least, came, most], within)) in places.iter().enumerate() {
        let colour = if *within { "#0b3558" } else { "#b34000" };
        let _ = write!(
            drawing,
            "<path d=\"M{0:.1} {1:.1}V{2:.1}\" stroke=\"#9fc7e4\" stroke-width=\"5\"/><circle cx=\"{0:.1}\" cy=\"{3:.1}\" r=\"3\" fill=\"{colour}\"><title>{code}</title></circle>",
            x(rank),
            y(*least),
            y(*most),
            y(*came)
        );
        if !within {
            // Neighbours in rank at two heights, so that their codes can be read.
            let further = if rank % 2 == 0 { 1.0 } else { 2.2 };
            let below = if *came < 0.0 { 3.0 + 10.0 * further } else { -7.0 * further };
            let _ = write!(
                drawing,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"10\" fill=\"#b34000\">{code}</text>",
                x(rank),
                y(*came) + below
            );
        }
    }
    html! { svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(super::words::FIGURE.get(lang)) { (PreEscaped(drawing)) } }
}
