//! *Une installation pour un départ*: a permit to install in well-served territories, one per departure (Garot).
//!
//! Territories are ranked once by APL of 2023; from the top, while their population stays within a share of France, a
//! GP may install only when a colleague has left. The texts say "13 % of the territory", so the share is uncertain.

use super::{
    Entry, Field, Kind, Lever, neutral,
    support::{FROM, POPULATION_SHARE, best_served},
};
use crate::{
    parameter::{ParameterId, Unit},
    phase::{Dose, Now, PlacementRule},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "one-for-one",
    title: Text { fr: "Une installation pour un départ (Garot)", en: "One installation per departure (Garot)" },
    origin: Text {
        fr: "Proposition de loi no 682 du 3 décembre 2024, adoptée par l'Assemblée nationale le 7 mai 2025 (99 voix contre 9)",
        en: "Bill 682 of 3 December 2024, adopted by the Assemblée nationale on 7 May 2025 (99 to 9)",
    },
    fields: &[
        POPULATION_SHARE,
        Field {
            name: "rate",
            about: Text { fr: "installations autorisées par départ", en: "installations allowed per departure" },
            kind: neutral(Unit::Factor, [0.0, 1.0], 1.0),
        },
        Field {
            name: "salaried",
            about: Text {
                fr: "les postes salariés sont soumis à la même autorisation : un refusé ne peut en prendre un à la place",
                en: "salaried posts need the same permit: who is refused cannot take one instead",
            },
            kind: Kind::Switch { default: false },
        },
        FROM,
    ],
    build: |dose| Box::new(OneForOne::new(dose)),
};

struct OneForOne {
    population_share: ParameterId,
    rate: ParameterId,
    salaried: bool,
    from: u16,
}

impl OneForOne {
    fn new(dose: &Dose) -> Self {
        Self {
            population_share: dose.numbers["population-share"],
            rate: dose.numbers["rate"],
            salaried: dose.switches["salaried"],
            from: dose.years["from"],
        }
    }
}

impl Lever for OneForOne {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let share = now.draw[self.population_share];
        if now.year < self.from || share <= 0.0 {
            return;
        }
        for territory in best_served(now.baseline, share) {
            rule.per_departure(territory, now.draw[self.rate]);
        }
        if self.salaried {
            rule.include_salaried();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn the_best_served_open_a_place_per_departure_from_the_first_year_on() {
        let lever = OneForOne { population_share: ParameterId(0), rate: ParameterId(1), salaried: true, from: 2028 };
        let (baseline, draw) = (two_departements(), Draw(vec![0.13, 0.5]));
        let mut rule = PlacementRule::new(4, 2);
        lever.placement(&Now::unchanged(&baseline, 2027, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule, PlacementRule::new(4, 2));
        lever.placement(&Now::unchanged(&baseline, 2028, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule.quotas().iter().map(|quota| quota.is_open()).collect::<Vec<_>>(), [true, true, false, true]);
        assert!(rule.quotas()[2].per_departure == 0.5 && rule.salaried_too());
    }
}
