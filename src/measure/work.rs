//! What a trajectory is made of: the events on which its time is spent, counted one by one.

use crate::engine::{Engine, Kind};

/// What happens in one trajectory, in GPs; those of the starting stock each begin a spell, which is an event too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The trajectory.
    pub trajectory: u32,
    /// GPs of the starting stock.
    pub start: u64,
    /// First registrations.
    pub entries: u64,
    /// Changes of status: most installations, and cumul.
    pub changes: u64,
    /// Moves from a territory to another.
    pub moves: u64,
    /// Exits from activity.
    pub exits: u64,
    /// Values reported.
    pub values: u64,
}

impl Work {
    /// Counts what happens in a trajectory.
    #[must_use]
    pub fn of(engine: &Engine, trajectory: u32) -> Self {
        let (row, events) = engine.replay(trajectory);
        let start = engine.model().baseline.workforce.heads.as_flattened().iter().map(|heads| u64::from(*heads)).sum();
        let mut work = Self { trajectory, start, values: row.len() as u64, ..Self::default() };
        for event in events {
            match event.kind {
                Kind::Graduate | Kind::Foreign => work.entries += 1,
                Kind::Cumul | Kind::Change => work.changes += 1,
                Kind::Departure => work.moves += 1,
                // The same move.
                Kind::Arrival => (),
                Kind::Retirement | Kind::Exit => work.exits += 1,
            }
        }
        work
    }

    /// All of them.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.start + self.entries + self.changes + self.moves + self.exits
    }
}
