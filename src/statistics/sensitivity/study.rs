//! The evaluations of a sensitivity study: which, in what order, and what is kept of them.
//!
//! It goes in three steps. The first rows are evaluated at their two points. Then each factor is tried in [`TRIES`] rows (or
//! all, of a smaller design), families of parameters first: one that changes the indicator in no row, no year and no place
//! of its level is taken for without effect, as are all parameters of such a family. An effect in one row of eleven or
//! more would be missed once in twenty. Last, the factors that act are evaluated in all rows of the design, and their
//! parameters, those of families without effect apart, set low and high in an eighth of the rows.

use super::{
    factors::{Factor, Grouping, family},
    indices::Evaluations,
    points::{MOST, Points},
    tornado::{HIGH, LOW, Swing, pairs, swings},
};
use crate::{
    engine::{Engine, indicators::Layout},
    ensemble::{Chosen, RunError, run_together},
    parameter::{Draw, Parameter},
};
use std::{collections::BTreeMap, sync::atomic::AtomicBool};

/// Rows in which a factor is tried.
pub const TRIES: u32 = 32;

/// Fewest rows of a design: fewer give no interval worth printing.
pub const LEAST: u32 = 16;

/// Number of the first trajectory whose luck the second points have.
const OTHER_LUCK: u32 = MOST;

/// One evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evaluation {
    /// The first point of a row.
    First(u32),
    /// The second.
    Second(u32),
    /// The first, with a factor from the second.
    Mixed(u32, usize),
    /// The first, with the parameters of a family from the second.
    Family(u32, usize),
    /// The first, with a parameter low (false) or high.
    Set(u32, usize, bool),
}

/// How evaluations are run.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Threads; 0: one per processor.
    pub threads: usize,
    /// Told how many have just been done.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Set to stop.
    pub cancelled: &'a AtomicBool,
}

/// What is kept of an evaluation.
#[derive(Clone, Copy, PartialEq)]
struct Seen {
    value: i32,
    /// Of the indicator in all years and places.
    around: blake3::Hash,
}

/// A study of one result of an engine.
pub struct Study<'a> {
    engine: &'a Engine,
    factors: Vec<Factor>,
    /// Sets of parameters tried together: those of a family that are factors of their own, or in one group.
    families: Vec<Vec<usize>>,
    /// Parameters of families without effect.
    idle: Vec<usize>,
    /// Rows in which factors are tried.
    tries: u32,
    points: Points,
    /// By parameter, its dimension among those of a point.
    dimensions: BTreeMap<usize, usize>,
    watched: usize,
    around: Vec<usize>,
    seen: BTreeMap<Evaluation, Seen>,
    /// The factors not known to be without effect.
    active: Vec<usize>,
    rows: u32,
}

impl<'a> Study<'a> {
    /// A study of what stands at the position `watched` of a row.
    ///
    /// `base` is the number of rows that the design will have, where it is known.
    #[must_use]
    pub fn new(engine: &'a Engine, seed: u64, grouping: &Grouping, watched: usize, base: Option<u32>) -> Self {
        let list = engine.model().parameters.list();
        let factors = grouping.factors(list);
        let uncertain = (0..list.len()).filter(|position| !list[*position].law.is_fixed());
        let dimensions: BTreeMap<_, _> = uncertain.enumerate().map(|(dimension, position)| (position, dimension)).collect();
        let families = families(&factors, list);
        Self {
            engine,
            points: Points::new(seed, 2 * dimensions.len()),
            families,
            idle: Vec::new(),
            tries: base.map_or(TRIES, |base| base.min(TRIES)),
            dimensions,
            watched,
            around: around(engine.layout(), watched),
            seen: BTreeMap::new(),
            active: (0..factors.len()).collect(),
            rows: 0,
            factors,
        }
    }

    /// The factors, luck last.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Positions among the factors of those not known to be without effect.
    #[must_use]
    pub fn active(&self) -> &[usize] {
        &self.active
    }

