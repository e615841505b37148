//! Differences between a variant and the reference, trajectory by trajectory.

use super::{BLOCK, Cube, Histogram, RunError, Simulate, digest::Digest, levels::Levels, run_together};
use crate::engine::indicators::{Indicator, Layout};
use rayon::prelude::*;
use std::{ops::Range, sync::atomic::AtomicBool};

/// Integers of a relative difference per unit: one is a thousandth of a per cent, a head in 100,000.
pub const RELATIVE_SCALE: u32 = 100_000;

/// Trajectories whose watched values are kept one by one. 10,000 give a rank correlation to ± 0.01, and the memory does
/// not grow with the run.
pub const SAMPLE: u32 = 10_000;

/// Series that a worker turns from rows into columns at a time, twice: 32 kB, the size of a first-level cache.
const TILE: usize = 32;

/// The differences of all trajectories, in the order of the layout.
#[derive(Clone, Debug)]
pub struct Differences {
    layout: Layout,
    trajectories: u32,
    series: Vec<Series>,
    watched: Vec<usize>,
    samples: Vec<Vec<i32>>,
}

/// The differences of one series.
#[derive(Clone, Debug)]
struct Series {
    absolute: Histogram,
    /// `None` once the reference was 0, by which nothing can be divided.
    relative: Option<Histogram>,
}

/// What is kept of paired simulations besides their differences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep<'a> {
    /// Positions whose differences are kept one by one for the first [`SAMPLE`] trajectories.
    pub watched: &'a [usize],
    /// A part of the layout: its values are kept for each scenario too.
    pub levels: Option<&'a Layout>,
}

/// What paired simulations leave.
#[derive(Debug)]
pub struct Paired {
    /// The differences of each variant from the reference.
    pub differences: Vec<Differences>,
    /// The values asked for of the reference, then of each variant; none where none was asked for.
    pub levels: Vec<Cube>,
}

