//! Placement: who installs where, under the quotas of the year.
//!
//! Without a quota every candidate takes the first choice. With one, candidates are served in random order, those who
//! waited first, in rounds. Who is refused takes one addressed draw: out of libéral practice, a year of waiting, or the
//! choice again over the open territories, near the first choice.

use super::{choice::Chooser, ledger::Line, person::Person, tally::Flow, trajectory::Trajectory};
use crate::{
    cohort::Status,
    lot::LOT,
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
    pub(super) person: Person,
    /// Département from which closeness is seen.
    pub(super) origin: u16,
    pub(super) from: From,
    /// The territory that a mover has chosen before leaving.
    pub(super) first_choice: Option<u16>,
    /// The territory that refused first.
    pub(super) refused_by: Option<u16>,
}

impl Candidate {
    /// The département from which they choose, and the territory that a mover leaves.
    #[inline]
    fn chooses(&self) -> (usize, Option<usize>) {
        (usize::from(self.origin), (self.from == From::Move).then(|| self.person.place()))
    }
}

/// What a first refusal leads to.
enum Fate {
    Unconventioned,
    Salaried,
    Out,
    Waits,
    ChoosesAgain,
}

const UNLIMITED: u32 = u32::MAX;

fn amends(weights: &[f64]) -> bool {
    weights.iter().any(|weight| *weight != 1.0)
}

