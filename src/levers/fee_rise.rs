//! *Revalorisation de la consultation*: a higher fee, which may change when GPs retire and how long they work.
//!
//! Nothing published says in which direction, so both effects are priors centred on zero. The rise of December 2024 is in
//! place on 1 January 2026; a scenario that names it plays it again on the GPs of that day.

use super::{Entry, Field, Lever, cited, neutral, prior, support::FROM, weights::liberal};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Calendar, CapacityFactors, Costs, Dose, ExitHazards, Now},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "fee-rise",
    title: Text { fr: "Revalorisation de la consultation", en: "Rise of the fee" },
    origin: Text {
        fr: "Convention médicale du 4 juin 2024 : consultation de 26,50 € à 30 € le 22 décembre 2024",
        en: "Medical agreement of 4 June 2024: fee from 26.50 € to 30 € on 22 December 2024",
    },
    fields: &[
        Field {
            name: "euros",
            about: Text {
                fr: "hausse de la consultation (3,50 € en décembre 2024)",
                en: "rise of the fee (3.50 € in December 2024)",
            },
            kind: neutral(Unit::Euro, [0.0, 50.0], 0.0),
        },
        Field {
            name: "fee",
            about: Text { fr: "consultation avant la hausse", en: "fee before the rise" },
            kind: cited(Unit::Euro, [20.0, 100.0], Law::Fixed { value: 26.5 }, "convention-fee-2024", Confidence::A),
        },
        Field {
            name: "retirement",
            about: Text {
                fr: "années dont la retraite est retardée par 10 % de hausse (avancée si négatif)",
                en: "years by which retirement comes later per 10 % of rise (earlier if negative)",
            },
            kind: prior(Unit::Year, [-2.0, 2.0], Law::Pert { low: -0.5, mode: 0.0, high: 0.5 }),
        },
        Field {
            name: "hours",
            about: Text {
                fr: "hausse des heures pour 1 % de hausse de la consultation, en % (négatif : on travaille moins)",
                en: "rise of hours per 1 % of rise of the fee, in % (negative: one works less)",
            },
            kind: prior(Unit::None, [-1.0, 1.0], Law::Pert { low: -0.2, mode: 0.0, high: 0.2 }),
        },
        Field {
            name: "acts",
            about: Text {
                fr: "actes par an et par généraliste libéral, pour le coût seul (tous payés au tarif de la consultation)",
                en: "acts a year per libéral GP, for the cost alone (all paid at this fee)",
            },
            kind: cited(
                Unit::ActPerYear,
                [0.0, 10_000.0],
                Law::Pert { low: 4_600.0, mode: 5_000.0, high: 5_200.0 },
                "cnam-actes-2019",
                Confidence::C,
            ),
        },
        FROM,
    ],
    build: |dose| Box::new(FeeRise::new(dose)),
};

struct FeeRise {
    euros: ParameterId,
    fee: ParameterId,
    retirement: ParameterId,
    hours: ParameterId,
    acts: ParameterId,
    from: u16,
}

impl FeeRise {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            euros: number("euros"),
            fee: number("fee"),
            retirement: number("retirement"),
            hours: number("hours"),
            acts: number("acts"),
            from: dose.years["from"],
        }
    }
}

impl Lever for FeeRise {
    fn exits(&self, calendar: &Calendar, hazards: &mut ExitHazards) {
        let rise = calendar.draw[self.euros] / calendar.draw[self.fee];
        if rise > 0.0 {
            hazards.shift_retirement(self.from, calendar.draw[self.retirement] * rise / 0.10);
        }
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let rise = now.draw[self.euros] / now.draw[self.fee];
        if rise > 0.0 && now.year >= self.from {
            factors.multiply_hours(libm::pow(1.0 + rise, now.draw[self.hours]));
        }
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        if now.year >= self.from {
            let per_gp = now.draw[self.euros] * now.draw[self.acts];
            (0..now.liberal.len()).for_each(|territory| costs.spend(territory, per_gp * liberal(now, territory)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, cohort::Status, parameter::Draw};

    #[test]
    fn a_rise_shifts_retirement_changes_hours_and_costs_its_acts() {
        let id = ParameterId;
        let lever = FeeRise { euros: id(0), fee: id(1), retirement: id(2), hours: id(3), acts: id(4), from: 2027 };
        let (baseline, draw) = (Baseline::default(), Draw(vec![5.0, 25.0, 0.25, 2.0, 5_000.0]));
        let mut hazards = ExitHazards::new(2026, 2040);
        lever.exits(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut hazards);
        assert_eq!((hazards.shift(Status::Installed, 2026), hazards.shift(Status::Installed, 2027)), (0.0, 0.5));
        let now = |year| Now::unchanged(&baseline, year, &draw, &[100, 20]);
        let (mut factors, mut costs) = (CapacityFactors::new(2), Costs::new(2));
        lever.capacity(&now(2026), &mut factors);
        lever.costs(&now(2026), &mut costs);
        assert_eq!((factors.hours(), costs.euros()), (1.0, &[0.0; 2][..]));
        lever.capacity(&now(2027), &mut factors);
        lever.costs(&now(2027), &mut costs);
        assert_eq!((factors.hours(), costs.euros()), (1.44, &[2.5e6, 0.5e6][..]));
    }
}
