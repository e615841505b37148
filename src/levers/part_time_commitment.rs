//! *Engagement à temps partiel*: who installs where supply is best gives part of their time where it is worst (Mouiller).
//!
//! Those who installed since the law in the best-served territories, as far as they are still there, give a share of a
//! full GP each to the ZIP of their département, else of their région, else of France. Some would-be newcomers are put
//! off and choose elsewhere. The time is moved, not created.

use super::{
    Entry, Field, Lever, prior,
    support::{FROM, POPULATION_SHARE, best_served, is_zip},
};
use crate::{
    baseline::START,
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Dose, Now, PlacementRule, Transfers, Work},
    text::Text,
};
use std::ops::Range;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "part-time-commitment",
    title: Text {
        fr: "Engagement à temps partiel en zone sous-dense (Mouiller)",
        en: "Part-time commitment to a short zone (Mouiller)",
    },
    origin: Text {
        fr: "Proposition de loi no 494 (2024-2025), art. 3, adoptée par le Sénat le 13 mai 2025 (190 voix contre 29) ; Cour des comptes, 13 mai 2024, recommandation 5",
        en: "Bill 494 (2024-2025), art. 3, adopted by the Sénat on 13 May 2025 (190 to 29); Cour des comptes, 13 May 2024, recommendation 5",
    },
    fields: &[
        POPULATION_SHARE,
        Field {
            name: "time",
            about: Text {
                fr: "part d'un plein temps donnée à une ZIP (la durée est laissée à un décret ; un amendement à 20 % a été rejeté)",
                en: "share of a full-time GP given to a ZIP (left to a decree; an amendment at 20% was rejected)",
            },
            kind: prior(Unit::Share, [0.0, 0.5], Law::Pert { low: 0.05, mode: 0.1, high: 0.2 }),
        },
        Field {
            name: "deterrence",
            about: Text {
                fr: "part de ceux qui y seraient venus et que l'engagement décourage",
                en: "share of those who would have come there whom the commitment puts off",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.1, high: 0.3 }),
        },
        Field {
            name: "staying",
            about: Text {
                fr: "part des engagés encore en place un an plus tard",
                en: "share of the committed who are still in place a year later",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.9, mode: 0.95, high: 0.98 }),
        },
        FROM,
    ],
    build: |dose| Box::new(PartTimeCommitment::new(dose)),
};

struct PartTimeCommitment {
    population_share: ParameterId,
    time: ParameterId,
    deterrence: ParameterId,
    staying: ParameterId,
    from: u16,
}

impl PartTimeCommitment {
    fn new(dose: &Dose) -> Self {
        Self {
            population_share: dose.numbers["population-share"],
            time: dose.numbers["time"],
            deterrence: dose.numbers["deterrence"],
            staying: dose.numbers["staying"],
            from: dose.years["from"],
        }
    }

    /// The territories under the rule, once it is in force. What is ranked high as a whole may still be a ZIP.
    fn ruled<'a>(&self, now: &'a Now) -> impl Iterator<Item = usize> + use<'a> {
        let share = if now.year < self.from { 0.0 } else { now.draw[self.population_share] };
        best_served(now.baseline, share).filter(|territory| !is_zip(now.baseline, *territory))
    }

    /// Those who installed in a territory since the rule, as far as they are still there.
    fn committed(&self, now: &Now, territory: usize) -> f64 {
        let since = now.installations.iter().skip(usize::from(self.from - START));
        since.fold(0.0, |committed, installed| committed * now.draw[self.staying] + f64::from(installed[territory]))
    }
}

/// The territories among which to look for a ZIP, nearest first: the département, the région, France.
fn reach(now: &Now, territory: usize) -> (Range<usize>, impl Fn(usize) -> bool) {
    let geography = &now.baseline.geography;
    let departement = geography.territories[territory].departement;
    let own = geography.departements[departement].territories.clone();
    let region = geography.departements[departement].region;
    let is_of_region = move |other: usize| geography.departements[geography.territories[other].departement].region == region;
    let zip = |territory: &usize| is_zip(now.baseline, *territory);
    let all = 0..geography.territories.len();
    let in_departement = own.clone().any(|other| zip(&other));
    let in_region = all.clone().filter(zip).any(is_of_region);
    (if in_departement { own } else { all }, move |other| in_departement || !in_region || is_of_region(other))
}

impl Lever for PartTimeCommitment {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        for territory in self.ruled(now) {
            rule.multiply(territory, 1.0 - now.draw[self.deterrence]);
        }
    }

    fn transfers(&self, now: &Now, transfers: &mut Transfers) {
        let people = |territory| now.baseline.population.of_territory_at_start(&now.baseline.geography, territory);
        for territory in self.ruled(now) {
            let (range, is_within) = reach(now, territory);
            let to = |other| if is_zip(now.baseline, other) && is_within(other) { people(other) } else { 0.0 };
            let gps = now.draw[self.time] * self.committed(now, territory);
            let from = |other| f64::from(u8::from(other == territory));
            // A range that holds ZIP of the région or France may not hold the giver's neighbours, but always the giver.
            transfers.shift_within(range, Work::ActsAndLists, gps, from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    const LEVER: PartTimeCommitment = PartTimeCommitment {
        population_share: ParameterId(0),
        time: ParameterId(1),
        deterrence: ParameterId(2),
        staying: ParameterId(3),
        from: 2027,
    };

    #[test]
    fn newcomers_since_the_law_give_time_to_the_nearest_zip() {
        // The best-served 60 %: the HZ of the first département, and the second, which has no ZIP of its own.
        let (baseline, draw) = (two_departements(), Draw(vec![0.60, 0.1, 0.2, 0.5]));
        let installed = [vec![90; 4], vec![0, 7, 20, 0], vec![0, 7, 30, 10]];
        let now = Now { installations: &installed, ..Now::unchanged(&baseline, 2029, &draw, &[10; 4]) };
        let mut transfers = Transfers::new(4);
        LEVER.transfers(&now, &mut transfers);
        // 30 of 2028 and half of the 20 of 2027 give 4 full GPs, 10 give 1; 2026 was before the law.
        assert_eq!(transfers.lists(), [5_000, 0, -4_000, -1_000]);
        assert_eq!(transfers.acts(), transfers.lists());
        let mut rule = PlacementRule::new(4, 2);
        LEVER.placement(&now, &mut rule);
        assert_eq!(rule.weights(), [1.0, 1.0, 0.8, 0.8]);
    }

    #[test]
    fn nothing_moves_before_the_law_or_at_the_neutral_dose() {
        let (baseline, installed) = (two_departements(), [vec![90; 4], vec![90; 4]]);
        for (year, share) in [(2026, 0.60), (2028, 0.0)] {
            let draw = Draw(vec![share, 0.1, 0.2, 0.5]);
            let now = Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[10; 4]) };
            let (mut transfers, mut rule) = (Transfers::new(4), PlacementRule::new(4, 2));
            LEVER.transfers(&now, &mut transfers);
            LEVER.placement(&now, &mut rule);
            assert_eq!((transfers, rule), (Transfers::new(4), PlacementRule::new(4, 2)));
        }
    }
}
