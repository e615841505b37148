//! Access within départements: where the acts of a département are offered, and who lives where they are few.
//!
//! Each territory starts at its own APL of 2023, brought to the acts of its département. Afterwards part of its change
//! follows the GPs at work in it, and the rest the whole département, since patients cross borders. The acts of
//! territories are those of their département, exactly.

use super::{
    capacity::{Situation, elsewhere, posts},
    inequality::Access,
    record::in_turn,
    tally::Tally,
    trajectory::Trajectory,
};
use crate::{cohort::Status, territory::Geography};
use std::f64::consts::SQRT_2;

/// Below it access is called low (DREES, since 2017), acts per standardised inhabitant and year.
const LOW: f64 = 2.5;

/// Standard deviation of the APL of communes over its mean within a territory, weighted by inhabitants, by zone class in
/// the order of [`Zone::ALL`]: APL of 2023 by commune (DREES) in the zoning of spring 2025 (ARS), 64.2 million people.
/// With these five numbers and lognormal laws around the means of territories, 18.6 % of them live below 2.5; 17.4 %
/// do in the table by commune; 12.0 % if all of a territory had its mean.
const SPREAD_OF_COMMUNES: [f64; 5] = [0.288, 0.251, 0.202, 0.201, 0.237];

/// The normal law, read between tabulated values.
pub(super) struct NormalLaw(Vec<f64>);

impl NormalLaw {
    /// Beyond it the law is 0 or 1, but for 10^-15.
    const FAR: f64 = 8.0;
    /// Values by standard deviation.
    const STEPS: f64 = 256.0;
    /// Reading on straight lines errs by at most max|φ′| / (8 STEPS²) = 0.242 / 524,288: less than one inhabitant in two
    /// million.
    #[cfg(test)]
    const ERROR: f64 = 4.7e-7;

    pub(super) fn new() -> Self {
        let last = (2.0 * Self::FAR * Self::STEPS) as u32;
        let value = |step: u32| 0.5 * libm::erfc((Self::FAR - f64::from(step) / Self::STEPS) / SQRT_2);
        Self((0..=last + 1).map(value).collect())
    }

    fn below(&self, z: f64) -> f64 {
        let at = (z.clamp(-Self::FAR, Self::FAR) + Self::FAR) * Self::STEPS;
        let step = at as usize;
        self.0[step] + (at - step as f64) * (self.0[step + 1] - self.0[step])
    }
}

/// What within a territory does not change from one trajectory to the next.
pub(super) struct Local {
    /// Its share of the acts of its département at the start.
    acts: f64,
    /// Deviation of the logarithm of access within it.
    deviation: f64,
}

impl Local {
    /// The territories of a geography.
    pub(super) fn of(geography: &Geography) -> Vec<Self> {
        let weight = |territory: usize| geography.territories[territory].population_share * geography.territories[territory].apl;
        let local = |(index, territory): (usize, &crate::territory::Territory)| {
            let all: f64 = geography.departements[territory.departement].territories.clone().map(weight).sum();
            let spread = SPREAD_OF_COMMUNES[territory.zone as usize];
            Self {
                acts: if all > 0.0 { weight(index) / all } else { territory.population_share },
                deviation: libm::sqrt(libm::log1p(spread * spread)),
            }
        };
        geography.territories.iter().enumerate().map(local).collect()
    }
}

