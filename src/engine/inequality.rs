//! Inequality of access between territories, each weighing its inhabitants.
//!
//! Theil's first index: H. Theil, "Economics and Information Theory", 1967. Gini by the trapezoids of the Lorenz curve.
//! Inequality within territories, and what people travel for, is not in it.

use super::tally::Tally;

/// A territory: acts per standardised inhabitant, their logarithm, and inhabitants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access {
    pub(super) acts: f64,
    pub(super) log: f64,
    pub(super) people: f64,
}

/// Measures of inequality, ten-thousandths. A région of one territory has none: 10,000, 0 and 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spread {
    /// Access at the ninth decile of inhabitants over access at the first; 0 where the first has none.
    pub(super) p90_p10: i64,
    pub(super) gini: i64,
    pub(super) theil: i64,
}

/// Inequality in France and in each région, with the memory to measure it.
#[derive(Default)]
pub(super) struct Inequality {
    /// By territory, with its région.
    all: Vec<(usize, Access)>,
    /// Access as a whole number of the same order, and territory.
    order: Vec<(u64, u32)>,
    /// France, then the régions: their territories from the least access to the greatest.
    sorted: Vec<Vec<Access>>,
    spreads: Vec<Spread>,
}

impl Inequality {
    pub(super) fn new(territories: usize, regions: usize) -> Self {
        Self {
            all: Vec::with_capacity(territories),
            order: Vec::with_capacity(territories),
            sorted: vec![Vec::with_capacity(territories); regions + 1],
            spreads: vec![Spread::default(); regions + 1],
        }
    }

    /// Measures the inequality between territories, given with the index of their région.
    pub(super) fn measure(&mut self, territories: impl Iterator<Item = (usize, Access)>) {
        self.all.clear();
        self.all.extend(territories);
        // Bits of numbers that are not negative have their order; territories with equal access keep theirs.
        let order = |(index, (_, access)): (usize, &(usize, Access))| (access.acts.to_bits(), index as u32);
        self.order.clear();
        self.order.extend(self.all.iter().enumerate().map(order));
        self.order.sort_unstable();
        self.sorted.iter_mut().for_each(Vec::clear);
        for (_, index) in &self.order {
            let (region, access) = self.all[*index as usize];
            self.sorted[0].push(access);
            self.sorted[region + 1].push(access);
        }
        self.spreads.iter_mut().zip(&self.sorted).for_each(|(spread, sorted)| *spread = Spread::of(sorted));
    }

    pub(super) fn france(&self) -> &Spread {
        &self.spreads[0]
    }

    pub(super) fn region(&self, region: usize) -> &Spread {
        &self.spreads[region + 1]
    }
}

impl Spread {
    /// Of territories from the least access to the greatest.
    fn of(sorted: &[Access]) -> Self {
        let people: f64 = sorted.iter().map(|place| place.people).sum();
        let acts: f64 = sorted.iter().map(|place| place.acts * place.people).sum();
        if people <= 0.0 || acts <= 0.0 {
            return Self::default();
        }
        // A ratio to next to nothing is held at what a row can say.
        let fixed = |value: f64| libm::round(value * 10_000.0).min(f64::from(i32::MAX)) as i64;
        let (low, high) = (decile(sorted, 0.1 * people), decile(sorted, 0.9 * people));
        let (mut below, mut lorenz, mut entropy) = (0.0, 0.0, 0.0);
        for Access { acts, log, people } in sorted {
            let own = acts * people;
            lorenz += people * (below + below + own);
            below += own;
            // Where there is no act x ln x is 0, its limit.
            entropy += if own > 0.0 { own * log } else { 0.0 };
        }
        Self {
            p90_p10: if low > 0.0 { fixed(high / low) } else { 0 },
            gini: fixed(1.0 - lorenz / (people * acts)),
            theil: fixed(entropy / acts - libm::log(acts / people)),
        }
    }
}

/// Access of the first territory at which `people` are reached.
fn decile(sorted: &[Access], people: f64) -> f64 {
    let mut reached = 0.0;
    let found = sorted.iter().find(|place| {
        reached += place.people;
        reached >= people
    });
    found.or(sorted.last()).map_or(0.0, |place| place.acts)
}

impl Access {
    /// Of a territory.
    pub(super) fn of(tally: &Tally, log: f64) -> Self {
        Self { acts: tally.access(), log, people: tally.population as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(places: &[(f64, f64)]) -> Spread {
        let mut inequality = Inequality::new(places.len(), 2);
        inequality.measure(places.iter().map(|&(acts, people)| (0, Access { acts, log: libm::log(acts), people })));
        assert_eq!(inequality.region(0), inequality.france());
        assert_eq!(inequality.region(1), &Spread::default(), "a région without inhabitants");
        *inequality.france()
    }

    /// Two halves with 1 and 3 acts: the Lorenz curve passes through (1/2, 1/4), so the Gini index is 1/4; Theil's is
    /// (0.5 × 0.5 ln 0.5 + 0.5 × 1.5 ln 1.5) = 0.1308; the deciles are 1 and 3.
    #[test]
    fn two_halves_by_hand() {
        let expected = Spread { p90_p10: 30_000, gini: 2_500, theil: 1_308 };
        assert_eq!(spread(&[(3.0, 50.0), (1.0, 50.0)]), expected);
        // Splitting a territory, or counting people in thousands, changes nothing.
        assert_eq!(spread(&[(1.0, 20_000.0), (3.0, 50_000.0), (1.0, 30_000.0)]), expected);
    }

    /// 1, 2 and 5 acts for 60, 30 and 10 people: mean 1.7, Lorenz (0.6, 60/170), (0.9, 120/170), so Gini =
    /// 1 - [0.6 × 60 + 0.3 × 180 + 0.1 × 290] / 170 = 51/170 = 0.3. Theil: (60 × ln 1 + 60 ln 2 + 50 ln 5) / 170 -
    /// ln 1.7 = 0.18738. The first decile has 1, the ninth is reached with the second territory: 2.
    #[test]
    fn three_territories_by_hand() {
        assert_eq!(spread(&[(5.0, 10.0), (1.0, 60.0), (2.0, 30.0)]), Spread { p90_p10: 20_000, gini: 3_000, theil: 1_874 });
    }

    #[test]
    fn equal_access_and_a_single_territory_have_no_inequality() {
        let none = Spread { p90_p10: 10_000, gini: 0, theil: 0 };
        assert_eq!(spread(&[(2.5, 10.0), (2.5, 70.0)]), none);
        assert_eq!(spread(&[(4.0, 10.0)]), none);
    }

    #[test]
    fn a_territory_without_acts_has_a_limit_and_no_ratio() {
        // Half have nothing: Gini 1/2, Theil ln 2 = 0.6931.
        assert_eq!(spread(&[(0.0, 50.0), (4.0, 50.0)]), Spread { p90_p10: 0, gini: 5_000, theil: 6_931 });
    }
}
