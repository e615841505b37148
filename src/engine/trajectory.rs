//! The memory of one trajectory, and how a spell begins.

use super::{
    Engine,
    capacity::{Situation, StartingPoint},
    choice::{Amended, Choices},
    placement::Candidate,
    state::{Calendar, Counts, Event, Ledger, Line, Person},
    survival::{MID_CAREER, Row, Survival},
    tally::{FLOWS, Flow, Tally},
    training::{Classes, Registration},
};
use crate::{
    cohort::Status,
    lot::{LOT, Lot, Strike},
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
    pub(super) beginners: [Vec<Beginner>; 4],
    pub(super) lot: Box<Lot>,
    pub(super) clocks: Box<Clocks>,
    /// Those who register, by year.
    pub(super) registrations: Vec<Vec<Registration>>,
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

    /// Adds a person without a spell; gives their index.
    pub(super) fn add_person(&mut self, person: Person, address: u32) -> u32 {
        let index = self.w.persons.len() as u32;
        self.w.persons.push(person);
        self.w.addresses.push(address);
        self.w.ends.push(NEVER);
        index
    }

    /// A spell of this person's status begins on 1 January of next year; `begin_spells` starts its clocks.
    pub(super) fn begin(&mut self, index: u32) {
        let status = self.w.persons[index as usize].status();
        self.w.beginners[status as usize].push(Beginner { index, since: 0 });
    }

    /// Starts the clocks of all spells whose first year is `from`.
    pub(super) fn begin_spells(&mut self, from: usize) {
        for status in Status::ALL {
            let mut beginners = std::mem::take(&mut self.w.beginners[status as usize]);
            if from < self.engine.years {
                for lot in beginners.chunks(LOT) {
                    self.draw_spells(status, lot);
                    self.strike(status, lot, from);
                    self.schedule_lot(status, lot, from);
                }
            }
            beginners.clear();
            self.w.beginners[status as usize] = beginners;
        }
    }

    /// The four clocks of each spell: other exit, pension, then two of its status.
    fn draw_spells(&mut self, status: Status, lot: &[Beginner]) {
        let w = &mut *self.w;
        let lanes = w.lot.subjects.iter_mut().zip(&mut w.lot.details).zip(&mut w.clocks.persons);
        for (beginner, ((subject, detail), copy)) in lot.iter().zip(lanes) {
            let person = &mut w.persons[beginner.index as usize];
            *subject = w.addresses[beginner.index as usize];
            *detail = u32::from(person.count_spell(status));
            *copy = *person;
        }
        w.lot.draw(&self.engine.generator, self.number, Process::Spell, 0, lot.len());
    }

    /// Steps of the four clocks.
    fn strike(&mut self, status: Status, lot: &[Beginner], from: usize) {
        let by_age = |cause| {
            move |survival: &Survival, person: Person, _: usize| survival.by_age(cause, status, person.sex(), person.birth())
        };
        self.strike_clock(0, lot, from, by_age(Cause::Other));
        self.strike_clock(1, lot, from, by_age(Cause::Retirement));
        match status {
            Status::Installed => self.strike_clock(3, lot, 0, |survival, _, since| survival.moves(since)),
            Status::Locum => {
                self.strike_clock(2, lot, 0, |survival, _, since| survival.locum(0, since));
                self.strike_clock(3, lot, 0, |survival, _, since| survival.locum(1, since));
            }
            Status::Salaried => self.strike_clock(2, lot, 0, |survival, _, _| survival.salaried()),
            Status::RetiredActive => {}
        }
    }

    /// Only the clocks that strike within the run are read against their rows: most do not.
    #[inline]
    fn strike_clock(&mut self, clock: usize, lot: &[Beginner], step: usize, row: impl Fn(&Survival, Person, usize) -> Row) {
        let (survival, clocks) = (&self.w.survival, &mut *self.w.clocks);
        let steps = &mut clocks.steps[clock];
        let mut struck = 0;
        let lanes = lot.iter().zip(&clocks.persons).zip(&self.w.lot.words[clock]).zip(steps.iter_mut()).enumerate();
        for (lane, (((beginner, person), word), none)) in lanes {
            let row = row(survival, *person, beginner.since as usize);
            let scaled = survival.scaled(row, step, *word);
            *none = survival.none();
            clocks.rows[struck] = row.0;
            clocks.clocks[struck] = scaled;
            clocks.lanes[struck] = lane as u32;
            struck += usize::from(survival.strikes(row, scaled));
        }
        Strike {
            table: survival.table(),
            width: survival.width(),
            rows: &clocks.rows[..struck],
            clocks: &clocks.clocks[..struck],
            steps: &mut clocks.found[..struck],
        }
        .count();
        for (lane, found) in clocks.lanes[..struck].iter().zip(&clocks.found) {
            steps[*lane as usize] = *found;
        }
    }

    fn schedule_lot(&mut self, status: Status, lot: &[Beginner], from: usize) {
        for (lane, beginner) in lot.iter().enumerate() {
            // A row counts the survival before its first step too; a clock struck in that very step counts none after.
            let step = |clock: usize| (self.w.clocks.steps[clock][lane] as usize).saturating_sub(1);
            let mut end = When::new(step(0).max(from), Event::Exit).min(When::new(step(1).max(from), Event::Retirement));
            match status {
                Status::Locum => {
                    end = end.min(When::new(from + step(2), Event::ToInstalled));
                    end = end.min(When::new(from + step(3), Event::ToSalaried));
                }
                Status::Salaried => {
                    let year = from + step(2);
                    if self.w.clocks.persons[lane].age(year) < usize::from(MID_CAREER) {
                        end = end.min(When::new(year, Event::ToInstalled));
                    }
                }
                Status::Installed | Status::RetiredActive => {}
            }
            let next_move = from + step(3);
            self.schedule(beginner.index, end);
            if status == Status::Installed {
                self.schedule_move(beginner.index, next_move);
            }
        }
    }

    /// A locum who waits for a place: a candidate again in `year`, unless they leave before.
    pub(super) fn wait(&mut self, index: u32, year: usize) {
        if year >= self.engine.years {
            return;
        }
        let detail = self.w.persons[index as usize].count_spell(Status::Locum);
        let [other, pension, ..] = self.words(index, Process::Spell, detail);
        let person = self.w.persons[index as usize];
        let leaves_now = |cause, clock| {
            let row = self.w.survival.by_age(cause, Status::Locum, person.sex(), person.birth());
            self.w.survival.scaled(row, year, clock) >= self.w.survival.scaled(row, year + 1, u32::MAX)
        };
        let event = if leaves_now(Cause::Other, other) {
            Event::Exit
        } else if leaves_now(Cause::Retirement, pension) {
            Event::Retirement
        } else {
            Event::ToInstalled
        };
        self.schedule(index, When::new(year, event));
    }

    #[inline]
    fn schedule(&mut self, index: u32, end: When) {
        let year = end.year();
        self.w.ends[index as usize] = year.min(usize::from(NEVER)) as u8;
        if year < self.engine.years {
            self.w.calendar.push(end.event(), year, index);
        }
    }

    /// A move stands on the calendar only when it comes before the end of the spell and of the run.
    #[inline]
    pub(super) fn schedule_move(&mut self, index: u32, year: usize) {
        if year < usize::from(self.w.ends[index as usize]).min(self.engine.years) {
            self.w.calendar.push(Event::Move as usize, year, index);
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

/// A year and an event, in one number: the smaller comes first, and in one year the event named first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct When(u32);

impl When {
    #[inline]
    const fn new(year: usize, event: Event) -> Self {
        Self((year as u32) << 3 | event as u32)
    }

    #[inline]
    const fn year(self) -> usize {
        (self.0 >> 3) as usize
    }

    #[inline]
    const fn event(self) -> usize {
        (self.0 & 7) as usize
    }
}

/// Clocks of a lot of spells, and the steps at which they strike.
pub(super) struct Clocks {
    persons: [Person; LOT],
    /// Those that strike within the run: row, clock, lane and step.
    rows: [u32; LOT],
    clocks: [u32; LOT],
    lanes: [u32; LOT],
    found: [u32; LOT],
    /// Step of each clock of each lane.
    steps: [[u32; LOT]; 4],
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            persons: [Person::default(); LOT],
            rows: [0; LOT],
            clocks: [0; LOT],
            lanes: [0; LOT],
            found: [0; LOT],
            steps: [[0; LOT]; 4],
        }
    }
}

/// One whose spell begins, with the full years already spent in the status.
#[derive(Clone, Copy)]
pub(super) struct Beginner {
    pub(super) index: u32,
    pub(super) since: u32,
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
