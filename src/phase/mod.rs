//! The quantities that a policy may amend, and the operations by which several policies compose.
//!
//! Every operation commutes (sums, products, minima) and levers are always applied in the order of the registry, so the
//! order in which a scenario names them changes nothing. Every quantity has a neutral value that changes nothing, exactly.

mod capacity;
mod costs;
mod demand;
mod exits;
mod intake;
mod placement;
mod transfers;

pub use capacity::CapacityFactors;
pub use costs::Costs;
pub use demand::DemandFactors;
pub use exits::{Cause, ExitHazards};
pub use intake::{FIRST_AMENDABLE_ADMISSION, Intake};
pub use placement::{PlacementRule, Quota};
pub use transfers::{Transfers, Work};

use crate::{
    baseline::Baseline,
    parameter::{Draw, ParameterId},
};
use std::collections::BTreeMap;

/// What a lever sees once per trajectory.
#[derive(Clone, Copy)]
pub struct Calendar<'a> {
    /// The starting tables.
    pub baseline: &'a Baseline,
    /// First year without flows.
    pub horizon: u16,
    /// Values of the parameters in this trajectory.
    pub draw: &'a Draw,
}

/// What a lever sees each year.
#[derive(Clone, Copy)]
pub struct Now<'a> {
    /// The starting tables.
    pub baseline: &'a Baseline,
    /// The year whose flows are being drawn.
    pub year: u16,
    /// Values of the parameters in this trajectory.
    pub draw: &'a Draw,
    /// Libéral GPs (installed and retired-active) by territory on 1 January.
    pub liberal: &'a [u32],
    /// The same on 1 January of the starting year.
    pub liberal_at_start: &'a [u32],
    /// GPs who installed in past years of the run, by year since the start then territory.
    pub installations: &'a [Vec<u32>],
    /// GPs in a clinicat-assistanat on 1 January, by département.
    pub clinicat: &'a [u32],
    /// GPs in the salaried posts that policies have opened, by territory on 1 January.
    pub in_posts: &'a [u32],
}

#[cfg(test)]
impl<'a> Now<'a> {
    /// A year in which nothing has changed since the start.
    pub(crate) fn unchanged(baseline: &'a Baseline, year: u16, draw: &'a Draw, liberal: &'a [u32]) -> Self {
        Self { baseline, year, draw, liberal, liberal_at_start: liberal, installations: &[], clinicat: &[], in_posts: &[] }
    }
}

/// The dose of a lever: what its table in the scenario says, defaults included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dose {
    /// Numbers, as parameters of the model.
    pub numbers: BTreeMap<&'static str, ParameterId>,
    /// Switches.
    pub switches: BTreeMap<&'static str, bool>,
    /// Calendar years.
    pub years: BTreeMap<&'static str, u16>,
    /// Numbers by calendar year.
    pub paths: BTreeMap<&'static str, BTreeMap<u16, f64>>,
    /// Numbers by name of subdivision or département.
    pub shares: BTreeMap<&'static str, BTreeMap<String, f64>>,
    /// Codes of départements; empty: everywhere.
    pub places: BTreeMap<&'static str, Vec<String>>,
    /// One word among several.
    pub choices: BTreeMap<&'static str, String>,
}

/// A value by calendar year, neutral until amended.
#[derive(Clone, Debug, PartialEq)]
struct Yearly {
    first: u16,
    values: Vec<f64>,
}

impl Yearly {
    fn new(first: u16, last: u16, neutral: f64) -> Self {
        Self { first, values: vec![neutral; usize::from(last - first) + 1] }
    }

    fn reset(&mut self, neutral: f64) {
        self.values.fill(neutral);
    }

    fn get(&self, year: u16) -> f64 {
        let last = self.values.len() - 1;
        self.values[usize::from(year.saturating_sub(self.first)).min(last)]
    }

    fn amend(&mut self, from: u16, amend: impl Fn(&mut f64)) {
        let start = usize::from(from.saturating_sub(self.first)).min(self.values.len());
        self.values[start..].iter_mut().for_each(amend);
    }
}