/// Simulates a reference and its variants on the same trajectories, and takes the differences. The reference is
/// simulated once. All have one layout.
///
/// # Errors
/// See [`super::run`].
pub fn run_paired<S: Simulate>(
    reference: &S,
    variants: &[&S],
    keep: Keep,
    range: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Paired, RunError> {
    let layout = reference.layout();
    let mut differences: Vec<_> = variants.iter().map(|_| Differences::new(layout, keep.watched)).collect();
    let mut levels = keep.levels.map(|part| Levels::new(layout, part, variants.len() + 1, range.start));
    let mut base = Vec::with_capacity(layout.len() * range.len().min(BLOCK as usize));
    let simulations: Vec<_> = [reference].into_iter().chain(variants.iter().copied()).collect();
    let take = &mut |number: usize, block: Range<u32>, rows: &[i32], digests: &[blake3::Hash]| {
        levels.iter_mut().for_each(|levels| levels.add(number, block.clone(), rows, digests));
        match number.checked_sub(1) {
            Some(variant) => differences[variant].add(&base, rows),
            None => {
                base.clear();
                base.extend_from_slice(rows);
            }
        }
    };
    run_together(&simulations, range, threads, progress, cancelled, take)?;
    Ok(Paired { differences, levels: levels.map(Levels::into_cubes).unwrap_or_default() })
}

impl Differences {
    fn new(layout: &Layout, watched: &[usize]) -> Self {
        let series = |position| {
            let indicator = layout.key(position).slot.indicator;
            Series { absolute: difference_histogram(indicator), relative: indicator.has_ratio().then(Histogram::fine) }
        };
        Self {
            layout: layout.clone(),
            trajectories: 0,
            series: (0..layout.len()).map(series).collect(),
            watched: watched.to_vec(),
            samples: vec![Vec::new(); watched.len()],
        }
    }

    /// Adds the rows of a block, those of the reference first.
    fn add(&mut self, base: &[i32], rows: &[i32]) {
        let length = self.series.len();
        let tiles = self.series.par_chunks_mut(TILE).enumerate();
        tiles.for_each(|(tile, series)| add_tile(series, tile * TILE, [base, rows], length));
        let height = rows.len() / length.max(1);
        let kept = (SAMPLE.saturating_sub(self.trajectories) as usize).min(height);
        for (sample, &position) in self.samples.iter_mut().zip(&self.watched) {
            sample.extend((0..kept).map(|row| row * length + position).map(|at| difference(base[at], rows[at])));
        }
        self.trajectories += height as u32;
    }

    /// What the series are.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Number of trajectories.
    #[must_use]
    pub fn trajectories(&self) -> u32 {
        self.trajectories
    }

    /// The differences of a series, variant less reference, in integers of the row.
    #[must_use]
    pub fn absolute(&self, position: usize) -> &Histogram {
        &self.series[position].absolute
    }

    /// The differences of a series as a share of the reference, × [`RELATIVE_SCALE`]. `None` where the reference was 0 in
    /// a trajectory, and for a date.
    #[must_use]
    pub fn relative(&self, position: usize) -> Option<&Histogram> {
        self.series[position].relative.as_ref()
    }

    /// The difference at a watched position in each of the first [`SAMPLE`] trajectories.
    #[must_use]
    pub fn sample(&self, position: usize) -> Option<&[i32]> {
        let watched = self.watched.iter().position(|watched| *watched == position)?;
        Some(&self.samples[watched])
    }

    /// Whether variant and reference were equal in every series of every trajectory.
    #[must_use]
    pub fn are_all_zero(&self) -> bool {
        self.series.iter().all(|series| series.absolute.squares() == 0)
    }

    /// Digest of all differences: of every series, its sums and its occupied bins.
    #[must_use]
    pub fn digest(&self) -> blake3::Hash {
        let mut digest = Digest::default();
        for series in &self.series {
            digest.add(&series.absolute);
            series.relative.iter().for_each(|histogram| digest.add(histogram));
        }
        digest.finish()
    }
}

/// An empty histogram for differences of an indicator: what is exact in a run is exact here; elsewhere the bins follow the
/// size of the difference, which is not that of the indicator.
#[must_use]
pub fn difference_histogram(indicator: &Indicator) -> Histogram {
    if indicator.widths == [1; 4] { Histogram::new(1) } else { Histogram::fine() }
}

/// Adds to some series, the first of which is `first`, the differences between the rows of the reference and of a variant.
fn add_tile(series: &mut [Series], first: usize, [base, rows]: [&[i32]; 2], length: usize) {
    let mut columns = [[0; TILE * BLOCK as usize]; 2];
    let [absolute, relative] = &mut columns;
    let height = rows.len() / length;
    for trajectory in 0..height {
        let at = trajectory * length + first;
        for (column, (&from, &to)) in base[at..at + series.len()].iter().zip(&rows[at..]).enumerate() {
            absolute[column * height + trajectory] = difference(from, to);
            relative[column * height + trajectory] = ratio(from, to);
        }
    }
    let columns = absolute.chunks_exact(height).zip(relative.chunks_exact(height));
    for ((series, (absolute, relative)), column) in series.iter_mut().zip(columns).zip(first..) {
        series.absolute.add(absolute);
        let divides = series.relative.is_some() && (0..height).all(|row| base[row * length + column] != 0);
        match &mut series.relative {
            Some(histogram) if divides => histogram.add(relative),
            relative => *relative = None,
        }
    }
}

/// What is reported is not negative, so that a difference is an integer of the same width.
fn difference(from: i32, to: i32) -> i32 {
    to.saturating_sub(from)
}

/// The difference as a share of `from`, rounded to the nearest; beyond 21,474 times the reference it counts as that.
/// 0 where the reference is 0: such a series is left out.
fn ratio(from: i32, to: i32) -> i32 {
    // Below 2^53, hence one rounding: that of the division.
    let scaled = (f64::from(to) - f64::from(from)) * f64::from(RELATIVE_SCALE);
    if from == 0 { 0 } else { (scaled / f64::from(from)).round() as i32 }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};

    fn toys(seeds: &[u64]) -> Vec<Toy> {
        seeds.iter().map(|seed| Toy { layout: toy_layout(), seed: *seed }).collect()
    }

    fn paired(toys: &[Toy], range: Range<u32>, threads: usize) -> Vec<Differences> {
        let variants: Vec<_> = toys[1..].iter().collect();
        let keep = Keep { watched: &[4], levels: None };
        run_paired(&toys[0], &variants, keep, range, threads, &|_| (), &AtomicBool::new(false)).unwrap().differences
    }

    #[test]
    fn threads_change_nothing_and_a_twin_differs_by_nothing() {
        let toys = toys(&[7, 7, 8]);
        let alone = paired(&toys, 0..300, 1);
        assert!(alone[0].are_all_zero() && !alone[1].are_all_zero());
        for threads in [2, 7] {
            let together = paired(&toys, 0..300, threads);
            assert_eq!(together.iter().map(Differences::digest).collect::<Vec<_>>(), [alone[0].digest(), alone[1].digest()]);
        }
        assert_eq!((alone[1].trajectories(), alone[1].sample(4).unwrap().len()), (300, 300));
        assert!(alone[1].sample(5).is_none());
    }

    #[test]
    fn sums_are_those_of_the_differences_row_by_row() {
        let toys = toys(&[7, 8]);
        let found = &paired(&toys, 0..200, 2)[0];
        let (mut from, mut to) = (vec![0; toys[0].layout.len()], vec![0; toys[0].layout.len()]);
        let mut sums = vec![(0, 0_i64, 0_u128); from.len()];
        for trajectory in 0..200 {
            toys[0].simulate(&mut 0, trajectory, &mut from);
            toys[1].simulate(&mut 0, trajectory, &mut to);
            for (sum, (from, to)) in sums.iter_mut().zip(from.iter().zip(&to)) {
                let relative = (i64::from(to - from) * 2 * 100_000 / i64::from(*from) + (to - from).signum() as i64) / 2;
                *sum = (sum.0 + i64::from(to - from), sum.1 + relative, sum.2 + u128::from(to.abs_diff(*from)).pow(2));
            }
        }
        for (position, (absolute, relative, squares)) in sums.into_iter().enumerate() {
            assert_eq!((found.absolute(position).sum(), found.absolute(position).squares()), (absolute, squares));
            match found.relative(position) {
                Some(histogram) => assert_eq!(histogram.sum(), relative),
                None => assert_eq!(found.layout().key(position).slot.indicator.name, "trough_year"),
            }
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!([ratio(0, 5), ratio(200, 201), ratio(3, 1), ratio(1, 1_000_000)], [0, 500, -66_667, i32::MAX]);
    }
}
