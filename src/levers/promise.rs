//! Promises: what was announced for a year, and what comes true of it.

use super::{Field, Kind, prior};
use crate::{
    baseline::{LAST_HORIZON, START},
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Dose, Now},
    text::Text,
};
use std::collections::BTreeMap;

/// What comes true of an announcement: in 2013 the minister said 180 PTMG contracts, 123 (0.68) were signed. One year of
/// one scheme says little of another, so the interval is wide.
pub(super) const REALISED: Field = Field {
    name: "realised",
    about: Text {
        fr: "part de ce qui est annoncé en plus qui se réalise (123 contrats PTMG signés en 2013 pour 180 annoncés)",
        en: "share of what is announced in addition that comes true (123 PTMG contracts signed in 2013, 180 announced)",
    },
    kind: prior(Unit::Share, [0.0, 1.5], Law::Pert { low: 0.3, mode: 0.68, high: 1.0 }),
};

/// What is promised for the 1 January of some years. Neutral: nothing beyond what was in place on that of the start.
pub(super) const fn promised(unit: Unit, most: f64) -> Kind {
    Kind::Path { unit, bounds: [0.0, most], default: &[], source: "reference", years: [START + 1, LAST_HORIZON] }
}

/// What an announcement brings beyond what was in place on 1 January of the starting year.
pub(super) struct Announced {
    path: BTreeMap<u16, f64>,
    realised: ParameterId,
}

impl Announced {
    /// The fields `announced` and `realised` of a dose.
    pub(super) fn new(dose: &Dose) -> Self {
        Self { path: dose.paths["announced"].clone(), realised: dose.numbers["realised"] }
    }

    /// Added on 1 January of `year`, `at_start` being in place at the start; 0 exactly when nothing is announced.
    pub(super) fn added(&self, now: &Now, year: u16, at_start: f64) -> f64 {
        (along(&self.path, at_start, year) - at_start) * now.draw[self.realised]
    }

    #[cfg(test)]
    pub(super) fn of(path: &[(u16, f64)], realised: ParameterId) -> Self {
        Self { path: path.iter().copied().collect(), realised }
    }
}

/// The value of a path in `year`: `at_start` in the starting year, straight lines between years, then constant.
pub(super) fn along(path: &BTreeMap<u16, f64>, at_start: f64, year: u16) -> f64 {
    let (first, value) = path.range(..=year).next_back().map_or((START, at_start), |(year, value)| (*year, *value));
    match path.range(year..).next() {
        Some((&next, &reached)) if next > first => {
            value + (reached - value) * (f64::from(year) - f64::from(first)) / f64::from(next - first)
        }
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn an_announcement_is_reached_in_a_straight_line_and_kept() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![0.5]));
        let now = Now::unchanged(&baseline, 2030, &draw, &[]);
        let announced = Announced::of(&[(2028, 140.0), (2030, 240.0)], ParameterId(0));
        let added = [2026, 2027, 2028, 2029, 2030, 2050].map(|year| announced.added(&now, year, 100.0));
        assert_eq!(added, [0.0, 10.0, 20.0, 45.0, 70.0, 70.0]);
        assert_eq!(Announced::of(&[], ParameterId(0)).added(&now, 2040, 1e9 / 3.0), 0.0);
    }
}
