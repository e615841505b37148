//! How spells begin: in lots of one status, so that their clocks are drawn and read side by side.

use super::{
    calendar::{Calendar, Event, When},
    person::{Person, age_of, class_of},
    start::{installed_since, locums_since},
    survival::{MID_CAREER, Reader, Row, Survival, UNKNOWN},
    trajectory::Trajectory,
};
use crate::{
    cohort::Status,
    lot::{LOT, Lot},
    phase::Cause,
    stream::Process,
};
use pulp::{Arch, NullaryFnOnce};

/// Years since installing given to one who has just moved: after a move, moves are as rare as later in the career.
const SETTLED_FOR: u32 = 5;
/// Persons read side by side in the widest registers.
const LANES: usize = 16;

/// Persons of one status whose spells are about to begin, one array a field: so are they read side by side.
#[derive(Default)]
struct Beginners {
    length: usize,
    bits: Lane,
    /// Their addresses, with the words of their clocks once drawn.
    lot: Lot,
    /// Full years already spent in the status.
    since: Lane,
}

/// A field of a lot.
type Lane = Values<u32>;

/// The values of a field in a lot.
struct Values<T>([T; LOT]);

impl<T: Copy + Default> Default for Values<T> {
    fn default() -> Self {
        Self([T::default(); LOT])
    }
}

/// Persons who go on with the spell under way after a move.
struct Movers {
    length: usize,
    persons: [Person; LOT],
}

/// What the clocks of a lot say.
#[derive(Default)]
struct Read {
    /// What ends each spell.
    end: Values<When>,
    /// What comes next.
    next: Values<When>,
    /// Whether a guide did not know.
    unknown: Lane,
}

/// Spells about to begin.
pub(super) struct Spells {
    beginners: [Beginners; 4],
    movers: Movers,
    /// Words other than those of the clocks.
    lot: Lot,
    read: Read,
    lanes: [u8; LOT],
    /// Their first year.
    pub(super) from: usize,
}

impl Default for Spells {
    fn default() -> Self {
        Self {
            beginners: Default::default(),
            movers: Movers { length: 0, persons: [Person::default(); LOT] },
            lot: Lot::default(),
            read: Read::default(),
            lanes: [0; LOT],
            from: 0,
        }
    }
}

impl Spells {
    pub(super) fn clear(&mut self) {
        self.beginners.iter_mut().for_each(|beginners| beginners.length = 0);
        self.movers.length = 0;
        self.from = 0;
    }
}

impl Beginners {
    /// Adds a person; true when the lot is full.
    #[inline]
    fn push(&mut self, mut person: Person) -> bool {
        let lane = self.length % LOT;
        self.lot.details[lane] = u32::from(person.count_spell(person.status()));
        self.lot.subjects[lane] = person.address;
        self.bits.0[lane] = person.bits;
        self.length = lane + 1;
        self.length == LOT
    }

    /// Adds persons whose first spell begins, with addresses from the first on, as far as the lot goes; says how many.
    fn push_first(&mut self, status: Status, first: u32, persons: &[u32]) -> usize {
        let mut counted = Person::default();
        let detail = u32::from(counted.count_spell(status));
        let run = persons.len().min(LOT - self.length);
        let lanes = self.length..self.length + run;
        self.bits.0[lanes.clone()].iter_mut().zip(persons).for_each(|(bits, person)| *bits = person | counted.bits);
        self.lot.details[lanes.clone()].fill(detail);
        self.lot.subjects[lanes].iter_mut().zip(first..).for_each(|(subject, address)| *subject = address);
        self.length += run;
        run
    }

    #[inline(always)]
    fn one(&self, lane: usize) -> One {
        One { class: class_of(self.bits.0[lane]), since: self.since.0[lane], clocks: self.lot.words(lane) }
    }
}

