//! *Décalage des départs à la retraite*: retirement ages move later or earlier than in the reference.
//!
//! Acts on the exits of the installed, locums and salaried: their retirement hazard at an age becomes that of a younger
//! age. A law or an agreement that makes doctors leave later is a positive shift.

use super::{Entry, Field, Kind, Lever, POLICY_YEARS, neutral};
use crate::{
    parameter::{ParameterId, Unit},
    phase::{Calendar, Dose, ExitHazards},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "retirement-shift",
    title: Text { fr: "Décalage des départs à la retraite", en: "Shift of retirement" },
    origin: Text {
        fr: "Loi no 2023-270 du 14 avril 2023 (âge légal 64 ans) ; Carmf : âge moyen de départ des généralistes 65,24 ans en 2007-2008",
        en: "Law 2023-270 of 14 April 2023 (legal age 64); Carmf: mean age of retirement of GPs 65.24 in 2007-08",
    },
    fields: &[
        Field {
            name: "shift",
            about: Text {
                fr: "années dont la retraite est retardée (avancée si négatif) par rapport à la référence",
                en: "years by which retirement comes later (earlier if negative) than in the reference",
            },
            kind: neutral(Unit::Year, [-3.0, 3.0], 0.0),
        },
        Field {
            name: "from",
            about: Text { fr: "première année concernée", en: "first year concerned" },
            kind: Kind::Year { default: 2027, years: POLICY_YEARS },
        },
    ],
    build: |dose| Box::new(RetirementShift::new(dose)),
};

struct RetirementShift {
    shift: ParameterId,
    from: u16,
}

impl RetirementShift {
    fn new(dose: &Dose) -> Self {
        Self { shift: dose.numbers["shift"], from: dose.years["from"] }
    }
}

impl Lever for RetirementShift {
    fn exits(&self, calendar: &Calendar, hazards: &mut ExitHazards) {
        hazards.shift_retirement(self.from, calendar.draw[self.shift]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, cohort::Status, parameter::Draw};

    #[test]
    fn retirement_moves_from_the_first_year_on_and_cumul_does_not() {
        let lever = RetirementShift { shift: ParameterId(0), from: 2030 };
        let mut hazards = ExitHazards::new(2026, 2040);
        let (baseline, draw) = (Baseline::default(), Draw(vec![1.5]));
        lever.exits(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut hazards);
        assert_eq!(hazards.shift(Status::Installed, 2029), 0.0);
        assert_eq!(hazards.shift(Status::Installed, 2030), 1.5);
        assert_eq!(hazards.shift(Status::RetiredActive, 2035), 0.0);
    }
}
