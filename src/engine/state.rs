//! Who is where: persons, counts, the calendar of their events and the ledger of the year.

use crate::{
    cohort::{AGE_MAX, Sex, Status},
    lot::LOT,
};
use pulp::Arch;

/// One GP. Nobody is kept in a register: each stands in one list of the calendar, in the year of the next event, with all
/// that the event will need. Those whom nothing awaits before the horizon stand in the counts alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// Place 9, birth 8, sex 1, status 2, moves 4, spells in each of three statuses 2 × 3, waiting 1, unconventioned 1.
    pub(super) bits: u32,
    /// Subject of their draws: the same in every scenario.
    pub(super) address: u32,
    /// What ends the spell under way.
    pub(super) end: When,
}

const PLACE: (u32, u32) = (0, 9);
const BIRTH: (u32, u32) = (9, 8);
const SEX: (u32, u32) = (17, 1);
const STATUS: (u32, u32) = (18, 2);
const MOVES: (u32, u32) = (20, 4);
const SPELLS: u32 = 24;
const WAITING: (u32, u32) = (30, 1);
const UNCONVENTIONED: (u32, u32) = (31, 1);

/// Heads of one status with which a place may start: a quarter of what its 16 bits can count.
pub(super) const MAX_HEADS: u32 = 1 << 14;

/// Places that a person's 32 bits can hold.
pub(super) const MAX_PLACES: usize = 1 << PLACE.1;

/// Birth and sex as one number, as they stand in a person's bits.
pub(super) const fn class(sex: Sex, birth: u8) -> u32 {
    (sex as u32) << BIRTH.1 | birth as u32
}

/// Birth and sex of these bits of a person: see [`class`].
#[inline(always)]
pub(super) const fn class_of(bits: u32) -> u32 {
    (bits >> BIRTH.0) & ((1 << (BIRTH.1 + SEX.1)) - 1)
}

impl Person {
    pub(super) fn new(address: u32, place: usize, birth: u8, sex: Sex, status: Status) -> Self {
        let mut person = Self { bits: 0, address, end: When::default() };
        person.set(BIRTH, u32::from(birth));
        person.set(SEX, sex as u32);
        person.put(place, status)
    }

    /// The same person in another place and status. Only who goes on in the same practice stays without an agreement.
    #[inline]
    #[must_use]
    pub(super) fn put(mut self, place: usize, status: Status) -> Self {
        if status != Status::RetiredActive {
            self.set(UNCONVENTIONED, 0);
        }
        self.set(PLACE, place as u32);
        self.set(STATUS, status as u32);
        self
    }

    /// The same person, practising without an agreement with the Cnam.
    #[must_use]
    pub(super) const fn without_agreement(mut self) -> Self {
        self.set(UNCONVENTIONED, 1);
        self
    }

    pub(super) const fn is_unconventioned(self) -> bool {
        self.get(UNCONVENTIONED) == 1
    }

    #[inline]
    const fn get(self, (shift, bits): (u32, u32)) -> u32 {
        (self.bits >> shift) & ((1 << bits) - 1)
    }

    #[inline]
    const fn set(&mut self, (shift, bits): (u32, u32), value: u32) {
        let mask = ((1 << bits) - 1) << shift;
        self.bits = (self.bits & !mask) | ((value << shift) & mask);
    }

    pub(super) const fn place(self) -> usize {
        self.get(PLACE) as usize
    }

    pub(super) const fn birth(self) -> u8 {
        self.get(BIRTH) as u8
    }

    /// See [`class`].
    #[inline(always)]
    pub(super) const fn class(self) -> u32 {
        class_of(self.bits)
    }

