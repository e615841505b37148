//! Who is where: persons, counts, the calendar of their events and the ledger of the year.

use super::survival::FIRST_BIRTH;
use crate::{
    baseline::START,
    cohort::{Sex, Status},
};

/// One GP, in 32 bits: place 9, birth 8, sex 1, status 2, moves 4, spells in each of three statuses 2 × 3, waiting 1,
/// gone 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Person(u32);

const PLACE: (u32, u32) = (0, 9);
const BIRTH: (u32, u32) = (9, 8);
const SEX: (u32, u32) = (17, 1);
const STATUS: (u32, u32) = (18, 2);
const MOVES: (u32, u32) = (20, 4);
const SPELLS: u32 = 24;
const WAITING: (u32, u32) = (30, 1);
const GONE: (u32, u32) = (31, 1);

/// Places that a person's 32 bits can hold.
pub(super) const MAX_PLACES: usize = 1 << PLACE.1;

impl Person {
    pub(super) fn new(place: usize, birth: u8, sex: Sex, status: Status) -> Self {
        let mut person = Self(0);
        person.set(BIRTH, u32::from(birth));
        person.set(SEX, sex as u32);
        person.put(place, status)
    }

    /// The same person in another place and status.
    #[must_use]
    pub(super) fn put(mut self, place: usize, status: Status) -> Self {
        self.set(PLACE, place as u32);
        self.set(STATUS, status as u32);
        self
    }

    #[inline]
    const fn get(self, (shift, bits): (u32, u32)) -> u32 {
        (self.0 >> shift) & ((1 << bits) - 1)
    }

    #[inline]
    const fn set(&mut self, (shift, bits): (u32, u32), value: u32) {
        let mask = ((1 << bits) - 1) << shift;
        self.0 = (self.0 & !mask) | ((value << shift) & mask);
    }

    pub(super) const fn place(self) -> usize {
        self.get(PLACE) as usize
    }

    pub(super) const fn birth(self) -> u8 {
        self.get(BIRTH) as u8
    }

    pub(super) const fn sex(self) -> Sex {
        Sex::ALL[self.get(SEX) as usize]
    }

    pub(super) const fn status(self) -> Status {
        Status::ALL[self.get(STATUS) as usize]
    }

    pub(super) const fn is_waiting(self) -> bool {
        self.get(WAITING) == 1
    }

    pub(super) const fn set_waiting(&mut self, waiting: bool) {
        self.set(WAITING, waiting as u32);
    }

    /// Whether the events still on the calendar are void.
    pub(super) const fn is_gone(self) -> bool {
        self.get(GONE) == 1
    }

    pub(super) const fn set_gone(&mut self) {
        self.set(GONE, 1);
    }

    /// Counts a move and gives its number, from 1; the last number serves all later moves.
    pub(super) const fn count_move(&mut self) -> u16 {
        let moves = self.get(MOVES) + (self.get(MOVES) < 15) as u32;
        self.set(MOVES, moves);
        moves as u16
    }

    /// Counts a spell in the person's status and gives the detail of its address: no two spells share a clock, up to the
    /// fourth in one status.
    #[inline]
    pub(super) const fn count_spell(&mut self, status: Status) -> u16 {
        let status = status as u32;
        if status == Status::RetiredActive as u32 {
            return status as u16;
        }
        let field = (SPELLS + 2 * status, 2);
        let before = self.get(field);
        self.set(field, before + (before < 3) as u32);
        (status | before << 2) as u16
    }

    /// Detail of the address of what ends the spell under way: each spell in a status has its own, up to the third.
    pub(super) const fn spell(self) -> u16 {
        let status = self.get(STATUS);
        if status == Status::RetiredActive as u32 {
            return status as u16;
        }
        (status | self.get((SPELLS + 2 * status, 2)) << 2) as u16
    }

    /// Age on 1 January of the year `year` after the start.
    pub(super) const fn age(self, year: usize) -> usize {
        (START - FIRST_BIRTH) as usize + year - self.birth() as usize
    }
}

/// Birth index of those aged `age` on 1 January of the year `year` after the start.
pub(super) const fn birth_index(age: usize, year: usize) -> u8 {
    ((START - FIRST_BIRTH) as usize + year - age) as u8
}

/// Ages at which a band of the counts begins, after the first.
pub(super) const BAND_EDGES: [usize; 4] = [40, 50, 60, 70];
/// Bands of age: under 40, 40-49, 50-59, 60-69, 70 and over.
pub(super) const BANDS: usize = BAND_EDGES.len() + 1;

#[inline]
fn band(age: usize) -> usize {
    BAND_EDGES.iter().map(|edge| usize::from(age >= *edge)).sum()
}

/// Heads by place and class, by birth and by band of age.
#[derive(Clone, Default)]
pub(super) struct Counts {
    cells: usize,
    by_birth: Vec<u16>,
    /// `[place][status][sex][band]`.
    pub(super) bands: Vec<[i32; BANDS]>,
}

impl Counts {
    pub(super) fn new(places: usize, births: usize) -> Self {
        let cells = places * 8;
        Self { cells, by_birth: vec![0; cells * births], bands: vec![[0; BANDS]; cells] }
    }

    pub(super) fn clear(&mut self) {
        self.by_birth.fill(0);
        self.bands.fill([0; BANDS]);
    }

