//! The fit of the levels on published figures, under both explanations of 2022-26 at once.
//!
//! Least squares: each figure weighs by its own uncertainty, each level by its prior. The published series itself moves by about
//! ±200 heads a year around any smooth path, which is the tolerance of the national totals. Each total counts as a level and as a change
//! from the year before: a disturbance that lasts spoils levels, one that does not spoils changes, and the projection
//! starts from the last changes.

use super::{
    behaviour::{LEVELS, Levels, PHASES, entrant_ages},
    cohort::{COHORT_YEARS, FROM, Path, TO, path},
    curve::least_squares,
    observed::{Observed, Target},
};
use crate::{
    baseline::Explanation,
    cohort::{AGE_MIN, Status},
};

/// Standard deviation of the published totals around a smooth path, heads.
const TOTAL_TOLERANCE: f64 = 200.0;
/// What the totals of 2024 and after lack against those before: GPs with a foreign degree fell by 560 between 2023 and 2024, after growing
/// by about 100 a year and before growing by 400, which only a change of definition by DREES explains. That the total of GPs
/// lost as many is an inference (G).
const BREAK: (u16, f64) = (2024, 500.0);
/// Entrants with a foreign degree a year per physician in activity (their stock grew by 885 a year in 2012-25, and some leave).
const FOREIGN_PER_PHYSICIAN: f64 = 0.005;

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
    /// As fitted; totals from 2024 on less the break of the counts of foreign degrees.
    pub fitted: f64,
    /// One standard deviation of the published figure.
    pub tolerance: f64,
}

/// The levels that fit best, under each phase of [`PHASES`] in turn.
#[must_use]
pub fn fit(observed: &Observed) -> Fits {
    Fits(PHASES.map(|phase| of_phase(observed, &Levels::PRIOR, phase)))
}

/// The levels that fit best around another prior, where no figure lies within a phase.
#[must_use]
pub fn on_prior(observed: &Observed, prior: &[[f64; 2]; LEVELS]) -> Levels {
    of_phase(observed, prior, PHASES[0]).levels
}

fn of_phase(observed: &Observed, prior: &[[f64; 2]; LEVELS], phase: (u16, u16)) -> OfPhase {
    let targets = targets(observed);
    let residuals = |values: &[f64]| {
        let levels = Levels::around(prior, values, phase);
        let figures = Explanation::ALL.into_iter().flat_map(|explanation| {
            let path = path(observed, &levels, explanation);
            let residual = |target: &Target| weight(target, phase) * (value(&path, target) - target.value) / target.tolerance;
            targets.iter().map(residual).collect::<Vec<_>>()
        });
        values.iter().copied().chain(figures).collect::<Vec<_>>()
    };
    let best = least_squares(&[0.0; LEVELS], &[1e-3; LEVELS], residuals);
    let squares = residuals(&best).iter().map(|residual| residual * residual).sum();
    let expected = 2.0 * targets.iter().map(|target| weight(target, phase) * weight(target, phase)).sum::<f64>();
    OfPhase { levels: Levels::around(prior, &best, phase), squares, expected }
}

/// A figure from before the phase is the same under both explanations: together they count it once.
fn weight(target: &Target, phase: (u16, u16)) -> f64 {
    if target.year < phase.0 { std::f64::consts::FRAC_1_SQRT_2 } else { 1.0 }
}

/// The best levels of a phase.
#[derive(Clone, Copy)]
struct OfPhase {
    levels: Levels,
    /// Sum of squared residuals, priors included.
    squares: f64,
    /// What it would be on average, were every tolerance exact: the number of figures (as many priors as levels cancel).
    expected: f64,
}

/// The best levels of each phase.
pub struct Fits([OfPhase; PHASES.len()]);

impl Fits {
    /// Those of the phase that fits best.
    #[must_use]
    pub fn best(&self) -> Levels {
        self.0.iter().fold(self.0[0], |best, other| if other.squares < best.squares { *other } else { best }).levels
    }

    /// One line a phase: its sum of squares beside its expectation.
    fn lines(&self) -> impl Iterator<Item = FitLine> {
        let line = |of: &OfPhase| FitLine {
            explanation: None,
            what: format!("squares:phase-{}-{}", of.levels.phase.0, of.levels.phase.1),
            year: None,
            observed: of.expected,
            fitted: of.squares,
            tolerance: libm::sqrt(2.0 * of.expected),
        };
        self.0.iter().map(line)
    }
}

/// Every figure, as published and as fitted, under both explanations.
#[must_use]
pub fn lines(observed: &Observed, paths: &[Path; 2], fits: &Fits) -> Vec<FitLine> {
    let line = |explanation: Explanation, target: Target| FitLine {
        explanation: Some(explanation),
        fitted: value(&paths[explanation as usize], &target),
        what: target.name,
        year: Some(target.year),
        observed: target.value,
        tolerance: target.tolerance,
    };
    let figures = |explanation| targets(observed).into_iter().map(move |target| line(explanation, target));
    Explanation::ALL.into_iter().flat_map(figures).chain(fits.best().lines()).chain(fits.lines()).collect()
}

