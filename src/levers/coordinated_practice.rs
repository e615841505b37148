//! *Exercice coordonné*: CPTS and primary-care teams (équipes de soins primaires), which share patients and tasks.
//!
//! No published figure says what a GP gains by it, so the effect on lists is a prior near zero.

use super::{
    Entry, Field, Lever, prior,
    promise::{Announced, REALISED, promised},
    weights::liberal,
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "coordinated-practice",
    title: Text {
        fr: "Exercice coordonné (CPTS, équipes de soins primaires)",
        en: "Coordinated practice (CPTS, primary-care teams)",
    },
    origin: Text {
        fr: "Loi no 2019-774 du 24 juillet 2019 (couvrir le territoire de CPTS) ; Assemblée nationale, question 16-13895, réponse du 27 février 2024",
        en: "Law 2019-774 of 24 July 2019 (CPTS everywhere); Assemblée nationale, question 16-13895, answer of 27 February 2024",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "part des généralistes libéraux entrés dans une équipe depuis le 1er janvier 2026, par année (vide : aucun)",
                en: "share of libéral GPs who joined a team since 1 January 2026, by year (empty: none)",
            },
            kind: promised(Unit::Share, 1.0),
        },
        REALISED,
        Field {
            name: "effect",
            about: Text { fr: "patients de plus par généraliste qui y entre", en: "more patients per GP who joins" },
            kind: prior(Unit::Share, [-0.1, 0.3], Law::Pert { low: 0.0, mode: 0.01, high: 0.03 }),
        },
    ],
    build: |dose| Box::new(CoordinatedPractice { announced: Announced::new(dose), effect: dose.numbers["effect"] }),
};

struct CoordinatedPractice {
    announced: Announced,
    effect: ParameterId,
}

impl Lever for CoordinatedPractice {
    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let effect = self.announced.added(now, now.year, 0.0) * now.draw[self.effect];
        if effect != 0.0 {
            (0..now.liberal.len()).for_each(|territory| factors.add_support(territory, effect * liberal(now, territory)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn those_who_join_follow_more_patients() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![0.5, 0.02]));
        let lever = CoordinatedPractice { announced: Announced::of(&[(2030, 0.4)], ParameterId(0)), effect: ParameterId(1) };
        let support = |year| {
            let mut factors = CapacityFactors::new(2);
            lever.capacity(&Now::unchanged(&baseline, year, &draw, &[1_000, 500]), &mut factors);
            factors.support().to_vec()
        };
        assert_eq!(support(2026), [0.0, 0.0]);
        // A fifth of them joins in fact: 2 % of 200 and of 100.
        assert_eq!(support(2030), [4.0, 2.0]);
    }
}
