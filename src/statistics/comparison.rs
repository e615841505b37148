//! The comparison: what is reported of the differences between a variant and the reference.
//!
//! Both are simulated with the same luck: the same doctor has the same chances in each. That is a convention, since no
//! doctor lives twice: it makes the mean of a difference precise, and its quantiles are those of differences so paired.

use super::{
    convergence::standard_error_of_mean,
    projection::{order, place, position},
    quantiles::Summary,
};
use crate::{
    cohort::Count,
    engine::indicators::{Key, Layout, Level},
    ensemble::{Differences, Histogram, RELATIVE_SCALE},
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What is reported of the differences of one series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effect {
    /// Mean, standard deviation and quantiles.
    pub summary: Summary,
    /// Share of the trajectories in which the difference is above 0, strictly.
    pub positive: f64,
}

/// The differences between two scenarios, by series.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Name of the reference.
    pub reference: String,
    /// Name of the variant.
    pub scenario: String,
    /// Number of trajectories.
    pub trajectories: u32,
    /// What the series are.
    pub layout: Layout,
    /// Variant less reference, one per series, in the order of the layout and in the unit of the indicator.
    pub absolute: Vec<Effect>,
    /// The same as a share of the reference; `None` where the reference was 0 in a trajectory, and for a date.
    pub relative: Vec<Option<Effect>>,
}

/// Which of the two differences of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In the unit of the indicator.
    Absolute,
    /// As a share of the reference.
    Relative,
}

/// Whether a difference is more than what its interval holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every trajectory has the same value in both.
    Nothing,
    /// 0 is within the 80 % prediction interval.
    Within,
    /// 0 is outside the 80 % interval and within the 95 % interval.
    Beyond80,
    /// 0 is outside the 95 % interval.
    Beyond95,
}

impl Effect {
    /// The effect in integers that are `scale` times the value.
    #[must_use]
    pub fn of(histogram: &Histogram, scale: u32) -> Self {
        let above: u32 = histogram.bins().filter(|(least, _)| *least > 0).map(|(_, count)| count).sum();
        let positive = if histogram.count() == 0 { 0.0 } else { f64::from(above) / f64::from(histogram.count()) };
        Self { summary: Summary::of(histogram, scale), positive }
    }

    /// Whether the prediction intervals hold 0.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let excludes = |share| self.summary.interval(share).is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        match (excludes(95), excludes(80)) {
            (true, _) => Verdict::Beyond95,
            (false, true) => Verdict::Beyond80,
            _ if self.summary == Summary::default() => Verdict::Nothing,
            _ => Verdict::Within,
        }
    }

    /// Half-width of the 95 % confidence interval of the mean, which more trajectories narrow: 1.96 standard errors.
    #[must_use]
    pub fn monte_carlo_error(&self, trajectories: u32) -> f64 {
        1.96 * standard_error_of_mean(&self.summary, trajectories)
    }
}

impl Comparison {
    /// The comparison of two scenarios from their differences.
    #[must_use]
    pub fn of(reference: &str, scenario: &str, differences: &Differences) -> Self {
        let layout = differences.layout();
        let scale = |position| layout.key(position).slot.indicator.scale;
        let both = |position| {
            let relative = differences.relative(position).map(|histogram| Effect::of(histogram, RELATIVE_SCALE));
            (Effect::of(differences.absolute(position), scale(position)), relative)
        };
        let (absolute, relative) = (0..layout.len()).into_par_iter().map(both).unzip();
        Self {
            reference: reference.to_owned(),
            scenario: scenario.to_owned(),
            trajectories: differences.trajectories(),
            layout: layout.clone(),
            absolute,
            relative,
        }
    }

    /// The two differences of a series of a place, which is not a territory.
    #[must_use]
    pub fn get(
        &self,
        level: Level,
        code: &str,
        indicator: &str,
        count: Option<Count>,
        year: u16,
    ) -> Option<(&Effect, Option<&Effect>)> {
        let at = position(&self.layout, place(&self.layout, level, code, "")?, indicator, count, year)?;
        Some((self.absolute.get(at)?, self.relative.get(at)?.as_ref()))
    }

    /// Every difference that has a value, in the order of files: that of the indicators, the absolute one first.
    pub fn rows(&self) -> impl Iterator<Item = (Key<'_>, Difference, &Effect)> {
        order(&self.layout).flat_map(|position| {
            let key = self.layout.key(position);
            let absolute = (key, Difference::Absolute, &self.absolute[position]);
            [absolute].into_iter().chain(self.relative[position].as_ref().map(|effect| (key, Difference::Relative, effect)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(values: &[i32]) -> Effect {
        let mut histogram = Histogram::fine();
        histogram.add(values);
        Effect::of(&histogram, 1)
    }

    #[test]
    fn only_what_is_above_nothing_is_positive() {
        assert_eq!(effect(&[-5, 0, 0, 7]).positive, 0.25);
        assert_eq!(effect(&[0; 9]).positive, 0.0);
        assert_eq!(effect(&[1, 2_000_000]).positive, 1.0);
    }

    #[test]
    fn a_verdict_is_that_of_the_widest_interval_without_zero() {
        // 1,000 values from -k on: the share below 0 is k in a thousand.
        let shifted = |k: i32| effect(&(0..1_000).map(|rank| (rank - k) * 3).collect::<Vec<_>>()).verdict();
        assert_eq!([20, 30, 90, 110].map(shifted), [Verdict::Beyond95, Verdict::Beyond80, Verdict::Beyond80, Verdict::Within]);
        assert_eq!(effect(&[-1; 9]).verdict(), Verdict::Beyond95);
        assert_eq!(effect(&[0; 9]).verdict(), Verdict::Nothing);
    }
}
