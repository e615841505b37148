//! Many addresses at once: the words of a lot, and the counting of clocks against short tables.
//!
//! The loops are plain; they are compiled for the instruction sets of the machine and the widest is chosen when they
//! run. Every path gives the same integers.

use crate::stream::{Philox, Process};
use pulp::{Arch, NullaryFnOnce};

/// Addresses in a lot.
pub const LOT: usize = 256;
/// Lanes that the loops treat side by side; rows of tables are padded to multiples of it.
pub const LANES: usize = 16;

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
        self.words.each_ref().map(|words| words[index])
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
        let process = u32::from(self.process as u8) << 16;
        for first in (0..self.length).step_by(LANES) {
            let range = first..first + LANES;
            let lanes = |values: &[u32; LOT]| -> [u32; LANES] { std::array::from_fn(|lane| values[first + lane]) };
            let (subjects, details) = (lanes(&self.lot.subjects), lanes(&self.lot.details));
            let mut counter = [[self.trajectory; LANES], subjects, details.map(|detail| detail | process), [self.block; LANES]];
            self.generator.blocks(&mut counter);
            for (words, lanes) in self.lot.words.iter_mut().zip(counter) {
                words[range.clone()].copy_from_slice(&lanes);
            }
        }
    }
}

/// Clocks read against rows of a table: how many steps each has not yet struck.
pub struct Strike<'a> {
    /// Rows of `width` steps.
    pub table: &'a [u32],
    /// Steps of a row, a multiple of [`LANES`].
    pub width: usize,
    /// Row of each clock.
    pub rows: &'a [u32],
    /// The clocks.
    pub clocks: &'a [u32],
    /// Steps found for each.
    pub steps: &'a mut [u32],
}

impl Strike<'_> {
    /// Counts, for each clock, the steps of its row whose value is above it.
    pub fn count(self) {
        Arch::new().dispatch(self);
    }
}

impl NullaryFnOnce for Strike<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for ((row, clock), steps) in self.rows.iter().zip(self.clocks).zip(self.steps) {
            let row = &self.table[*row as usize * self.width..][..self.width];
            let mut above = [0; LANES];
            for part in row.as_chunks::<LANES>().0 {
                for (above, value) in above.iter_mut().zip(part) {
                    *above += u32::from(clock < value);
                }
            }
            *steps = above.iter().sum();
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

    #[test]
    fn counting_is_the_partition_point_of_a_falling_row() {
        let mut table = vec![0; 2 * LANES];
        for (step, value) in table[..20].iter_mut().enumerate() {
            *value = 4_000_000_000 - step as u32 * 200_000_000;
        }
        let clocks = [4_100_000_000, 4_000_000_000, 1_000_000_000, 300_000_000, 0];
        let mut steps = [9; 5];
        Strike { table: &table, width: 2 * LANES, rows: &[0; 5], clocks: &clocks, steps: &mut steps }.count();
        let expected = clocks.map(|clock| table.partition_point(|value| clock < *value) as u32);
        assert_eq!(steps, expected);
    }
}
