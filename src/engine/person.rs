//! One GP: who and where they are, in 32 bits.

use super::calendar::{Event, When};
use crate::{
    baseline::limits,
    cohort::{AGE_MAX, Sex, Status},
};

/// One GP. Nobody is kept in a register: each stands in one list of the calendar, in the year of the next event, with all
/// that the event will need. Those whom nothing awaits before the horizon stand in the counts alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// Place 9, sex 1, status 2, birth 8, moves 4, spells in each of three statuses 2 × 3, waiting 1, unconventioned 1.
    /// The first four say where the person is counted.
    pub(super) bits: u32,
    /// Subject of their draws: the same in every scenario.
    pub(super) address: u32,
    /// What ends the spell under way.
    pub(super) end: When,
}

const PLACE: (u32, u32) = (0, 9);
pub(super) const SEX: (u32, u32) = (9, 1);
pub(super) const STATUS: (u32, u32) = (10, 2);
pub(super) const BIRTH: (u32, u32) = (12, 8);
const MOVES: (u32, u32) = (20, 4);
const SPELLS: u32 = 24;
const WAITING: (u32, u32) = (30, 1);
const UNCONVENTIONED: (u32, u32) = (31, 1);

/// Places that a person's 32 bits can hold.
pub(super) const MAX_PLACES: usize = limits::PLACES;
const _: () = assert!(MAX_PLACES == 1 << PLACE.1);

/// A value for each place that a person's bits can hold, so that reading one needs no check.
pub(super) type ByPlace<T> = Box<[T; MAX_PLACES]>;

/// The same value for each place.
pub(super) fn by_place<T: Copy>(value: T) -> ByPlace<T> {
    Box::new([value; MAX_PLACES])
}

/// Birth, status and sex as one number, as they stand in a person's bits.
pub(super) const fn class(status: Status, sex: Sex, birth: u8) -> u32 {
    (birth as u32) << (BIRTH.0 - SEX.0) | (status as u32) << (STATUS.0 - SEX.0) | sex as u32
}

/// Number of classes.
pub(super) const CLASSES: usize = 1 << (SEX.1 + STATUS.1 + BIRTH.1);

/// Birth, status and sex of these bits of a person: see [`class`].
#[inline(always)]
pub(super) const fn class_of(bits: u32) -> u32 {
    (bits >> SEX.0) & (CLASSES as u32 - 1)
}

/// The bits of a person to whom nothing has happened yet.
#[inline(always)]
pub(super) const fn bits(place: u32, sex: Sex, status: Status, birth: u32) -> u32 {
    birth << BIRTH.0 | (status as u32) << STATUS.0 | (sex as u32) << SEX.0 | place
}

impl Person {
    /// One to whom nothing has happened yet: see [`bits`].
    pub(super) const fn of(bits: u32, address: u32) -> Self {
        Self { bits, address, end: When::new(0, Event::Exit) }
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
    pub(super) const fn get(self, (shift, bits): (u32, u32)) -> u32 {
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
    AGE_MAX + year - (class >> (BIRTH.0 - SEX.0)) as usize
}

/// Birth index of those aged `age` on 1 January of the year `year` after the start.
pub(super) const fn birth_index(age: usize, year: usize) -> u8 {
    (AGE_MAX + year - age) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_what_does_not_change() {
        let mut person = Person::of(bits(375, Sex::Man, Status::Salaried, 200), 7);
        assert_eq!(person.count_spell(Status::Salaried), 2);
        assert_eq!(person.count_spell(Status::Salaried), 2 | 1 << 2);
        person.set_waiting(true);
        let moved = person.put(12, Status::Installed);
        assert_eq!((moved.place(), moved.get(BIRTH), moved.sex(), moved.status()), (12, 200, Sex::Man, Status::Installed));
        assert!(moved.is_waiting());
    }
}
