//! What several levers share: which territories are well or badly served, what was announced for a year, how strongly a
//! pull draws.

use super::{Field, Kind, POLICY_YEARS, neutral};
use crate::{
    baseline::Baseline,
    parameter::{ParameterId, Unit},
    phase::{Costs, Dose, Now, PlacementRule},
    territory::Zone,
    text::Text,
};
use std::collections::BTreeMap;

/// First installations of libéral GPs in a year (Cnam, 12 months to 30 June 2025), until the run has years of its own.
const FIRST_INSTALLATIONS: f64 = 2_293.0;

/// The setting of levers that regulate the best-served territories.
pub(super) const POPULATION_SHARE: Field = Field {
    name: "population-share",
    about: Text {
        fr: "part de la population vivant dans les territoires les mieux dotés, soumis à la règle (0 : aucun)",
        en: "share of the population living in the best-served territories, under the rule (0: none)",
    },
    kind: neutral(Unit::Share, [0.0, 1.0], 0.0),
};

/// The setting of levers that begin some year.
pub(super) const FROM: Field = Field {
    name: "from",
    about: Text { fr: "première année d'application", en: "first year in force" },
    kind: Kind::Year { default: 2027, years: POLICY_YEARS },
};

/// A cap on installations in the best-served territories: so many per departure, from a year on.
pub(super) struct Cap {
    population_share: ParameterId,
    rate: ParameterId,
    from: u16,
}

impl Cap {
    /// The fields `population-share`, `rate` and `from` of a dose.
    pub(super) fn new(dose: &Dose) -> Self {
        Self { population_share: dose.numbers["population-share"], rate: dose.numbers["rate"], from: dose.years["from"] }
    }

    /// Caps the territories; whether any could be.
    pub(super) fn hold(&self, now: &Now, rule: &mut PlacementRule) -> bool {
        let share = now.draw[self.population_share];
        if now.year < self.from || share <= 0.0 {
            return false;
        }
        best_served(now.baseline, share).for_each(|territory| rule.per_departure(territory, now.draw[self.rate]));
        true
    }

    #[cfg(test)]
    pub(super) const fn of(population_share: ParameterId, rate: ParameterId, from: u16) -> Self {
        Self { population_share, rate, from }
    }
}

/// The territories ranked by APL, from the top, while their population stays within `share` of France. One whose zoning
/// is not given (La Réunion, a single territory) is left out: it cannot be told well served as a whole.
pub(super) fn best_served(baseline: &Baseline, share: f64) -> impl Iterator<Item = usize> + '_ {
    let geography = &baseline.geography;
    let allowed = share * baseline.population.total_at_start();
    geography
        .by_apl
        .iter()
        .filter(|territory| geography.territories[**territory].zone != Zone::Nc)
        .scan(0.0, move |population, &territory| {
            *population += baseline.population.of_territory_at_start(geography, territory);
            Some((territory, *population))
        })
        .take_while(move |(_, population)| *population <= allowed)
        .map(|(territory, _)| territory)
}

/// Whether a territory is short of doctors (ZIP or ZAC).
pub(super) fn is_short(baseline: &Baseline, territory: usize) -> bool {
    baseline.geography.territories[territory].zone.is_short()
}

/// Whether a territory is among the shortest of doctors.
pub(super) fn is_zip(baseline: &Baseline, territory: usize) -> bool {
    baseline.geography.territories[territory].zone == Zone::Zip
}

/// Libéral GPs of the territories that `keep` names, on 1 January.
pub(super) fn liberal_of(now: &Now, keep: impl Fn(usize) -> bool) -> f64 {
    let kept = now.liberal.iter().enumerate().filter(|(territory, _)| keep(*territory));
    f64::from(kept.map(|(_, heads)| heads).sum::<u32>())
}

/// What was announced for a year: the value of the last year given, if there is one.
pub(super) fn held(path: &BTreeMap<u16, f64>, year: u16) -> Option<f64> {
    path.range(..=year).next_back().map(|(_, value)| *value)
}

/// Those who chose a territory last year.
pub(super) fn who_chose(now: &Now) -> f64 {
    now.installations.last().map_or(FIRST_INSTALLATIONS, |territories| f64::from(territories.iter().sum::<u32>()))
}