impl Trajectory<'_> {
    /// GPs at work in each territory, transfers apart, thousandths of a full GP: its own, and its share of the salaried
    /// outside hospital of the département. They sum to the effort of the département.
    pub(super) fn work_in_territories(&mut self) {
        let activity = self.w.factors.posts_activity();
        for departement in 0..self.w.situation.departements.len() {
            let access = &self.engine.tables.access[departement];
            let tally = &self.w.situation.departements[departement];
            let shared = elsewhere(tally, access.outside_hospital, self.w.clinicat[departement]);
            for &(place, share) in &self.engine.tables.shares[departement] {
                let own = own(&self.w.situation.territories[place], activity);
                let helped = self.w.situation.juniors_work[place] + self.w.factors.support()[place] * 1_000.0;
                self.w.situation.work[place] = own + helped + share * shared;
            }
        }
    }

    /// People, acts and work of every territory, and people with low access everywhere.
    pub(super) fn access_of_territories(&mut self) {
        let limit = libm::log(LOW);
        for departement in 0..self.w.situation.departements.len() {
            self.split_people(departement);
            self.split_acts(departement);
            let mut low = 0;
            let mut urgent = 0;
            for &(place, _) in &self.engine.tables.shares[departement] {
                let tally = &mut self.w.situation.territories[place];
                let log = libm::log(tally.access());
                let below = share_below(&self.engine.tables.normal, limit, log, self.engine.tables.local[place].deviation);
                tally.low_access = (tally.population as f64 * below + 0.5) as i64;
                tally.urgent = (self.w.demand.urgent()[place] + 0.5).max(0.0) as i64;
                tally.urgent = tally.urgent.min(tally.population);
                (low, urgent) = (low + tally.low_access, urgent + tally.urgent);
                self.w.situation.log_access[place] = log;
            }
            let tally = &mut self.w.situation.departements[departement];
            (tally.low_access, tally.urgent) = (low, urgent);
        }
        let territories = self.w.situation.territories.iter().zip(&self.w.situation.log_access).enumerate();
        let tables = &self.engine.tables;
        let access = territories.map(|(place, (tally, log))| (tables.region_of(place), Access::of(tally, *log)));
        self.w.inequality.measure(access);
    }

    fn split_people(&mut self, departement: usize) {
        let shares = &self.engine.tables.shares[departement];
        let Situation { departements, territories, .. } = &mut self.w.situation;
        let whole = &departements[departement];
        in_turn(shares.iter().copied(), whole.population, |place, part| territories[place].population = part);
        let need = self.w.demand.need();
        let all: f64 = shares.iter().map(|(place, share)| share * need[*place]).sum();
        let weighed = shares.iter().map(|(place, share)| (*place, if all > 0.0 { share * need[*place] / all } else { *share }));
        in_turn(weighed, whole.need, |place, part| territories[place].need = part);
    }

    fn split_acts(&mut self, departement: usize) {
        let shares = &self.engine.tables.shares[departement];
        let (local, w) = (&self.engine.tables.local, &mut *self.w);
        let Situation { departements, territories, work, .. } = &mut w.situation;
        let whole = &departements[departement];
        let share = w.draw[self.engine.model.physics.local_share];
        let common = (1.0 - share) * whole.acts as f64 / w.start.acts(departement).max(1.0);
        let moved = w.transfers.acts();
        let raw = |place: usize| {
            let change = (work[place] + moved[place] as f64).max(0.0) / w.start.work[place].max(1.0);
            local[place].acts * (share * change + common)
        };
        let all: f64 = shares.iter().map(|(place, _)| raw(*place)).sum();
        let weighed = shares.iter().map(|(place, share)| (*place, if all > 0.0 { raw(*place) / all } else { *share }));
        in_turn(weighed, whole.acts, |place, part| territories[place].acts = part);
        let all: f64 = shares.iter().map(|(place, _)| work[*place]).sum();
        let at_home: i64 = whole.capacity - shares.iter().map(|(place, _)| moved[*place]).sum::<i64>();
        let weighed = shares.iter().map(|(place, share)| (*place, if all > 0.0 { work[*place] / all } else { *share }));
        in_turn(weighed, at_home, |place, part| territories[place].capacity = part + moved[place]);
    }
}

/// Work of those whose place is the territory: libéral with an agreement, and in posts opened by policies.
fn own(tally: &Tally, posts_activity: f64) -> f64 {
    let fte = |status: Status| tally.by_status[status as usize].fte as f64;
    fte(Status::Installed) + fte(Status::RetiredActive) - tally.unconventioned_fte as f64 + posts(tally, posts_activity)
}

/// Share of people below a limit where access is lognormal; both the limit and the mean by their logarithms.
fn share_below(law: &NormalLaw, limit: f64, mean: f64, deviation: f64) -> f64 {
    law.below((limit - mean + deviation * deviation / 2.0) / deviation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::territory::Zone;

    /// The median of a lognormal law of mean m is m exp(-s²/2): half live below it. One deviation lower, 15.87 %.
    #[test]
    fn people_below_a_value_by_hand() {
        let (mean, deviation) = (3.0, 0.25);
        let median = mean * libm::exp(-deviation * deviation / 2.0);
        let law = NormalLaw::new();
        let below = |value| share_below(&law, libm::log(value), libm::log(mean), deviation);
        assert!((below(median) - 0.5).abs() < NormalLaw::ERROR);
        assert!((below(median * libm::exp(-deviation)) - 0.158_655_253_931).abs() < NormalLaw::ERROR);
        assert!(
            (share_below(&law, libm::log(2.5), f64::NEG_INFINITY, deviation) - 1.0).abs() < 1e-15,
            "without acts all are below"
        );
    }

    #[test]
    fn the_law_between_its_values_errs_by_less_than_it_says() {
        let law = NormalLaw::new();
        for step in -9_000..9_000 {
            let z = f64::from(step) / 1_000.0;
            assert!((law.below(z) - 0.5 * libm::erfc(-z / SQRT_2)).abs() < NormalLaw::ERROR, "{z}");
        }
    }

    #[test]
    fn every_zone_class_has_its_spread() {
        assert_eq!(Zone::ALL.map(|zone| zone as usize), [0, 1, 2, 3, 4]);
        assert_eq!(SPREAD_OF_COMMUNES.len(), Zone::ALL.len());
    }
}
