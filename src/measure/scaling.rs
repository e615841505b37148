//! How the speed grows with threads, and with processes that each take a range.
//!
//! Strong: the same work, shared by more workers; efficiency is how near the time comes to a fraction. Weak: as much work for each
//! worker; efficiency is how near the time stays. Processes start anew each time, so that their start-up is part of it.

use super::speed::Round;
use crate::{engine::Engine, ensemble::RunError};
use std::{
    io::{self, Read as _},
    ops::Range,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What works side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workers {
    /// Threads of one process.
    Threads,
    /// Processes of one thread.
    Processes,
}

/// What grows with the workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Nothing: the work is shared out.
    Strong,
    /// The work.
    Weak,
}

/// A number of workers, measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What works.
    pub workers: Workers,
    /// What grows.
    pub growth: Growth,
    /// How many work.
    pub count: u32,
    /// Trajectories of all workers together.
    pub trajectories: u32,
    /// Least elapsed time of a round.
    pub wall: Duration,
    /// Least CPU time of a round, all workers together.
    pub cpu: Duration,
    /// Of 1 worker, over the elapsed time of `count`: divided by `count` if the growth is strong.
    pub efficiency: f64,
}

impl Point {
    /// CPU seconds of a trajectory.
    #[must_use]
    pub fn cpu_per_trajectory(&self) -> f64 {
        self.cpu.as_secs_f64() / f64::from(self.trajectories.max(1))
    }
}

/// Why scaling was not measured.
#[derive(Debug, thiserror::Error)]
pub enum ScalingError {
    /// A run in this process failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A process could not be started or waited for.
    #[error("a process: {0}")]
    Process(#[from] io::Error),
    /// A process ended badly or said something else than its CPU time.
    #[error("a process of one thread said: {0}")]
    Said(String),
}

/// The numbers of workers to try: powers of two, and `most`.
#[must_use]
pub fn sizes(most: u32) -> Vec<u32> {
    let powers = std::iter::successors(Some(1_u32), |size| size.checked_mul(2)).take_while(|size| *size < most);
    powers.chain([most.max(1)]).collect()
}

/// What is measured.
pub struct Scaling<'a> {
    /// What is simulated.
    pub engine: &'a Engine,
    /// Trajectories of all workers together (strong), or of each (weak).
    pub trajectories: u32,
    /// How often each point is measured, all points in turn.
    pub rounds: u32,
    /// Most workers.
    pub most: u32,
    /// The command that simulates a range on one thread and prints one line of JSON with `cpu_seconds`.
    pub command: &'a dyn Fn(Range<u32>) -> Command,
    /// Called with each trajectory simulated by threads, and with those of a process once it has ended.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Stops it.
    pub cancelled: &'a AtomicBool,
}

/// A point to be measured: workers, how many, trajectories of each.
type Case = (Workers, Growth, u32, u32);