/// The published targets, and the national totals of every year of the projection.
fn targets(observed: &Observed) -> Vec<Target> {
    let total = |year: u16| {
        let value = observed.national.get(&year)?[0];
        Some(Target { name: "gps".to_owned(), year, value, tolerance: TOTAL_TOLERANCE })
    };
    let change = |year: u16| {
        let value = observed.national.get(&year)?[0] - observed.national.get(&(year - 1))?[0];
        Some(Target { name: "gps-change".to_owned(), year, value, tolerance: TOTAL_TOLERANCE })
    };
    let years = || FROM + 1..=TO;
    let national = years().filter_map(total).chain(years().filter_map(change));
    national.chain(cohorts(observed)).chain(observed.targets.iter().cloned()).collect()
}

/// Bands of all physicians followed for five years: index of the band, its ages, tolerance. Generalists are 45 % of
/// physicians and may differ from the others by more than the four windows do among themselves, which is 0.3 points to 60 and 3 after (G).
const COHORTS: [(&str, usize, usize, usize, f64); 4] = [
    ("cohort-45-49", 4, 45, 49, 0.005),
    ("cohort-50-54", 5, 50, 54, 0.005),
    ("cohort-55-59", 6, 55, 59, 0.010),
    ("cohort-60-plus", 7, 60, 95, 0.030),
];

/// Net change in five years of the cohorts of all physicians, mean of the windows.
fn cohorts(observed: &Observed) -> Vec<Target> {
    let windows: Vec<_> = observed
        .physicians
        .iter()
        .filter_map(|(year, before)| Some((before, observed.physicians.get(&(year + COHORT_YEARS as u16))?)))
        .collect();
    let Some(year) = observed.physicians.keys().next_back().copied().filter(|_| !windows.is_empty()) else { return vec![] };
    let target = |(name, band, _, to, tolerance): (&str, usize, usize, usize, f64)| {
        let last = if to == 95 { 9 } else { band + 1 };
        let change = |(before, after): &(&[f64; 9], &[f64; 9])| {
            after[band + 1..(last + 1).min(9)].iter().sum::<f64>() / before[band..last].iter().sum::<f64>() - 1.0
        };
        let value = windows.iter().map(change).sum::<f64>() / windows.len() as f64;
        Target { name: name.to_owned(), year, value, tolerance }
    };
    COHORTS.into_iter().map(target).collect()
}

/// Net change of a cohort of GPs had its physicians stayed GPs, with the foreign degrees that all physicians get.
fn cohort(path: &Path, from: usize, to: usize) -> f64 {
    let start = &path.stocks[0];
    let foreign = &entrant_ages()[1];
    let entered = |years: usize| (from + years..=to + years).filter_map(|age| foreign.get(age - AGE_MIN)).sum::<f64>();
    let entrants = FOREIGN_PER_PHYSICIAN * start.total() * (1..=COHORT_YEARS).map(entered).sum::<f64>();
    (path.closed.aged(from + COHORT_YEARS, (to + COHORT_YEARS).min(95), None) + entrants) / start.aged(from, to, None) - 1.0
}

/// What a path says of a target; NaN-free: an unknown name or year counts as met.
fn value(path: &Path, target: &Target) -> f64 {
    let index = usize::from(target.year.saturating_sub(FROM));
    let stock_of = |index: usize| &path.stocks[index.min(path.stocks.len() - 1)];
    let (stock, before) = (stock_of(index), stock_of(index.saturating_sub(1)));
    let flows = &path.flows[index.min(path.flows.len() - 1)];
    match target.name.as_str() {
        "gps-change" => stock.total() - before.total() - if target.year == BREAK.0 { BREAK.1 } else { 0.0 },
        "gps" => stock.total() - if target.year >= BREAK.0 { BREAK.1 } else { 0.0 },
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
        name => COHORTS
            .iter()
            .find(|(cohort, ..)| *cohort == name)
            .map_or(target.value, |(_, _, from, to, _)| cohort(path, *from, *to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cohorts_change_as_the_published_bands_do() {
        let observed = Observed::read(None).expect("the embedded observed tables are sound");
        // 50-54 over 45-49 of five years before and so on, read off the table of 2012-2020, mean of 2012-17 to 2015-20.
        let published = [0.0143, -0.0032, -0.0976, -0.4429];
        for (target, published) in cohorts(&observed).iter().zip(published) {
            assert!((target.value - published).abs() < 5e-4, "{} {}", target.name, target.value);
        }
    }

    #[test]
    fn the_break_lowers_totals_from_its_year_and_one_change() {
        let observed = Observed::read(None).expect("the embedded observed tables are sound");
        let levels = Levels::around(&Levels::PRIOR, &[0.0; LEVELS], PHASES[0]);
        let path = path(&observed, &levels, Explanation::EndOfRecoding);
        let of = |name: &str, year| value(&path, &Target { name: name.to_owned(), year, value: 0.0, tolerance: 1.0 });
        for year in FROM + 1..=TO {
            assert!((of("gps", year) - of("gps", year - 1) - of("gps-change", year)).abs() < 1e-6, "{year}");
        }
        assert!((of("gps", BREAK.0) - (path.stocks[usize::from(BREAK.0 - FROM)].total() - BREAK.1)).abs() < 1e-6);
    }
}
