//! The two uncertainties apart: what of the variance of a result comes from the parameters, and what from luck.
//!
//! By the law of total variance, var Y = var E(Y | parameters) + E var(Y | parameters). Each draw of the parameters is
//! simulated twice, with two lucks, and the one-way analysis of variance gives both terms without bias (Searle, Casella and
//! McCulloch, *Variance Components*, 1992, § 3.6): luck is half the mean square difference within pairs; the variance
//! of the means of pairs less half of that is the part of the parameters. Their sum is the total, so the shares sum to 1
//! by construction. An estimate without bias may fall below 0 where the parameters do nothing: it is not mended.
//! Two lucks per draw are about the best use of a number of simulations where neither part is small (Sun, Apley and Staum,
//! "Efficient nested simulation for estimating the variance of a conditional expectation", Operations Research 59, 2011).

use super::sensitivity::{Estimate, drawn_again};
use crate::{
    engine::{
        Engine,
        indicators::{Layout, When},
    },
    ensemble::{Chosen, RunError, run_together},
    parameter::Draw,
    statistics::{attribution::milestones, projection::order},
    stream::Philox,
};
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

/// Resamples of the bootstrap, over the draws.
pub const RESAMPLES: u32 = 200;

/// Added to a draw's number for its second luck: no run has so many trajectories.
const OTHER_LUCK: u32 = 1 << 31;

/// The parts of the variance of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Mean over all simulations.
    pub mean: f64,
    /// Variance of what the parameters make one expect; may be below 0 by chance.
    pub parameters: f64,
    /// Mean variance given the parameters.
    pub luck: f64,
    /// Share of the parameters in the sum of the two; that of luck is what is left to 1.
    pub share: Estimate,
}

impl Parts {
    /// The parts of pairs of integers, `scale` of which make a unit; `None` where nothing varies or there are fewer than two.
    #[must_use]
    pub fn of(pairs: &[[i32; 2]], scale: u32, resamples: &[Vec<f64>]) -> Option<Self> {
        let unit = f64::from(scale);
        let values = || pairs.iter().map(|pair| pair.map(|value| f64::from(value) / unit));
        let mean = values().map(|[one, two]| one + two).sum::<f64>() / (2 * pairs.len().max(1)) as f64;
        let middles: Vec<_> = values().map(|[one, two]| 0.5 * (one + two) - mean).collect();
        let within: Vec<_> = values().map(|[one, two]| 0.5 * (one - two) * (one - two)).collect();
        let [parameters, luck] = components(&middles, &within, &vec![1.0; pairs.len()]);
        if pairs.len() < 2 || parameters + luck <= 0.0 {
            return None;
        }
        let share = |[parameters, luck]: [f64; 2]| Some(parameters / (parameters + luck)).filter(|share| share.is_finite());
        let again = resamples.iter().filter_map(|weights| share(components(&middles, &within, weights))).collect();
        Some(Self { mean, parameters, luck, share: Estimate::new(parameters / (parameters + luck), again) })
    }
}

/// Part of the parameters and part of luck, from the middles and the half squared differences of pairs.
fn components(middles: &[f64], within: &[f64], weights: &[f64]) -> [f64; 2] {
    let n = weights.len() as f64;
    let sum = |of: &dyn Fn(usize) -> f64| (0..weights.len()).map(|at| weights[at] * of(at)).sum::<f64>();
    let luck = sum(&|at| within[at]) / n;
    let (first, second) = (sum(&|at| middles[at]), sum(&|at| middles[at] * middles[at]));
    [(second - first * first / n) / (n - 1.0) - 0.5 * luck, luck]
}

/// The parts of the variance of all series of a scenario.
pub struct Variance {
    /// What the series are.
    pub layout: Layout,
    /// Draws of the parameters, each simulated twice.
    pub draws: u32,
    /// By position of the layout, in the order of files: every five years and at the horizon.
    pub rows: Vec<(usize, Option<Parts>)>,
}

impl Variance {
    /// Simulates `draws` draws of the parameters, each with two lucks; the first are the trajectories of a run.
    ///
    /// # Errors
    /// See [`crate::ensemble::run`].
    pub fn of(
        engine: &Engine,
        seed: u64,
        draws: u32,
        threads: usize,
        progress: &(dyn Fn(u32) + Sync),
        cancelled: &AtomicBool,
    ) -> Result<Self, RunError> {
        let (layout, generator) = (engine.layout(), Philox::new(seed));
        let positions = positions(layout);
        let mut kept: Vec<Vec<i32>> = Vec::with_capacity(2 * draws as usize);
        let take = &mut |_, _, rows: &[i32], _: &[blake3::Hash]| {
            kept.extend(rows.chunks_exact(layout.len()).map(|row| positions.iter().map(|at| row[*at]).collect()));
        };
        let choose = |number: u32, draw: &mut Draw| {
            engine.model().parameters.draw_into(&generator, number / 2, draw);
            number / 2 + OTHER_LUCK * (number % 2)
        };
        run_together(&[&Chosen { engine, choose }], 0..2 * draws, threads, progress, cancelled, take)?;
        let resamples: Vec<_> = (0..RESAMPLES).map(|resample| drawn_again(resample, draws as usize)).collect();
        let parts = |(rank, position): (usize, &usize)| {
            let pairs: Vec<_> = kept.chunks_exact(2).map(|pair| [pair[0][rank], pair[1][rank]]).collect();
            (*position, Parts::of(&pairs, layout.key(*position).slot.indicator.scale, &resamples))
        };
        let rows = positions.par_iter().enumerate().map(parts).collect();
        Ok(Self { layout: layout.clone(), draws, rows })
    }
}

