//! The memory of one trajectory, and what happens to the counts of its people.

use super::{
    Engine,
    calendar::{Calendar, Event, When},
    capacity::{Situation, StartingPoint},
    choice::{Amended, Choices, Choosing},
    counts::Counts,
    crossings::{Crossings, cross},
    expected::Registrations,
    inequality::Inequality,
    journal::Journal,
    ledger::{Ledger, Line},
    person::{ByPlace, Person},
    placement::Candidate,
    posts::Vacancies,
    spells::Spells,
    survival::Survival,
    tally::{FLOWS, Flow, Tally},
    training::Classes,
};
use crate::{
    cohort::Status,
    lot::Lot,
    parameter::Draw,
    phase::{self, CapacityFactors, Cause, Costs, DemandFactors, ExitHazards, Intake, Now, PlacementRule, Transfers},
    stream::{Address, Process},
};

/// Memory that a worker keeps from one trajectory to the next.
pub struct Workspace {
    pub(super) draw: Draw,
    pub(super) pull: Vec<f64>,
    pub(super) noise: Vec<f64>,
    pub(super) intake: Intake,
    pub(super) hazards: ExitHazards,
    pub(super) rule: PlacementRule,
    pub(super) factors: CapacityFactors,
    pub(super) transfers: Transfers,
    pub(super) demand: DemandFactors,
    pub(super) costs: Costs,
    pub(super) survival: Survival,
    pub(super) choices: Choices,
    pub(super) amended: Amended,
    /// GPs of the starting stock who have an address.
    pub(super) started: u32,
    /// The starting stock of a place and status: their classes, then their bits.
    pub(super) stock: Vec<u32>,
    pub(super) counts: Counts,
    pub(super) calendar: Calendar,
    pub(super) ledger: Ledger,
    pub(super) classes: Classes,
    pub(super) spells: Box<Spells>,
    pub(super) lot: Box<Lot>,
    pub(super) choosing: Box<Choosing>,
    /// Those whom an event of the year has reached; elsewhere while they are visited.
    pub(super) due: Vec<Person>,
    pub(super) registrations: Registrations,
    pub(super) candidates: Vec<Candidate>,
    pub(super) retry: Vec<Candidate>,
    /// Candidates in turn: see [`Trajectory::in_turn`].
    pub(super) queue: Vec<(u64, u32)>,
    /// Places open by territory, whole and in part, carried over.
    pub(super) places: Vec<f64>,
    pub(super) allowed: Vec<u32>,
    /// Whether a quota holds somewhere this year.
    pub(super) limited: bool,
    pub(super) opened: ByPlace<u32>,
    pub(super) flows: ByPlace<[u32; FLOWS]>,
    pub(super) crossings: Crossings,
    /// GPs who installed, by year then territory.
    pub(super) installations: Vec<Vec<u32>>,
    /// GPs in a clinicat-assistanat, by département.
    pub(super) clinicat: Vec<u32>,
    /// GPs in salaried posts opened by policies, by territory.
    pub(super) in_posts: Vec<u32>,
    /// GPs without an agreement, by territory.
    pub(super) unconventioned: Vec<u32>,
    pub(super) vacancies: Vacancies,
    /// Those who would take a salaried post, while policies open some.
    pub(super) salaried: Vec<Candidate>,
    pub(super) situation: Situation,
    pub(super) regions: Vec<Tally>,
    pub(super) start: StartingPoint,
    pub(super) inequality: Inequality,
    /// What is reported, by year, slot and place.
    pub(super) recorded: Vec<i32>,
    /// Kept for a trajectory that is replayed.
    pub(super) journal: Option<Box<Journal>>,
}

/// One trajectory under way.
pub(super) struct Trajectory<'a> {
    pub(super) engine: &'a Engine,
    pub(super) number: u32,
    /// Values of the parameters that somebody chose, else those of the trajectory.
    pub(super) chosen: Option<&'a Draw>,
    /// Years since the start.
    pub(super) year: usize,
    pub(super) w: &'a mut Workspace,
}

