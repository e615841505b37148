//! Which parts of the model feed an indicator. A test moves every parameter and looks at what moves with it.

use super::indicators::{Indicator, Value};
use crate::cohort::Count;

/// Where GPs are: what every count, share and flow of GPs rests on.
const PEOPLE: [&str; 6] = ["start", "exits", "training", "entry", "moves", "placement"];

/// The parts of the model that feed an indicator for a count, named as parameters and sets of rows are.
#[must_use]
pub fn parts(indicator: &Indicator, count: Option<Count>) -> Vec<&'static str> {
    let more: &[&str] = match (indicator.name, indicator.value) {
        ("headcount" | "share_60_plus" | "share_women", _) => &[],
        ("dj_headcount" | "dj_fte" | "fte_available", _) => &["capacity", "lists"],
        ("fte", _) => &["capacity"],
        ("acts_per_inhabitant", _) => &["capacity", "demand", "lists"],
        ("density" | "density_standardised", _) => &["demand"],
        (_, Value::TroughYear | Value::TroughHeads) => &[],
        _ if indicator.is_flow_of_gps() => &[],
        _ => &["capacity", "demand", "lists", "access"],
    };
    // Who has a list is known by the share that has none.
    let with_list: &[&str] = if count == Some(Count::P5) { &["lists"] } else { &[] };
    let mut parts: Vec<_> = PEOPLE.iter().chain(more).chain(with_list).copied().collect();
    parts.dedup();
    parts
}