impl Scaling<'_> {
    /// The points that will be measured. With one worker, weak and strong are one.
    fn cases(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for workers in [Workers::Threads, Workers::Processes] {
            for growth in [Growth::Strong, Growth::Weak] {
                let first = if growth == Growth::Strong { 0 } else { 1 };
                for count in sizes(self.most).into_iter().skip(first) {
                    let all = if growth == Growth::Strong { self.trajectories } else { self.trajectories.saturating_mul(count) };
                    cases.push((workers, growth, count, all));
                }
            }
        }
        cases
    }

    /// Trajectories of all rounds together.
    #[must_use]
    pub fn total(&self) -> u32 {
        let all = self.cases().iter().fold(0_u32, |sum, (.., all)| sum.saturating_add(*all));
        all.saturating_mul(self.rounds)
    }

    /// Measures every point.
    ///
    /// # Errors
    /// When a run is cancelled, or a process cannot be started or does not answer.
    pub fn measure(&self) -> Result<Vec<Point>, ScalingError> {
        let cases = self.cases();
        let mut rounds: Vec<Vec<Round>> = vec![Vec::new(); cases.len()];
        for _ in 0..self.rounds.max(1) {
            for (case, rounds) in cases.iter().zip(&mut rounds) {
                rounds.push(self.round(*case)?);
            }
        }
        Ok(points(&cases, &rounds))
    }

    fn round(&self, (workers, _, count, all): Case) -> Result<Round, ScalingError> {
        match workers {
            Workers::Threads => Ok(Round::of_run(self.engine, 0..all, count as usize, self.progress, self.cancelled)?),
            Workers::Processes => self.processes(count, all),
        }
    }

    /// Starts a process for each part, and waits for all.
    fn processes(&self, count: u32, all: u32) -> Result<Round, ScalingError> {
        let start = Instant::now();
        let mut children = Children(Vec::new());
        for range in parts(all, count) {
            let mut command = (self.command)(range.clone());
            let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
            children.0.push((range.len() as u32, child));
        }
        let mut cpu = Duration::ZERO;
        for (size, child) in &mut children.0 {
            cpu += self.answer(child)?;
            (self.progress)(*size);
        }
        Ok(Round { cpu, wall: start.elapsed() })
    }

    /// Waits for a process and reads its CPU time.
    fn answer(&self, child: &mut Child) -> Result<Duration, ScalingError> {
        while child.try_wait()?.is_none() {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(RunError::Cancelled.into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        let mut said = String::new();
        if let Some(out) = &mut child.stdout {
            out.read_to_string(&mut said)?;
        }
        let seconds = serde_json::from_str::<serde_json::Value>(&said).ok().and_then(|said| said["cpu_seconds"].as_f64());
        let seconds = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        seconds.ok_or(ScalingError::Said(said))
    }
}

/// Processes that do not outlive what asked for them.
struct Children(Vec<(u32, Child)>);

impl Drop for Children {
    fn drop(&mut self) {
        for (_, child) in &mut self.0 {
            // One that has ended already cannot be stopped, and that is well.
            _ = child.kill();
            _ = child.wait();
        }
    }
}

/// A range in parts that differ by one trajectory at most; no part is empty.
fn parts(all: u32, count: u32) -> impl Iterator<Item = Range<u32>> {
    let bound = move |part: u32| (u64::from(all) * u64::from(part) / u64::from(count.max(1))) as u32;
    (0..count).map(move |part| bound(part)..bound(part + 1)).filter(|part| !part.is_empty())
}

fn points(cases: &[Case], rounds: &[Vec<Round>]) -> Vec<Point> {
    let least = |rounds: &[Round], of: fn(&Round) -> Duration| rounds.iter().map(of).min().unwrap_or_default();
    let mut points: Vec<Point> = Vec::new();
    for (&(workers, growth, count, trajectories), rounds) in cases.iter().zip(rounds) {
        let (wall, cpu) = (least(rounds, |round| round.wall), least(rounds, |round| round.cpu));
        let alone = points.iter().find(|point| point.workers == workers && point.count == 1).map_or(wall, |point| point.wall);
        let shares = if growth == Growth::Strong { f64::from(count) } else { 1.0 };
        let efficiency = alone.as_secs_f64() / (shares * wall.as_secs_f64()).max(f64::MIN_POSITIVE);
        points.push(Point { workers, growth, count, trajectories, wall, cpu, efficiency });
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_two_and_the_most() {
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(2), [1, 2]);
        assert_eq!(sizes(12), [1, 2, 4, 8, 12]);
        assert_eq!(sizes(0), [1]);
    }

    #[test]
    fn parts_cover_a_range_once_and_are_of_one_size() {
        for (all, count) in [(256, 3), (5, 8), (7, 1)] {
            let parts: Vec<_> = parts(all, count).collect();
            assert_eq!(parts.iter().cloned().flatten().collect::<Vec<_>>(), (0..all).collect::<Vec<_>>());
            let sizes = parts.iter().map(|part| part.len());
            assert!(sizes.clone().max().expect("one") - sizes.min().expect("one") <= 1);
        }
    }

    #[test]
    fn efficiency_is_of_shared_work_and_of_work_that_grows() {
        let cases = [
            (Workers::Threads, Growth::Strong, 1, 100),
            (Workers::Threads, Growth::Strong, 2, 100),
            (Workers::Threads, Growth::Weak, 2, 200),
        ];
        let round = |wall| {
            vec![
                Round { cpu: Duration::from_secs(9), wall: Duration::from_secs(wall) },
                Round { cpu: Duration::from_secs(8), wall: Duration::from_secs(99) },
            ]
        };
        let points = points(&cases, &[round(8), round(5), round(10)]);
        assert_eq!(points.iter().map(|point| point.efficiency).collect::<Vec<_>>(), [1.0, 0.8, 0.8]);
        assert_eq!((points[2].cpu, points[2].cpu_per_trajectory()), (Duration::from_secs(8), 0.04));
    }
}