impl Trajectory<'_> {
    /// The year under way.
    pub(super) fn calendar_year(&self) -> u16 {
        self.engine.model.baseline.start + self.year as u16
    }

    #[inline]
    pub(super) fn words(&self, person: Person, process: Process, detail: u16) -> [u32; 4] {
        self.engine.generator.words(Address { trajectory: self.number, subject: person.address, process, detail, block: 0 })
    }

    /// Takes everybody off a list of this year, a lot at a time.
    #[inline]
    pub(super) fn each_lot_due(&mut self, event: Event, mut visit: impl FnMut(&mut Self, &[Person])) {
        let mut due = std::mem::take(&mut self.w.due);
        while self.w.calendar.take(event, self.year, &mut due) {
            visit(self, &due);
        }
        self.w.due = due;
    }

    /// Takes everybody off a list of this year.
    #[inline]
    pub(super) fn each_due(&mut self, event: Event, mut visit: impl FnMut(&mut Self, Person)) {
        self.each_lot_due(event, |own, persons| persons.iter().for_each(|person| visit(own, *person)));
    }

    /// Draws the words of at most a lot of persons, this year.
    #[inline]
    pub(super) fn draw_lot(&mut self, process: Process, persons: impl ExactSizeIterator<Item = Person>) {
        let (lot, length) = (&mut *self.w.lot, persons.len());
        lot.subjects.iter_mut().zip(persons).for_each(|(subject, person)| *subject = person.address);
        lot.details[..length].fill(self.year as u32);
        lot.draw(&self.engine.generator, self.number, process, 0, length);
    }

    /// A locum who waits for a place: a candidate again in `year`, unless they leave before.
    pub(super) fn wait(&mut self, mut person: Person, year: usize) {
        if year >= self.engine.years {
            return;
        }
        let detail = person.count_spell(Status::Locum);
        let [other, pension, ..] = self.words(person, Process::Spell, detail);
        let leaves_now = |cause, clock| {
            let row = Survival::by_age(cause, person.class());
            self.w.survival.strikes(row, year, clock) == year
        };
        let event = if leaves_now(Cause::Other, other) {
            Event::Exit
        } else if leaves_now(Cause::Retirement, pension) {
            Event::Retirement
        } else {
            Event::ToInstalled
        };
        person.end = When::new(year as u32, event);
        self.w.calendar.await_next(person, self.engine.years);
    }

    /// Counts a person in at their place, as an entry, an arrival or a change of status.
    #[inline]
    pub(super) fn count_in(&mut self, person: Person, line: Line) {
        self.w.counts.add(person);
        self.w.ledger.write(line, person.place(), person.status());
        self.note(person, line);
        if let Some(heads) = self.kept_apart(person) {
            *heads += 1;
        }
    }

    /// Counts a person out of their place.
    #[inline]
    pub(super) fn count_out(&mut self, person: Person, line: Line) {
        self.w.counts.remove(person);
        self.w.ledger.write(line, person.place(), person.status());
        self.note(person, line);
        if let Some(heads) = self.kept_apart(person) {
            *heads -= 1;
        }
    }

    /// Keeps a line of the accounts for a replay.
    #[inline]
    fn note(&mut self, person: Person, line: Line) {
        if let Some(journal) = &mut self.w.journal {
            journal.write(self.year, person, line);
        }
    }

    /// The count in which a policy keeps this person apart, if any.
    #[inline]
    fn kept_apart(&mut self, person: Person) -> Option<&mut u32> {
        if person.is_unconventioned() {
            return self.w.unconventioned.get_mut(person.place());
        }
        if person.status() == Status::Salaried { self.w.in_posts.get_mut(person.place()) } else { None }
    }

    /// The person in another status, and in another place where the status asks for one.
    #[inline]
    pub(super) fn change(&mut self, person: Person, place: usize, status: Status) -> Person {
        debug_assert_eq!(self.engine.tables.departement_of(person.place()), self.engine.tables.departement_of(place));
        let changed = person.put(place, status);
        self.replace(person, changed);
        changed
    }

    /// Counts a person who changes status.
    #[inline]
    pub(super) fn replace(&mut self, before: Person, after: Person) {
        self.count_out(before, Line::ChangeOut);
        self.count_in(after, Line::ChangeIn);
    }

    /// Records who may cross a border by installing; no other change leads out of a département.
    #[inline]
    pub(super) fn cross(&mut self, from: usize, to: usize) {
        let (tables, crossings) = (&self.engine.tables, &mut self.w.crossings);
        if from < crossings.territories.len() {
            cross(&mut crossings.territories, from, to);
        }
        let (from, to) = (tables.departement_of(from), tables.departement_of(to));
        cross(&mut crossings.departements, from, to);
        cross(&mut crossings.regions, tables.region(from), tables.region(to));
    }

    #[inline]
    pub(super) fn record(&mut self, place: usize, flow: Flow) {
        self.w.flows[place][flow as usize] += 1;
        if let Some(journal) = &mut self.w.journal {
            journal.flow(flow);
        }
    }
}

impl Workspace {
    /// What the levers see this year.
    pub(super) fn now<'a>(&'a self, engine: &'a Engine, year: usize) -> Now<'a> {
        Now {
            baseline: &engine.model.baseline,
            year: engine.model.baseline.start + year as u16,
            draw: &self.draw,
            liberal: &self.situation.liberal,
            liberal_at_start: &engine.tables.liberal_at_start,
            installations: &self.installations[..year],
            clinicat: &self.clinicat,
            in_posts: &self.in_posts,
        }
    }

    /// What the levers see once.
    pub(super) fn calendar_of<'a>(engine: &'a Engine, draw: &'a Draw) -> phase::Calendar<'a> {
        phase::Calendar { baseline: &engine.model.baseline, horizon: engine.model.horizon, draw }
    }
}
