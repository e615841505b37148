//! *Cumul emploi-retraite*: more or fewer retired GPs who go on practising, for longer, more actively.

use super::{Entry, Field, Kind, Lever, POLICY_YEARS, neutral};
use crate::{
    parameter::{ParameterId, Unit},
    phase::{Calendar, CapacityFactors, Dose, ExitHazards, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "cumul",
    title: Text { fr: "Cumul emploi-retraite", en: "Practice after retirement (cumul)" },
    origin: Text {
        fr: "Exonération de cotisations du cumul pour 2023 (loi no 2022-1616 du 23 décembre 2022) ; Carmf : 5 843 généralistes en cumul en 2024",
        en: "Cumul free of contributions for 2023 (law 2022-1616 of 23 December 2022); Carmf: 5,843 GPs in cumul in 2024",
    },
    fields: &[
        Field {
            name: "take-up",
            about: Text {
                fr: "facteur sur la part de ceux qui continuent après avoir liquidé leur retraite",
                en: "factor on the share who go on after claiming their pension",
            },
            kind: neutral(Unit::Factor, [0.0, 3.0], 1.0),
        },
        Field {
            name: "activity",
            about: Text {
                fr: "facteur sur l'activité de ceux qui sont en cumul",
                en: "factor on the activity of those in cumul",
            },
            kind: neutral(Unit::Factor, [0.0, 2.0], 1.0),
        },
        Field {
            name: "stay",
            about: Text {
                fr: "années dont la fin du cumul est retardée (incitation à rester)",
                en: "years by which the end of cumul comes later (incentive to stay)",
            },
            kind: neutral(Unit::Year, [-3.0, 5.0], 0.0),
        },
        Field {
            name: "from",
            about: Text { fr: "première année concernée", en: "first year concerned" },
            kind: Kind::Year { default: 2027, years: POLICY_YEARS },
        },
    ],
    build: |dose| Box::new(Cumul::new(dose)),
};

struct Cumul {
    take_up: ParameterId,
    activity: ParameterId,
    stay: ParameterId,
    from: u16,
}

impl Cumul {
    fn new(dose: &Dose) -> Self {
        Self {
            take_up: dose.numbers["take-up"],
            activity: dose.numbers["activity"],
            stay: dose.numbers["stay"],
            from: dose.years["from"],
        }
    }
}

impl Lever for Cumul {
    fn exits(&self, calendar: &Calendar, hazards: &mut ExitHazards) {
        hazards.multiply_take_up(self.from, calendar.draw[self.take_up]);
        hazards.shift_cumul(self.from, calendar.draw[self.stay]);
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        if now.year >= self.from {
            factors.multiply_cumul_activity(now.draw[self.activity]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, cohort::Status, parameter::Draw, phase::Cause};

    #[test]
    fn take_up_and_stay_change_from_the_first_year_on() {
        let lever = Cumul { take_up: ParameterId(0), activity: ParameterId(1), stay: ParameterId(2), from: 2028 };
        let mut hazards = ExitHazards::new(2026, 2040);
        let (baseline, draw) = (Baseline::default(), Draw(vec![1.2, 1.0, 2.0]));
        lever.exits(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut hazards);
        assert_eq!((hazards.take_up(2027), hazards.take_up(2028)), (1.0, 1.2));
        assert_eq!(hazards.shift(Status::RetiredActive, 2028), 2.0);
        assert_eq!(hazards.shift(Status::Installed, 2028), 0.0);
        assert_eq!(hazards.factor(Cause::Retirement, Status::RetiredActive, 2028), 1.0);
    }
}
