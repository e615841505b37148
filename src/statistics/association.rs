//! Which parameters drive a result: rank correlations between their draws and a value, trajectory by trajectory.
//!
//! Spearman's coefficient ("The proof and measurement of association between two things", American Journal of Psychology
//! 15, 1904) sees any monotone relation, and its square is about the share of the variance of the ranks that the parameter
//! explains. What is not monotone, or acts only together with another parameter, escapes it.

use crate::parameter::{Draw, Parameters};
use crate::stream::Philox;

/// Least share of the variance of a result that makes a parameter worth naming.
const SHARE: f64 = 0.10;

/// Standard deviations beyond which lies one in a thousand of the coefficients of two things without relation.
const RARE: f64 = 3.29;

/// A parameter and how far it drives a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Its position among the parameters.
    pub position: usize,
    /// Spearman's coefficient, from -1 to 1.
    pub correlation: f64,
}

impl Driver {
    /// Share of the variance of the ranks that goes with the parameter.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.correlation * self.correlation
    }
}

/// The parameters that drive `values`, of the trajectories from `first` on: those with a tenth of the variance of the
/// ranks and more, and a coefficient that one relation in a thousand would reach by chance. The strongest first.
#[must_use]
pub fn drivers(parameters: &Parameters, generator: &Philox, first: u32, values: &[i32]) -> Vec<Driver> {
    let least = (RARE / libm::sqrt((values.len().max(2) - 1) as f64)).max(libm::sqrt(SHARE));
    let results = ranks(&values.iter().map(|&value| f64::from(value)).collect::<Vec<_>>());
    let mut drawn = vec![Vec::with_capacity(values.len()); parameters.list().len()];
    let mut draw = Draw::default();
    for trajectory in (first..).take(values.len()) {
        parameters.draw_into(generator, trajectory, &mut draw);
        drawn.iter_mut().zip(&draw.0).for_each(|(list, value)| list.push(*value));
    }
    let driver = |(position, list): (usize, Vec<f64>)| Driver { position, correlation: correlation(&ranks(&list), &results) };
    let mut drivers: Vec<_> =
        drawn.into_iter().enumerate().map(driver).filter(|driver| driver.correlation.abs() >= least).collect();
    drivers.sort_by(|a, b| b.share().total_cmp(&a.share()));
    drivers
}

/// The rank of each value, those of equal values at their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<_> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let mean = first as f64 + (tied.len() - 1) as f64 / 2.0;
        tied.iter().for_each(|at| ranks[*at] = mean);
        first += tied.len();
    }
    ranks
}

/// Pearson's coefficient; 0 when one of the two never varies.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = (a.len() as f64 - 1.0) / 2.0;
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    let spread = product(a, a) * product(b, b);
    if spread > 0.0 { product(a, b) / libm::sqrt(spread) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        distribution::Law,
        parameter::{Parameter, Unit},
        source::Confidence,
        text::Message,
    };

    fn parameters(laws: &[Law]) -> Parameters {
        let one = |(rank, law): (usize, &Law)| Parameter {
            name: format!("p{rank}"),
            about: Message::new("", ""),
            unit: Unit::None,
            bounds: law.support(),
            law: *law,
            source: String::new(),
            confidence: Confidence::G,
            review_by: 2027,
        };
        Parameters::new(laws.iter().enumerate().map(one).collect()).unwrap()
    }

    #[test]
    fn scipy_gives_the_same_coefficient() {
        // scipy.stats.spearmanr([1, 2, 2, 4, 5, 9], [3, 1, 4, 4, 8, 7]).statistic
        let found = correlation(&ranks(&[1.0, 2.0, 2.0, 4.0, 5.0, 9.0]), &ranks(&[3.0, 1.0, 4.0, 4.0, 8.0, 7.0]));
        assert!((found - 0.808_823_529_411_764_7).abs() < 1e-12, "{found}");
        assert_eq!(correlation(&ranks(&[1.0; 4]), &ranks(&[1.0, 2.0, 3.0, 4.0])), 0.0);
    }

    #[test]
    fn what_drives_is_named_and_what_does_not_is_not() {
        let wide = Law::Uniform { low: 0.0, high: 1.0 };
        let (parameters, generator) = (parameters(&[wide, wide, Law::Fixed { value: 1.0 }]), Philox::new(3));
        let mut draw = Draw::default();
        let value = |trajectory| {
            parameters.draw_into(&generator, trajectory, &mut draw);
            (-1e6 * draw.0[1].powi(3)) as i32
        };
        let values: Vec<_> = (0..400).map(value).collect();
        let found = drivers(&parameters, &generator, 0, &values);
        assert_eq!(found.iter().map(|driver| driver.position).collect::<Vec<_>>(), [1]);
        assert!(found[0].correlation < -0.999);
        assert!(drivers(&parameters, &generator, 400, &values).is_empty(), "of other trajectories");
        assert!(drivers(&parameters, &generator, 0, &[0; 400]).is_empty());
    }
}
