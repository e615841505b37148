//! What awaits each GP, by year and kind of event.

use super::person::Person;
use crate::lot::LOT;

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
