//! The attribution: the effect of each piece of a variant alone, and what they make together.
//!
//! First in: the reference with the piece, less the reference. Last in: the variant, less the variant without the piece.
//! What the sum of the first lacks to the total is the interaction, named as such. All are taken trajectory by trajectory
//! in integers, so that the parts sum to the total exactly.

use super::{comparison::Effect, projection::position};
use crate::{
    cohort::Count,
    engine::indicators::{Key, Layout},
    ensemble::{Differences, Histogram, RunError, Simulate, difference_histogram, run_together},
    scenario::{Scenario, components::Component},
};
use serde::{Deserialize, Serialize};
use std::{ops::Range, sync::atomic::AtomicBool};

/// Indicators attributed, of France.
pub const ATTRIBUTED: [&str; 4] = ["headcount", "fte", "acts_per_inhabitant", "without_mt"];

/// What a row of an attribution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The variant less the reference.
    Total,
    /// A piece alone.
    FirstIn,
    /// What the variant loses without a piece.
    LastIn,
    /// The sum of the pieces alone.
    SumOfFirstIn,
    /// The total less that sum.
    Interaction,
}

impl Part {
    /// Its name in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::FirstIn => "first_in",
            Self::LastIn => "last_in",
            Self::SumOfFirstIn => "sum_of_first_in",
            Self::Interaction => "interaction",
        }
    }
}

/// One row: a part of the effect on one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// What part.
    pub part: Part,
    /// The piece, where the part is of one: an index of [`Attribution::components`].
    pub component: Option<usize>,
    /// The effect, in the unit of the indicator.
    pub effect: Effect,
    /// Its mean as a share of that of the total; `None` where the total is nothing.
    pub share: Option<f64>,
}

/// The attribution of one variant.
#[derive(Clone)]
pub struct Attribution {
    /// Name of the reference.
    pub reference: String,
    /// Name of the variant.
    pub scenario: String,
    /// Its pieces.
    pub components: Vec<Component>,
    /// Whether a piece changed nothing in France, neither alone nor among the others.
    pub idle: Vec<bool>,
    /// What the series are: France.
    pub layout: Layout,
    /// The parts by position of the layout, in the order of files.
    pub rows: Vec<(usize, Vec<Contribution>)>,
}

/// Years in which an effect is shown: those that five divides after the start, and the horizon.
#[must_use]
pub fn milestones(start: u16, horizon: u16) -> Vec<u16> {
    (start + 1..=horizon).filter(|year| year % 5 == 0 || *year == horizon).collect()
}

/// The scenarios to simulate for the attribution of a variant of several pieces: the reference, the variant, the reference
/// with each piece, the variant without each. Of two pieces, the variant without one is the reference with the other.
#[must_use]
pub fn mixtures(reference: &Scenario, variant: &Scenario, components: &[Component]) -> Vec<Scenario> {
    let first = components.iter().map(|component| reference.with(*component, variant));
    let last = components.iter().map(|component| variant.with(*component, reference));
    let last = last.filter(|_| components.len() > 2);
    [reference.clone(), variant.clone()].into_iter().chain(first).chain(last).collect()
}

/// The attribution of a variant of one piece, or of none, from its differences, the first place of which is France.
/// The names are those of the reference and of the variant.
#[must_use]
pub fn of_one([reference, scenario]: [&str; 2], components: Vec<Component>, differences: &Differences) -> Attribution {
    let layout = differences.layout();
    let parts = |position| {
        let (absolute, mut nothing) = (differences.absolute(position), histogram(layout, position));
        nothing.add(&vec![0; differences.trajectories() as usize]);
        let all = [Part::Total, Part::FirstIn, Part::LastIn, Part::SumOfFirstIn, Part::Interaction];
        let held = |part| if part == Part::Interaction { nothing.clone() } else { absolute.clone() };
        let component = |part| matches!(part, Part::FirstIn | Part::LastIn).then_some(0);
        (position, contributions(layout, position, all.map(|part| (part, component(part), held(part))).to_vec()))
    };
    let rows = if components.is_empty() { Vec::new() } else { positions(layout).into_iter().map(parts).collect() };
    let idle = vec![differences.are_all_zero(); components.len()];
    Attribution { reference: reference.to_owned(), scenario: scenario.to_owned(), components, idle, layout: layout.clone(), rows }
}

