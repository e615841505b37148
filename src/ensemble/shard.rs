//! A part of a run: one of several equal ranges of its trajectories.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The part of a number, from 0, among several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    index: u32,
    of: u32,
}

impl Shard {
    /// All of a run.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// A part of a run; `None` where there are no parts, or fewer than its number.
    #[must_use]
    pub const fn new(index: u32, of: u32) -> Option<Self> {
        if index < of { Some(Self { index, of }) } else { None }
    }

    /// Its number, from 0.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.index
    }

    /// How many parts there are.
    #[must_use]
    pub const fn of(self) -> u32 {
        self.of
    }

    /// Its trajectories. The parts follow one another, leave out none, and differ in length by one at most.
    #[must_use]
    pub fn cut(self, whole: &Range<u32>) -> Range<u32> {
        let (length, of) = (whole.len() as u64, u64::from(self.of.max(1)));
        let bound = |index: u32| whole.start + (length * u64::from(index) / of) as u32;
        bound(self.index)..bound(self.index + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_follow_one_another_and_are_equal_but_for_one(start in 0..1000_u32, length in 1..100_000_u32, of in 1..50_u32) {
            let whole = start..start.saturating_add(length);
            let parts: Vec<_> = (0..of).map(|index| Shard::new(index, of).unwrap().cut(&whole)).collect();
            prop_assert_eq!((parts[0].start, parts[of as usize - 1].end), (whole.start, whole.end));
            prop_assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
            let lengths = parts.iter().map(ExactSizeIterator::len);
            prop_assert!(lengths.clone().max().unwrap() - lengths.min().unwrap() <= 1);
        }
    }

    #[test]
    fn a_part_beyond_the_last_is_none() {
        assert_eq!((Shard::new(5, 5), Shard::new(0, 0)), (None, None));
        assert_eq!(Shard::new(4, 5).unwrap().cut(&(0..u32::MAX)).end, u32::MAX);
    }
}
