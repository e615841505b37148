//! Mean, standard deviation and quantiles of a histogram.
//!
//! Quantiles are of type 7 (Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician
//! 50(4), 1996), the default of R and NumPy. They are exact where the bins have width 1; a wider bin stands at its
//! centre, within the bounds seen, so that a quantile is off by at most half a width.

use crate::ensemble::Histogram;

/// The probabilities reported, rising.
pub const PROBABILITIES: [f64; 9] = [0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975];

/// Names of the quantiles in files.
pub const QUANTILES: [&str; 9] = ["q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975"];

/// What is reported of one series, in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// Standard deviation (n - 1); 0 of a single trajectory.
    pub sd: f64,
    /// Quantiles at [`PROBABILITIES`].
    pub q: [f64; 9],
}

impl Summary {
    /// The summary of integers that are `scale` times the value; all zero when there is none.
    #[must_use]
    pub fn of(histogram: &Histogram, scale: u32) -> Self {
        let unit = f64::from(scale);
        let (mean, sd) = moments(histogram);
        Self { mean: mean / unit, sd: sd / unit, q: quantiles(histogram, &PROBABILITIES).map(|value| value / unit) }
    }

    /// The median.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.q[4]
    }

    /// Bounds of the central 50, 80, 90 and 95 % intervals, by their share in per cent; `None` for another share.
    #[must_use]
    pub fn interval(&self, share: u8) -> Option<(f64, f64)> {
        let low = match share {
            95 => 0,
            90 => 1,
            80 => 2,
            50 => 3,
            _ => return None,
        };
        Some((self.q[low], self.q[8 - low]))
    }
}

/// Mean and standard deviation (n - 1), rounded once from exact integers.
fn moments(histogram: &Histogram) -> (f64, f64) {
    let n = u128::from(histogram.count());
    if n == 0 {
        return (0.0, 0.0);
    }
    let mean = histogram.sum() as f64 / n as f64;
    // n Σx² - (Σx)² is at most 2^126: a count below 2^32 of squares up to 2^62, times that count.
    let spread = n * histogram.squares() - u128::from(histogram.sum().unsigned_abs()).pow(2);
    let sd = if n == 1 { 0.0 } else { libm::sqrt(spread as f64 / (n * (n - 1)) as f64) };
    (mean, sd)
}

/// Type 7 quantiles at rising probabilities, in integers of the histogram; all zero when it is empty.
#[must_use]
pub fn quantiles<const N: usize>(histogram: &Histogram, probabilities: &[f64; N]) -> [f64; N] {
    let Some((min, max)) = histogram.bounds() else { return [0.0; N] };
    let centre = |least: i64| (least as f64 + f64::from(histogram.width_at(least) - 1) / 2.0).clamp(min.into(), max.into());
    // Values by rank: those of ranks below `seen` are passed, the greatest of them in `bin`.
    let mut bins = histogram.bins();
    let (mut bin, first) = bins.next().unwrap_or_default();
    let (mut seen, mut waiting) = (u64::from(first), bins.next());
    probabilities.map(|probability| {
        let position = f64::from(histogram.count() - 1) * probability;
        let rank = position as u64;
        while let Some((next, count)) = waiting.filter(|_| rank >= seen) {
            (bin, seen, waiting) = (next, seen + u64::from(count), bins.next());
        }
        // The next order statistic is in the next bin only when this is the last rank of its own.
        let value = centre(bin);
        let above = waiting.filter(|_| rank + 1 == seen).map_or(value, |(next, _)| centre(next));
        value + (above - value) * (position - rank as f64)
    })
}

/// The same of values in rising order, some of which may be infinite.
#[must_use]
pub fn type_7(sorted: &[f64], probability: f64) -> f64 {
    let position = sorted.len().saturating_sub(1) as f64 * probability;
    let (rank, part) = (position as usize, position.fract());
    match (sorted.get(rank), sorted.get(rank + 1)) {
        (Some(value), Some(above)) if part > 0.0 && value.is_finite() => value + (above - value) * part,
        (Some(value), _) => *value,
        (None, _) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Type 7 by sorting, as in `numpy.quantile`.
    fn by_sorting(values: &[i32], probability: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let position = (sorted.len() - 1) as f64 * probability;
        let at = |rank: f64| f64::from(sorted[(rank as usize).min(sorted.len() - 1)]);
        at(position.floor()) + (at(position.floor() + 1.0) - at(position.floor())) * position.fract()
    }

    fn histogram(values: &[i32], width: u32) -> Histogram {
        let mut histogram = Histogram::new(width);
        histogram.add(values);
        histogram
    }

    proptest! {
        #[test]
        fn exact_bins_give_the_quantiles_of_the_sorted_values(values in prop::collection::vec(-50..50_i32, 1..200)) {
            let found = quantiles(&histogram(&values, 1), &PROBABILITIES);
            prop_assert_eq!(found, PROBABILITIES.map(|probability| by_sorting(&values, probability)));
        }

        #[test]
        fn wide_bins_are_off_by_half_a_width_at_most(
            values in prop::collection::vec(-9000..9000_i32, 1..200), width in 2..500_u32,
        ) {
            let found = quantiles(&histogram(&values, width), &PROBABILITIES);
            for (found, probability) in found.iter().zip(PROBABILITIES) {
                // Both are the same weighted mean of two order statistics, each off by at most (width - 1) / 2;
                // 1e-9 is for the rounding of numbers below 10,000.
                prop_assert!((found - by_sorting(&values, probability)).abs() <= f64::from(width - 1) / 2.0 + 1e-9);
            }
        }

        #[test]
        fn moments_are_those_of_the_values(values in prop::collection::vec(-1000..1000_i32, 2..200)) {
            let n = values.len() as f64;
            let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / n;
            let squares = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>();
            let summary = Summary::of(&histogram(&values, 1), 1);
            // The naive sums of 200 terms below 4e6 carry a relative error below 200 × 2^-52 each.
            prop_assert!((summary.mean - mean).abs() <= 1e-9);
            prop_assert!((summary.sd.powi(2) - squares / (n - 1.0)).abs() <= 1e-6);
        }
    }

    #[test]
    fn a_constant_is_itself_whatever_the_width() {
        let summary = Summary::of(&histogram(&[100_974_123; 64], 10_000), 1000);
        assert_eq!(summary, Summary { mean: 100_974.123, sd: 0.0, q: [100_974.123; 9] });
    }

    #[test]
    fn numpy_gives_the_same() {
        // numpy.quantile([1, 2, 4, 8, 16], p) for the nine probabilities, and numpy.std(…, ddof=1).
        let summary = Summary::of(&histogram(&[16, 1, 8, 2, 4], 1), 1);
        let expected = [1.1, 1.2, 1.4, 2.0, 4.0, 8.0, 12.8, 14.4, 15.2];
        for (found, expected) in summary.q.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
        assert!((summary.sd - 6.099_180_272_790_763).abs() < 1e-12);
    }
}
