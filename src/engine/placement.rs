//! Placement: who installs where, under the quotas of the year.
//!
//! Without a quota every candidate takes the first choice. With one, candidates are served in random order, those who
//! waited first, in rounds. Who is refused takes one addressed draw: out of libéral practice, a year of waiting, or the
//! choice again over the open territories, near the first choice.

use super::{
    entries::amends,
    state::Line,
    tally::Flow,
    trajectory::Trajectory,
};
use crate::{
    cohort::Status,
    stream::{Process, threshold, unit},
};

/// Where a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// Registration: not yet one of the counts.
    Entry { graduate: bool },
    /// Locum or salaried, still counted there.
    Status,
    /// Another territory, already counted out of it.
    Move,
}

/// Somebody who wants to install.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) index: u32,
    /// Département from which closeness is seen.
    pub(super) origin: u16,
    /// The territory that a mover leaves.
    pub(super) present: Option<u16>,
    pub(super) from: From,
    /// Rank in the queue.
    pub(super) order: u64,
    /// The territory that refused first.
    pub(super) refused_by: Option<u16>,
}

/// What a first refusal leads to.
enum Fate {
    Salaried,
    Out,
    Waits,
    ChoosesAgain,
}

const UNLIMITED: u32 = u32::MAX;

impl Trajectory<'_> {
    /// Prepares the weights and the places of the year. To be done before anybody chooses.
    pub(super) fn amend_weights(&mut self) {
        let w = &mut *self.w;
        if amends(w.rule.weights()) || amends(w.rule.entry_weights()) {
            w.amended.weights.copy_from_slice(w.rule.weights());
            w.amended.entry_weights.copy_from_slice(w.rule.entry_weights());
            w.amended.sum(&self.engine.tables.closeness, &w.choices);
        }
    }

    /// Everybody who wants to install this year.
    pub(super) fn placement(&mut self) {
        if self.open_places() {
            self.serve_in_turn();
        } else {
            let candidates = std::mem::take(&mut self.w.candidates);
            for candidate in &candidates {
                match self.choose(candidate, 0, amends(self.w.rule.weights())) {
                    Some(territory) => self.install(candidate, territory),
                    None => self.no_place(candidate),
                }
            }
            self.w.candidates = candidates;
        }
        self.w.candidates.clear();
    }

    /// Counts the places that departures have opened; true when a quota holds somewhere.
    fn open_places(&mut self) -> bool {
        let w = &mut *self.w;
        let mut limited = false;
        for (territory, quota) in w.rule.quotas().iter().enumerate() {
            w.allowed[territory] = if quota.is_open() {
                w.places[territory] = 0.0;
                UNLIMITED
            } else {
                limited = true;
                if quota.per_departure.is_finite() {
                    w.places[territory] += quota.per_departure * f64::from(w.opened[territory]);
                }
                let by_departures = if quota.per_departure.is_finite() { w.places[territory] } else { f64::INFINITY };
                by_departures.min(quota.at_most) as u32
            };
        }
        limited
    }

    fn serve_in_turn(&mut self) {
        let mut candidates = std::mem::take(&mut self.w.candidates);
        for candidate in &mut candidates {
            candidate.order |= u64::from(self.words(candidate.index, Process::Queue, self.year as u16)[0]);
        }
        candidates.sort_unstable_by_key(|candidate| (candidate.order, self.w.addresses[candidate.index as usize]));
        for candidate in &candidates {
            match self.choose(candidate, 0, amends(self.w.rule.weights())) {
                Some(territory) if self.take_place(territory) => self.install(candidate, territory),
                Some(territory) => self.refuse(Candidate { refused_by: Some(territory as u16), ..*candidate }),
                None => self.no_place(candidate),
            }
        }
        self.w.candidates = candidates;
        self.choose_again();
    }

    /// Rounds over what is still open, until everybody has a place or there is none.
    fn choose_again(&mut self) {
        let mut round = 0;
        while !self.w.retry.is_empty() {
            round += 1;
            let retry = std::mem::take(&mut self.w.retry);
            self.amend_for_open_places();
            for candidate in &retry {
                match self.choose(candidate, round, true) {
                    Some(territory) if self.take_place(territory) => {
                        self.record_refused(candidate, Flow::RefusedElsewhere);
                        self.install(candidate, territory);
                    }
                    Some(_) => self.w.candidates.push(*candidate),
                    None => self.wait_a_year(candidate),
                }
            }
            let mut retry = retry;
            retry.clear();
            let first = self.w.candidates.len();
            let _ = first;
            self.w.retry = retry;
            self.move_back();
        }
    }

    fn take_place(&mut self, territory: usize) -> bool {
        let allowed = &mut self.w.allowed[territory];
        match *allowed {
            UNLIMITED => true,
            0 => false,
            _ => {
                *allowed -= 1;
                self.w.places[territory] -= 1.0;
                true
            }
        }
    }

    fn choose(&self, candidate: &Candidate, round: u32, amended: bool) -> Option<usize> {
        let w = &*self.w;
        w.choices.territory(
            &self.engine.tables.closeness,
            usize::from(candidate.origin),
            candidate.present.map(usize::from),
            amended.then_some(&w.amended),
            self.chooser(candidate.index, round),
        )
    }
}
