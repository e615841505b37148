//! Entries: November registrations, changes of status, and movers who leave their territory.

use super::{
    choice::Chooser,
    placement::{Candidate, From},
    state::{Event, Line, Person, When, birth_index},
    tally::Flow,
    training::{YEARS_AHEAD, subdivision_of},
    trajectory::Trajectory,
};
use crate::{
    cohort::{Sex, Status},
    stream::{Process, half_threshold},
};

/// Shares of those who register, as half words: a chance is met up to 2^-16.
#[derive(Clone, Copy)]
pub(super) struct Shares {
    salaried: u32,
    salaried_or_installed: u32,
    women: u32,
}

impl Shares {
    /// The first status of one who registers, from the half word that decides it.
    #[inline]
    const fn status(&self, status_and_age: u32) -> Status {
        match status_and_age >> 16 {
            word if word < self.salaried => Status::Salaried,
            word if word < self.salaried_or_installed => Status::Installed,
            _ => Status::Locum,
        }
    }

    #[inline]
    const fn sex(&self, delay_and_sex: u32) -> Sex {
        if delay_and_sex & 0xFFFF < self.women { Sex::Woman } else { Sex::Man }
    }
}

impl Trajectory<'_> {
    /// Locums and salaried who change status this year: those who install become candidates.
    pub(super) fn status_changes(&mut self) {
        self.each_due(Event::ToSalaried, |own, person| own.take_salaried_post(person, From::Status));
        self.each_due(Event::ToInstalled, |own, person| own.apply(person, From::Status));
    }

    /// Those who would be salaried, once the posts opened by policies are filled if there are any.
    fn take_salaried_post(&mut self, person: Person, from: From) {
        let candidate = self.candidate(person, from);
        if self.w.vacancies.any {
            self.w.salaried.push(candidate);
        } else {
            self.become_salaried(&candidate, person.place());
        }
    }

    pub(super) fn shares(&self) -> Shares {
        let physics = &self.engine.model.physics;
        let [salaried, installed, women] =
            [physics.entry_salaried, physics.entry_installed, physics.women].map(|share| self.w.draw[share]);
        Shares {
            salaried: half_threshold(salaried),
            salaried_or_installed: half_threshold(salaried + installed),
            women: half_threshold(women),
        }
    }

    /// Puts the entrant of a lane of the lot on the list of those who register in a year, in the département and with the
    /// status that the words decide: delay and sex, status and age (half a word each), département.
    #[inline]
    pub(super) fn expect(&mut self, lane: usize, subdivision: Option<usize>, year: usize, shares: &Shares) {
        if year >= self.engine.years {
            return;
        }
        let (tables, w) = (&self.engine.tables, &mut *self.w);
        let [_, delay_and_sex, status_and_age, departement] = w.lot.words(lane);
        let sex = shares.sex(delay_and_sex);
        let status = shares.status(status_and_age);
        let age = tables.entrant_age(subdivision.is_none(), sex, status_and_age << 16);
        let origin = subdivision.unwrap_or_else(|| tables.closeness.abroad());
        let place = tables.home(w.choices.enters(origin, departement));
        let person = Person::new(w.lot.subjects[lane], place, birth_index(age, year + 1), sex, status);
        w.registrations[year % YEARS_AHEAD][status as usize].push(person);
    }

    /// Those who register this year. No exit this year: they come in November.
    pub(super) fn registrations(&mut self) {
        let clinicat = self.w.intake.clinicat(self.calendar_year());
        self.clinicat_ends();
        for status in Status::ALL {
            let mut list = std::mem::take(&mut self.w.registrations[self.year % YEARS_AHEAD][status as usize]);
            for person in &list {
                self.register(*person, status, clinicat);
            }
            list.clear();
            self.w.registrations[self.year % YEARS_AHEAD][status as usize] = list;
        }
    }

    #[inline]
    fn register(&mut self, mut person: Person, status: Status, clinicat: usize) {
        let graduate = subdivision_of(person.address).is_some();
        if self.w.amended.enters {
            person = self.enters_elsewhere(person, status);
        }
        if graduate && clinicat > 0 {
            return self.begin_clinicat(person, clinicat);
        }
        match status {
            Status::Installed => self.apply(person, From::Entry { graduate }),
            Status::Salaried => self.take_salaried_post(person, From::Entry { graduate }),
            Status::Locum | Status::RetiredActive => {
                self.enter(person, graduate);
                self.begin(person);
            }
        }
    }

    /// The same entrant where policies amend the weights of the départements.
    fn enters_elsewhere(&self, person: Person, status: Status) -> Person {
        let (tables, w) = (&self.engine.tables, &*self.w);
        let origin = subdivision_of(person.address).unwrap_or_else(|| tables.closeness.abroad());
        let chooser = Chooser::new(self, person.address, ENTRY_ROUND);
        let departement = w.choices.enters_amended(origin, tables.departement_of(person.place()), &w.amended, chooser);
        person.put(tables.home(departement), status)
    }

    /// A shared post of some years, salaried in the département, before any choice. Nobody leaves it early.
    fn begin_clinicat(&mut self, person: Person, years: usize) {
        let mut person = person.put(person.place(), Status::Salaried);
        self.enter(person, true);
        self.w.clinicat[self.engine.tables.departement_of(person.place())] += 1;
        person.end = When::new((self.year + years) as u32, Event::EndOfClinicat);
        self.w.calendar.await_next(person, self.engine.years);
    }

    /// Those whose shared post ends choose the status that they would have chosen on registering.
    fn clinicat_ends(&mut self) {
        let shares = self.shares();
        self.each_due(Event::EndOfClinicat, |own, person| {
            let [_, _, status_and_age, _] = own.words(person, Process::Entry, 0);
            own.w.clinicat[own.engine.tables.departement_of(person.place())] -= 1;
            match shares.status(status_and_age) {
                Status::Installed => own.apply(person, From::Status),
                Status::Salaried => own.take_salaried_post(person, From::Status),
                status => {
                    let person = own.change(person, person.place(), status);
                    own.begin(person);
                }
            }
        });
    }

    /// Counts a new GP in where they stand.
    pub(super) fn enter(&mut self, person: Person, graduate: bool) {
        self.record(person.place(), Flow::Entrants);
        if graduate {
            self.record(person.place(), Flow::Graduates);
        }
        self.count_in(person, Line::Entry);
    }

    /// Installed GPs who leave their territory for another: their place opens before they choose.
    pub(super) fn movers(&mut self) {
        self.each_lot_due(Event::Move, |own, persons| {
            own.draw_lot(Process::Choice, persons.iter().copied());
            for (lane, person) in persons.iter().enumerate() {
                own.leave_for_another(*person, own.w.lot.words(lane));
            }
        });
    }

    fn leave_for_another(&mut self, person: Person, words: [u32; 4]) {
        let candidate = self.candidate(person, From::Move);
        let chooser = Chooser::new(self, person.address, 0);
        let Some(territory) = self.choose_with(&candidate, chooser, self.w.amended.installs, words) else {
            // Nobody moves to nowhere: no departure, and no place opens.
            return self.go_on(person);
        };
        self.open_place(person);
        self.count_out(person, Line::Departure);
        if self.w.limited {
            self.w.candidates.push(Candidate { first_choice: Some(territory as u16), ..candidate });
        } else {
            self.install(&candidate, territory);
        }
    }

    fn apply(&mut self, person: Person, from: From) {
        let candidate = self.candidate(person, from);
        self.w.candidates.push(candidate);
    }

    fn candidate(&self, person: Person, from: From) -> Candidate {
        let origin = self.engine.tables.departement_of(person.place()) as u16;
        Candidate { person, origin, from, first_choice: None, refused_by: None }
    }
}

/// Round of the choice of a département, apart from those of a territory: one who installs at once makes both in a year.
const ENTRY_ROUND: u32 = 1 << 26;
