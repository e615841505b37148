//! Many trajectories: the parallel run, and the exact histograms it leaves.
//!
//! Trajectories are simulated in blocks aligned on multiples of [`BLOCK`], or in halves of them. Each worker fills whole rows;
//! then workers take disjoint ranges of series and add the rows to integer histograms. Every sum is an integer, so
//! the result does not depend on the number of threads, on their order, or on how a range was cut at block bounds.

mod archive;
mod chosen;
mod cube;
mod differences;
mod digest;
mod histogram;
mod levels;
mod shard;

pub use archive::ArchiveError;
pub use chosen::Chosen;
pub use cube::{BlockDigest, Cube, digest_of_row};
pub use differences::{Differences, Keep, Paired, RELATIVE_SCALE, SAMPLE, difference_histogram, run_paired};
pub use histogram::Histogram;
pub use levels::part;
pub use shard::Shard;

use crate::engine::{Engine, Workspace, indicators::Layout};
use rayon::prelude::*;
use std::{
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Trajectories per block, the unit of digests.
pub const BLOCK: u32 = 128;

/// Trajectories held before they are added to the histograms: a block, or half of one in long runs, whose histograms are wide,
/// on few threads, which lose little by waiting for each other more often. With 180,000 series, a block of rows takes 92 MB.
fn held(trajectories: usize, threads: usize) -> u32 {
    if trajectories > LONG && threads <= FEW { BLOCK / 2 } else { BLOCK }
}

/// Trajectories beyond which a run is long.
const LONG: usize = 20_000;
/// Threads that are few.
const FEW: usize = 4;

/// What can be simulated many times over.
pub trait Simulate: Sync {
    /// Memory that a worker keeps from one trajectory to the next.
    type Workspace: Send;

    /// A fresh workspace.
    fn workspace(&self) -> Self::Workspace;

    /// Simulates one trajectory and writes every value of `row`, whose length and order are those of the layout.
    fn simulate(&self, workspace: &mut Self::Workspace, trajectory: u32, row: &mut [i32]);

    /// What a row holds.
    fn layout(&self) -> &Layout;
}

impl Simulate for Engine {
    type Workspace = Workspace;

    fn workspace(&self) -> Workspace {
        Engine::workspace(self)
    }

    fn simulate(&self, workspace: &mut Workspace, trajectory: u32, row: &mut [i32]) {
        Engine::simulate(self, workspace, trajectory, row);
    }

    fn layout(&self) -> &Layout {
        Engine::layout(self)
    }
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// `cancelled` was set.
    #[error("cancelled")]
    Cancelled,
    /// The system refused the threads.
    #[error(transparent)]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Simulates the trajectories of `range` on `threads` threads (0: one per processor).
///
/// `progress` is called from any thread with the number of trajectories just finished.
///
/// # Errors
/// When `cancelled` becomes true, seen before each trajectory, or when the threads cannot be started.
pub fn run<S: Simulate>(
    simulation: &S,
    range: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Cube, RunError> {
    let mut cube = Cube::new(simulation.layout(), range.start);
    go_on(simulation, &mut cube, range.end, threads, progress, cancelled, &mut |_| ())?;
    Ok(cube)
}

/// Simulates the trajectories from the last one of `cube` to before `end`, and shows the cube to `after` each time a block
/// is finished. The result is that of one run over all, wherever it was cut.
///
/// # Errors
/// See [`run`]; the cube then holds the blocks that were finished.
pub fn go_on<S: Simulate>(
    simulation: &S,
    cube: &mut Cube,
    end: u32,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
    after: &mut (dyn FnMut(&Cube) + Send),
) -> Result<(), RunError> {
    let range = cube.trajectories().end..end;
    if range.is_empty() {
        return Ok(());
    }
    let take = &mut |_, block, rows: &[i32], digests: &[blake3::Hash]| {
        cube.add(block, rows, digests);
        after(cube);
    };
    run_together(&[simulation], range, threads, progress, cancelled, take)
}

/// What receives a block or half of one: the number of the simulation, its trajectories, their rows one after another, the digest of each.
pub type Take<'a> = dyn FnMut(usize, Range<u32>, &[i32], &[blake3::Hash]) + Send + 'a;

/// Simulates the same trajectories of several simulations, block by block and in their order.
///
/// `take` is called from one thread at a time.
///
/// # Errors
/// See [`run`].
pub fn run_together<S: Simulate>(
    simulations: &[&S],
    range: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
    take: &mut Take<'_>,
) -> Result<(), RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    // Not `map_init`, which builds a workspace again at each split of the work.
    let workspaces =
        |simulation: &&S| -> Vec<_> { (0..pool.current_num_threads()).map(|_| Mutex::new(simulation.workspace())).collect() };
    let workspaces: Vec<_> = simulations.iter().map(workspaces).collect();
    let longest = simulations.iter().map(|simulation| simulation.layout().len()).max().unwrap_or(0);
    let held = held(range.len(), pool.current_num_threads());
    let mut rows = vec![0; longest * range.len().min(held as usize)];
    pool.install(|| {
        for block in blocks(range, held) {
            for (number, (simulation, workspaces)) in simulations.iter().zip(&workspaces).enumerate() {
                let rows = &mut rows[..simulation.layout().len() * block.len()];
                let digests = fill(*simulation, workspaces, block.start, rows, progress, cancelled)?;
                take(number, block.clone(), rows, &digests);
            }
        }
        Ok(())
    })
}

/// Simulates one block, and returns the digest of each of its rows.
fn fill<S: Simulate>(
    simulation: &S,
    workspaces: &[Mutex<S::Workspace>],
    first: u32,
    rows: &mut [i32],
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Vec<blake3::Hash>, RunError> {
    let length = simulation.layout().len().max(1);
    let one = |(trajectory, row): (usize, &mut [i32])| {
        if cancelled.load(Ordering::Relaxed) {
            return Err(RunError::Cancelled);
        }
        let mine = rayon::current_thread_index().unwrap_or(0);
        let mut workspace = workspaces[mine].lock().unwrap_or_else(PoisonError::into_inner);
        simulation.simulate(&mut workspace, first + trajectory as u32, row);
        progress(1);
        Ok(cube::digest_of_row(row))
    };
    rows.par_chunks_mut(length).enumerate().with_max_len(1).map(one).collect()
}

/// A range cut at every multiple of `length`.
fn blocks(range: Range<u32>, length: u32) -> impl Iterator<Item = Range<u32>> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let block = start..(start - start % length).saturating_add(length).min(range.end);
        start = block.end;
        (!block.is_empty()).then_some(block)
    })
}

#[cfg(test)]
pub(crate) mod tests;