impl Trajectory<'_> {
    /// A spell of this person's status begins on 1 January of the year `from` of the spells.
    #[inline]
    pub(super) fn begin(&mut self, person: Person) {
        if self.w.spells.beginners[person.status() as usize].push(person) {
            self.begin_lot(person.status());
        }
    }

    /// The first spell begins for persons of one status, with addresses from the first on.
    pub(super) fn begin_first(&mut self, status: Status, mut first: u32, mut persons: &[u32]) {
        while !persons.is_empty() {
            let begun = self.w.spells.beginners[status as usize].push_first(status, first, persons);
            (first, persons) = (first + begun as u32, &persons[begun..]);
            if self.w.spells.beginners[status as usize].length == LOT {
                self.begin_lot(status);
            }
        }
    }

    /// Starts the clocks of all spells that are about to begin; the next ones begin in the year `from`.
    pub(super) fn begin_all(&mut self, from: usize) {
        for status in Status::ALL {
            self.begin_lot(status);
        }
        self.go_on_lot();
        self.w.spells.from = from;
    }

    /// A mover goes on with the spell under way: until the move after this one, or the end.
    #[inline]
    pub(super) fn go_on(&mut self, person: Person) {
        let movers = &mut self.w.spells.movers;
        movers.persons[movers.length % LOT] = person;
        movers.length += 1;
        if movers.length == LOT {
            self.go_on_lot();
        }
    }

    /// Starts the clocks of their next moves. The clock of each move has its own address.
    fn go_on_lot(&mut self) {
        let w = &mut *self.w;
        let Spells { movers, lot, from, .. } = &mut *w.spells;
        if *from < self.engine.years {
            let persons = &mut movers.persons[..movers.length];
            for (lane, person) in persons.iter_mut().enumerate() {
                lot.subjects[lane] = person.address;
                lot.details[lane] = u32::from(person.count_move());
            }
            lot.draw(&self.engine.generator, self.number, Process::Move, 0, persons.len());
            for (person, clock) in persons.iter().zip(lot.words[0]) {
                w.calendar.await_next(*person, *from + w.survival.strikes(Survival::moves(SETTLED_FOR), 0, clock));
            }
        }
        movers.length = 0;
    }

    fn begin_lot(&mut self, status: Status) {
        let w = &mut *self.w;
        let Spells { beginners, lot, read, lanes, from, .. } = &mut *w.spells;
        let beginners = &mut beginners[status as usize];
        if *from < self.engine.years && beginners.length > 0 {
            beginners.lot.draw(&self.engine.generator, self.number, Process::Spell, 0, beginners.length);
            beginners.since.0.fill(0);
            if *from == 0 {
                if status == Status::Locum {
                    lot.subjects = beginners.lot.subjects;
                    lot.details.fill(0);
                    lot.draw(&self.engine.generator, self.number, Process::Since, 0, beginners.length);
                    locums_since(
                        &self.engine.tables,
                        &beginners.bits.0[..beginners.length],
                        &lot.words[0],
                        &mut beginners.since.0,
                    );
                } else if status == Status::Installed {
                    installed_since(&beginners.bits.0, &beginners.lot.words[LUCK], &mut beginners.since.0);
                }
            }
            let clocks = Clocks { survival: &w.survival, from: *from, status };
            clocks.read(beginners, read);
            clocks.search(beginners, read, lanes);
            await_all(beginners, read, &mut w.calendar);
        }
        beginners.length = 0;
    }
}

/// Word of a spell that tells what its end leads to (upper half) and, at the start, how long it has lasted (lower half).
const LUCK: usize = 2;

/// How clocks are read, for spells that begin in the year `from`.
#[derive(Clone, Copy)]
struct Clocks<'a> {
    survival: &'a Survival,
    from: usize,
    status: Status,
}

/// One person's: the class, the years already spent in the status, and the four words: the clocks of other exits and of
/// the pension, then two of the status.
#[derive(Clone, Copy)]
struct One {
    class: u32,
    since: u32,
    clocks: [u32; 4],
}

/// A way to find the year in which a clock strikes.
trait Find {
    fn by_age(&mut self, row: Row, clock: u32) -> u32;
    fn by_duration(&mut self, row: Row, clock: u32) -> u32;
}

/// By the guides, keeping whether one did not know.
#[derive(Clone, Copy)]
struct Guided<'a> {
    by_age: Reader<'a>,
    by_duration: Reader<'a>,
    from: u32,
    unknown: bool,
}

impl Find for Guided<'_> {
    #[inline(always)]
    fn by_age(&mut self, row: Row, clock: u32) -> u32 {
        let step = self.by_age.strikes(row, clock);
        self.unknown |= step == UNKNOWN;
        step.max(self.from)
    }

    #[inline(always)]
    fn by_duration(&mut self, row: Row, clock: u32) -> u32 {
        let step = self.by_duration.strikes(row, clock);
        self.unknown |= step == UNKNOWN;
        self.from + step
    }
}

/// Without them.
struct Searched<'a>(Clocks<'a>);

impl Find for Searched<'_> {
    fn by_age(&mut self, row: Row, clock: u32) -> u32 {
        self.0.survival.search(row, self.0.from, clock) as u32
    }

    fn by_duration(&mut self, row: Row, clock: u32) -> u32 {
        (self.0.from + self.0.survival.search(row, 0, clock)) as u32
    }
}

