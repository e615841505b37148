//! Sobol indices from a matrix of evaluations, with bootstrap intervals.
//!
//! Row j of A and of B are two independent points; row j of AB(i) is that of A with factor i taken from B. First order:
//! mean of f(B) (f(AB) - f(A)), over the variance (Saltelli and others, "Variance based sensitivity analysis of model
//! output", Computer Physics Communications 181, 2010, table 2, formula b). Total: half the mean of (f(A) - f(AB))², over
//! the variance (Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117, 1999). The
//! variance is that of A and B together, and results are first centred on the mean of all evaluations, which takes noise
//! out of the first order. SALib does the same, and the tests compare.
//!
//! The bootstrap draws rows again (Archer, Saltelli and Sobol, "Sensitivity measures, ANOVA-like techniques and the use of
//! bootstrap", Journal of Statistical Computation and Simulation 58, 1997). Rows of scrambled points are not independent
//! but spread out, so the intervals are somewhat too wide rather than too narrow.

use crate::{
    statistics::quantiles::type_7,
    stream::{Address, Philox, Process},
};
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Resamples of the bootstrap: the ends of a 95 % interval then stand on 25 of them.
pub const RESAMPLES: u32 = 1_000;

/// The key of resampling, apart from any seed of trajectories.
const KEY: u64 = 0x626F_6F74_7374_7261;

/// What was evaluated, row by row.
#[derive(Clone, Debug, Default)]
pub struct Evaluations {
    /// The first points.
    pub a: Vec<f64>,
    /// The second points.
    pub b: Vec<f64>,
    /// By factor: the first points with that factor from the second.
    pub mixed: Vec<Vec<f64>>,
}

/// A number with its bootstrap error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Standard deviation over the resamples.
    pub error: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// An estimate and what it was in each resample.
    #[must_use]
    pub fn new(value: f64, mut resampled: Vec<f64>) -> Self {
        resampled.sort_unstable_by(f64::total_cmp);
        let n = resampled.len().max(2) as f64;
        let mean = resampled.iter().sum::<f64>() / n;
        let spread = resampled.iter().map(|other| (other - mean) * (other - mean)).sum::<f64>() / (n - 1.0);
        let [low, high] = [0.025, 0.975].map(|probability| type_7(&resampled, probability));
        Self { value, error: libm::sqrt(spread), low, high }
    }
}

/// The indices of one factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Share of the variance that goes with the factor alone.
    pub first: Estimate,
    /// Share of the variance in which the factor has a part, alone or with others.
    pub total: Estimate,
}

/// The indices of all factors.
#[derive(Clone, Debug)]
pub struct Indices {
    /// By factor.
    pub each: Vec<Index>,
    /// Mean of the results at the first and second points.
    pub mean: f64,
    /// Their variance.
    pub variance: f64,
    /// By factor: its total index in each resample.
    totals: Vec<Vec<f64>>,
}

impl Indices {
    /// Share of the resamples in which the total index of a factor exceeds that of another.
    #[must_use]
    pub fn ahead(&self, factor: usize, other: usize) -> f64 {
        let pairs = self.totals[factor].iter().zip(&self.totals[other]);
        pairs.filter(|(one, two)| one > two).count() as f64 / self.totals[factor].len().max(1) as f64
    }
}

/// What each row adds to the sums of a factor.
struct Terms {
    first: Vec<f64>,
    total: Vec<f64>,
}

impl Evaluations {
    /// The indices; `None` where nothing varies. All lists are of one length.
    #[must_use]
    pub fn indices(&self, resamples: u32) -> Option<Indices> {
        let rows = self.a.len();
        let count = (rows * (2 + self.mixed.len())) as f64;
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        let centre = (sum(&self.a) + sum(&self.b) + self.mixed.iter().map(|values| sum(values)).sum::<f64>()) / count;
        let level: Vec<_> = self.a.iter().zip(&self.b).map(|(a, b)| (a - centre) + (b - centre)).collect();
        let square = |value: f64| (value - centre) * (value - centre);
        let squares: Vec<_> = self.a.iter().zip(&self.b).map(|(a, b)| square(*a) + square(*b)).collect();
        let terms: Vec<_> = self.mixed.iter().map(|mixed| self.terms(mixed, centre)).collect();
        let once = vec![1.0; rows];
        let variance = variance(&level, &squares, &once);
        if rows == 0 || variance <= 0.0 {
            return None;
        }
        let points: Vec<_> = terms.iter().map(|terms| terms.indices(&once, variance)).collect();
        let again: Vec<_> = (0..resamples).into_par_iter().map(|resample| drawn_again(resample, rows)).collect();
        let resampled = |terms: &Terms| -> Vec<[f64; 2]> {
            // A resample of equal results has no variance: it says nothing.
            let one = |weights: &Vec<f64>| Some(self::variance(&level, &squares, weights)).filter(|variance| *variance > 0.0);
            again.iter().filter_map(|weights| Some(terms.indices(weights, one(weights)?))).collect()
        };
        let resampled: Vec<_> = terms.par_iter().map(resampled).collect();
        let of = |rank: usize, list: &[[f64; 2]]| list.iter().map(|pair| pair[rank]).collect::<Vec<_>>();
        let each = points.iter().zip(&resampled).map(|([first, total], list)| Index {
            first: Estimate::new(*first, of(0, list)),
            total: Estimate::new(*total, of(1, list)),
        });
        Some(Indices {
            each: each.collect(),
            mean: centre + sum(&level) / (2 * rows) as f64,
            variance,
            totals: resampled.iter().map(|list| of(1, list)).collect(),
        })
    }