    /// Number of dimensions of a row, both points together.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        2 * self.dimensions.len()
    }

    /// Most evaluations that finding the factors that act may take.
    #[must_use]
    pub fn cost_of_trial(&self) -> u32 {
        self.tries * (2 + self.families.len() + self.factors.len()) as u32
    }

    /// Rows in which factors are tried.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// Evaluations still to be made for a design of so many rows, once the factors that act are known.
    #[must_use]
    pub fn cost_of(&self, rows: u32) -> u32 {
        self.list(rows).iter().filter(|evaluation| !self.seen.contains_key(evaluation)).count() as u32
    }

    /// The most rows, in powers of two, whose evaluations `budget` allows; at least 64.
    #[must_use]
    pub fn rows_within(&self, budget: u32) -> u32 {
        let rows = (6..=16).map(|power| 1 << power);
        rows.take_while(|rows| self.cost_of(*rows) <= budget).last().unwrap_or(64)
    }

    /// Evaluates the first rows at their two points.
    ///
    /// # Errors
    /// See [`crate::ensemble::run`].
    pub fn begin(&mut self, how: How<'_>) -> Result<u32, RunError> {
        let list = (0..self.tries).flat_map(|row| [Evaluation::First(row), Evaluation::Second(row)]).collect();
        self.evaluate(list, how)
    }

    /// Finds the factors that act.
    ///
    /// # Errors
    /// See [`crate::ensemble::run`].
    pub fn try_factors(&mut self, how: How<'_>) -> Result<u32, RunError> {
        let (families, rows) = (0..self.families.len(), 0..self.tries);
        let list = families.clone().flat_map(|family| rows.clone().map(move |row| Evaluation::Family(row, family)));
        let mut done = self.evaluate(list.collect(), how)?;
        let idle = |family: &usize| rows.clone().all(|row| self.is_as_drawn(row, Evaluation::Family(row, *family)));
        self.idle = families.filter(idle).flat_map(|family| self.families[family].clone()).collect();
        let acts = |factor: &Factor| factor.is_luck() || factor.parameters.iter().any(|parameter| !self.idle.contains(parameter));
        self.active = (0..self.factors.len()).filter(|at| acts(&self.factors[*at])).collect();
        let list = self.active.iter().flat_map(|at| rows.clone().map(move |row| Evaluation::Mixed(row, *at))).collect();
        done += self.evaluate(list, how)?;
        let acts = |at: &usize| rows.clone().any(|row| !self.is_as_drawn(row, Evaluation::Mixed(row, *at)));
        self.active = self.active.iter().copied().filter(acts).collect();
        Ok(done)
    }

    /// Evaluates the whole design of so many rows, at most [`MOST`].
    ///
    /// # Errors
    /// See [`crate::ensemble::run`].
    pub fn complete(&mut self, rows: u32, how: How<'_>) -> Result<u32, RunError> {
        self.rows = rows.min(MOST);
        self.evaluate(self.list(self.rows), how)
    }

    /// The results of the completed design, factors without effect apart.
    #[must_use]
    pub fn evaluations(&self) -> Evaluations {
        let column = |of: &dyn Fn(u32) -> Evaluation| (0..self.rows).map(|row| self.value(of(row))).collect();
        Evaluations {
            a: column(&Evaluation::First),
            b: column(&Evaluation::Second),
            mixed: self.active.iter().map(|at| column(&|row| Evaluation::Mixed(row, *at))).collect(),
        }
    }

    /// Positions in the list of the model of the parameters that may act.
    #[must_use]
    pub fn parameters(&self) -> Vec<usize> {
        let all = self.active.iter().flat_map(|at| self.factors[*at].parameters.iter().copied());
        all.filter(|parameter| !self.idle.contains(parameter)).collect()
    }

    /// What each of [`Study::parameters`] does alone.
    #[must_use]
    pub fn tornado(&self) -> Vec<Swing> {
        let rows = || 0..pairs(self.rows);
        let column = |of: &dyn Fn(u32) -> Evaluation| rows().map(|row| self.value(of(row))).collect::<Vec<_>>();
        let set = |at: usize| [false, true].map(|high| column(&|row| Evaluation::Set(row, at, high)));
        swings(&column(&Evaluation::First), &self.parameters().into_iter().map(set).collect::<Vec<_>>())
    }

    /// The evaluations of a design of so many rows.
    fn list(&self, rows: u32) -> Vec<Evaluation> {
        let points = (0..rows).flat_map(|row| [Evaluation::First(row), Evaluation::Second(row)]);
        let mixed = (0..rows).flat_map(|row| self.active.iter().map(move |at| Evaluation::Mixed(row, *at)));
        let both =
            |row| self.parameters().into_iter().flat_map(move |at| [false, true].map(|high| Evaluation::Set(row, at, high)));
        points.chain(mixed).chain((0..pairs(rows)).flat_map(both)).collect()
    }

    fn value(&self, evaluation: Evaluation) -> f64 {
        let scale = self.engine.layout().key(self.watched).slot.indicator.scale;
        self.seen.get(&evaluation).map_or(f64::NAN, |seen| f64::from(seen.value) / f64::from(scale))
    }

    fn is_as_drawn(&self, row: u32, evaluation: Evaluation) -> bool {
        self.seen.get(&evaluation) == self.seen.get(&Evaluation::First(row))
    }

    /// Makes the evaluations of a list that have not been made; returns their number.
    fn evaluate(&mut self, list: Vec<Evaluation>, how: How<'_>) -> Result<u32, RunError> {
        let list: Vec<_> = list.into_iter().filter(|evaluation| !self.seen.contains_key(evaluation)).collect();
        let (watched, around, length) = (self.watched, &self.around, self.engine.layout().len());
        let mut seen = Vec::with_capacity(list.len());
        let take = &mut |_, _, rows: &[i32], _: &[blake3::Hash]| {
            seen.extend(rows.chunks_exact(length).map(|row| Seen { value: row[watched], around: digest(row, around) }));
        };
        let chosen =
            Chosen { engine: self.engine, choose: |number: u32, draw: &mut Draw| self.choose(list[number as usize], draw) };
        run_together(&[&chosen], 0..list.len() as u32, how.threads, how.progress, how.cancelled, take)?;
        let done = list.len() as u32;
        self.seen.extend(list.into_iter().zip(seen));
        Ok(done)
    }

    /// Writes the values of the parameters of an evaluation and returns the trajectory whose luck it has.
    fn choose(&self, evaluation: Evaluation, draw: &mut Draw) -> u32 {
        let of = |factor: usize, at: usize| self.factors[factor].parameters.contains(&at);
        let probability = |at: usize| {
            let dimension = self.dimensions.get(&at).copied().unwrap_or(0);
            let first = |row| self.points.at(row, dimension);
            let second = |row| self.points.at(row, self.dimensions.len() + dimension);
            match evaluation {
                Evaluation::First(row) => first(row),
                Evaluation::Second(row) => second(row),
                Evaluation::Mixed(row, factor) => {
                    if of(factor, at) {
                        second(row)
                    } else {
                        first(row)
                    }
                }
                Evaluation::Family(row, family) => {
                    if self.families[family].contains(&at) {
                        second(row)
                    } else {
                        first(row)
                    }
                }
                Evaluation::Set(_, set, high) if set == at => {
                    if high {
                        HIGH
                    } else {
                        LOW
                    }
                }
                Evaluation::Set(row, ..) => first(row),
            }
        };
        self.engine.model().parameters.values_at(probability, draw);
        match evaluation {
            Evaluation::Second(row) => OTHER_LUCK + row,
            Evaluation::Mixed(row, factor) if self.factors[factor].is_luck() => OTHER_LUCK + row,
            Evaluation::First(row) | Evaluation::Mixed(row, _) | Evaluation::Family(row, _) | Evaluation::Set(row, ..) => row,
        }
    }
}

