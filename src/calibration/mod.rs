//! From observed tables to the baseline of 1 January 2026, with what the fit shows.
//!
//! What is observed: ages of GPs by département in 2018, modes to 2018, national totals to 2026, totals by département in 2022 and 2025, libéral GPs
//! by département in 2024. What is not: ages after 2018, sex by département, statuses by age. The steps:
//!
//! 1. `observed`: the tables as published. `curve`: five-year bands become single ages by monotone interpolation.
//! 2. `behaviour`: shapes of hazards (priors), thirteen levels to fit. `cohort`: France carried from 2018 to 2026 in expected values, one year
//!    of it being one year of the engine. `fit`: the levels that meet the published figures best, under both explanations of 2022-26
//!    at once: they share all hazards and differ from the first year of a phase, the one of a few stated phases that totals want. Cohorts of
//!    all physicians (2012-20) say how few leave activity before 55 and how many between 60 and 64; totals from 2024 on are compared less
//!    the break of the counts of foreign degrees.
//! 3. `departements`: each département from its own ages and modes, with the same hazards, entrants by attraction, raked to
//!    its totals; then statuses at 2026 (libéral GPs of the Cnam exact, locums drawn half-way to 11 %, the rest salaried).
//! 4. `choice`: attraction = GPs under 40 in 2018, corrected by half of what totals show beyond ageing; its unexplained spread; the
//!    constants of the discrete choices.
//! 5. `population`, `access`, then `files`: the text of every table, the same bytes each time.
//!
//! `known` is what was known on a past date and `past` the baseline of that date: the start of the hindcast.

mod access;
mod behaviour;
mod choice;
mod cohort;
mod curve;
mod departements;
mod files;
mod fit;
mod flows;
mod gains;
pub mod import;
mod known;
mod observed;
mod past;
mod population;

pub use fit::FitLine;
pub use known::{AGES as FIRST_KNOWN, DISTRUSTED, Known};
pub use observed::{Observed, Target};
pub use past::baseline as past_baseline;

use crate::{
    baseline::{Behaviour, Explanation, Geography, Population, Training, Workforce},
    diagnostic::Problems,
};
use behaviour::{Levels, Rules};
use flows::{Choosers, Wanted};
use std::path::Path;

/// What calibration gives: the tables of a baseline, and how well they fit.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// Name and content of every table, ready to be written in a directory.
    pub files: Vec<(&'static str, String)>,
    /// Published and fitted figures.
    pub fit: Vec<FitLine>,
}

/// Calibrates on the observed tables of a directory, or on the embedded ones.
///
/// # Errors
/// Every fault found in the observed tables.
pub fn run(observed: Option<&Path>) -> Result<Calibration, Problems> {
    Observed::read(observed).map(|observed| calibrate(&observed))
}

/// Everything modelled, before it is written.
struct Modelled<'a> {
    observed: &'a Observed,
    geography: Geography,
    workforce: Workforce,
    behaviour: Behaviour,
    training: Training,
    population: Population,
    access: Vec<crate::baseline::Access>,
    attraction: Vec<crate::baseline::Attraction>,
    fit: Vec<FitLine>,
}

/// Calibrates: deterministic, about a second.
#[must_use]
pub fn calibrate(observed: &Observed) -> Calibration {
    let fits = fit::fit(observed);
    let levels = fits.best();
    let france = Explanation::ALL.map(|explanation| cohort::path(observed, &levels, explanation));
    let apl = access::territory_apl(observed);
    let territories = departements::territory_weights(observed, &apl);
    let young = choice::young(observed);
    let project = |attraction: &[f64], rake: bool| {
        Explanation::ALL.map(|explanation| {
            departements::project(observed, &levels, explanation, &france[explanation as usize], attraction, rake)
        })
    };
    let yearly = france[0].flows.iter().map(|flows| flows.entrants).sum::<f64>() / france[0].flows.len() as f64;
    let free = project(&young, false);
    let shares = choice::corrected(observed, &young, yearly, &free[0]);
    let paths = project(&shares, true).map(|paths| paths.last);
    let gains = gains_of(observed, &levels, &paths, yearly);
    let mut choice = choice::fit(observed, &gains.iter().map(|gain| gain / yearly).collect::<Vec<_>>(), &territories);
    let heads: Vec<Option<f64>> =
        paths[0].iter().enumerate().map(|(d, stock)| (!choice::untrusted(observed, d)).then(|| stock.total())).collect();
    let rates = cohort::locum_rates(&gains::sum(&paths[0]), &Rules::new(&levels));
    let choosers = Choosers::of(&paths[0], &rates, &gains, cohort::foreign(observed, cohort::TO - 1));
    let unexplained = choice::unexplained(observed, &free[0]);
    flows::balance(observed, &mut choice, choosers, &Wanted { gains: &gains, heads: &heads, unexplained });
    let mut geography = observed.geography.clone();
    geography.territories.iter_mut().zip(&apl).for_each(|(territory, apl)| territory.apl = *apl);
    let modelled = Modelled {
        observed,
        geography,
        workforce: departements::workforce(observed, &paths, &territories),
        behaviour: behaviour_of(&levels, &choice),
        training: files::training(observed),
        population: Population { heads: population::project(observed) },
        access: access::table(observed),
        attraction: choice.attraction,
        fit: fit::lines(observed, &france, &fits),
    };
    Calibration { files: files::write(&modelled), fit: modelled.fit }
}

/// Heads that each département gains in a year: the mean of both explanations of 2022-26.
fn gains_of(observed: &Observed, levels: &Levels, paths: &[Vec<cohort::Stock>; 2], entrants: f64) -> Vec<f64> {
    let drift = gains::drift_since(observed);
    let of = |explanation: Explanation| {
        let rules = Rules::new(levels).of_year(levels, explanation, cohort::TO);
        gains::gains(&paths[explanation as usize], &rules, &drift, entrants)
    };
    let [first, second] = Explanation::ALL.map(of);
    first.iter().zip(second).map(|(first, second)| (first + second) / 2.0).collect()
}

fn behaviour_of(levels: &Levels, choice: &choice::Choice) -> Behaviour {
    let rules = Rules::new(levels);
    Behaviour {
        retirement: Box::new(rules.retirement),
        other_exit: Box::new(rules.other),
        locum_to_installed: rules.install.to_vec(),
        locum_to_salaried: rules.turn_salaried.to_vec(),
        cumul_take_up: rules.take_up,
        later_retirement_years: levels.later_years,
        recoding: levels.recoding,
        home_subdivision: choice.home_subdivision,
        decay_km: choice::DECAY_KM,
        home_departement: choice.home_departement,
    }
}