/// The series reported: those of the years of an attribution; of flows, which have no value at the horizon, those of the
/// year before it too.
fn positions(layout: &Layout) -> Vec<usize> {
    let horizon = layout.start + (layout.years - 1) as u16;
    let years = milestones(layout.start, horizon);
    let shown = |position: &usize| {
        let key = layout.key(*position);
        years.contains(&key.year) || (key.slot.indicator.when == When::Flow && key.year + 1 == horizon)
    };
    order(layout).filter(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        distribution::{Law, Quantile, normal_quantile},
        stream::{Address, Process, unit},
    };

    fn uniform(seed: u64, draw: u32, subject: u32) -> f64 {
        unit(Philox::new(seed).words(Address { trajectory: draw, subject, process: Process::Local, detail: 0, block: 0 })[0])
    }

    fn resamples(draws: u32) -> Vec<Vec<f64>> {
        (0..RESAMPLES).map(|resample| drawn_again(resample, draws as usize)).collect()
    }

    /// Y = 3 X + 2 Z in thousandths, X and Z standard normal: the share of X is 9 / 13.
    fn normal_pairs(seed: u64, draws: u32) -> Vec<[i32; 2]> {
        let z = |draw, subject| normal_quantile(uniform(seed, draw, subject));
        let one = |draw: u32, subject: u32| (1e3 * (3.0 * z(draw, 0) + 2.0 * z(draw, subject))).round() as i32;
        (0..draws).map(|draw| [1, 2].map(|subject| one(draw, subject))).collect()
    }

    /// Over 400 studies of 200 draws the mean of each part is within four of its standard errors of the truth (a chance of
    /// one in 16,000 each), and the 95 % interval of the share holds it in 95 % less three standard errors (3.3 points)
    /// at least. Seeds 1 to 400.
    #[test]
    fn a_normal_model_gives_both_parts_without_bias_and_intervals_that_hold_the_share() {
        let (studies, draws) = (400_u32, 200);
        let resamples = resamples(draws);
        let found: Vec<_> = (1..=u64::from(studies))
            .into_par_iter()
            .map(|seed| Parts::of(&normal_pairs(seed, draws), 1_000, &resamples).expect("it varies"))
            .collect();
        let n = f64::from(studies);
        for (of, truth) in [((|parts: &Parts| parts.parameters) as fn(&Parts) -> f64, 9.0), (|parts| parts.luck, 4.0)] {
            let mean = found.iter().map(of).sum::<f64>() / n;
            let variance = found.iter().map(|parts| (of(parts) - mean).powi(2)).sum::<f64>() / (n - 1.0);
            assert!((mean - truth).abs() < 4.0 * (variance / n).sqrt(), "{mean} against {truth}");
        }
        let held = found.iter().filter(|parts| parts.share.low <= 9.0 / 13.0 && 9.0 / 13.0 <= parts.share.high).count();
        assert!(held as f64 / n >= 0.95 - 3.0 * (0.05 * 0.95 / n).sqrt(), "{held} of {studies}");
    }

    /// A probability of law beta(3, 3), a PERT from 0 to 1 about one half, then a binomial of 12: the share of the
    /// probability is 12 / (12 + 3 + 3), two thirds. Four bootstrap errors; seed 1.
    #[test]
    fn a_beta_binomial_model_gives_its_closed_form() {
        let (draws, trials) = (4_000, 12);
        let quantile = Quantile::new(&Law::Pert { low: 0.0, mode: 0.5, high: 1.0 });
        let successes = |draw: u32, luck: u32| {
            let probability = quantile.at(uniform(1, draw, 0));
            (1..=trials).filter(|trial| uniform(1, draw, luck * trials + trial) < probability).count() as i32
        };
        let pairs: Vec<_> = (0..draws).map(|draw| [successes(draw, 0), successes(draw, 1)]).collect();
        let parts = Parts::of(&pairs, 1, &resamples(draws)).expect("it varies");
        assert!((parts.share.value - 2.0 / 3.0).abs() < 4.0 * parts.share.error, "{parts:?}");
        assert!(parts.share.error < 0.02, "{parts:?}");
    }

    #[test]
    fn without_parameters_all_is_luck_and_without_luck_all_is_parameters() {
        let alone: Vec<_> = normal_pairs(1, 50).iter().map(|[one, _]| [*one; 2]).collect();
        let parts = Parts::of(&alone, 1, &resamples(50)).expect("it varies");
        assert_eq!((parts.share.value, parts.luck), (1.0, 0.0));
        assert!(Parts::of(&[[5, 5], [5, 5]], 1, &[]).is_none());
        assert!(Parts::of(&[[5, 6]], 1, &[]).is_none());
    }
}
