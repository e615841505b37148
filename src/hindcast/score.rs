//! Scores of a sample: bias, mean absolute percentage error, CRPS and coverage, each with its Monte Carlo error.
//!
//! CRPS: the mean distance of the trajectories from what came, less half their mean distance from one another, the latter over pairs of
//! different trajectories, so that its mean does not depend on their number (Ferro, "Fair scores for ensemble forecasts", QJRMS 140, 2014). Point
//! forecast: the median. Errors are in per cent of what came.

use super::{HORIZONS, HeldOut, LOCAL_HORIZONS, Sample};
use crate::statistics::quantiles::type_7;

/// Probabilities of the bounds of the 95, 80 and 50 % intervals around the median.
pub const BOUNDS: [f64; 7] = [0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975];
/// Shares of the intervals, per cent, with their bounds.
pub const INTERVALS: [(u8, usize); 3] = [(50, 2), (80, 1), (95, 0)];
/// Parts of the sample by which the Monte Carlo error is found.
const PARTS: usize = 10;

/// A value with its Monte Carlo standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// The value.
    pub value: f64,
    /// Standard error from the number of trajectories alone.
    pub error: f64,
}

/// Scores at one horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// 1 January.
    pub year: u16,
    /// Whether places are départements; else France.
    pub local: bool,
    /// Whether the realised national total was given.
    pub given: bool,
    /// Number of places scored.
    pub places: usize,
    /// Mean signed error of the median, per cent.
    pub bias: Measure,
    /// Mean absolute error of the median, per cent.
    pub mape: Measure,
    /// Standard error of that mean from the number of places alone; none of one place.
    pub mape_sampling: Option<f64>,
    /// Mean CRPS, per cent.
    pub crps: Measure,
    /// Share of places within the 50, 80 and 95 % intervals.
    pub coverage: [Measure; 3],
}

impl Score {
    /// Standard error of a coverage from the number of places alone, were they independent and the intervals exact.
    #[must_use]
    pub fn sampling(&self, interval: usize) -> f64 {
        let share = f64::from(INTERVALS[interval].0) / 100.0;
        libm::sqrt(share * (1.0 - share) / self.places as f64)
    }
}

/// All scores: France ex ante at every horizon, départements with the total given and ex ante.
pub(super) fn all(sample: &Sample, held_out: &HeldOut) -> Vec<Score> {
    let national = (0..HORIZONS.len()).map(|h| with_error(sample, &|sample| national(sample, held_out, h)));
    let given = (0..LOCAL_HORIZONS.len()).map(|h| with_error(sample, &|sample| local(sample, held_out, h, true)));
    let ex_ante = (0..LOCAL_HORIZONS.len()).map(|h| with_error(sample, &|sample| local(sample, held_out, h, false)));
    national.chain(given).chain(ex_ante).collect()
}

fn national(sample: &Sample, held_out: &HeldOut, horizon: usize) -> Score {
    let (year, truth) = (HORIZONS[horizon], [Some(held_out.national[horizon])]);
    Score { year, local: false, ..score(std::slice::from_ref(&sample.national[horizon]), &truth) }
}

fn local(sample: &Sample, held_out: &HeldOut, horizon: usize, given: bool) -> Score {
    let places = if given { sample.given(horizon, held_out.national[horizon]) } else { sample.departements[horizon].clone() };
    Score { year: LOCAL_HORIZONS[horizon], local: true, given, ..score(&places, &held_out.departements[horizon]) }
}

/// The scores of places: `[place][trajectory]` beside what came; places without a figure are left out. No Monte Carlo error yet.
#[must_use]
pub fn score(places: &[Vec<f64>], truth: &[Option<f64>]) -> Score {
    let mut sums = [0.0; 7];
    let mut count = 0_i32;
    for (values, truth) in places.iter().zip(truth).filter_map(|(values, truth)| Some((values, (*truth)?))) {
        let bounds = bounds(values);
        let error = 100.0 * (bounds[3] / truth - 1.0);
        let within = |first: usize| f64::from(bounds[first] <= truth && truth <= bounds[BOUNDS.len() - 1 - first]);
        let [half, most, nearly] = INTERVALS.map(|(_, first)| within(first));
        let one = [error, error.abs(), error * error, 100.0 * crps(values, truth) / truth, half, most, nearly];
        sums.iter_mut().zip(one).for_each(|(sum, value)| *sum += value);
        count += 1;
    }
    let [bias, mape, square, crps, half, most, nearly] = sums.map(|sum| sum / f64::from(count.max(1)));
    let variance = (square - mape * mape) / f64::from(count - 1);
    let plain = |value| Measure { value, error: 0.0 };
    Score {
        year: 0,
        local: false,
        given: false,
        places: count as usize,
        bias: plain(bias),
        mape: plain(mape),
        mape_sampling: (count > 1).then(|| libm::sqrt(variance.max(0.0))),
        crps: plain(crps),
        coverage: [half, most, nearly].map(plain),
    }
}