/// Pulls about `heads` more of those who choose a territory this year to the territories that `target` names.
///
/// These territories hold a share s of the choices, taken as their share of libéral GPs; the weight k that lifts it to
/// s + heads / choosers solves k s / (k s + 1 − s) = s + heads / choosers.
pub(super) fn pull(now: &Now, rule: &mut PlacementRule, heads: f64, target: impl Fn(usize) -> bool) {
    let all = liberal_of(now, |_| true);
    let choosers = who_chose(now);
    if heads == 0.0 || all <= 0.0 || choosers <= 0.0 {
        return;
    }
    let share = liberal_of(now, &target) / all;
    if share <= 0.0 || share >= 1.0 {
        return;
    }
    let wanted = (share + heads / choosers).clamp(share * (1.0 - MOST), MOST.max(share));
    let factor = wanted * (1.0 - share) / (share * (1.0 - wanted));
    for territory in (0..now.liberal.len()).filter(|territory| target(*territory)) {
        rule.multiply(territory, factor);
    }
}

/// Largest share of choices that a pull can reach, or of its choices that a territory can lose: the others stay free.
const MOST: f64 = 0.99;

/// Spends `euros` in the territories that `target` names, in proportion to their libéral GPs.
pub(super) fn spend(now: &Now, costs: &mut Costs, euros: f64, target: impl Fn(usize) -> bool) {
    let all = liberal_of(now, &target);
    if euros == 0.0 || all <= 0.0 {
        return;
    }
    for territory in (0..now.liberal.len()).filter(|territory| target(*territory)) {
        costs.spend(territory, euros * f64::from(now.liberal[territory]) / all);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        baseline::Population,
        parameter::Draw,
        territory::{Departement, Geography, Territory},
    };

    /// Two départements of a thousand people: ZIP 0.5, ZAC 0.3, HZ 0.2 in the first, ZAC alone in the second.
    pub(crate) fn two_departements() -> Baseline {
        let territory = |departement, zone, population_share, apl| Territory { departement, zone, population_share, apl };
        let departement = |code: &str, territories| Departement {
            code: code.into(),
            name: code.into(),
            region: 0,
            latitude: 46.1,
            longitude: 5.3,
            neighbours: vec![],
            territories,
        };
        let territories = vec![
            territory(0, Zone::Zip, 0.5, 2.0),
            territory(0, Zone::Zac, 0.3, 3.5),
            territory(0, Zone::Hz, 0.2, 4.9),
            territory(1, Zone::Zac, 1.0, 4.0),
        ];
        let geography = Geography::new(vec![], vec![departement("01", 0..3), departement("02", 3..4)], territories);
        let population = Population { heads: vec![vec![[1_000, 0, 0, 0, 0], [0, 1_000, 0, 0, 0]]] };
        Baseline { geography, population, ..Baseline::default() }
    }

    #[test]
    fn the_best_served_come_first_and_stay_within_the_share() {
        let baseline = two_departements();
        let best = |share| best_served(&baseline, share).collect::<Vec<_>>();
        assert!(best(0.09).is_empty());
        assert_eq!(best(0.10), [2]);
        assert_eq!(best(0.60), [2, 3]);
        assert_eq!(best(0.75), [2, 3, 1]);
    }

    #[test]
    fn what_is_announced_holds_until_the_next_year_given() {
        let path = BTreeMap::from([(2028, 10.0), (2030, 0.0)]);
        assert_eq!([2027, 2028, 2029, 2031].map(|year| held(&path, year)), [None, Some(10.0), Some(10.0), Some(0.0)]);
    }

    #[test]
    fn a_pull_moves_the_heads_it_names() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![]));
        let installed = [vec![1_500, 500]];
        let now = Now { installations: &installed, ..Now::unchanged(&baseline, 2030, &draw, &[6_000, 2_000]) };
        let mut rule = PlacementRule::new(2, 0);
        pull(&now, &mut rule, 200.0, |territory| territory == 1);
        let [first, second] = [0, 1].map(|territory| rule.weights()[territory] * f64::from(now.liberal[territory]));
        // A quarter of 2,000 choices and 200 more are 35 %.
        assert!((second / (first + second) - 0.35).abs() < 4.0 * f64::EPSILON);
        pull(&now, &mut rule, 0.0, |_| true);
        assert_eq!(rule.weights()[0].to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn a_push_leaves_some_choice() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![]));
        let now = Now::unchanged(&baseline, 2030, &draw, &[6_000, 2_000]);
        let mut rule = PlacementRule::new(2, 0);
        pull(&now, &mut rule, -1e9, |territory| territory == 1);
        assert!(rule.weights()[1] > 0.0 && rule.weights()[1] < 0.05);
    }

    #[test]
    fn money_goes_where_the_doctors_are() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![]));
        let now = Now::unchanged(&baseline, 2030, &draw, &[10, 30, 60]);
        let mut costs = Costs::new(3);
        spend(&now, &mut costs, 800.0, |territory| territory < 2);
        assert_eq!(costs.euros(), [200.0, 600.0, 0.0]);
    }
}
