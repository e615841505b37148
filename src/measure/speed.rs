//! Trajectories per second and core.

use super::{
    clock,
    phases::{Shares, Watched},
    work::Work,
};
use crate::{
    engine::Engine,
    ensemble::{self, RunError, Simulate},
};
use std::{
    ops::Range,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

/// One execution of some work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// CPU time, all threads together.
    pub cpu: Duration,
    /// Elapsed time.
    pub wall: Duration,
}

impl Round {
    /// Times some work of this process.
    ///
    /// # Errors
    /// Those of the work.
    pub fn of<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(Self, T), E> {
        let (cpu, wall) = (clock::process().unwrap_or_default(), Instant::now());
        let done = work()?;
        let round = Self { cpu: clock::process().unwrap_or_default().saturating_sub(cpu), wall: wall.elapsed() };
        Ok((round, done))
    }

    /// A run whose result nobody keeps, with what the histograms cost.
    pub(super) fn of_run<S: Simulate>(
        simulation: &S,
        range: Range<u32>,
        threads: usize,
        progress: &(dyn Fn(u32) + Sync),
        cancelled: &AtomicBool,
    ) -> Result<Self, RunError> {
        Self::of(|| ensemble::run(simulation, range, threads, progress, cancelled)).map(|(round, _)| round)
    }
}

/// What the trajectories of a range cost.
#[derive(Clone, Debug)]
pub struct Speed {
    /// Trajectories of each round.
    pub trajectories: u32,
    /// The rounds, in their order.
    pub rounds: Vec<Round>,
    /// How the CPU time is shared out, where it was asked for.
    pub shares: Option<Shares>,
    /// What the first trajectory is made of, where that was asked for.
    pub work: Option<Work>,
}

impl Speed {
    /// Simulates `range` again and again on `threads` threads (0: one per processor), `rounds` times, then once more
    /// with a stopwatch and a count of events if `details`. `progress` as in [`ensemble::run`].
    ///
    /// # Errors
    /// See [`ensemble::run`].
    pub fn measure(
        engine: &Engine,
        range: Range<u32>,
        threads: usize,
        rounds: u32,
        details: bool,
        progress: &(dyn Fn(u32) + Sync),
        cancelled: &AtomicBool,
    ) -> Result<Self, RunError> {
        let round = |_| Round::of_run(engine, range.clone(), threads, progress, cancelled);
        let rounds = (0..rounds.max(1)).map(round).collect::<Result<_, _>>()?;
        let timed = || -> Result<Shares, RunError> {
            let watched = Watched::new(engine);
            let round = Round::of_run(&watched, range.clone(), threads, progress, cancelled)?;
            Ok(Shares::of(&watched.total(), round.cpu))
        };
        let shares = details.then(timed).transpose()?;
        let work = details.then(|| Work::of(engine, range.start));
        Ok(Self { trajectories: range.len() as u32, rounds, shares, work })
    }

    /// Least CPU time of a round.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        self.rounds.iter().map(|round| round.cpu).min().unwrap_or_default()
    }

    /// Least elapsed time of a round.
    #[must_use]
    pub fn wall(&self) -> Duration {
        self.rounds.iter().map(|round| round.wall).min().unwrap_or_default()
    }

    /// Trajectories per second and core: per CPU second.
    #[must_use]
    pub fn per_cpu_second(&self) -> f64 {
        f64::from(self.trajectories) / self.cpu().as_secs_f64()
    }

    /// CPU time of an event, with all that surrounds it, in nanoseconds.
    #[must_use]
    pub fn nanoseconds(&self, work: &Work) -> f64 {
        1e9 / (self.per_cpu_second() * work.events() as f64)
    }

    /// Trajectories per second of elapsed time.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        f64::from(self.trajectories) / self.wall().as_secs_f64()
    }

    /// CPU time of the slowest round over that of the fastest: 1 on a quiet machine.
    #[must_use]
    pub fn spread(&self) -> f64 {
        let most = self.rounds.iter().map(|round| round.cpu).max().unwrap_or_default();
        most.as_secs_f64() / self.cpu().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_round_counts() {
        let round = |cpu, wall| Round { cpu: Duration::from_millis(cpu), wall: Duration::from_millis(wall) };
        let speed = Speed { trajectories: 100, rounds: vec![round(2_000, 1_100), round(1_000, 1_600)], shares: None, work: None };
        assert_eq!((speed.per_cpu_second(), speed.spread()), (100.0, 2.0));
        assert!((speed.per_second() - 100.0 / 1.1).abs() < 1e-9);
    }
}
