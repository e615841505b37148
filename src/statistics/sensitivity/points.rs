//! Points that fill a cube evenly: Owen-scrambled Sobol sequences.
//!
//! Sobol's sequence with the directions of Joe and Kuo ("Constructing Sobol sequences with better two-dimensional
//! projections", SIAM Journal on Scientific Computing 30, 2008), scrambled by hashing (Burley, "Practical hash-based Owen
//! scrambling", Journal of Computer Graphics Techniques 9(4), 2020), as the library `sobol_burley` gives it. A sequence has
//! [`DIMENSIONS`]; further ones come from further sequences, scrambled and shuffled independently (padding: Kollig and
//! Keller, "Efficient multidimensional sampling", Computer Graphics Forum 21, 2002). Each is then as even as the first, but
//! two dimensions of different sequences stand to each other as random ones do.

use crate::stream::{Address, Philox, Process};

/// Dimensions of one sequence.
pub const DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// Most points of a sequence.
pub const MOST: u32 = 1 << 16;

/// Half the step of the coordinates, which have 23 bits: added to them, so that none is 0.
const HALF_STEP: f64 = 1.0 / 16_777_216.0;

/// The key under which a seed gives those of the sequences, apart from what the same seed gives the trajectories.
const SEQUENCES: u64 = 0x736F_626F_6C5F_5F5F;

/// A scrambling.
#[derive(Clone, Debug)]
pub struct Points {
    /// One by sequence.
    seeds: Vec<u32>,
}

impl Points {
    /// The points of `dimensions` dimensions that go with a seed.
    #[must_use]
    pub fn new(seed: u64, dimensions: usize) -> Self {
        let generator = Philox::new(seed ^ SEQUENCES);
        let at = |subject| Address { trajectory: 0, subject, process: Process::Parameter, detail: 0, block: 0 };
        Self { seeds: (0..dimensions.div_ceil(DIMENSIONS) as u32).map(|sequence| generator.words(at(sequence))[0]).collect() }
    }

    /// A coordinate, strictly between 0 and 1, of the point `index` below [`MOST`].
    #[must_use]
    pub fn at(&self, index: u32, dimension: usize) -> f64 {
        let (sequence, dimension) = (dimension / DIMENSIONS, dimension % DIMENSIONS);
        f64::from(sobol_burley::sample(index, dimension as u32, self.seeds[sequence])) + HALF_STEP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interval_of_a_power_of_two_holds_one_point_in_every_dimension() {
        let points = Points::new(5, 3 * DIMENSIONS);
        for dimension in [0, 1, 7, 255, 256, 300, 767] {
            let mut cells: Vec<_> = (0..512).map(|index| (points.at(index, dimension) * 512.0) as usize).collect();
            cells.sort_unstable();
            assert_eq!(cells, (0..512).collect::<Vec<_>>(), "{dimension}");
        }
    }

    /// The first two dimensions of a sequence share 64 boxes of 8 × 8 evenly, four points each. Independent points would
    /// do so about once in 10^26; of two sequences the boxes hold as many as chance has it.
    #[test]
    fn dimensions_of_one_sequence_stand_evenly_to_each_other_and_those_of_two_by_chance() {
        let points = Points::new(5, 2 * DIMENSIONS);
        let boxes = |other: usize| {
            let mut boxes = [0; 64];
            (0..256).for_each(|index| {
                boxes[(points.at(index, 0) * 8.0) as usize * 8 + (points.at(index, other) * 8.0) as usize] += 1;
            });
            boxes
        };
        assert_eq!(boxes(1), [4; 64]);
        assert_ne!(boxes(DIMENSIONS), [4; 64]);
        assert_ne!(boxes(DIMENSIONS + 1), [4; 64]);
    }

    #[test]
    fn another_seed_gives_other_points_within_the_cube() {
        let (one, two) = (Points::new(1, 4), Points::new(2, 4));
        assert!((0..64).any(|index| one.at(index, 3) != two.at(index, 3)));
        let all = (0..MOST).map(|index| one.at(index, 2));
        assert!(all.into_iter().all(|value| value > 0.0 && value < 1.0));
    }
}