/// The score of the whole sample, with the errors that those of its parts tell.
fn with_error(sample: &Sample, of: &dyn Fn(&Sample) -> Score) -> Score {
    let mut whole = of(sample);
    let size = sample.len() / PARTS;
    if size < 2 {
        return whole;
    }
    let parts: Vec<Score> = (0..PARTS).map(|part| of(&sample.part(part * size..(part + 1) * size))).collect();
    let error = |value: &dyn Fn(&Score) -> f64| {
        let mean = parts.iter().map(value).sum::<f64>() / PARTS as f64;
        let squares = parts.iter().map(|part| (value(part) - mean) * (value(part) - mean)).sum::<f64>();
        libm::sqrt(squares / (PARTS as f64 - 1.0) / PARTS as f64)
    };
    whole.bias.error = error(&|score| score.bias.value);
    whole.mape.error = error(&|score| score.mape.value);
    whole.crps.error = error(&|score| score.crps.value);
    for interval in 0..INTERVALS.len() {
        whole.coverage[interval].error = error(&|score| score.coverage[interval].value);
    }
    whole
}

/// Quantiles at [`BOUNDS`].
pub(super) fn bounds(values: &[f64]) -> [f64; 7] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    BOUNDS.map(|probability| type_7(&sorted, probability))
}

/// Fair CRPS of a sample beside what came, in the unit of the sample.
#[must_use]
pub fn crps(values: &[f64], truth: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = sorted.iter().map(|value| (value - truth).abs()).sum::<f64>() / n;
    // Of sorted values, the sum of |x - y| over pairs is that of (2i - n + 1) x_i, counted from 0.
    let pairs: f64 = sorted.iter().zip(0..).map(|(value, rank)| (2.0 * f64::from(rank) - n + 1.0) * value).sum();
    if sorted.len() < 2 { distance } else { distance - pairs / (n * (n - 1.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal_quantile;

    /// Quantiles of a standard normal law at the middles of n equal parts: a sample without chance.
    fn normal(n: u32) -> Vec<f64> {
        (0..n).map(|rank| normal_quantile((f64::from(rank) + 0.5) / f64::from(n))).collect()
    }

    /// CRPS of N(0, 1) at y: y (2Φ(y) − 1) + 2φ(y) − 1/√π (Gneiting and Raftery, JASA 102, 2007).
    #[test]
    fn crps_of_a_normal_law_is_the_closed_form() {
        let sample = normal(20_000);
        for y in [0.0, 0.7, -2.5] {
            let density = libm::exp(-y * y / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
            let below = 0.5 * libm::erfc(-y / std::f64::consts::SQRT_2);
            let exact = y * (2.0 * below - 1.0) + 2.0 * density - 1.0 / libm::sqrt(std::f64::consts::PI);
            // Twenty thousand equal parts: the tails beyond 4 standard deviations, 6e-5 of the mass, are all that is cut.
            assert!((crps(&sample, y) - exact).abs() < 5e-4, "{y}");
        }
    }

    #[test]
    fn crps_of_two_values_by_hand() {
        // Mean distance (1 + 3) / 2 = 2, less half of the one distance 4 between them.
        assert!((crps(&[1.0, 5.0], 2.0) - (2.0 - 2.0)).abs() < 1e-12);
        assert!((crps(&[3.0], 5.0) - 2.0).abs() < 1e-12, "a point forecast: its absolute error");
    }

    #[test]
    fn a_calibrated_forecast_covers_as_often_as_it_says() {
        // The same law everywhere, and what came at the middles of 200 equal parts of it: coverage is exact to half a part.
        let law: Vec<f64> = normal(4_001).iter().map(|value| 100.0 + value).collect();
        let truth: Vec<Option<f64>> = normal(200).iter().map(|value| Some(100.0 + value)).collect();
        let found = score(&vec![law; 200], &truth);
        for (measure, (share, _)) in found.coverage.iter().zip(INTERVALS) {
            assert!((measure.value - f64::from(share) / 100.0).abs() <= 1.0 / 200.0, "{share}: {}", measure.value);
        }
        assert!(found.bias.value.abs() < 0.02, "the mean of the truth is that of the law, but for 1/x");
    }

    #[test]
    fn errors_are_signed_in_bias_and_absolute_in_mape() {
        let found = score(&[vec![110.0; 3], vec![95.0; 3], vec![1.0; 3]], &[Some(100.0), Some(100.0), None]);
        assert_eq!(found.places, 2);
        // Absolute errors 10 and 5: their standard deviation (n - 1) is 3.54, over the root of 2.
        assert!((found.mape_sampling.expect("two places") - 2.5).abs() < 1e-9);
        assert!((found.bias.value - 2.5).abs() < 1e-9 && (found.mape.value - 7.5).abs() < 1e-9);
        assert_eq!(found.coverage.map(|measure| measure.value), [0.0; 3]);
    }
}
