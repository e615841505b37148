//! Entries: November registrations, changes of status, and movers who leave their territory.

use super::{
    placement::{Candidate, From},
    state::{Event, Line},
    tally::Flow,
    trajectory::Trajectory,
};
use crate::{
    cohort::Status,
    stream::{Process, threshold},
};

/// Shares of those who register, as words.
struct Shares {
    salaried: u32,
    salaried_or_installed: u32,
}

impl Trajectory<'_> {
    /// Locums and salaried who change status this year: those who install become candidates.
    pub(super) fn status_changes(&mut self) {
        let mut next = self.w.calendar.take(Event::ToSalaried, self.year);
        while let Some(index) = next {
            next = self.w.calendar.next(Event::ToSalaried, index);
            let place = self.w.persons[index as usize].place();
            self.change(index, place, Status::Salaried);
            self.begin(index, self.year + 1, 0);
        }
        let mut next = self.w.calendar.take(Event::ToInstalled, self.year);
        while let Some(index) = next {
            next = self.w.calendar.next(Event::ToInstalled, index);
            self.apply(index, From::Status);
        }
    }

    /// Those who register this year get a département and a status. No exit this year: they come in November.
    pub(super) fn registrations(&mut self) {
        let physics = &self.engine.model.physics;
        let [salaried, installed] = [physics.entry_salaried, physics.entry_installed].map(|share| self.w.draw[share]);
        let shares = Shares { salaried: threshold(salaried), salaried_or_installed: threshold(salaried + installed) };
        let mut next = self.w.calendar.take(Event::Registration, self.year);
        while let Some(index) = next {
            next = self.w.calendar.next(Event::Registration, index);
            self.register(index, &shares);
        }
    }

    fn register(&mut self, index: u32, shares: &Shares) {
        let person = self.w.persons[index as usize];
        let origin = person.place();
        let [.., status, departement] = self.entry_words(self.w.addresses[index as usize]);
        let amended = self.w.amended.enters.then_some(&self.w.amended);
        let departement = self.w.choices.departement(origin, departement, amended, self.chooser(index, 0));
        let place = self.engine.model.baseline.geography.place_of(departement);
        let graduate = origin != self.engine.tables.closeness.abroad();
        let status = if status < shares.salaried {
            Status::Salaried
        } else if status < shares.salaried_or_installed {
            Status::Installed
        } else {
            Status::Locum
        };
        self.w.persons[index as usize] = person.put(place, status);
        if status == Status::Installed {
            return self.apply(index, From::Entry { graduate });
        }
        self.enter(index, graduate);
        self.begin(index, self.year + 1, 0);
    }

    /// Counts a new GP in where they stand.
    pub(super) fn enter(&mut self, index: u32, graduate: bool) {
        let place = self.w.persons[index as usize].place();
        self.record(place, Flow::Entrants);
        if graduate {
            self.record(place, Flow::Graduates);
        }
        self.count_in(index, Line::Entry);
    }

    /// Installed GPs who leave their territory for another: their place opens before they choose.
    pub(super) fn movers(&mut self) {
        let mut next = self.w.calendar.take(Event::Move, self.year);
        while let Some(index) = next {
            next = self.w.calendar.next(Event::Move, index);
            let person = self.w.persons[index as usize];
            self.w.opened[person.place()] += 1;
            self.count_out(index, Line::Departure);
            self.apply(index, From::Move);
        }
    }

    /// The move after this one. The clock of each move has its own address.
    pub(super) fn next_move(&mut self, index: u32) {
        let number = self.w.persons[index as usize].count_move();
        let clock = self.words(index, Process::Move, number)[0];
        let year = self.w.survival.next_move(clock, SETTLED_FOR, self.year + 1);
        self.schedule_move(index, year);
    }

    fn apply(&mut self, index: u32, from: From) {
        let person = self.w.persons[index as usize];
        let geography = &self.engine.model.baseline.geography;
        let present = matches!(from, From::Move).then_some(person.place() as u16);
        let origin = geography.departement_of(person.place()) as u16;
        let order = u64::from(!person.is_waiting()) << 32;
        self.w.candidates.push(Candidate { index, origin, present, from, order, refused_by: None });
    }
}

/// Years since installing given to one who has just moved: after a move, moves are as rare as later in the career.
const SETTLED_FOR: usize = 5;
