//! The figure of merit: CPU seconds to a mean difference between two scenarios that is known well enough.
//!
//! The mean of n paired differences of standard deviation s is known to ± 1.96 s / √n at 95 %. So n = (1.96 s / half-width)², and
//! the price is n times the CPU time of a pair of trajectories. The variance of a difference between runs of unlike seeds is
//! the sum of both variances: over that of the paired difference it says how many times fewer trajectories pairing asks for.

use super::speed::Round;
use crate::{
    cohort::Count,
    engine::{
        Engine,
        indicators::{Layout, Level},
    },
    ensemble::{Histogram, Keep, Paired, RunError, run_paired},
    statistics::{projection::position, quantiles::type_7},
};
use std::{ops::Range, sync::atomic::AtomicBool, time::Duration};

/// Fewest trajectories that are counted: of fewer, nobody knows the variance.
pub const LEAST: u32 = 200;

/// The 97.5th percentile of the normal law.
const NORMAL_95: f64 = 1.96;
/// Heads, for France and for the median département.
const HALF_WIDTHS: [f64; 2] = [20.0, 0.5];
const INDICATOR: (&str, Option<Count>) = ("headcount", Some(Count::P1));

/// What is known of the differences of one series, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Variance of the paired difference.
    pub paired: f64,
    /// Variance of a difference between runs of unlike seeds.
    pub apart: f64,
}

impl Pair {
    /// From the histograms of the difference, of the reference and of the variant, whose values are `scale` integers each.
    #[must_use]
    pub fn of(difference: &Histogram, reference: &Histogram, variant: &Histogram, scale: u32) -> Self {
        let unit = f64::from(scale) * f64::from(scale);
        Self { paired: variance(difference) / unit, apart: (variance(reference) + variance(variant)) / unit }
    }

    /// How many times smaller the variance is than with unlike seeds; infinite where nothing differs.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        if self.paired > 0.0 { self.apart / self.paired } else { f64::INFINITY }
    }
}

/// Unbiased variance of the values of a histogram: exact sums, one rounding at the end of each.
fn variance(histogram: &Histogram) -> f64 {
    let (n, sum) = (u128::from(histogram.count()), i128::from(histogram.sum()).unsigned_abs());
    // n² times the biased variance, an integer: no digits are lost where a mean is far from 0.
    let centred = (n * histogram.squares()).saturating_sub(sum * sum) as f64;
    if n < 2 { 0.0 } else { centred / (n as f64 * (n - 1) as f64) }
}

/// What a precision costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Half-width of the 95 % interval of the mean difference, in heads.
    pub half_width: f64,
    /// Standard deviation of the paired difference, in heads.
    pub sd: f64,
    /// Trajectories needed, [`LEAST`] at least.
    pub trajectories: u32,
    /// CPU seconds that these take.
    pub cpu_seconds: f64,
    /// Variance with unlike seeds over that of the paired difference; infinite where nothing differs.
    pub variance_ratio: f64,
}

impl Aim {
    fn new(half_width: f64, paired: f64, variance_ratio: f64, seconds_a_pair: f64) -> Self {
        let needed = (NORMAL_95 * NORMAL_95 * paired / (half_width * half_width)).ceil();
        let trajectories = (needed as u32).max(LEAST);
        let cpu_seconds = f64::from(trajectories) * seconds_a_pair;
        Self { half_width, sd: paired.sqrt(), trajectories, cpu_seconds, variance_ratio }
    }
}

/// The figure of merit of a comparison: heads (P1) at the horizon.
#[derive(Clone, Debug)]
pub struct Merit {
    /// Pairs of trajectories it was measured on.
    pub trajectories: u32,
    /// The year compared.
    pub year: u16,
    /// Least CPU time of a round, over its pairs.
    pub seconds_a_pair: f64,
    /// The rounds, in their order.
    pub rounds: Vec<Round>,
    /// All of France.
    pub france: Aim,
    /// The median département: half of them ask for more.
    pub departement: Aim,
}

