//! The memory of one trajectory, and how a spell begins.

use super::{
    Engine,
    capacity::{Situation, StartingPoint},
    choice::{Amended, Choices, Chooser},
    placement::Candidate,
    state::{Calendar, Counts, Event, Ledger, Line, Person},
    survival::{MID_CAREER, Survival},
    tally::{FLOWS, Flow, Tally},
    training::Classes,
};
use crate::{
    cohort::{Sex, Status},
    parameter::Draw,
    phase::{self, CapacityFactors, Cause, ExitHazards, Intake, Now, PlacementRule},
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
    pub(super) survival: Survival,
    pub(super) choices: Choices,
    pub(super) amended: Amended,
    pub(super) persons: Vec<Person>,
    pub(super) addresses: Vec<u32>,
    /// Year in which the spell of a person ends.
    pub(super) ends: Vec<u8>,
    pub(super) counts: Counts,
    pub(super) calendar: Calendar,
    pub(super) ledger: Ledger,
    pub(super) classes: Classes,
    pub(super) candidates: Vec<Candidate>,
    pub(super) retry: Vec<Candidate>,
    /// Places open by territory, whole and in part, carried over.
    pub(super) places: Vec<f64>,
    pub(super) allowed: Vec<u32>,
    pub(super) opened: Vec<u32>,
    pub(super) flows: Vec<[u32; FLOWS]>,
    pub(super) crossings: Crossings,
    pub(super) situation: Situation,
    pub(super) regions: Vec<Tally>,
    pub(super) start: StartingPoint,
}

/// Arrivals and departures by level, for those who cross its borders.
#[derive(Default)]
pub(super) struct Crossings {
    pub(super) territories: Vec<[u32; 2]>,
    pub(super) departements: Vec<[u32; 2]>,
    pub(super) regions: Vec<[u32; 2]>,
}

impl Crossings {
    pub(super) fn new(territories: usize, departements: usize, regions: usize) -> Self {
        let level = |places| vec![[0; 2]; places];
        Self { territories: level(territories), departements: level(departements), regions: level(regions) }
    }

    pub(super) fn clear(&mut self) {
        [&mut self.territories, &mut self.departements, &mut self.regions].into_iter().for_each(|level| level.fill([0; 2]));
    }
}

/// Never: later than any year of a run.
const NEVER: u8 = u8::MAX;

/// One trajectory under way.
pub(super) struct Trajectory<'a> {
    pub(super) engine: &'a Engine,
    pub(super) number: u32,
    /// Years since the start.
    pub(super) year: usize,
    pub(super) w: &'a mut Workspace,
}

