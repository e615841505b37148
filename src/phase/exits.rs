//! Exits: why and how fast GPs leave.

use super::Yearly;
use crate::cohort::Status;

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
    pub fn new(start: u16, horizon: u16) -> Self {
        let neutral = |value| Yearly::new(start, horizon, value);
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
