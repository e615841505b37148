//! How far a mean of trajectories may stand from its expectation.

use releve::distribution::normal_quantile;

/// Mean and standard deviation of a series over the trajectories.
pub struct Sample {
    pub mean: f64,
    pub sd: f64,
    pub size: f64,
}

impl Sample {
    pub fn new(values: impl Iterator<Item = f64> + Clone) -> Self {
        let size = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / size;
        let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
        Self { mean, sd: (squares / (size - 1.0)).sqrt(), size }
    }
}

/// Comparisons that share one level, equally (Bonferroni).
#[derive(Default)]
pub struct Family(Vec<(String, f64, Sample)>);

/// Decisions of a person and year that are held in 32 bits: two clocks, a passage, a fate, two steps of a choice.
const DECISIONS: f64 = 6.0;
/// Years of the longest run compared.
const YEARS: f64 = 24.0;

impl Family {
    pub fn add(&mut self, name: String, expected: f64, sample: Sample) {
        self.0.push((name, expected, sample));
    }

    /// Means of many persons, close to normal: Student's t with the ensemble's own standard error.
    pub fn by_student(&self, level: f64) -> Vec<String> {
        self.beyond(|_, sample| student_quantile(self.each(level), sample.size - 1.0) * sample.sd / sample.size.sqrt())
    }

    /// Counts of rare events, far from normal: Bernstein's inequality for sums of independent indicators, whose variance
    /// is at most their mean, or the ensemble's where that is larger.
    pub fn by_bernstein(&self, level: f64) -> Vec<String> {
        let log = -(self.each(level)).ln();
        self.beyond(|expected, sample| {
            let variance = expected.max(sample.sd * sample.sd);
            (2.0 * log * variance / sample.size).sqrt() + 2.0 * log / (3.0 * sample.size)
        })
    }

    /// One-sided level of each comparison.
    fn each(&self, level: f64) -> f64 {
        level / (2.0 * self.0.len() as f64)
    }

    fn beyond(&self, bound: impl Fn(f64, &Sample) -> f64) -> Vec<String> {
        let is_beyond = |(_, expected, sample): &&(String, f64, Sample)| {
            let words = expected * DECISIONS * YEARS / 4_294_967_296.0;
            (sample.mean - expected).abs() > bound(*expected, sample) + words
        };
        let tell = |(name, expected, sample): &(String, f64, Sample)| {
            let z = (sample.mean - expected) / (sample.sd / sample.size.sqrt());
            format!("{name}: mean {:.3}, expected {expected:.3}, z {z:.1}, bound {:.3}", sample.mean, bound(*expected, sample))
        };
        self.0.iter().filter(is_beyond).map(tell).collect()
    }
}

/// Quantile of Student's law, upper tail: Abramowitz and Stegun 26.7.5.
fn student_quantile(tail: f64, freedom: f64) -> f64 {
    let x = normal_quantile(1.0 - tail);
    let (x3, x5, x7) = (x.powi(3), x.powi(5), x.powi(7));
    x + (x3 + x) / (4.0 * freedom)
        + (5.0 * x5 + 16.0 * x3 + 3.0 * x) / (96.0 * freedom.powi(2))
        + (3.0 * x7 + 19.0 * x5 + 17.0 * x3 - 15.0 * x) / (384.0 * freedom.powi(3))
}
