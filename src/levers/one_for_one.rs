//! *Une installation pour un départ*: a permit to install in well-served territories, one per departure (Garot).
//!
//! Territories are ranked once by APL of 2023; from the top, while their population stays within a share of France, a
//! GP may install only when a colleague has left. The texts say "13 % of the territory", so the share is uncertain.

use super::{
    Entry, Field, Kind, Lever, neutral,
    support::{Cap, FROM, POPULATION_SHARE},
};
use crate::{
    parameter::Unit,
    phase::{Now, PlacementRule},
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
    build: |dose| Box::new(OneForOne { cap: Cap::new(dose), salaried: dose.switches["salaried"] }),
};

struct OneForOne {
    cap: Cap,
    salaried: bool,
}

impl Lever for OneForOne {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        if self.cap.hold(now, rule) && self.salaried {
            rule.include_salaried();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        levers::support::tests::two_departements,
        parameter::{Draw, ParameterId},
    };

    #[test]
    fn the_best_served_open_a_place_per_departure_from_the_first_year_on() {
        let lever = OneForOne { cap: Cap::of(ParameterId(0), ParameterId(1), 2028), salaried: true };
        let (baseline, draw) = (two_departements(), Draw(vec![0.13, 0.5]));
        let mut rule = PlacementRule::new(4, 2);
        lever.placement(&Now::unchanged(&baseline, 2027, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule, PlacementRule::new(4, 2));
        lever.placement(&Now::unchanged(&baseline, 2028, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule.quotas().iter().map(|quota| quota.is_open()).collect::<Vec<_>>(), [true, true, false, true]);
        assert!(rule.quotas()[2].per_departure == 0.5 && rule.salaried_too());
    }
}
