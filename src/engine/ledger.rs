//! The accounts of a year, which must close.

use super::counts::Counts;
use crate::cohort::Status;

/// Flows of the year by place and status, for the identity of accounts. Kept in debug builds alone.
#[derive(Clone, Default)]
pub(super) struct Ledger {
    opening: Vec<i32>,
    changes: Vec<[i32; 6]>,
}

/// The columns of the ledger.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Line {
    Entry,
    Arrival,
    ChangeIn,
    Exit,
    Departure,
    ChangeOut,
}

impl Ledger {
    pub(super) fn new(places: usize) -> Self {
        Self { opening: vec![0; places * 4], changes: vec![[0; 6]; places * 4] }
    }

    pub(super) fn open(&mut self, counts: &Counts) {
        for (index, opening) in self.opening.iter_mut().enumerate() {
            *opening = counts.heads(index / 4, Status::ALL[index % 4]);
        }
        self.changes.fill([0; 6]);
    }

    #[inline]
    pub(super) fn write(&mut self, line: Line, place: usize, status: Status) {
        if cfg!(debug_assertions) {
            self.changes[place * 4 + status as usize][line as usize] += 1;
        }
    }

    /// Whether opening + entries + arrivals + changes in − exits − departures − changes out = closing everywhere.
    pub(super) fn balances(&self, counts: &Counts) -> bool {
        self.opening.iter().zip(&self.changes).enumerate().all(|(index, (opening, changes))| {
            let [entry, arrival, change_in, exit, departure, change_out] = *changes;
            let closing = counts.heads(index / 4, Status::ALL[index % 4]);
            opening + entry + arrival + change_in - exit - departure - change_out == closing
        })
    }
}