/// What is tried together first: of each family of parameters those that are factors of their own, if there are several, and
/// those in one group with others.
fn families(factors: &[Factor], list: &[Parameter]) -> Vec<Vec<usize>> {
    let mut families: BTreeMap<(Option<&str>, &str), Vec<usize>> = BTreeMap::new();
    for factor in factors {
        let group = (factor.parameters.len() > 1).then_some(factor.name.as_str());
        for parameter in &factor.parameters {
            families.entry((group, family(&list[*parameter].name))).or_default().push(*parameter);
        }
    }
    // What is a whole factor is tried as one.
    let whole = |set: &Vec<usize>| factors.iter().any(|factor| factor.parameters == *set);
    families.into_values().filter(|set| !whole(set)).collect()
}

/// Where the indicator and count of a position stand, in all places and years.
fn around(layout: &Layout, watched: usize) -> Vec<usize> {
    let is = |slot: &crate::engine::indicators::Slot| (slot.indicator.name, slot.count);
    let wanted = is(&layout.key(watched).slot);
    (0..layout.len()).filter(|position| is(&layout.key(*position).slot) == wanted).collect()
}

fn digest(row: &[i32], positions: &[usize]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    positions.iter().for_each(|position| _ = hasher.update(&row[*position].to_le_bytes()));
    hasher.finalize()
}