/// The attribution of a variant of several pieces: simulates its [`mixtures`], in their order. The names
/// are those of the reference and of the variant.
///
/// # Errors
/// See [`crate::ensemble::run`].
pub fn of_many<S: Simulate>(
    [reference, scenario]: [&str; 2],
    components: Vec<Component>,
    mixtures: &[&S],
    range: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Attribution, RunError> {
    let layout = mixtures[0].layout();
    let mut parts = Parts::new(layout, components.len());
    let mut held: Vec<Vec<i32>> = vec![Vec::new(); mixtures.len()];
    let take = &mut |number: usize, _, rows: &[i32], _: &[blake3::Hash]| {
        held[number].clear();
        held[number].extend_from_slice(rows);
        if number + 1 == held.len() {
            parts.add(&held, layout.len());
        }
    };
    run_together(mixtures, range, threads, progress, cancelled, take)?;
    let idle = parts.idle.clone();
    let rows = parts.rows(layout);
    Ok(Attribution {
        reference: reference.to_owned(),
        scenario: scenario.to_owned(),
        components,
        idle,
        layout: layout.clone(),
        rows,
    })
}

/// The sums of a run under way.
struct Parts {
    positions: Vec<usize>,
    /// By position: the total, the pieces first in, the pieces last in, their sum, the interaction.
    sums: Vec<Vec<(Part, Option<usize>, Histogram)>>,
    idle: Vec<bool>,
}

impl Parts {
    fn new(layout: &Layout, components: usize) -> Self {
        let each = |part| (0..components).map(move |component| (part, Some(component)));
        let parts = || {
            let ends = [(Part::SumOfFirstIn, None), (Part::Interaction, None)];
            [(Part::Total, None)].into_iter().chain(each(Part::FirstIn)).chain(each(Part::LastIn)).chain(ends)
        };
        let of = |position| parts().map(|(part, component)| (part, component, histogram(layout, position))).collect();
        let positions = positions(layout);
        Self { sums: positions.iter().map(|position| of(*position)).collect(), positions, idle: vec![true; components] }
    }

    /// Adds the rows of a block, by mixture.
    fn add(&mut self, rows: &[Vec<i32>], length: usize) {
        let components = self.idle.len();
        let last = |component| if components == 2 { 2 + 1 - component } else { 2 + components + component };
        for (component, idle) in self.idle.iter_mut().enumerate() {
            *idle &= rows[2 + component] == rows[0] && rows[last(component)] == rows[1];
        }
        for trajectory in 0..rows[0].len() / length {
            for (sums, position) in self.sums.iter_mut().zip(&self.positions) {
                let value = |mixture: usize| i64::from(rows[mixture][trajectory * length + position]);
                let total = value(1) - value(0);
                let first = |component: usize| value(2 + component) - value(0);
                let sum: i64 = (0..components).map(first).sum();
                for (part, component, histogram) in sums {
                    let component = component.unwrap_or(0);
                    let part = match part {
                        Part::Total => total,
                        Part::FirstIn => first(component),
                        Part::LastIn => value(1) - value(last(component)),
                        Part::SumOfFirstIn => sum,
                        Part::Interaction => total - sum,
                    };
                    // What is reported is far from the ends of 32 bits: people, and thousandths of GPs.
                    histogram.add(&[part.clamp(i32::MIN.into(), i32::MAX.into()) as i32]);
                }
            }
        }
    }

    fn rows(self, layout: &Layout) -> Vec<(usize, Vec<Contribution>)> {
        let pairs = self.positions.into_iter().zip(self.sums);
        pairs.map(|(position, sums)| (position, contributions(layout, position, sums))).collect()
    }
}

fn contributions(layout: &Layout, position: usize, sums: Vec<(Part, Option<usize>, Histogram)>) -> Vec<Contribution> {
    let scale = layout.key(position).slot.indicator.scale;
    let total = sums.first().map_or(0, |(_, _, histogram)| histogram.sum());
    let one = |(part, component, histogram): (Part, Option<usize>, Histogram)| {
        let share = (total != 0).then(|| histogram.sum() as f64 / total as f64);
        Contribution { part, component, effect: Effect::of(&histogram, scale), share }
    };
    sums.into_iter().map(one).collect()
}

fn histogram(layout: &Layout, position: usize) -> Histogram {
    difference_histogram(layout.key(position).slot.indicator)
}

/// Where the attributed series stand: those of the first place, by indicator, count and year.
fn positions(layout: &Layout) -> Vec<usize> {
    let horizon = layout.start + (layout.years - 1) as u16;
    let counts = |indicator| layout.slots.iter().filter(move |slot| slot.indicator.name == indicator).map(|slot| slot.count);
    let of = |indicator: &'static str, count: Option<Count>| {
        milestones(layout.start, horizon).into_iter().filter_map(move |year| position(layout, 0, indicator, count, year))
    };
    ATTRIBUTED.into_iter().flat_map(|name| counts(name).flat_map(move |count| of(name, count))).collect()
}

