//! Many laws of one length in one memory, each drawn from by one word and one look.
//!
//! Walker's alias method (Vose, "A linear algorithm for generating random numbers with a given distribution", 1991), in
//! memory that is filled again for each trajectory; `rand_distr`'s allocates, and draws one at a time.

use crate::{baseline::limits, stream::threshold};

/// Bits of an index in a cell.
const OTHER_BITS: u32 = u8::BITS;
/// Départements that a cell can name, and laws that the memory can hold.
pub(super) const MAX_DEPARTEMENTS: usize = limits::DEPARTEMENTS;
const _: () = assert!(MAX_DEPARTEMENTS == 1 << OTHER_BITS);

/// Laws on the départements.
pub(super) struct Aliases {
    length: u32,
    /// Law by law, without a gap. In one word: the part of the cell that stays with its own index, in 24 bits, and the other.
    cells: Box<[u32; MAX_DEPARTEMENTS * MAX_DEPARTEMENTS]>,
    scaled: Vec<f64>,
    order: Vec<u8>,
}

const fn cell(keep: u32, other: usize) -> u32 {
    (keep & !(u8::MAX as u32)) | other as u32
}

impl Aliases {
    pub(super) fn new(length: usize) -> Self {
        let cells = Box::new([0; MAX_DEPARTEMENTS * MAX_DEPARTEMENTS]);
        Self { length: length as u32, cells, scaled: vec![0.0; length], order: vec![0; length] }
    }

    /// Fills the table of a law.
    pub(super) fn fill(&mut self, law: usize, probabilities: &[f64]) {
        let length = probabilities.len();
        let (cells, scaled, order) = (&mut self.cells[law * length..][..length], &mut self.scaled, &mut self.order);
        // Poor cells stand at the front of `order`, rich ones at its back.
        let (mut poor, mut rich) = (0, length);
        for (index, probability) in probabilities.iter().enumerate() {
            scaled[index] = probability * length as f64;
            if scaled[index] < 1.0 {
                order[poor] = index as u8;
                poor += 1;
            } else {
                rich -= 1;
                order[rich] = index as u8;
            }
        }
        for (index, whole) in cells.iter_mut().enumerate() {
            *whole = cell(u32::MAX, index);
        }
        while poor > 0 && rich < length {
            poor -= 1;
            let (small, large) = (usize::from(order[poor]), usize::from(order[rich]));
            cells[small] = cell(threshold(scaled[small]), large);
            scaled[large] -= 1.0 - scaled[small];
            if scaled[large] < 1.0 {
                rich += 1;
                order[poor] = large as u8;
                poor += 1;
            }
        }
    }

    /// The index that a word draws from a law.
    #[inline(always)]
    pub(super) fn pick(&self, law: u32, word: u32) -> u32 {
        let product = u64::from(word) * u64::from(self.length);
        let (index, part) = ((product >> 32) as u32, product as u32 >> OTHER_BITS);
        let cell = self.cells[(law * self.length + index) as usize % self.cells.len()];
        if part < cell >> OTHER_BITS { index } else { cell % (1 << OTHER_BITS) }
    }
}
