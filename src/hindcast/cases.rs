//! Every département beside what came, and why the worst were missed, as far as the tables tell.

use super::{HeldOut, LOCAL_HORIZONS, Sample, score::bounds};
use crate::calibration::Known;

/// One département at one horizon, the national total given.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 1 January.
    pub year: u16,
    /// Heads published; `None` where left out.
    pub observed: Option<f64>,
    /// Quantiles of [`super::BOUNDS`], the national total given.
    pub given: [f64; 7],
    /// The same, ex ante.
    pub ex_ante: [f64; 7],
    /// Growth of 2013-18 against France, per cent a year.
    pub before: f64,
    /// Growth since against France, per cent a year.
    pub after: Option<f64>,
}

/// What the tables tell of a miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Within the 80 % interval.
    None,
    /// The drift of 2013-18 turned round.
    Reversed,
    /// It went on, at twice its pace or more.
    Faster,
    /// Neither: no table known says why.
    Unknown,
}

/// Least drift that is called one, per cent a year: what the chance of heads alone gives over five years to a département of 600 GPs, the root of
/// 0.35 / 600 over 5.
const DRIFT: f64 = 0.5;

impl Case {
    /// Error of the median with the total given, per cent.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        self.observed.map(|heads| 100.0 * (self.given[3] / heads - 1.0))
    }

    /// Whether what came lies within the 80 % interval with the total given.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.observed.is_some_and(|heads| self.given[1] <= heads && heads <= self.given[5])
    }

    /// What the tables tell of it.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let Some(after) = self.after else { return Reason::None };
        if self.is_within() {
            Reason::None
        } else if self.before.abs() >= DRIFT && after.abs() >= DRIFT && self.before * after < 0.0 {
            Reason::Reversed
        } else if self.before.abs() >= DRIFT && after / self.before >= 2.0 {
            Reason::Faster
        } else {
            Reason::Unknown
        }
    }
}

pub(super) fn all(known: &Known, held_out: &HeldOut, sample: &Sample) -> Vec<Case> {
    let tables = known.tables();
    let heads = |year: u16, d: usize| tables.modes.get(&year).map_or(f64::NAN, |rows| rows[d].iter().sum::<f64>());
    let france = |year: u16| (0..tables.departements()).map(|d| heads(year, d)).sum::<f64>();
    let (first, date) = (2013, known.date());
    let edition = tables.national.get(&date).map_or(1.0, |figures| figures[0] / france(date));
    let mut cases = Vec::new();
    for (horizon, year) in LOCAL_HORIZONS.into_iter().enumerate() {
        let given = sample.given(horizon, held_out.national[horizon]);
        for (d, departement) in tables.geography.departements.iter().enumerate() {
            let observed = held_out.departements[horizon][d];
            let a_year = |growth: f64, years: u16| 100.0 * libm::log(growth) / f64::from(years);
            let national = held_out.national[horizon] / (france(date) * edition);
            let since = |heads_then: f64| a_year(heads_then / (heads(date, d) * edition) / national, year - date);
            cases.push(Case {
                code: departement.code.clone(),
                name: departement.name.clone(),
                year,
                observed,
                given: bounds(&given[d]),
                ex_ante: bounds(&sample.departements[horizon][d]),
                before: a_year(heads(date, d) / heads(first, d) / (france(date) / france(first)), date - first),
                after: observed.map(since),
            });
        }
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(observed: f64, before: f64, after: f64) -> Case {
        let given = [70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0];
        let (code, name) = ("01".to_owned(), "Ain".to_owned());
        Case { code, name, year: 2025, observed: Some(observed), given, ex_ante: given, before, after: Some(after) }
    }

    #[test]
    fn a_miss_is_explained_by_the_tables_or_not_at_all() {
        assert_eq!(case(120.0, 1.0, -1.0).reason(), Reason::None);
        assert_eq!(case(121.0, -1.0, 1.0).reason(), Reason::Reversed);
        assert_eq!(case(121.0, 1.0, 2.5).reason(), Reason::Faster);
        assert_eq!(case(121.0, 0.1, 2.5).reason(), Reason::Unknown);
        assert_eq!(case(50.0, -0.6, -0.7).reason(), Reason::Unknown);
    }
}