impl Attribution {
    /// Every row with what its series is, in the order of files.
    pub fn rows(&self) -> impl Iterator<Item = (Key<'_>, &Contribution)> {
        self.rows.iter().flat_map(|(position, parts)| parts.iter().map(|part| (self.layout.key(*position), part)))
    }

    /// The parts of the effect on an indicator in a year.
    #[must_use]
    pub fn of(&self, indicator: &str, count: Option<Count>, year: u16) -> &[Contribution] {
        let at = position(&self.layout, 0, indicator, count, year);
        self.rows.iter().find(|(position, _)| Some(*position) == at).map_or(&[], |(_, parts)| parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::{
        Keep, run_paired,
        tests::{Toy, toy_layout},
    };

    /// Runs of unlike seeds stand for mixtures: nothing relates them but the arithmetic.
    fn attribution(seeds: &[u64], pieces: usize) -> (Attribution, Vec<Toy>) {
        let toys: Vec<_> = seeds.iter().map(|seed| Toy { layout: toy_layout(), seed: *seed }).collect();
        let components = vec![Component::Overrides; pieces];
        let mixtures: Vec<_> = toys.iter().collect();
        (of_many(["toy", "essai"], components, &mixtures, 0..200, 2, &|_| (), &AtomicBool::new(false)).unwrap(), toys)
    }

    fn means(attribution: &Attribution, part: Part) -> Vec<f64> {
        let parts = attribution.of("headcount", None, 2028);
        parts.iter().filter(|found| found.part == part).map(|found| found.effect.summary.mean).collect()
    }

    #[test]
    fn the_pieces_and_the_interaction_make_the_total() {
        for (seeds, pieces) in [(vec![1, 2, 3, 4], 2), (vec![1, 2, 3, 4, 5, 6, 7, 8], 3)] {
            let (attribution, _) = attribution(&seeds, pieces);
            let sum = |part| means(&attribution, part).iter().sum::<f64>();
            assert_eq!(means(&attribution, Part::LastIn).len(), pieces);
            // Sums of 200 integers below 10,000, each divided once by 200.
            assert!((sum(Part::FirstIn) - sum(Part::SumOfFirstIn)).abs() < 1e-9);
            assert!((sum(Part::FirstIn) + sum(Part::Interaction) - sum(Part::Total)).abs() < 1e-9);
            assert_eq!(attribution.idle, vec![false; pieces]);
        }
    }

    #[test]
    fn of_two_pieces_the_last_is_the_variant_without_it() {
        let (attribution, toys) = attribution(&[1, 2, 3, 4], 2);
        let without = |toy: usize| {
            let paired =
                run_paired(&toys[toy], &[&toys[1]], Keep::default(), 0..200, 1, &|_| (), &AtomicBool::new(false)).unwrap();
            let paired = paired.differences;
            let at = position(&attribution.layout, 0, "headcount", None, 2028).unwrap();
            Effect::of(paired[0].absolute(at), 1).summary.mean
        };
        // Without the first piece the reference has the second, and the other way round.
        assert_eq!(means(&attribution, Part::LastIn), [without(3), without(2)]);
    }

    #[test]
    fn a_piece_that_changes_nothing_is_idle_and_one_alone_is_the_total() {
        assert_eq!(attribution(&[1, 2, 1, 2], 2).0.idle, [true, false]);
        let toys = [1, 2].map(|seed| Toy { layout: toy_layout(), seed });
        let paired = run_paired(&toys[0], &[&toys[1]], Keep::default(), 0..50, 1, &|_| (), &AtomicBool::new(false)).unwrap();
        let paired = paired.differences;
        let alone = of_one(["toy", "essai"], vec![Component::Overrides], &paired[0]);
        let total = means(&alone, Part::Total);
        assert!(total[0] != 0.0);
        assert!([Part::FirstIn, Part::LastIn, Part::SumOfFirstIn].into_iter().all(|part| means(&alone, part) == total));
        assert_eq!(means(&alone, Part::Interaction), [0.0]);
    }

    #[test]
    fn years_shown_are_those_that_five_divides_and_the_last() {
        assert_eq!(milestones(2026, 2037), [2030, 2035, 2037]);
        assert_eq!(milestones(2026, 2027), [2027]);
    }
}