impl Trajectory<'_> {
    #[inline]
    pub(super) fn words(&self, person: u32, process: Process, detail: u16) -> [u32; 4] {
        let subject = self.w.addresses[person as usize];
        self.engine.generator.words(Address { trajectory: self.number, subject, process, detail, block: 0 })
    }

    pub(super) fn chooser(&self, person: u32, round: u32) -> Chooser {
        Chooser {
            generator: self.engine.generator,
            trajectory: self.number,
            person: self.w.addresses[person as usize],
            year: self.year as u16,
            round,
        }
    }

    /// Adds a person without a spell; gives their index.
    pub(super) fn add_person(&mut self, person: Person, address: u32) -> u32 {
        let index = self.w.persons.len() as u32;
        self.w.persons.push(person);
        self.w.addresses.push(address);
        self.w.ends.push(NEVER);
        self.w.calendar.grow(self.w.persons.len());
        index
    }

    /// Starts the clocks of a spell whose first year is `from`, for one who has spent `since` full years in the status.
    pub(super) fn begin(&mut self, index: u32, from: usize, since: usize) {
        if from >= self.engine.years {
            return;
        }
        let [other, pension, change, second] = self.spell_words(index);
        let person = self.w.persons[index as usize];
        let mut end = self.leaving(person, [other, pension], from);
        let survival = &self.w.survival;
        match person.status() {
            Status::Locum => {
                end = end.or_sooner(survival.by_duration(0, change, since, from), Event::ToInstalled);
                end = end.or_sooner(survival.by_duration(1, second, since, from), Event::ToSalaried);
            }
            Status::Salaried => {
                let installs = survival.salaried_installs(change, from);
                let in_time = installs.filter(|year| person.age(*year) < usize::from(MID_CAREER));
                end = end.or_sooner(in_time, Event::ToInstalled);
            }
            Status::Installed | Status::RetiredActive => {}
        }
        self.schedule(index, end);
        if person.status() == Status::Installed {
            self.schedule_move(index, self.w.survival.next_move(second, since, from));
        }
    }

    /// A locum who waits for a place: a candidate again in `year`, unless they leave before.
    pub(super) fn wait(&mut self, index: u32, year: usize) {
        if year >= self.engine.years {
            return;
        }
        let [other, pension, ..] = self.spell_words(index);
        let end = self.leaving(self.w.persons[index as usize], [other, pension], year);
        self.schedule(index, end.or_sooner(Some(year), Event::ToInstalled));
    }

    fn spell_words(&mut self, index: u32) -> [u32; 4] {
        let detail = self.w.persons[index as usize].count_spell();
        self.words(index, Process::Spell, detail)
    }

    fn leaving(&self, person: Person, [other, pension]: [u32; 2], from: usize) -> End {
        let class = (person.status(), person.sex(), person.birth());
        let survival = &self.w.survival;
        End::default()
            .or_sooner(survival.by_age(Cause::Other, class, other, from), Event::Exit)
            .or_sooner(survival.by_age(Cause::Retirement, class, pension, from), Event::Retirement)
    }

    fn schedule(&mut self, index: u32, end: End) {
        self.w.ends[index as usize] = end.0.map_or(NEVER, |(year, _)| year as u8);
        if let Some((year, event)) = end.0 {
            self.w.calendar.push(event, year, index);
        }
    }

    /// A move stands on the calendar only when it comes before the end of the spell.
    pub(super) fn schedule_move(&mut self, index: u32, year: Option<usize>) {
        if let Some(year) = year.filter(|year| *year < usize::from(self.w.ends[index as usize])) {
            self.w.calendar.push(Event::Move, year, index);
        }
    }

    /// Counts a person in at their place, as an entry, an arrival or a change of status.
    pub(super) fn count_in(&mut self, index: u32, line: Line) {
        let person = self.w.persons[index as usize];
        self.w.counts.add(person, self.year);
        self.w.ledger.write(line, person.place(), person.status());
    }

    /// Counts a person out of their place.
    pub(super) fn count_out(&mut self, index: u32, line: Line) {
        let person = self.w.persons[index as usize];
        self.w.counts.remove(person, self.year);
        self.w.ledger.write(line, person.place(), person.status());
    }

    /// Changes the status of a person, and their place where the status asks for another.
    pub(super) fn change(&mut self, index: u32, place: usize, status: Status) {
        let before = self.w.persons[index as usize].place();
        self.count_out(index, Line::ChangeOut);
        self.w.persons[index as usize] = self.w.persons[index as usize].put(place, status);
        self.count_in(index, Line::ChangeIn);
        self.cross(before, place);
    }

    /// Records who crosses a border of each level. Between a territory and its own département there is none.
    pub(super) fn cross(&mut self, from: usize, to: usize) {
        let geography = &self.engine.model.baseline.geography;
        let crossings = &mut self.w.crossings;
        let cross = |level: &mut [[u32; 2]], from: usize, to: usize| {
            if from != to {
                level[to][0] += 1;
                level[from][1] += 1;
            }
        };
        if from.max(to) < crossings.territories.len() {
            cross(&mut crossings.territories, from, to);
        }
        let (from, to) = (geography.departement_of(from), geography.departement_of(to));
        cross(&mut crossings.departements, from, to);
        cross(&mut crossings.regions, geography.departements[from].region, geography.departements[to].region);
    }

    pub(super) fn record(&mut self, place: usize, flow: Flow) {
        self.w.flows[place][flow as usize] += 1;
    }
}

/// The soonest end of a spell; the first named wins a tie.
#[derive(Clone, Copy, Default)]
struct End(Option<(usize, Event)>);

impl End {
    fn or_sooner(self, year: Option<usize>, event: Event) -> Self {
        match (self.0, year) {
            (Some((known, _)), Some(year)) if year >= known => self,
            (_, Some(year)) => Self(Some((year, event))),
            (_, None) => self,
        }
    }
}

impl Workspace {
    /// What the levers see this year.
    pub(super) fn now<'a>(&'a self, engine: &'a Engine, year: usize) -> Now<'a> {
        Now {
            baseline: &engine.model.baseline,
            year: crate::baseline::START + year as u16,
            draw: &self.draw,
            liberal: &self.situation.liberal,
            liberal_at_start: &engine.tables.liberal_at_start,
        }
    }

    /// What the levers see once.
    pub(super) fn calendar_of<'a>(engine: &'a Engine, draw: &'a Draw) -> phase::Calendar<'a> {
        phase::Calendar { baseline: &engine.model.baseline, horizon: engine.model.horizon, draw }
    }
}

/// Sex from a word and the share of women.
#[inline]
pub(super) fn sex(word: u32, women: u32) -> Sex {
    if word < women { Sex::Woman } else { Sex::Man }
}