impl Trajectory<'_> {
    /// Prepares the weights and the places of the year. To be done before anybody chooses.
    pub(super) fn amend_weights(&mut self) {
        let w = &mut *self.w;
        (w.amended.installs, w.amended.enters) = (amends(w.rule.weights()), amends(w.rule.entry_weights()));
        if w.amended.installs || w.amended.enters {
            w.amended.weights.copy_from_slice(w.rule.weights());
            w.amended.entry_weights.copy_from_slice(w.rule.entry_weights());
            w.amended.sum(&self.engine.tables.closeness, &w.choices);
        }
        w.limited = w.rule.quotas().iter().any(|quota| !quota.is_open());
    }

    /// Everybody who wants to install this year.
    pub(super) fn placement(&mut self) {
        if self.w.limited {
            self.open_places();
            self.serve_in_turn();
        } else {
            self.w.places.fill(0.0);
            let candidates = std::mem::take(&mut self.w.candidates);
            for lot in candidates.chunks(LOT) {
                self.place_freely(lot);
            }
            self.w.candidates = candidates;
        }
        self.w.candidates.clear();
    }

    /// Where nothing is closed, everybody takes the first choice.
    fn place_freely(&mut self, lot: &[Candidate]) {
        self.draw_all(lot.iter().map(|candidate| (candidate.person, usize::from(candidate.origin))));
        for (lane, candidate) in lot.iter().enumerate() {
            match self.first_choice(candidate, self.w.choosing.drawn[lane] as usize) {
                Some(territory) => self.install(candidate, territory),
                None => self.no_place(candidate),
            }
        }
    }

    /// Draws, under the weights without policies, the first choices of at most a lot of candidates, given with the
    /// départements from which they choose.
    fn draw_all(&mut self, candidates: impl ExactSizeIterator<Item = (Person, usize)> + Clone) {
        self.draw_lot(Process::Choice, candidates.clone().map(|(person, _)| person));
        let w = &mut *self.w;
        w.choosing.origins.iter_mut().zip(candidates).for_each(|(of, (_, origin))| *of = origin as u32);
        w.choices.draw_all(&w.lot, &mut w.choosing);
    }

    /// The first choice of a candidate, given the one drawn without policies.
    #[inline]
    pub(super) fn first_choice(&self, candidate: &Candidate, drawn: usize) -> Option<usize> {
        let w = &*self.w;
        let (of, amended) = (candidate.chooses(), w.amended.installs.then_some(&w.amended));
        w.choices.first(&self.engine.tables.closeness, of, amended, Chooser::new(self, candidate.person.address, 0), drawn)
    }

    /// Counts the places that departures have opened.
    fn open_places(&mut self) {
        let w = &mut *self.w;
        for (territory, quota) in w.rule.quotas().iter().enumerate() {
            w.allowed[territory] = if quota.is_open() {
                w.places[territory] = 0.0;
                UNLIMITED
            } else {
                if quota.per_departure.is_finite() {
                    w.places[territory] += quota.per_departure * f64::from(w.opened[territory]);
                }
                let by_departures = if quota.per_departure.is_finite() { w.places[territory] } else { f64::INFINITY };
                by_departures.min(quota.at_most) as u32
            };
        }
    }

    fn serve_in_turn(&mut self) {
        let candidates = std::mem::take(&mut self.w.candidates);
        let queue = self.in_turn(&candidates);
        for lot in queue.chunks(LOT) {
            let candidate = |(_, index): &(u64, u32)| &candidates[*index as usize];
            self.draw_all(lot.iter().map(candidate).map(|candidate| (candidate.person, usize::from(candidate.origin))));
            for (lane, candidate) in lot.iter().map(candidate).enumerate() {
                self.serve(candidate, self.w.choosing.drawn[lane] as usize);
            }
        }
        self.w.queue = queue;
        self.w.candidates = candidates;
        self.choose_again();
    }

    fn serve(&mut self, candidate: &Candidate, drawn: usize) {
        match candidate.first_choice.map(usize::from).or_else(|| self.first_choice(candidate, drawn)) {
            Some(territory) if self.take_place(territory) => self.install(candidate, territory),
            Some(territory) => self.refuse(Candidate { refused_by: Some(territory as u16), ..*candidate }),
            None => self.no_place(candidate),
        }
    }

    /// Candidates in the random order of their addresses, those who waited first: their place in the order, and in the
    /// list.
    pub(super) fn in_turn(&mut self, candidates: &[Candidate]) -> Vec<(u64, u32)> {
        let mut queue = std::mem::take(&mut self.w.queue);
        queue.clear();
        for lot in candidates.chunks(LOT) {
            self.draw_lot(Process::Queue, lot.iter().map(|candidate| candidate.person));
            for (candidate, word) in lot.iter().zip(&self.w.lot.words[0]) {
                let person = candidate.person;
                // The address decides between equal words, so that the list's own order never does.
                let order = u64::from(!person.is_waiting()) << 63 | u64::from(*word) << 31 | u64::from(person.address << 1 >> 1);
                queue.push((order, queue.len() as u32));
            }
        }
        queue.sort_unstable_by_key(|(order, _)| *order);
        queue
    }

    /// Rounds over what is still open, until everybody has a place or there is none. Each round places somebody, for its
    /// weights leave full territories out.
    fn choose_again(&mut self) {
        for round in 1.. {
            let mut retry = std::mem::take(&mut self.w.retry);
            if !retry.is_empty() {
                self.amend_for_open_places();
                retry.retain(|candidate| !self.is_settled(candidate, round));
            }
            self.w.retry = retry;
            if self.w.retry.is_empty() {
                return;
            }
        }
    }

    fn is_settled(&mut self, candidate: &Candidate, round: u32) -> bool {
        let chooser = Chooser::new(self, candidate.person.address, round);
        let w = &*self.w;
        match w.choices.again(&self.engine.tables.closeness, candidate.chooses(), &w.amended, chooser) {
            Some(territory) if self.take_place(territory) => {
                self.record_refused(candidate, Flow::RefusedElsewhere);
                self.install(candidate, territory);
                true
            }
            Some(_) => false,
            None => {
                self.wait_a_year(candidate);
                true
            }
        }
    }

    fn amend_for_open_places(&mut self) {
        let w = &mut *self.w;
        for ((weight, rule), allowed) in w.amended.weights.iter_mut().zip(w.rule.weights()).zip(&w.allowed) {
            *weight = if *allowed == 0 { 0.0 } else { *rule };
        }
        w.amended.sum(&self.engine.tables.closeness, &w.choices);
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

    fn refuse(&mut self, candidate: Candidate) {
        self.record_refused(&candidate, Flow::Refused);
        match self.fate(candidate.person) {
            Fate::Unconventioned => {
                self.record_refused(&candidate, Flow::RefusedUnconventioned);
                self.practise_without_agreement(&candidate);
            }
            Fate::Salaried => {
                self.record_refused(&candidate, Flow::RefusedSalaried);
                self.settle_apart(&candidate, Status::Salaried);
            }
            Fate::Out => {
                self.record_refused(&candidate, Flow::RefusedOut);
                self.give_up(&candidate);
            }
            Fate::Waits => self.wait_a_year(&candidate),
            Fate::ChoosesAgain => {
                let tables = &self.engine.tables;
                let near = candidate
                    .refused_by
                    .map_or(candidate.origin, |territory| tables.departement_of(usize::from(territory)) as u16);
                self.w.retry.push(Candidate { origin: near, ..candidate });
            }
        }
    }

    fn fate(&self, person: Person) -> Fate {
        let physics = &self.engine.model.physics;
        let [leaves, waits, salaried] =
            [physics.refused_leaves, physics.refused_waits, physics.refused_salaried].map(|share| self.w.draw[share]);
        let [_, fate, kind, agreement] = self.words(person, Process::Queue, self.year as u16);
        if unit(agreement) < self.w.rule.unconventioned() {
            Fate::Unconventioned
        } else if unit(fate) < leaves {
            if !self.w.rule.salaried_too() && kind < threshold(salaried) { Fate::Salaried } else { Fate::Out }
        } else if unit(fate) < leaves + waits {
            Fate::Waits
        } else {
            Fate::ChoosesAgain
        }
    }

    fn record_refused(&mut self, candidate: &Candidate, flow: Flow) {
        if let Some(territory) = candidate.refused_by {
            self.record(usize::from(territory), flow);
        }
    }

    /// Nowhere has any weight: they wait as if refused where they are. A mover has a first choice, or does not leave.
    fn no_place(&mut self, candidate: &Candidate) {
        let home = self.engine.model.baseline.geography.departements[usize::from(candidate.origin)].territories.start;
        let candidate = Candidate { refused_by: Some(home as u16), ..*candidate };
        self.record_refused(&candidate, Flow::Refused);
        self.wait_a_year(&candidate);
    }

    fn wait_a_year(&mut self, candidate: &Candidate) {
        self.record_refused(candidate, Flow::RefusedWaiting);
        let mut person = self.stand_apart(candidate, Status::Locum);
        person.set_waiting(true);
        self.wait(person, self.year + 1);
    }

    fn settle_apart(&mut self, candidate: &Candidate, status: Status) {
        let person = self.stand_apart(candidate, status);
        self.begin(person);
    }

    /// Puts a refused candidate in a status of their département.
    fn stand_apart(&mut self, candidate: &Candidate, status: Status) -> Person {
        let mut person = candidate.person;
        let home = self.engine.tables.home_of(person.place());
        match candidate.from {
            From::Entry { graduate } => {
                person = person.put(home, status);
                self.enter(person, graduate);
            }
            From::Status => {
                person.set_waiting(false);
                person = self.change(person, home, status);
            }
            From::Move => {
                person = person.put(home, status);
                self.count_in(person, Line::ChangeIn);
            }
        }
        person
    }

    /// Out of practice: a graduate never enters, a mover has already been counted out.
    fn give_up(&mut self, candidate: &Candidate) {
        match candidate.from {
            From::Entry { .. } => {}
            From::Status => self.leave(candidate.person),
            From::Move => self.record(candidate.person.place(), Flow::Exits),
        }
    }

    /// Installs where they were refused, without an agreement with the Cnam.
    fn practise_without_agreement(&mut self, candidate: &Candidate) {
        if let Some(territory) = candidate.refused_by {
            self.install_as(candidate, usize::from(territory), Person::without_agreement);
        }
    }

    pub(super) fn install(&mut self, candidate: &Candidate, territory: usize) {
        self.install_as(candidate, territory, |person| person);
    }

    #[inline]
    fn install_as(&mut self, candidate: &Candidate, territory: usize, agreement: impl Fn(Person) -> Person) {
        let before = candidate.person;
        let mut person = before.put(territory, Status::Installed);
        person.set_waiting(false);
        person = agreement(person);
        self.w.installations[self.year][territory] += 1;
        match candidate.from {
            From::Move => {
                self.count_in(person, Line::Arrival);
                self.cross(before.place(), territory);
                return self.go_on(person);
            }
            From::Entry { graduate } => self.enter(person, graduate),
            From::Status => {
                self.replace(before, person);
                self.cross(before.place(), territory);
            }
        }
        self.record(territory, Flow::Installations);
        self.begin(person);
    }
}
