//! The quantities that a policy may amend, and the operations by which several policies compose.
//!
//! Every operation commutes (sums, products, minima) and levers are always applied in the order of the registry, so the
//! order in which a scenario names them changes nothing. Every quantity has a neutral value that changes nothing, exactly.

use crate::{
    baseline::{Baseline, START},
    cohort::Status,
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

/// Students and interns: what may change between admission and the end of the internship.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    admissions: Yearly,
    gp_share: Yearly,
    split: Vec<(u16, usize, f64)>,
    fourth_year: u16,
}

/// Autumn from which admissions may be amended: that of the end of the numerus clausus.
pub const FIRST_AMENDABLE_ADMISSION: u16 = 2021;

impl Intake {
    /// The law in force: admissions as known, fourth year from the class `fourth_year` on.
    #[must_use]
    pub fn new(horizon: u16, fourth_year: u16) -> Self {
        Self {
            admissions: Yearly::new(FIRST_AMENDABLE_ADMISSION, horizon, 0.0),
            gp_share: Yearly::new(FIRST_AMENDABLE_ADMISSION, horizon, 0.0),
            split: Vec::new(),
            fourth_year,
        }
    }

    /// Back to the law in force.
    pub fn reset(&mut self, fourth_year: u16) {
        self.admissions.reset(0.0);
        self.gp_share.reset(0.0);
        self.split.clear();
        self.fourth_year = fourth_year;
    }

    /// Students added to those admitted in the autumn of `year`.
    pub fn add_admissions(&mut self, year: u16, students: f64) {
        if year >= self.admissions.first
            && let Some(value) = self.admissions.values.get_mut(usize::from(year - self.admissions.first))
        {
            *value += students;
        }
    }

    /// Share of all posts added to general practice, for the classes from `class` on.
    pub fn add_gp_share(&mut self, class: u16, share: f64) {
        self.gp_share.amend(class, |value| *value += share);
    }

    /// Multiplies the weight of a subdivision in the split of posts, for the classes from `class` on.
    pub fn multiply_split(&mut self, class: u16, subdivision: usize, factor: f64) {
        if factor != 1.0 {
            self.split.push((class, subdivision, factor));
        }
    }

    /// First class with a fourth year, unless another policy says later.
    pub fn postpone_fourth_year(&mut self, class: u16) {
        self.fourth_year = self.fourth_year.max(class);
    }

    /// Students added in the autumn of `year`.
    #[must_use]
    pub fn added_admissions(&self, year: u16) -> f64 {
        if year < self.admissions.first { 0.0 } else { self.admissions.get(year) }
    }

    /// Share of posts added to general practice for a class.
    #[must_use]
    pub fn added_gp_share(&self, class: u16) -> f64 {
        if class < self.gp_share.first { 0.0 } else { self.gp_share.get(class) }
    }

    /// Factor on the weight of a subdivision for a class.
    #[must_use]
    pub fn split(&self, class: u16, subdivision: usize) -> f64 {
        self.split.iter().filter(|(from, which, _)| *from <= class && *which == subdivision).map(|(.., factor)| factor).product()
    }

    /// Whether the split of a class is amended.
    #[must_use]
    pub fn has_split(&self, class: u16) -> bool {
        self.split.iter().any(|(from, ..)| *from <= class)
    }

    /// Whether a class has a fourth year.
    #[must_use]
    pub fn has_fourth_year(&self, class: u16) -> bool {
        class >= self.fourth_year
    }
}

/// Why a GP's spell ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Cause {
    /// Any reason but the pension.
    Other,
    /// Claiming the pension; for the retired-active, the end of cumul.
    Retirement,
}

/// Exits: hazards by year.
#[derive(Clone, Debug, PartialEq)]
pub struct ExitHazards {
    shift: Yearly,
    cumul_shift: Yearly,
    take_up: Yearly,
    factors: Vec<Yearly>,
}

impl ExitHazards {
    /// Neutral hazards for the years of a run.
    #[must_use]
    pub fn new(horizon: u16) -> Self {
        let neutral = |value| Yearly::new(START, horizon, value);
        Self { shift: neutral(0.0), cumul_shift: neutral(0.0), take_up: neutral(1.0), factors: vec![neutral(1.0); 8] }
    }

    /// Back to neutral.
    pub fn reset(&mut self) {
        self.shift.reset(0.0);
        self.cumul_shift.reset(0.0);
        self.take_up.reset(1.0);
        self.factors.iter_mut().for_each(|factor| factor.reset(1.0));
    }

    /// Moves retirement later by `years` (earlier if negative) from a year on, for all but the retired-active.
    pub fn shift_retirement(&mut self, from: u16, years: f64) {
        self.shift.amend(from, |value| *value += years);
    }

    /// Moves the end of cumul later by `years` from a year on.
    pub fn shift_cumul(&mut self, from: u16, years: f64) {
        self.cumul_shift.amend(from, |value| *value += years);
    }

    /// Multiplies the share of those claiming their pension who go on in cumul.
    pub fn multiply_take_up(&mut self, from: u16, factor: f64) {
        self.take_up.amend(from, |value| *value *= factor);
    }

    /// Multiplies a hazard: survival is raised to the power `factor`.
    pub fn multiply(&mut self, cause: Cause, status: Status, from: u16, factor: f64) {
        self.factors[Self::index(cause, status)].amend(from, |value| *value *= factor);
    }

    /// Years by which retirement comes later in `year`.
    #[must_use]
    pub fn shift(&self, status: Status, year: u16) -> f64 {
        if status == Status::RetiredActive { self.cumul_shift.get(year) } else { self.shift.get(year) }
    }

