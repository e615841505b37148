//! The tornado: what a result becomes with one parameter low, then high.
//!
//! Everything else is as drawn, luck included, in the same trajectories: the bars are mean differences, paired, and hold
//! for a world as uncertain as the model says, not for one in which all else is known.

use serde::{Deserialize, Serialize};

/// Where a parameter is low and high in its law.
pub const LOW: f64 = 0.10;
/// See [`LOW`].
pub const HIGH: f64 = 0.90;

/// Rows of a design of `rows` rows in which each parameter is set low and high: an eighth of them, from 2 to 32.
#[must_use]
pub fn pairs(rows: u32) -> u32 {
    (rows / 8).clamp(2, 32)
}

/// What a parameter does to a result, in the unit of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    /// Mean change when it is low.
    pub low: f64,
    /// Mean change when it is high.
    pub high: f64,
    /// Standard errors of the two.
    pub errors: [f64; 2],
    /// Standard error of their difference.
    pub error: f64,
}

impl Swing {
    /// From the low to the high: positive where the result rises with the parameter.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// The swings of parameters from the results of the first rows as drawn, and with each parameter low and high.
#[must_use]
pub fn swings(drawn: &[f64], set: &[[Vec<f64>; 2]]) -> Vec<Swing> {
    let swing = |[low, high]: &[Vec<f64>; 2]| {
        let (below, above) = (paired(low, drawn), paired(high, drawn));
        Swing { low: below.0, high: above.0, errors: [below.1, above.1], error: paired(high, low).1 }
    };
    set.iter().map(swing).collect()
}

/// Mean of the differences and its standard error.
fn paired(one: &[f64], other: &[f64]) -> (f64, f64) {
    let differences = || one.iter().zip(other).map(|(one, other)| one - other);
    let n = one.len().max(2) as f64;
    let mean = differences().sum::<f64>() / n;
    let squares = differences().map(|difference| (difference - mean) * (difference - mean)).sum::<f64>();
    (mean, libm::sqrt(squares / (n - 1.0) / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swing_is_a_mean_of_pairs() {
        let set = [[vec![0.0, 1.0, 2.0, 5.0], vec![3.0, 4.0, 5.0, 8.0]]];
        let [swing] = swings(&[1.0, 2.0, 3.0, 6.0], &set)[..] else { panic!("one") };
        assert_eq!((swing.low, swing.high, swing.width()), (-1.0, 2.0, 3.0));
        assert_eq!((swing.errors, swing.error), ([0.0, 0.0], 0.0));
        // Differences 0 and 2: mean 1, standard deviation √2, error 1.
        let (mean, error) = paired(&[1.0, 3.0], &[1.0, 1.0]);
        assert!((mean - 1.0).abs() + (error - 1.0).abs() < 1e-12);
    }
}
