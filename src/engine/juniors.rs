//! Where docteurs juniors work: those of a subdivision, over its territories, by lists and the pull of ZIP.

use super::{capacity::Situation, trajectory::Trajectory};
use crate::territory::Zone;

/// Months of the year in which docteurs juniors in post on 1 January still work, and those in which the next class does.
const MONTHS: [f64; 2] = [10.0, 2.0];

impl Trajectory<'_> {
    /// Spreads the docteurs juniors of each subdivision over its territories, by lists and the pull of ZIP.
    pub(super) fn place_juniors(&mut self) {
        let engine = self.engine;
        let physics = &engine.model.physics;
        self.w.situation.juniors.fill(0);
        self.w.situation.juniors_work.fill(0.0);
        let work = self.w.draw[physics.junior_work] * self.w.factors.junior_work();
        let supervision = self.w.draw[physics.junior_supervision] * self.w.factors.junior_supervision();
        let net = (work - supervision).max(0.0) * 1_000.0 / 12.0;
        for subdivision in 0..engine.model.baseline.training.subdivisions.len() {
            let class = |year: usize| self.w.classes.juniors.get(year).map_or(0, |juniors| juniors[subdivision]);
            let heads = [self.year.checked_sub(1).map_or(0, class), class(self.year)];
            if heads == [0; 2] {
                continue;
            }
            self.weigh_territories(subdivision);
            self.spread(subdivision, heads[0], |situation, territory, heads| {
                situation.juniors[territory] += heads;
                situation.juniors_work[territory] += f64::from(heads) * net * MONTHS[0];
            });
            self.spread(subdivision, heads[1], |situation, territory, heads| {
                situation.juniors_work[territory] += f64::from(heads) * net * MONTHS[1];
            });
        }
    }

    /// Weights of the territories for the docteurs juniors of a subdivision, summing to 1.
    fn weigh_territories(&mut self, subdivision: usize) {
        let engine = self.engine;
        let territories = &engine.model.baseline.geography.territories;
        let near = &engine.tables.near[subdivision];
        let zip_weight = self.w.draw[engine.model.physics.junior_zip_weight];
        let reserved = self.w.factors.juniors_reserved();
        let situation = &mut self.w.situation;
        let mut sums = [0.0; 2];
        for (territory, weight) in near {
            let zip = territories[*territory].zone == Zone::Zip;
            let keep = engine.tables.access[territories[*territory].departement].keep as f64;
            let lists = f64::from(situation.liberal[*territory]) * keep;
            situation.weights[*territory] = weight * lists * if zip { zip_weight } else { 1.0 };
            sums[usize::from(zip)] += situation.weights[*territory];
        }
        let all = (sums[0] + sums[1]).max(f64::MIN_POSITIVE);
        let reserved = if sums[1] > 0.0 { reserved } else { 0.0 };
        for (territory, _) in near {
            let zip = territories[*territory].zone == Zone::Zip;
            let share = if zip { reserved / sums[1].max(f64::MIN_POSITIVE) } else { 0.0 };
            situation.weights[*territory] *= (1.0 - reserved) / all + share;
        }
    }

    /// Whole heads whose sums in turn are the rounded sums of the weights.
    fn spread(&mut self, subdivision: usize, heads: u32, mut put: impl FnMut(&mut Situation, usize, u32)) {
        let (mut sum, mut given) = (0.0, 0);
        for (territory, _) in &self.engine.tables.near[subdivision] {
            sum += self.w.situation.weights[*territory] * f64::from(heads);
            let reached = ((sum + 0.5) as u32).min(heads);
            if reached > given {
                put(&mut self.w.situation, *territory, reached - given);
                given = reached;
            }
        }
    }
}