    pub(super) const fn sex(self) -> Sex {
        if self.get(SEX) == Sex::Woman as u32 { Sex::Woman } else { Sex::Man }
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

    /// Age on 1 January of the year `year` after the start.
    pub(super) const fn age(self, year: usize) -> usize {
        age_of(self.class(), year)
    }
}

/// Age of a class on 1 January of the year `year` after the start.
#[inline(always)]
pub(super) const fn age_of(class: u32, year: usize) -> usize {
    AGE_MAX + year - class as usize % (1 << BIRTH.1)
}

/// Birth index of those aged `age` on 1 January of the year `year` after the start.
pub(super) const fn birth_index(age: usize, year: usize) -> u8 {
    (AGE_MAX + year - age) as u8
}

/// Ages at which a band of the counts begins, after the first.
pub(super) const BAND_EDGES: [usize; 4] = [40, 50, 60, 70];
/// Bands of age: under 40, 40-49, 50-59, 60-69, 70 and over.
pub(super) const BANDS: usize = BAND_EDGES.len() + 1;

#[inline]
fn band(age: usize) -> usize {
    BAND_EDGES.iter().map(|edge| usize::from(age >= *edge)).sum()
}

/// Heads by place and class. A territory holds the installed, the retired-active and those in salaried posts opened by
/// policies; a département the locums and the other salaried.
#[derive(Clone, Default)]
pub(super) struct Counts {
    territories: usize,
    cells: usize,
    /// By place, then by status: the cell of its women.
    cell: Vec<[u16; 4]>,
    /// `[birth][place][status held by the place][sex]`.
    by_birth: Vec<u16>,
    /// `[band][place][status held by the place][sex]`, as of the last 1 January.
    bands: [Vec<u16>; BANDS],
}

/// Statuses held by a territory and by a département, in the order of their cells.
const OF_TERRITORY: &[Status] = &[Status::Installed, Status::RetiredActive, Status::Salaried];
const OF_DEPARTEMENT: &[Status] = &[Status::Locum, Status::Salaried];
/// Cells of a territory and of a département: two sexes for each status.
const TERRITORY_CELLS: usize = 2 * OF_TERRITORY.len();
const DEPARTEMENT_CELLS: usize = 2 * OF_DEPARTEMENT.len();
/// Position of each status, in the order of `Status::ALL`, among those of a territory and of a département.
const IN_TERRITORY: [usize; 4] = [0, 0, 2, 1];
const IN_DEPARTEMENT: [usize; 4] = [0, 0, 1, 0];

const fn first_cell(territories: usize, place: usize, status: Status) -> usize {
    if place < territories {
        return place * TERRITORY_CELLS + 2 * IN_TERRITORY[status as usize];
    }
    territories * TERRITORY_CELLS + (place - territories) * DEPARTEMENT_CELLS + 2 * IN_DEPARTEMENT[status as usize]
}

impl Counts {
    pub(super) fn new(territories: usize, places: usize, births: usize) -> Self {
        let cells = territories * TERRITORY_CELLS + (places - territories) * DEPARTEMENT_CELLS;
        let bands = std::array::from_fn(|_| vec![0; cells]);
        let cell = (0..places).map(|place| Status::ALL.map(|status| first_cell(territories, place, status) as u16)).collect();
        Self { territories, cells, cell, by_birth: vec![0; cells * births], bands }
    }

    pub(super) fn clear(&mut self) {
        self.by_birth.fill(0);
    }

    #[inline]
    fn cell(&self, place: usize, status: Status, sex: Sex) -> usize {
        usize::from(self.cell[place][status as usize]) + sex as usize
    }

    #[inline]
    fn heads_of(&mut self, person: Person) -> &mut u16 {
        let cell = self.cell(person.place(), person.status(), person.sex());
        &mut self.by_birth[usize::from(person.birth()) * self.cells + cell]
    }

    #[inline]
    pub(super) fn add(&mut self, person: Person) {
        *self.heads_of(person) += 1;
    }

    /// Adds `heads` persons of one class at the start.
    pub(super) fn add_many(&mut self, person: Person, heads: u16) {
        *self.heads_of(person) += heads;
    }

    #[inline]
    pub(super) fn remove(&mut self, person: Person) {
        *self.heads_of(person) -= 1;
    }

    /// Sums the births into the bands of age of 1 January of `year`.
    pub(super) fn age(&mut self, year: usize) {
        self.bands.iter_mut().for_each(|heads| heads.fill(0));
        Arch::new().dispatch(|| self.sum_births(usize::from(birth_index(0, year))));
    }

