//! Published projections beside ours: same count, their hypotheses typed as scenarios under `scenarios/validation/`.
//!
//! A difference is explained by changing one hypothesis after the other, from the reference of today to that of the publisher run
//! from the calibration of 2018; what remains against the published figure is named, not explained.

mod files;
mod markdown;
mod page;
mod published;
mod words;

pub use files::{FILES, files};
pub use published::{PAST, Past, Published, TARGETS};

use crate::{
    baseline::Baseline,
    calibration::{Known, Observed},
    cohort::Count,
    engine::{Engine, indicators::Level},
    ensemble,
    hindcast::{self, HindcastError, Look},
    model::Model,
    scenario,
    statistics::{projection::Projection, quantiles::Summary},
    text::{Message, Text},
};
use std::sync::{Arc, atomic::AtomicBool};

/// Years over which a width is compared with the record of past projections.
const AHEAD: u16 = 15;
/// Last year of a published projection.
const LAST: u16 = 2050;

/// Scenarios that are run, in order: the reference, the steps to the hypotheses of the DREES, the two explanations alone.
const RUNS: [&str; 6] =
    ["tendanciel", "sans-docteurs-juniors", "drees-2021-admissions", "drees-2021", "retraites-seules", "recodage-seul"];
/// Scenarios that are run from the calibration of 2018: the hypotheses of the DREES, then with a share of general practice as last published.
const PAST_RUNS: [&str; 2] = ["drees-2021", "drees-2021-part-55"];
/// The number of simulations.
pub const SIMULATIONS: u32 = (RUNS.len() + PAST_RUNS.len()) as u32;

/// All projections that are compared, of France.
pub struct Projections {
    /// How they were run.
    pub look: Look,
    /// From today, in the order of [`RUNS`].
    today: Vec<Projection>,
    /// From the calibration of 2018, in the order of [`PAST_RUNS`].
    then: Vec<Projection>,
}

/// Runs them all.
///
/// # Errors
/// See [`HindcastError`].
pub fn project(look: Look, progress: &(dyn Fn(u32) + Sync), cancelled: &AtomicBool) -> Result<Projections, HindcastError> {
    let now = Arc::new(Baseline::embedded().map_err(HindcastError::Laws)?);
    let today: Result<Vec<_>, _> = RUNS.iter().map(|name| run(&now, name, look, progress, cancelled)).collect();
    let observed = Observed::read(None).map_err(HindcastError::Laws)?;
    let past = Arc::new(hindcast::baseline(&Known::on(hindcast::FROM, &observed))?);
    let then: Result<Vec<_>, _> = PAST_RUNS.iter().map(|name| run(&past, name, look, progress, cancelled)).collect();
    Ok(Projections { look, today: today?, then: then? })
}

fn run(
    baseline: &Arc<Baseline>,
    name: &str,
    look: Look,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Projection, HindcastError> {
    let (file, text) = scenario::library::find(name).unwrap_or((scenario::library::REFERENCE, ""));
    let (scenario, _) = scenario::read(file, text, None, baseline).map_err(HindcastError::Laws)?;
    // From a past start only what the scenario names acts: other levers are dated from today.
    let past = baseline.start != crate::baseline::START;
    let doses: Vec<_> = scenario.doses.into_iter().filter(|(entry, _)| !past || scenario.named.contains(&entry.name)).collect();
    let model = Model::new(baseline.clone(), scenario.parameters, &doses, LAST)?;
    let engine = Engine::new(Arc::new(model), look.seed, &[Level::France])?;
    let cube = ensemble::run(&engine, 0..look.trajectories, look.threads, progress, cancelled)?;
    Ok(Projection::of(name, &cube))
}

/// A figure of ours: median and bounds of the 80 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// Median.
    pub median: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Figure {
    fn of(summary: &Summary) -> Self {
        let (low, high) = summary.interval(80).unwrap_or_default();
        Self { median: summary.median(), low, high }
    }

    /// Half of the width of the 80 % interval over the median, per cent.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        100.0 * (self.high - self.low) / 2.0 / self.median
    }
}

fn figure(projection: &Projection, indicator: &str, count: Count, year: u16) -> Figure {
    let summary = projection.get(Level::France, "FR", "", indicator, Some(count), year);
    summary.map(Figure::of).unwrap_or_default()
}

fn heads(projection: &Projection, count: Count, year: u16) -> Figure {
    figure(projection, "headcount", count, year)
}

/// Lowest year of the median path of the aged under 70, and its heads.
fn trough(projection: &Projection, from: u16) -> (u16, Figure) {
    let path = (from..=LAST).map(|year| (year, heads(projection, Count::P2, year)));
    path.fold((from, heads(projection, Count::P2, from)), |low, next| if next.1.median < low.1.median { next } else { low })
}

