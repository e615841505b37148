//! Weights of territories, by people or GPs, and work spread in proportion to them.

use super::support::is_short;
use crate::{
    baseline::Baseline,
    phase::{CapacityFactors, Now},
    territory::Zone,
};

/// Patients per libéral GP with a list, mean of 2024 (Cnam): what a full GP is worth when a policy counts patients.
pub(super) const MEAN_LIST: f64 = 1_033.0;

/// Inhabitants of a territory on 1 January of the starting year.
pub(super) fn people(baseline: &Baseline, territory: usize) -> f64 {
    baseline.population.of_territory_at_start(&baseline.geography, territory)
}

/// Inhabitants of a territory if it is a ZIP, 0 otherwise.
pub(super) fn people_in_zip(baseline: &Baseline, territory: usize) -> f64 {
    if baseline.geography.territories[territory].zone == Zone::Zip { people(baseline, territory) } else { 0.0 }
}

/// Inhabitants of all territories that `weight` counts.
pub(super) fn total(now: &Now, weight: impl Fn(usize) -> f64) -> f64 {
    (0..now.liberal.len()).map(weight).sum()
}

/// Spreads the patients and acts of `gps` full GPs in proportion to a weight; nothing where nothing weighs.
pub(super) fn support(now: &Now, factors: &mut CapacityFactors, gps: f64, weight: impl Fn(usize) -> f64) {
    let all = total(now, &weight);
    if gps == 0.0 || all <= 0.0 {
        return;
    }
    for territory in 0..now.liberal.len() {
        factors.add_support(territory, gps / all * weight(territory));
    }
}

/// Libéral GPs of a territory on 1 January, as a weight.
pub(super) fn liberal(now: &Now, territory: usize) -> f64 {
    f64::from(now.liberal[territory])
}

/// Libéral GPs of a territory among those short of doctors, or among the others, as a weight.
pub(super) fn among<'a>(now: &'a Now, short: bool) -> impl Fn(usize) -> f64 + 'a {
    move |territory| if is_short(now.baseline, territory) == short { liberal(now, territory) } else { 0.0 }
}

/// A country of one département, of territories with their class, inhabitants and APL.
#[cfg(test)]
pub(super) fn country(territories: &[(Zone, u32, f64)]) -> Baseline {
    use crate::{
        baseline::Population,
        territory::{Departement, Geography, Territory},
    };
    let all: u32 = territories.iter().map(|(_, people, _)| people).sum();
    let departement = Departement {
        code: "01".into(),
        name: "Ain".into(),
        region: 0,
        latitude: 46.1,
        longitude: 5.3,
        neighbours: vec![],
        territories: 0..territories.len(),
    };
    let territory = |&(zone, people, apl): &(Zone, u32, f64)| Territory {
        departement: 0,
        zone,
        population_share: f64::from(people) / f64::from(all),
        apl,
    };
    let territories = territories.iter().map(territory).collect();
    Baseline {
        geography: Geography::new(vec![], vec![departement], territories),
        population: Population { heads: vec![vec![[all, 0, 0, 0, 0]]] },
        ..Baseline::default()
    }
}