impl Clocks<'_> {
    /// Reads all clocks of a lot by the guides: one loop by status, without a branch.
    fn read(self, beginners: &Beginners, read: &mut Read) {
        let (Some(by_age), Some(by_duration)) = (self.survival.reader(self.from), self.survival.reader(0)) else { return };
        let guided = Guided { by_age, by_duration, from: self.from as u32, unknown: false };
        Arch::new().dispatch(ReadLot { clocks: self, beginners, read, guided });
    }

    /// Reads again, by a search, those of whom a guide did not know everything.
    fn search(self, beginners: &Beginners, read: &mut Read, lanes: &mut [u8; LOT]) {
        for lane in picked(lanes, &read.unknown.0[..beginners.length], |unknown| *unknown > 0) {
            let lane = usize::from(*lane);
            let (one, find) = (beginners.one(lane), &mut Searched(self));
            (read.end.0[lane], read.next.0[lane]) = self.outcome(self.status, find, one);
        }
    }

    /// What ends a spell, and what comes next.
    #[inline(always)]
    fn outcome(self, status: Status, find: &mut impl Find, one: One) -> (When, When) {
        match status {
            Status::Installed => self.installed(find, one),
            Status::Locum => self.locum(find, one),
            Status::Salaried => self.salaried(find, one),
            Status::RetiredActive => alone(self.leaves(find, one)),
        }
    }

    #[inline(always)]
    fn leaves(self, find: &mut impl Find, One { class, clocks: [other, pension, ..], .. }: One) -> When {
        let mut strikes = |cause, clock| find.by_age(Survival::by_age(cause, class), clock);
        let exit = When::new(strikes(Cause::Other, other), Event::Exit);
        exit.min(When::new(strikes(Cause::Retirement, pension), Event::Retirement))
    }

    #[inline(always)]
    fn installed(self, find: &mut impl Find, one: One) -> (When, When) {
        let end = self.leaves(find, one).with_luck(one.clocks[LUCK]);
        let moves = find.by_duration(Survival::moves(one.since), one.clocks[3]);
        (end, end.min(When::new(moves, Event::Move)))
    }

    #[inline(always)]
    fn locum(self, find: &mut impl Find, one: One) -> (When, When) {
        let mut to = |to, clock| find.by_duration(self.survival.locum(to, one.since), clock);
        let installed = When::new(to(0, one.clocks[2]), Event::ToInstalled);
        let salaried = When::new(to(1, one.clocks[3]), Event::ToSalaried);
        alone(self.leaves(find, one).min(installed).min(salaried))
    }

    #[inline(always)]
    fn salaried(self, find: &mut impl Find, one: One) -> (When, When) {
        let leaves = self.leaves(find, one);
        let year = find.by_duration(Survival::salaried(), one.clocks[2]);
        let installs = age_of(one.class, year as usize) < usize::from(MID_CAREER);
        alone(if installs { leaves.min(When::new(year, Event::ToInstalled)) } else { leaves })
    }
}

/// An end that nothing comes before.
const fn alone(end: When) -> (When, When) {
    (end, end)
}

/// Reads all clocks of a lot by the guides.
struct ReadLot<'a> {
    clocks: Clocks<'a>,
    beginners: &'a Beginners,
    read: &'a mut Read,
    guided: Guided<'a>,
}

impl NullaryFnOnce for ReadLot<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        match self.clocks.status {
            Status::Installed => self.each::<{ Status::Installed as usize }>(),
            Status::Locum => self.each::<{ Status::Locum as usize }>(),
            Status::Salaried => self.each::<{ Status::Salaried as usize }>(),
            Status::RetiredActive => self.each::<{ Status::RetiredActive as usize }>(),
        }
    }
}

impl ReadLot<'_> {
    /// Reads the persons of a lot, and a few after them, one beside the other.
    #[inline(always)]
    fn each<const STATUS: usize>(self) {
        // Results of its own, for the compiler to know that no table changes meanwhile.
        let mut own = Read::default();
        for lane in 0..self.beginners.length.next_multiple_of(LANES).min(LOT) {
            let mut find = self.guided;
            let one = self.beginners.one(lane);
            (own.end.0[lane], own.next.0[lane]) = self.clocks.outcome(Status::ALL[STATUS], &mut find, one);
            own.unknown.0[lane] = u32::from(find.unknown);
        }
        *self.read = own;
    }
}

/// Puts all persons of a lot on the calendar.
fn await_all(beginners: &Beginners, read: &Read, calendar: &mut Calendar) {
    let persons = beginners.bits.0[..beginners.length].iter().zip(&beginners.lot.subjects);
    for ((bits, address), (end, next)) in persons.zip(read.end.0.iter().zip(&read.next.0)) {
        calendar.put(Person { bits: *bits, address: *address, end: *end }, *next);
    }
}

/// The lanes that are wanted, found without a branch, for chance alone tells which they are.
#[inline]
fn picked<'a, T>(lanes: &'a mut [u8; LOT], values: &[T], wanted: impl Fn(&T) -> bool) -> &'a [u8] {
    let mut length = 0;
    for (lane, value) in values.iter().enumerate() {
        lanes[length % LOT] = lane as u8;
        length += usize::from(wanted(value));
    }
    &lanes[..length]
}