    /// Sums the births, `born` being that of the year.
    #[inline(always)]
    fn sum_births(&mut self, born: usize) {
        for (birth, cohort) in self.by_birth.chunks_exact(self.cells).enumerate() {
            // Those who are not yet born into the trade are under 40 too.
            for (sum, heads) in self.bands[band(born.saturating_sub(birth))].iter_mut().zip(cohort) {
                *sum += *heads;
            }
        }
    }

    /// Heads by band of age on the last 1 January.
    pub(super) fn bands(&self, place: usize, status: Status, sex: Sex) -> [u32; BANDS] {
        let cell = self.cell(place, status, sex);
        self.bands.each_ref().map(|heads| u32::from(heads[cell]))
    }

    /// Libéral GPs of a territory on the last 1 January.
    pub(super) fn liberal(&self, territory: usize) -> u32 {
        let first = territory * TERRITORY_CELLS;
        self.bands.iter().flat_map(|heads| &heads[first..first + 4]).map(|heads| u32::from(*heads)).sum()
    }

    /// The statuses held by a place.
    pub(super) const fn statuses(&self, place: usize) -> &'static [Status] {
        if place < self.territories { OF_TERRITORY } else { OF_DEPARTEMENT }
    }

    /// Heads of a place and status now, for the accounts.
    fn heads(&self, place: usize, status: Status) -> i32 {
        if !self.statuses(place).contains(&status) {
            return 0;
        }
        let cells = Sex::ALL.map(|sex| self.cell(place, status, sex));
        self.by_birth.chunks_exact(self.cells).map(|cohort| cells.map(|cell| i32::from(cohort[cell])).iter().sum::<i32>()).sum()
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
    EndOfClinicat,
    Move,
}

/// A year and an event, in one number: the smaller comes first, and in one year the event named first. The end of a spell
/// also holds half a word of luck, which decides what the event leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct When(u32);

impl When {
    const LUCK_BITS: u32 = 16;

    #[inline(always)]
    pub(super) const fn new(year: u32, event: Event) -> Self {
        Self((year << 3 | event as u32) << Self::LUCK_BITS)
    }

    /// The same, with the upper half of a word as luck.
    #[inline(always)]
    pub(super) const fn with_luck(self, word: u32) -> Self {
        Self(self.0 | word >> Self::LUCK_BITS)
    }

    /// The year and the event, without the luck.
    #[inline]
    const fn list(self) -> usize {
        (self.0 >> Self::LUCK_BITS) as usize
    }

    /// Half a word.
    #[inline]
    pub(super) const fn luck(self) -> u32 {
        self.0 & ((1 << Self::LUCK_BITS) - 1)
    }
}

/// Persons in a block: with them it fills six cache lines.
const BLOCK: usize = 32;
/// No block: the end of a chain.
const NONE: u32 = u32::MAX;

/// Persons by year and kind of event. Each stands there once at most, so no entry is ever void. The order within a list
/// decides nothing.
///
/// Lists are chains of blocks; a block that has been read serves again at once, so that the memory in use is that of the
/// events still to come and stays near the processor.
#[derive(Clone)]
pub(super) struct Calendar {
    /// By [`When::list`]: where the next person goes. At the end of a block there is no room. The last list is of those
    /// whom nothing awaits before the horizon: it is never read, and never grows.
    ends: Vec<u32>,
    persons: Vec<Person>,
    /// By block: the block before it in the chain, of the same list or free too.
    before: Vec<u32>,
    free: u32,
}

impl Calendar {
    pub(super) fn new(years: usize) -> Self {
        let beyond = When::new(years as u32, Event::Exit).list();
        let mut ends = vec![0; beyond + 1];
        // The first block serves those whom nothing awaits; a list that ends there has no block.
        ends[beyond] = 1;
        Self { ends, persons: vec![Person::default(); BLOCK], before: vec![NONE], free: NONE }
    }

    /// Puts a person where something next happens to them: the move of an installed GP, when it comes before the end of
    /// the spell, or that end. Nothing awaits them at the horizon or later.
    #[inline]
    pub(super) fn await_next(&mut self, person: Person, next_move: usize) {
        self.put(person, person.end.min(When::new(next_move as u32, Event::Move)));
    }