impl Merit {
    /// Simulates both scenarios `rounds` times on the trajectories of `range`, keeping of each what `levels` names. `None` where
    /// `levels` lacks the heads of France or of the départements.
    ///
    /// # Errors
    /// See [`crate::ensemble::run`].
    pub fn measure(
        [reference, variant]: [&Engine; 2],
        levels: &Layout,
        range: Range<u32>,
        threads: usize,
        rounds: u32,
        progress: &(dyn Fn(u32) + Sync),
        cancelled: &AtomicBool,
    ) -> Result<Option<Self>, RunError> {
        let keep = Keep { watched: &[], levels: Some(levels) };
        let (mut times, mut last) = (Vec::new(), None);
        for _ in 0..rounds.max(1) {
            let pair = || run_paired(reference, &[variant], keep, range.clone(), threads, progress, cancelled);
            let (round, paired) = Round::of(pair)?;
            times.push(round);
            last = Some(paired);
        }
        Ok(last.and_then(|paired| Self::of(&paired, range.len() as u32, times)))
    }

    fn of(paired: &Paired, trajectories: u32, rounds: Vec<Round>) -> Option<Self> {
        let cpu = rounds.iter().map(|round| round.cpu).min().unwrap_or(Duration::ZERO);
        let seconds_a_pair = cpu.as_secs_f64() / f64::from(trajectories.max(1));
        let layout = paired.differences.first()?.layout();
        let at = |level| places(layout, level).map(|place| pair_at(paired, place)).collect::<Option<Vec<_>>>();
        let (france, departements) = (at(Level::France)?, at(Level::Departement)?);
        let [whole, local] = HALF_WIDTHS;
        let aim = |half_width, pairs: &[Pair]| {
            let median = |of: fn(&Pair) -> f64| middle(pairs.iter().map(of).collect());
            Some(Aim::new(half_width, median(|pair| pair.paired)?, median(Pair::ratio)?, seconds_a_pair))
        };
        Some(Self {
            trajectories,
            year: layout.start + (layout.years - 1) as u16,
            seconds_a_pair,
            rounds,
            france: aim(whole, &france)?,
            departement: aim(local, &departements)?,
        })
    }
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    (!values.is_empty()).then(|| type_7(&values, 0.5))
}

fn places(layout: &Layout, level: Level) -> impl Iterator<Item = usize> + '_ {
    (0..layout.places.len()).filter(move |place| layout.places[*place].level == level)
}

/// The heads of a place at the horizon, compared. The cubes may hold fewer places than the differences.
fn pair_at(paired: &Paired, place: usize) -> Option<Pair> {
    let differences = paired.differences.first()?;
    let layout = differences.layout();
    let (name, count) = INDICATOR;
    let year = layout.start + (layout.years - 1) as u16;
    let at = position(layout, place, name, count, year)?;
    let [reference, variant] = paired.levels.as_slice() else { return None };
    let own = reference.layout().places.iter().position(|own| *own == layout.places[place])?;
    let own = position(reference.layout(), own, name, count, year)?;
    let scale = layout.key(at).slot.indicator.scale;
    Some(Pair::of(differences.absolute(at), &reference.series()[own], &variant.series()[own], scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(values: &[i32]) -> Histogram {
        let mut histogram = Histogram::new(1);
        histogram.add(values);
        histogram
    }

    #[test]
    fn variances_are_those_of_the_values_however_far_from_zero() {
        // 0, 2, 4: mean 2, unbiased variance 4.
        let far = [1_000_000_000, 1_000_000_002, 1_000_000_004];
        assert_eq!(variance(&histogram(&far)), 4.0);
        assert_eq!(variance(&histogram(&[7])), 0.0);
        let pair = Pair::of(&histogram(&[-1, 0, 1]), &histogram(&[0, 2, 4]), &histogram(&far), 1);
        assert_eq!((pair.paired, pair.apart, pair.ratio()), (1.0, 8.0, 8.0));
        assert_eq!(Pair::of(&histogram(&[3, 3]), &histogram(&[0, 2]), &histogram(&[3, 5]), 1).ratio(), f64::INFINITY);
    }

    #[test]
    fn an_aim_asks_for_what_the_formula_says_and_never_for_fewer_than_the_least() {
        // 1.96² × 10,000 / 20² = 96.04, 1.96² × 100 / 0.5² = 1,536.64.
        let [wide, narrow] = [Aim::new(20.0, 10_000.0, 1.0, 0.01), Aim::new(0.5, 100.0, 1.0, 0.01)];
        assert_eq!((wide.trajectories, wide.cpu_seconds, wide.sd), (LEAST, 2.0, 100.0));
        assert_eq!(narrow.trajectories, 1_537);
        assert!((narrow.cpu_seconds - 15.37).abs() < 1e-9);
    }
}
