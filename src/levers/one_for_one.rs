//! *Une installation pour un départ*: a permit to install in well-served territories, one per departure (Garot).
//!
//! Territories are ranked once by APL of 2023; from the top, while their population stays within a share of France, a
//! GP may install only when a colleague has left. The texts say "13 % of the territory", so the share is uncertain.

use super::{Entry, Field, Kind, Lever, POLICY_YEARS, neutral};
use crate::{
    baseline::Baseline,
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
        Field {
            name: "population-share",
            about: Text {
                fr: "part de la population vivant dans les territoires les mieux dotés, soumis à autorisation (0 : aucun)",
                en: "share of the population living in the best-served territories, under permit (0: none)",
            },
            kind: neutral(Unit::Share, [0.0, 1.0], 0.0),
        },
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
        Field {
            name: "from",
            about: Text { fr: "première année d'application", en: "first year in force" },
            kind: Kind::Year { default: 2027, years: POLICY_YEARS },
        },
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

/// The territories ranked by APL, from the top, while their population stays within `share` of France.
fn best_served(baseline: &Baseline, share: f64) -> impl Iterator<Item = usize> + '_ {
    let geography = &baseline.geography;
    let allowed = share * baseline.population.total_at_start();
    geography
        .by_apl
        .iter()
        .scan(0.0, move |population, &territory| {
            *population += baseline.population.of_territory_at_start(geography, territory);
            Some((territory, *population))
        })
        .take_while(move |(_, population)| *population <= allowed)
        .map(|(territory, _)| territory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        baseline::Population,
        territory::{Departement, Geography, Territory, Zone},
    };

    #[test]
    fn the_best_served_come_first_and_stay_within_the_share() {
        let territory = |zone, population_share, apl| Territory { departement: 0, zone, population_share, apl };
        let departement = Departement {
            code: "01".into(),
            name: "Ain".into(),
            region: 0,
            latitude: 46.1,
            longitude: 5.3,
            neighbours: vec![],
            territories: 0..3,
        };
        let territories = vec![territory(Zone::Zip, 0.5, 2.0), territory(Zone::Zac, 0.3, 3.5), territory(Zone::Hz, 0.2, 4.9)];
        let geography = Geography::new(vec![], vec![departement], territories);
        let population = Population { heads: vec![vec![[1_000, 0, 0, 0, 0]]] };
        let baseline = Baseline { geography, population, ..Baseline::default() };
        assert_eq!(best_served(&baseline, 0.19).count(), 0);
        assert_eq!(best_served(&baseline, 0.20).collect::<Vec<_>>(), [2]);
        assert_eq!(best_served(&baseline, 0.60).collect::<Vec<_>>(), [2, 1]);
    }
}