    /// Puts a person where something next happens to them. Without a branch: chance alone tells whether it is within the
    /// run.
    #[inline]
    pub(super) fn put(&mut self, person: Person, next: When) {
        let beyond = self.ends.len() - 1;
        let list = next.list().min(beyond);
        let mut end = self.ends[list];
        if (end as usize).is_multiple_of(BLOCK) {
            end = self.chain(end);
        }
        self.persons[end as usize] = person;
        self.ends[list] = end + u32::from(list < beyond);
    }

    /// Chains a block behind the one that ends here, and gives its first place.
    #[cold]
    fn chain(&mut self, end: u32) -> u32 {
        if self.free == NONE {
            self.free = self.before.len() as u32;
            self.before.push(NONE);
            self.persons.resize(self.persons.len() + BLOCK, Person::default());
        }
        let block = self.free as usize;
        self.free = self.before[block];
        self.before[block] = end;
        (block * BLOCK) as u32
    }

    /// Forgets everybody, for another trajectory.
    pub(super) fn clear(&mut self) {
        for list in 0..self.ends.len() - 1 {
            while self.take_block(list).is_some() {}
        }
    }

    /// Takes persons off a list into `due`, at most a lot; false when none is left.
    pub(super) fn take(&mut self, event: Event, year: usize, due: &mut Vec<Person>) -> bool {
        let list = When::new(year as u32, event).list();
        due.clear();
        while due.len() + BLOCK <= LOT
            && let Some(persons) = self.take_block(list)
        {
            due.extend_from_slice(persons);
        }
        !due.is_empty()
    }

    /// Frees the last block of a list, which holds its persons until another is asked for.
    fn take_block(&mut self, list: usize) -> Option<&[Person]> {
        let end = self.ends[list] as usize;
        let block = end.checked_sub(1)? / BLOCK;
        self.ends[list] = self.before[block];
        self.before[block] = self.free;
        self.free = block as u32;
        Some(&self.persons[block * BLOCK..end])
    }
}

/// Flows of the year by place and status, for the identity of accounts. Kept in debug builds alone.
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
            *opening = counts.heads(index / 4, Status::ALL[index % 4]);
        }
        self.changes.fill([0; 6]);
    }

    #[inline]
    pub(super) fn write(&mut self, line: Line, place: usize, status: Status) {
        if cfg!(debug_assertions) {
            self.changes[place * 4 + status as usize][line as usize] += 1;
        }
    }

    /// Whether opening + entries + arrivals + changes in − exits − departures − changes out = closing everywhere.
    pub(super) fn balances(&self, counts: &Counts) -> bool {
        self.opening.iter().zip(&self.changes).enumerate().all(|(index, (opening, changes))| {
            let [entry, arrival, change_in, exit, departure, change_out] = *changes;
            let closing = counts.heads(index / 4, Status::ALL[index % 4]);
            opening + entry + arrival + change_in - exit - departure - change_out == closing
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_what_does_not_change() {
        let mut person = Person::new(7, 375, 200, Sex::Man, Status::Salaried);
        assert_eq!(person.count_spell(Status::Salaried), 2);
        assert_eq!(person.count_spell(Status::Salaried), 2 | 1 << 2);
        person.set_waiting(true);
        let moved = person.put(12, Status::Installed);
        assert_eq!((moved.place(), moved.birth(), moved.sex(), moved.status()), (12, 200, Sex::Man, Status::Installed));
        assert!(moved.is_waiting());
    }

    #[test]
    fn ageing_moves_a_cohort_over_the_edge() {
        let mut counts = Counts::new(0, 1, 120);
        let person = Person::new(7, 0, birth_index(39, 0), Sex::Woman, Status::Locum);
        counts.add(person);
        counts.age(0);
        assert_eq!(counts.bands(0, Status::Locum, Sex::Woman), [1, 0, 0, 0, 0]);
        counts.age(1);
        assert_eq!(counts.bands(0, Status::Locum, Sex::Woman), [0, 1, 0, 0, 0]);
        counts.remove(person);
        assert_eq!(counts.heads(0, Status::Locum), 0);
    }
}