    /// Factor on the take-up of cumul in `year`.
    #[must_use]
    pub fn take_up(&self, year: u16) -> f64 {
        self.take_up.get(year)
    }

    /// Factor on a hazard in `year`.
    #[must_use]
    pub fn factor(&self, cause: Cause, status: Status, year: u16) -> f64 {
        self.factors[Self::index(cause, status)].get(year)
    }

    const fn index(cause: Cause, status: Status) -> usize {
        cause as usize * 4 + status as usize
    }
}

/// Placement: the pull of places and who may install where, for one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementRule {
    weights: Vec<f64>,
    entry_weights: Vec<f64>,
    quotas: Vec<Quota>,
    salaried_too: bool,
}

/// How many may install in a territory in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    /// At most so many, whoever leaves; infinite when open.
    pub at_most: f64,
    /// At most so many per departure, unfilled places carried over; infinite when open.
    pub per_departure: f64,
}

impl Quota {
    const OPEN: Self = Self { at_most: f64::INFINITY, per_departure: f64::INFINITY };

    /// Whether anybody may install.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::OPEN
    }
}

impl PlacementRule {
    /// The law in force: freedom of installation.
    #[must_use]
    pub fn new(territories: usize, departements: usize) -> Self {
        Self {
            weights: vec![1.0; territories],
            entry_weights: vec![1.0; departements],
            quotas: vec![Quota::OPEN; territories],
            salaried_too: false,
        }
    }

    /// Back to freedom of installation.
    pub fn reset(&mut self) {
        self.weights.fill(1.0);
        self.entry_weights.fill(1.0);
        self.quotas.fill(Quota::OPEN);
        self.salaried_too = false;
    }

    /// Multiplies the pull of a territory on those who install.
    pub fn multiply(&mut self, territory: usize, factor: f64) {
        self.weights[territory] *= factor;
    }

    /// Multiplies the pull of a département on those who enter.
    pub fn multiply_entry(&mut self, departement: usize, factor: f64) {
        self.entry_weights[departement] *= factor;
    }

    /// At most `places` installations a year in a territory.
    pub fn at_most(&mut self, territory: usize, places: f64) {
        let quota = &mut self.quotas[territory];
        quota.at_most = quota.at_most.min(places);
    }

    /// At most `rate` installations per departure in a territory.
    pub fn per_departure(&mut self, territory: usize, rate: f64) {
        let quota = &mut self.quotas[territory];
        quota.per_departure = quota.per_departure.min(rate);
    }

    /// Salaried posts need a permit too: nobody who is refused may take one instead.
    pub fn include_salaried(&mut self) {
        self.salaried_too = true;
    }

    /// Factors on the pull of territories.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Factors on the pull of départements at entry.
    #[must_use]
    pub fn entry_weights(&self) -> &[f64] {
        &self.entry_weights
    }

    /// The quota of each territory.
    #[must_use]
    pub fn quotas(&self) -> &[Quota] {
        &self.quotas
    }

    /// Whether salaried posts need a permit too.
    #[must_use]
    pub fn salaried_too(&self) -> bool {
        self.salaried_too
    }
}

/// Capacity: what helps or weighs on the work of those in place, for one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityFactors {
    support: Vec<f64>,
    junior_work: f64,
    junior_supervision: f64,
    junior_zip: f64,
    cumul_activity: f64,
}

impl CapacityFactors {
    /// Nothing beyond what was in place on 1 January of the starting year.
    #[must_use]
    pub fn new(territories: usize) -> Self {
        Self { support: vec![0.0; territories], junior_work: 1.0, junior_supervision: 1.0, junior_zip: 1.0, cumul_activity: 1.0 }
    }

    /// Back to neutral.
    pub fn reset(&mut self) {
        self.support.fill(0.0);
        self.junior_work = 1.0;
        self.junior_supervision = 1.0;
        self.junior_zip = 1.0;
        self.cumul_activity = 1.0;
    }

    /// Adds the patients and acts of `gps` full GPs to a territory (negative: takes them away).
    pub fn add_support(&mut self, territory: usize, gps: f64) {
        self.support[territory] += gps;
    }

    /// Multiplies the work of a docteur junior.
    pub fn multiply_junior_work(&mut self, factor: f64) {
        self.junior_work *= factor;
    }

    /// Multiplies the time that supervising a docteur junior takes.
    pub fn multiply_junior_supervision(&mut self, factor: f64) {
        self.junior_supervision *= factor;
    }

    /// Reserves a share of the docteurs juniors to ZIP, out of what remains.
    pub fn reserve_juniors(&mut self, share: f64) {
        self.junior_zip *= 1.0 - share;
    }

    /// Multiplies the activity of the retired-active.
    pub fn multiply_cumul_activity(&mut self, factor: f64) {
        self.cumul_activity *= factor;
    }

    /// Full GPs added by territory.
    #[must_use]
    pub fn support(&self) -> &[f64] {
        &self.support
    }

    /// Factor on the work of a docteur junior.
    #[must_use]
    pub fn junior_work(&self) -> f64 {
        self.junior_work
    }

    /// Factor on the supervision of a docteur junior.
    #[must_use]
    pub fn junior_supervision(&self) -> f64 {
        self.junior_supervision
    }

    /// Share of the docteurs juniors reserved to ZIP.
    #[must_use]
    pub fn juniors_reserved(&self) -> f64 {
        1.0 - self.junior_zip
    }

    /// Factor on the activity of the retired-active.
    #[must_use]
    pub fn cumul_activity(&self) -> f64 {
        self.cumul_activity
    }
}
