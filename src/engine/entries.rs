//! Entries: November registrations, changes of status, and movers who leave their territory.

use super::{
    calendar::{Event, When},
    choice::Chooser,
    ledger::Line,
    person::Person,
    placement::{Candidate, From},
    tally::Flow,
    training::subdivision_of,
    trajectory::Trajectory,
};
use crate::{cohort::Status, stream::Process};

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

    /// Those who register this year. No exit this year: they come in November.
    pub(super) fn registrations(&mut self) {
        let clinicat = self.w.intake.clinicat(self.calendar_year());
        self.clinicat_ends();
        for status in Status::ALL {
            let mut list = std::mem::take(self.w.registrations.of(self.year, status));
            for person in &list {
                self.register(*person, status, clinicat);
            }
            list.clear();
            *self.w.registrations.of(self.year, status) = list;
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
            let (w, tables) = (&mut *own.w, &own.engine.tables);
            for (lane, person) in persons.iter().enumerate() {
                w.choosing.origins[lane] = tables.departement_of(person.place()) as u32;
                w.choosing.presents[lane] = person.place() as u32;
            }
            w.choices.move_all(&w.lot, &mut w.choosing);
            for (lane, person) in persons.iter().enumerate() {
                own.leave_for_another(*person, own.w.choosing.drawn[lane] as usize);
            }
        });
    }

    /// `drawn`: where they would go without policies.
    fn leave_for_another(&mut self, person: Person, drawn: usize) {
        let candidate = self.candidate(person, From::Move);
        let Some(territory) = self.first_choice(&candidate, drawn) else {
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