    fn terms(&self, mixed: &[f64], centre: f64) -> Terms {
        let rows = self.a.iter().zip(&self.b).zip(mixed);
        let first = rows.clone().map(|((a, b), ab)| (b - centre) * (ab - a)).collect();
        Terms { first, total: rows.map(|((a, _), ab)| 0.5 * (a - ab) * (a - ab)).collect() }
    }
}

impl Terms {
    fn indices(&self, weights: &[f64], variance: f64) -> [f64; 2] {
        let rows = weights.len() as f64;
        [&self.first, &self.total].map(|terms| weighted(terms, weights) / rows / variance)
    }
}

/// Variance of A and B together, from their sums and sums of squares by row.
fn variance(level: &[f64], squares: &[f64], weights: &[f64]) -> f64 {
    let count = 2.0 * weights.len().max(1) as f64;
    let mean = weighted(level, weights) / count;
    weighted(squares, weights) / count - mean * mean
}

fn weighted(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// How often each of `rows` rows comes in a resample.
#[must_use]
pub fn drawn_again(resample: u32, rows: usize) -> Vec<f64> {
    let at = Address { trajectory: resample, subject: 0, process: Process::Local, detail: 0, block: 0 };
    let mut stream = Philox::new(KEY).stream(at);
    let mut weights = vec![0.0; rows];
    for _ in 0..rows {
        weights[((u64::from(stream.next_u32()) * rows as u64) >> 32) as usize] += 1.0;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f = 3 x + y, each in 0..1: shares 9/10 and 1/10, and no interaction.
    #[test]
    fn what_adds_up_has_equal_first_and_total_indices() {
        let points = super::super::points::Points::new(3, 4);
        let f = |x: f64, y: f64| 3.0 * x + y;
        let at = |row: u32| [0, 1, 2, 3].map(|dimension| points.at(row, dimension));
        let rows: Vec<_> = (0..4096).map(at).collect();
        let list = |g: &dyn Fn(&[f64; 4]) -> f64| rows.iter().map(g).collect::<Vec<_>>();
        let evaluations = Evaluations {
            a: list(&|p| f(p[0], p[1])),
            b: list(&|p| f(p[2], p[3])),
            mixed: vec![list(&|p| f(p[2], p[1])), list(&|p| f(p[0], p[3]))],
        };
        let indices = evaluations.indices(200).expect("it varies");
        for (index, share) in indices.each.iter().zip([0.9, 0.1]) {
            for estimate in [index.first, index.total] {
                assert!(estimate.low <= share && share <= estimate.high, "{estimate:?} against {share}");
            }
        }
        assert!((indices.mean - 2.0).abs() < 1e-3 && (indices.variance - 10.0 / 12.0).abs() < 1e-3);
        assert_eq!([indices.ahead(0, 1), indices.ahead(1, 0)], [1.0, 0.0]);
    }

    #[test]
    fn what_never_varies_has_no_index() {
        let flat = Evaluations { a: vec![2.0; 8], b: vec![2.0; 8], mixed: vec![vec![2.0; 8]] };
        assert!(flat.indices(10).is_none());
        assert!(Evaluations::default().indices(10).is_none());
    }

    #[test]
    fn a_resample_has_as_many_rows_and_repeats_itself() {
        assert_eq!(drawn_again(3, 50).iter().sum::<f64>(), 50.0);
        assert_eq!(drawn_again(3, 50), drawn_again(3, 50));
        assert_ne!(drawn_again(3, 50), drawn_again(4, 50));
    }
}
