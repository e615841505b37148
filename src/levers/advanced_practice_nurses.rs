//! *Infirmiers en pratique avancée* (IPA): nurses who take over part of the follow-up of stable chronic diseases.
//!
//! Only those beyond the stock of 1 January 2026 count. Nobody has measured the GP time that one of them frees.

use super::{
    Entry, Field, Lever, cited, prior,
    promise::{Announced, REALISED, promised},
    weights::{liberal, support},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Dose, Now},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "advanced-practice-nurses",
    title: Text { fr: "Infirmiers en pratique avancée (IPA)", en: "Advanced-practice nurses (IPA)" },
    origin: Text {
        fr: "Loi no 2023-379 du 19 mai 2023 (accès direct), décret du 21 janvier 2025 ; Cour des comptes, juillet 2023 : besoin de 6 000 à 18 000",
        en: "Law 2023-379 of 19 May 2023 (direct access), decree of 21 January 2025; Cour des comptes, July 2023: 6,000 to 18,000 needed",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "infirmiers en pratique avancée au 1er janvier, par année (vide : pas plus que début 2026)",
                en: "advanced-practice nurses on 1 January, by year (empty: no more than in early 2026)",
            },
            kind: promised(Unit::Person, 100_000.0),
        },
        REALISED,
        Field {
            name: "at-start",
            about: Text {
                fr: "infirmiers en pratique avancée au 1er janvier 2026 (3 973 diplômés, tous en exercice ou non)",
                en: "advanced-practice nurses on 1 January 2026 (3,973 graduates, whether in practice or not)",
            },
            kind: cited(
                Unit::Person,
                [1_000.0, 6_000.0],
                Law::Pert { low: 3_000.0, mode: 3_900.0, high: 4_000.0 },
                "unipa-2026",
                Confidence::B,
            ),
        },
        Field {
            name: "primary-care",
            about: Text { fr: "part d'entre eux en soins primaires", en: "share of them in primary care" },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.2, mode: 0.35, high: 0.6 }),
        },
        Field {
            name: "fte",
            about: Text {
                fr: "temps de généraliste libéré par chacun, en généraliste à temps plein",
                en: "GP time that each frees, in full GPs",
            },
            kind: prior(Unit::Factor, [0.0, 1.0], Law::Pert { low: 0.1, mode: 0.2, high: 0.3 }),
        },
    ],
    build: |dose| Box::new(AdvancedPracticeNurses::new(dose)),
};

struct AdvancedPracticeNurses {
    announced: Announced,
    at_start: ParameterId,
    primary_care: ParameterId,
    fte: ParameterId,
}

impl AdvancedPracticeNurses {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            announced: Announced::new(dose),
            at_start: number("at-start"),
            primary_care: number("primary-care"),
            fte: number("fte"),
        }
    }
}

impl Lever for AdvancedPracticeNurses {
    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let nurses = self.announced.added(now, now.year, now.draw[self.at_start]);
        let freed = nurses * now.draw[self.primary_care] * now.draw[self.fte];
        support(now, factors, freed, |territory| liberal(now, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn nurses_beyond_those_of_the_start_free_time_where_gps_are() {
        let (baseline, id) = (Baseline::default(), ParameterId);
        let announced = Announced::of(&[(2030, 8_000.0)], id(0));
        let lever = AdvancedPracticeNurses { announced, at_start: id(1), primary_care: id(2), fte: id(3) };
        let draw = Draw(vec![0.5, 4_000.0, 0.25, 0.2]);
        let support = |year| {
            let mut factors = CapacityFactors::new(2);
            lever.capacity(&Now::unchanged(&baseline, year, &draw, &[3_000, 1_000]), &mut factors);
            factors.support().to_vec()
        };
        assert_eq!(support(2026), [0.0, 0.0]);
        assert_eq!(support(2030), [75.0, 25.0]);
    }
}
