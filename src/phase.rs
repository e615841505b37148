//! The quantities that a policy may amend, and the operations by which several policies compose.
//!
//! Every operation commutes, so levers have no order; every quantity has a neutral value.

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
    /// Installed GPs by territory on 1 January.
    pub installed: &'a [u32],
}

/// The dose of a lever: what its table in the scenario says, defaults included.
#[derive(Clone, Debug, Default)]
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