/// Mean growth a year of the medians between two years, per cent.
fn growth(projection: &Projection, indicator: &str, count: Count, years: [u16; 2]) -> f64 {
    let [before, after] = years.map(|year| figure(projection, indicator, count, year).median);
    100.0 * (libm::pow(after / before, 1.0 / f64::from(years[1] - years[0])) - 1.0)
}

/// What is shown beside a published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was published.
    pub published: &'static Published,
    /// Ours, in its unit.
    pub ours: Figure,
    /// Whether it is run from 2018 on the hypotheses of the DREES of 2021; else it is the reference of today.
    pub same: bool,
}

/// Every published figure of [`TARGETS`] beside ours.
#[must_use]
pub fn rows(projections: &Projections) -> Vec<Row> {
    TARGETS.iter().map(|published| Row { published, ours: ours(projections, published.id), same: published.same }).collect()
}

fn ours(projections: &Projections, id: &str) -> Figure {
    let (then, today) = (&projections.then[0], &projections.today[0]);
    let only = |median: f64| Figure { median, low: f64::NAN, high: f64::NAN };
    let salaried_share = |year: u16| {
        let of = |count| heads(then, count, year).median;
        (of(Count::P3) - of(Count::P4)) / of(Count::P1)
    };
    match id {
        "P2-2021" => heads(then, Count::P2, 2021),
        "V20-year" => only(f64::from(trough(then, 2021).0)),
        "V20" => trough(then, 2021).1,
        "V21" => heads(then, Count::P2, LAST),
        "V21-growth" => only(growth(then, "headcount", Count::P2, [2028, LAST])),
        "V22-liberal" => only(100.0 * (1.0 - salaried_share(LAST))),
        "V22-women" => {
            let share = figure(then, "share_women", Count::P2, 2040);
            Figure { median: 100.0 * share.median, low: 100.0 * share.low, high: 100.0 * share.high }
        }
        "V11" => {
            let start = heads(then, Count::P3, hindcast::FROM).median;
            let change = |value: f64| 100.0 * (value / start - 1.0);
            let Figure { median, low, high } = heads(then, Count::P3, 2025);
            Figure { median: change(median), low: change(low), high: change(high) }
        }
        "V24-year" => only(f64::from(trough(today, 2026).0)),
        "V24-growth" => only(growth(today, "headcount", Count::P2, [2030, LAST])),
        "V25" => {
            let start = figure(today, "density_standardised", Count::P2, 2026).median;
            let change = |value: f64| 100.0 * (value / start - 1.0);
            let Figure { median, low, high } = figure(today, "density_standardised", Count::P2, LAST);
            Figure { median: change(median), low: change(low), high: change(high) }
        }
        "V7" => heads(today, Count::P1, 2030),
        _ => Figure::default(),
    }
}

/// One step from the reference of today to a published projection.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What changes at this step.
    pub what: Message,
    /// Lowest year of the median path of the aged under 70, and its heads.
    pub trough: (u16, f64),
    /// Median of the aged under 70 in 2050.
    pub end: f64,
}

/// From the reference to the projection of the DREES of 2021; the last step is the published figure.
#[must_use]
pub fn steps(projections: &Projections) -> Vec<Step> {
    let of = |what: Text, projection: &Projection, from: u16| {
        let (year, low) = trough(projection, from);
        Step { what: what.into(), trough: (year, low.median), end: heads(projection, Count::P2, LAST).median }
    };
    let today = projections.today.iter().zip(words::STEPS).map(|(projection, what)| of(what, projection, 2026));
    let then = projections.then.iter().zip(words::FROM_2018).map(|(projection, what)| of(what, projection, 2021));
    let published = Step { what: words::PUBLISHED.into(), trough: published::DREES_2021.0, end: published::DREES_2021.1 };
    today.chain(then).chain([published]).collect()
}

/// One explanation of 2022-26 alone, or the reference that draws their share.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Which.
    pub what: Text,
    /// All GPs, by year.
    pub heads: Vec<(u16, Figure)>,
    /// Year of the trough of all GPs, over trajectories.
    pub trough: Figure,
}

/// Years at which the explanations are compared.
pub const EXPLAINED: [u16; 4] = [2030, 2035, 2041, 2050];

/// Later retirement alone, end of recoding alone, and the reference between them: structural scenarios, beside each other.
#[must_use]
pub fn explanations(projections: &Projections) -> [Explained; 3] {
    let of = |what: Text, projection: &Projection| Explained {
        what,
        heads: EXPLAINED.iter().map(|year| (*year, heads(projection, Count::P1, *year))).collect(),
        trough: figure(projection, "trough_year", Count::P1, LAST),
    };
    [
        of(words::LATER_ALONE, &projections.today[4]),
        of(words::RECODING_ALONE, &projections.today[5]),
        of(words::REFERENCE, &projections.today[0]),
    ]
}

/// All GPs of the reference fifteen years ahead.
#[must_use]
pub fn fifteen_years(projections: &Projections) -> (u16, Figure) {
    let year = crate::baseline::START + AHEAD;
    (year, heads(&projections.today[0], Count::P1, year))
}
