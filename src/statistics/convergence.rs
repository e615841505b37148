//! How far the number of trajectories alone lets a figure be trusted (Monte Carlo standard errors).
//!
//! This is the error that more trajectories would remove; it says nothing of the parameters.

use super::quantiles::{Summary, quantiles};
use crate::ensemble::Histogram;

/// Standard error of the mean: sd / √n, in the unit of the summary.
#[must_use]
pub fn standard_error_of_mean(summary: &Summary, trajectories: u32) -> f64 {
    if trajectories == 0 { 0.0 } else { summary.sd / libm::sqrt(f64::from(trajectories)) }
}

/// Standard error of the quantile at `probability`, in the unit of values (`scale` integers each).
///
/// Woodruff ("Confidence intervals for medians and other position measures", JASA 47, 1952): the share of trajectories
/// below the true quantile has standard deviation d = √(p (1 - p) / n), so the quantiles at p ± d are one standard error
/// away; half their distance is the answer. No density is estimated. Where p ± d leaves [0, 1] the distance is that of
/// the part within, in proportion: an extreme quantile of few trajectories is then a rough guess.
#[must_use]
pub fn standard_error_of_quantile(histogram: &Histogram, scale: u32, probability: f64) -> f64 {
    if histogram.count() == 0 {
        return 0.0;
    }
    let deviation = libm::sqrt(probability * (1.0 - probability) / f64::from(histogram.count()));
    let (low, high) = ((probability - deviation).max(0.0), (probability + deviation).min(1.0));
    let [below, above] = quantiles(histogram, &[low, high]);
    let within = high - low;
    if within > 0.0 { (above - below) / within * deviation / f64::from(scale) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Address, Philox, Process};

    fn uniform(trajectory: u32, n: u32) -> Vec<i32> {
        let at = |subject| Address { trajectory, subject, process: Process::Local, detail: 0, block: 0 };
        (0..n).map(|subject| (Philox::new(11).words(at(subject))[0] >> 12) as i32).collect()
    }

    /// A uniform law on 0..2^20 has, at p, the asymptotic standard error 2^20 √(p (1 - p) / n).
    /// 400 samples give the true spread of the estimate to 1/√800 = 3.5 % (one sd); four of them are 14 %. Seed 11.
    #[test]
    fn the_error_is_the_spread_of_the_quantile_over_repeated_runs() {
        let (n, runs) = (1000, 400);
        for probability in [0.1, 0.5, 0.975] {
            let histograms = (0..runs).map(|run| {
                let mut histogram = Histogram::new(1);
                histogram.add(&uniform(run, n));
                histogram
            });
            let found: Vec<(f64, f64)> = histograms
                .map(|histogram| {
                    let [quantile] = quantiles(&histogram, &[probability]);
                    (quantile, standard_error_of_quantile(&histogram, 1, probability))
                })
                .collect();
            let count = f64::from(runs);
            let mean = found.iter().map(|(quantile, _)| quantile).sum::<f64>() / count;
            let spread = (found.iter().map(|(quantile, _)| (quantile - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
            let error = found.iter().map(|(_, error)| error).sum::<f64>() / count;
            assert!((error / spread - 1.0).abs() < 0.14, "{probability}: {error} against {spread}");
        }
    }

    #[test]
    fn the_mean_is_known_with_the_root_of_the_number() {
        let summary = Summary { sd: 30.0, ..Summary::default() };
        assert!((standard_error_of_mean(&summary, 900) - 1.0).abs() < 1e-12);
    }
}