    #[inline]
    fn cell(person: Person) -> usize {
        person.place() * 8 + person.status() as usize * 2 + person.sex() as usize
    }

    #[inline]
    pub(super) fn add(&mut self, person: Person, year: usize) {
        let cell = Self::cell(person);
        self.by_birth[usize::from(person.birth()) * self.cells + cell] += 1;
        self.bands[cell][band(person.age(year))] += 1;
    }

    /// Adds `heads` persons of one class at the start.
    pub(super) fn add_many(&mut self, person: Person, heads: u16) {
        let cell = Self::cell(person);
        self.by_birth[usize::from(person.birth()) * self.cells + cell] += heads;
        self.bands[cell][band(person.age(0))] += i32::from(heads);
    }

    #[inline]
    pub(super) fn remove(&mut self, person: Person, year: usize) {
        let cell = Self::cell(person);
        self.by_birth[usize::from(person.birth()) * self.cells + cell] -= 1;
        self.bands[cell][band(person.age(year))] -= 1;
    }

    /// Ageing: on 1 January of `year`, those who reach the edge of a band enter it.
    pub(super) fn age(&mut self, year: usize) {
        for (below, edge) in BAND_EDGES.into_iter().enumerate() {
            let start = usize::from(birth_index(edge, year)) * self.cells;
            let cohort = &self.by_birth[start..start + self.cells];
            for (bands, heads) in self.bands.iter_mut().zip(cohort) {
                bands[below] -= i32::from(*heads);
                bands[below + 1] += i32::from(*heads);
            }
        }
    }

    /// Heads of a place and status.
    pub(super) fn heads(&self, place: usize, status: Status) -> u32 {
        let first = place * 8 + status as usize * 2;
        self.bands[first..first + 2].iter().flatten().sum::<i32>() as u32
    }
}

/// What the calendar may hold. At the same year the first named comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Event {
    Exit,
    Retirement,
    ToInstalled,
    ToSalaried,
    Move,
}

const EVENTS: usize = 5;
/// Room in each list; a list that needs more grows once and keeps it.
const ROOM: usize = 8_192;

/// Persons by kind of event and year. One who stands in a list of moves stands there before the end of their spell, so
/// no entry is ever void but those of the gone.
#[derive(Clone, Default)]
pub(super) struct Calendar {
    years: usize,
    lists: Vec<Vec<u32>>,
}

impl Calendar {
    pub(super) fn new(years: usize) -> Self {
        Self { years, lists: (0..EVENTS * years).map(|_| Vec::with_capacity(ROOM)).collect() }
    }

    pub(super) fn clear(&mut self) {
        self.lists.iter_mut().for_each(Vec::clear);
    }

    #[inline]
    pub(super) fn push(&mut self, event: usize, year: usize, person: u32) {
        self.lists[event * self.years + year].push(person);
    }

    /// Takes a list off the calendar.
    pub(super) fn take(&mut self, event: Event, year: usize) -> Vec<u32> {
        std::mem::take(&mut self.lists[event as usize * self.years + year])
    }

    /// Gives a list back, for the next trajectory to fill.
    pub(super) fn give_back(&mut self, event: Event, year: usize, mut list: Vec<u32>) {
        list.clear();
        self.lists[event as usize * self.years + year] = list;
    }
}

/// Flows of the year by place and status, for the identity of accounts.
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
            *opening = counts.heads(index / 4, Status::ALL[index % 4]) as i32;
        }
        self.changes.fill([0; 6]);
    }

    #[inline]
    pub(super) fn write(&mut self, line: Line, place: usize, status: Status) {
        self.changes[place * 4 + status as usize][line as usize] += 1;
    }

    /// Whether opening + entries + arrivals + changes in − exits − departures − changes out = closing everywhere.
    pub(super) fn balances(&self, counts: &Counts) -> bool {
        self.opening.iter().zip(&self.changes).enumerate().all(|(index, (opening, changes))| {
            let [entry, arrival, change_in, exit, departure, change_out] = *changes;
            let closing = counts.heads(index / 4, Status::ALL[index % 4]) as i32;
            opening + entry + arrival + change_in - exit - departure - change_out == closing
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_what_does_not_change() {
        let mut person = Person::new(375, 200, Sex::Man, Status::Salaried);
        assert_eq!(person.count_spell(Status::Salaried), 2);
        assert_eq!(person.count_spell(Status::Salaried), 2 | 1 << 2);
        person.set_waiting(true);
        let moved = person.put(12, Status::Installed);
        assert_eq!((moved.place(), moved.birth(), moved.sex(), moved.status()), (12, 200, Sex::Man, Status::Installed));
        assert!(moved.is_waiting());
    }

    #[test]
    fn ageing_moves_a_cohort_over_the_edge() {
        let mut counts = Counts::new(1, 120);
        let person = Person::new(0, birth_index(39, 0), Sex::Woman, Status::Locum);
        counts.add(person, 0);
        assert_eq!(counts.bands[2], [1, 0, 0, 0, 0]);
        counts.age(1);
        assert_eq!(counts.bands[2], [0, 1, 0, 0, 0]);
        counts.remove(person, 1);
        assert_eq!(counts.heads(0, Status::Locum), 0);
    }
}
