//! *Temps de travail*: GPs of all ages who work more or fewer hours from one year to the next.
//!
//! Hours by age and sex are already in the model; a decline beyond them is not identified (−5 % from 2011 to 2014, then
//! none), so it is a question put to the reference and not part of it.

use super::{Entry, Field, Lever, neutral};
use crate::{
    baseline::START,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "hours-trend",
    title: Text { fr: "Évolution du temps de travail", en: "Trend of hours of work" },
    origin: Text {
        fr: "DREES, panels de médecins généralistes : 57 h par semaine en 2011, 54 h en 2014 et en 2019",
        en: "DREES, panels of GPs: 57 h a week in 2011, 54 h in 2014 and in 2019",
    },
    fields: &[Field {
        name: "a-year",
        about: Text {
            fr: "évolution par an à partir de 2026, en part (−0,005 : 0,5 % de moins chaque année ; fourchette −0,005 à +0,002)",
            en: "change a year from 2026 on, as a share (−0.005: 0.5 % less each year; range −0.005 to +0.002)",
        },
        kind: neutral(Unit::PerYear, [-0.03, 0.03], 0.0),
    }],
    build: |dose| Box::new(HoursTrend { a_year: dose.numbers["a-year"] }),
};

struct HoursTrend {
    a_year: ParameterId,
}

impl Lever for HoursTrend {
    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let a_year = now.draw[self.a_year];
        if a_year != 0.0 {
            factors.multiply_hours(libm::pow(1.0 + a_year, f64::from(now.year - START)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn hours_compound_from_the_starting_year() {
        let lever = HoursTrend { a_year: ParameterId(0) };
        let hours = |a_year, year| {
            let (baseline, draw) = (Baseline::default(), Draw(vec![a_year]));
            let mut factors = CapacityFactors::new(0);
            lever.capacity(&Now::unchanged(&baseline, year, &draw, &[]), &mut factors);
            factors.hours()
        };
        assert_eq!((hours(0.0, 2050), hours(-0.5, 2026), hours(-0.5, 2029)), (1.0, 1.0, 0.125));
    }
}
