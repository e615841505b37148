//! The CPU time of each phase of the engine, and of what is done with its rows.

use super::clock;
use crate::{
    engine::{Engine, Phase, Watch, Workspace, indicators::Layout},
    ensemble::Simulate,
};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// CPU time of this thread, by phase.
#[derive(Clone, Debug, Default)]
pub struct Stopwatch {
    last: Duration,
    spent: [Duration; Phase::ALL.len()],
}

impl Stopwatch {
    fn now() -> Duration {
        clock::thread().unwrap_or_default()
    }

    /// What a phase has taken since the stopwatch was new.
    #[must_use]
    pub fn spent(&self, phase: Phase) -> Duration {
        self.spent[phase as usize]
    }

    fn add(&mut self, other: &Self) {
        self.spent.iter_mut().zip(&other.spent).for_each(|(spent, more)| *spent += *more);
    }
}

impl Watch for Stopwatch {
    fn begin(&mut self) {
        self.last = Self::now();
    }

    fn after(&mut self, phase: Phase) {
        let now = Self::now();
        self.spent[phase as usize] += now.saturating_sub(self.last);
        self.last = now;
    }
}

/// An engine whose phases are timed.
pub struct Watched<'a> {
    engine: &'a Engine,
    total: Mutex<Stopwatch>,
}

impl<'a> Watched<'a> {
    /// Nothing timed yet.
    #[must_use]
    pub fn new(engine: &'a Engine) -> Self {
        Self { engine, total: Mutex::default() }
    }

    /// What all trajectories took.
    #[must_use]
    pub fn total(self) -> Stopwatch {
        self.total.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Simulate for Watched<'_> {
    type Workspace = Workspace;

    fn workspace(&self) -> Workspace {
        self.engine.workspace()
    }

    fn simulate(&self, workspace: &mut Workspace, trajectory: u32, row: &mut [i32]) {
        let mut watch = Stopwatch::default();
        self.engine.simulate_watched(workspace, trajectory, row, &mut watch);
        self.total.lock().unwrap_or_else(PoisonError::into_inner).add(&watch);
    }

    fn layout(&self) -> &Layout {
        self.engine.layout()
    }
}

/// How the CPU time of a run is shared out; the shares sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Of each phase of the engine, in the order of [`Phase::ALL`].
    pub phases: [f64; Phase::ALL.len()],
    /// Of all else: digests, histograms, memory, threads.
    pub outputs: f64,
}

impl Shares {
    /// The shares of a run that took `cpu` in all, the phases included.
    #[must_use]
    pub fn of(watch: &Stopwatch, cpu: Duration) -> Self {
        let within: Duration = watch.spent.iter().sum();
        let whole = cpu.max(within).as_secs_f64().max(f64::MIN_POSITIVE);
        let phases = watch.spent.map(|spent| spent.as_secs_f64() / whole);
        Self { phases, outputs: cpu.saturating_sub(within).as_secs_f64() / whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_what_no_phase_took_is_of_the_outputs() {
        let mut watch = Stopwatch::default();
        watch.spent[Phase::People as usize] = Duration::from_millis(600);
        watch.spent[Phase::Movers as usize] = Duration::from_millis(150);
        let shares = Shares::of(&watch, Duration::from_secs(1));
        assert_eq!((shares.phases[Phase::People as usize], shares.outputs), (0.6, 0.25));
        assert!((shares.phases.iter().sum::<f64>() + shares.outputs - 1.0).abs() < 1e-12);
        // Clocks of unlike grain: never more than the whole.
        assert_eq!(Shares::of(&watch, Duration::ZERO).outputs, 0.0);
        assert!((Shares::of(&watch, Duration::ZERO).phases.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
