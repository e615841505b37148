//! Many addresses at once: the words of a lot.
//!
//! The loop is plain; it is compiled for the instruction sets of the machine and the widest is chosen when it runs:
//! twice as fast as one address after the other. Every path gives the same integers.

use crate::stream::{Philox, Process};
use pulp::{Arch, NullaryFnOnce};

/// Addresses in a lot.
pub const LOT: usize = 256;
/// Addresses drawn side by side: eight words of 64 bits fill the widest registers, and the four of each stay in them.
const LANES: usize = 8;

/// Addresses of one process in one trajectory, and their words.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Persons, places or digests.
    pub subjects: [u32; LOT],
    /// Status, year or number: below 2^16.
    pub details: [u32; LOT],
    /// The four words of each address.
    pub words: [[u32; LOT]; 4],
}

impl Default for Lot {
    fn default() -> Self {
        Self { subjects: [0; LOT], details: [0; LOT], words: [[0; LOT]; 4] }
    }
}

impl Lot {
    /// The words of address `index`.
    #[inline]
    #[must_use]
    pub fn words(&self, index: usize) -> [u32; 4] {
        let [first, second, third, fourth] = &self.words;
        [first[index], second[index], third[index], fourth[index]]
    }

    /// Draws the words of the first `length` addresses (and of a few after them).
    pub fn draw(&mut self, generator: &Philox, trajectory: u32, process: Process, block: u32, length: usize) {
        Arch::new().dispatch(Draw { lot: self, generator, trajectory, process, block, length });
    }
}

struct Draw<'a> {
    lot: &'a mut Lot,
    generator: &'a Philox,
    trajectory: u32,
    process: Process,
    block: u32,
    length: usize,
}

impl NullaryFnOnce for Draw<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Lot { subjects, details, words: [first, second, third, fourth] } = self.lot;
        let process = u64::from(self.process as u8) << 16;
        let lots = self.length.div_ceil(LANES);
        let inputs = subjects.chunks_exact(LANES).zip(details.chunks_exact(LANES)).take(lots);
        let outputs = first.chunks_exact_mut(LANES).zip(second.chunks_exact_mut(LANES));
        let outputs = outputs.zip(third.chunks_exact_mut(LANES).zip(fourth.chunks_exact_mut(LANES)));
        for ((subjects, details), ((first, second), (third, fourth))) in inputs.zip(outputs) {
            let mut counter = [[u64::from(self.trajectory); LANES], [0; LANES], [process; LANES], [u64::from(self.block); LANES]];
            for lane in 0..LANES {
                counter[1][lane] = u64::from(subjects[lane]);
                counter[2][lane] |= u64::from(details[lane]);
            }
            self.generator.blocks(&mut counter);
            for lane in 0..LANES {
                first[lane] = counter[0][lane] as u32;
                second[lane] = counter[1][lane] as u32;
                third[lane] = counter[2][lane] as u32;
                fourth[lane] = counter[3][lane] as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::Address;

    #[test]
    fn a_lot_has_the_words_of_its_addresses() {
        let generator = Philox::new(7);
        let mut lot = Lot::default();
        for index in 0..LOT {
            lot.subjects[index] = (index as u32).wrapping_mul(0x9E37_79B9);
            lot.details[index] = index as u32 % 13;
        }
        lot.draw(&generator, 3, Process::Spell, 5, LOT);
        for index in 0..LOT {
            let (subject, detail) = (lot.subjects[index], lot.details[index] as u16);
            let at = Address { trajectory: 3, subject, process: Process::Spell, detail, block: 5 };
            assert_eq!(lot.words(index), generator.words(at));
        }
    }
}
