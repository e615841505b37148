//! The fit of the levels on published figures, under both explanations of 2022-26 at once.
//!
//! Least squares: each figure weighs by its own uncertainty, each level by its prior. The published series itself moves by about
//! ±200 heads a year around any smooth path, which is the tolerance of the national totals.

use super::{
    behaviour::{LEVELS, Levels},
    cohort::{FROM, Path, TO, path},
    curve::least_squares,
    observed::{Observed, Target},
};
use crate::{baseline::Explanation, cohort::Status};

/// Standard deviation of the published totals around a smooth path, heads.
const TOTAL_TOLERANCE: f64 = 200.0;

/// One line of what the fit shows.
#[derive(Clone, Debug, PartialEq)]
pub struct FitLine {
    /// The explanation it holds under; `None`: both.
    pub explanation: Option<Explanation>,
    /// What was counted.
    pub what: String,
    /// 1 January, or calendar year of a flow; `None` for a level.
    pub year: Option<u16>,
    /// As published, or the prior of a level.
    pub observed: f64,
    /// As fitted.
    pub fitted: f64,
    /// One standard deviation of the published figure.
    pub tolerance: f64,
}

/// The levels that fit best.
#[must_use]
pub fn fit(observed: &Observed) -> Levels {
    let targets = targets(observed);
    let best = least_squares(&[0.0; LEVELS], &[1e-3; LEVELS], |values| {
        let levels = Levels::of(values);
        let prior = values.iter().copied();
        let figures = Explanation::ALL.into_iter().flat_map(|explanation| {
            let path = path(observed, &levels, explanation);
            targets.iter().map(|target| (value(&path, target) - target.value) / target.tolerance).collect::<Vec<_>>()
        });
        prior.chain(figures).collect()
    });
    Levels::of(&best)
}

/// Every figure, as published and as fitted, under both explanations.
#[must_use]
pub fn lines(observed: &Observed, paths: &[Path; 2], levels: &Levels) -> Vec<FitLine> {
    let line = |explanation: Explanation, target: Target| FitLine {
        explanation: Some(explanation),
        fitted: value(&paths[explanation as usize], &target),
        what: target.name,
        year: Some(target.year),
        observed: target.value,
        tolerance: target.tolerance,
    };
    let figures = |explanation| targets(observed).into_iter().map(move |target| line(explanation, target));
    Explanation::ALL.into_iter().flat_map(figures).chain(levels.lines()).collect()
}

/// The published targets, and the national totals of every year of the projection.
fn targets(observed: &Observed) -> Vec<Target> {
    let total = |year: u16| {
        let value = observed.national.get(&year)?[0];
        Some(Target { name: "gps".to_owned(), year, value, tolerance: TOTAL_TOLERANCE })
    };
    (FROM + 1..=TO).filter_map(total).chain(observed.targets.iter().cloned()).collect()
}

/// What a path says of a target; NaN-free: an unknown name or year counts as met.
fn value(path: &Path, target: &Target) -> f64 {
    let index = usize::from(target.year.saturating_sub(FROM));
    let stock = &path.stocks[index.min(path.stocks.len() - 1)];
    let flows = &path.flows[index.min(path.flows.len() - 1)];
    match target.name.as_str() {
        "gps" => stock.total(),
        "aged-70-plus" => stock.aged(70, 95, None),
        "women-share" => stock.aged(24, 95, Some(0)) / stock.total(),
        "women-share-under-40" => stock.aged(24, 39, Some(0)) / stock.aged(24, 39, None),
        "mean-age-women" => stock.mean_age(0),
        "mean-age-men" => stock.mean_age(1),
        "retired-active" => stock.of(Status::RetiredActive),
        "liberal-with-list-or-mep" => stock.of(Status::RetiredActive) + stock.of(Status::Installed),
        "salaried" => stock.of(Status::Salaried),
        "installations" => flows.installations,
        "cessations" => flows.cessations,
        "recoded" => flows.recoded,
        _ => target.value,
    }
}
