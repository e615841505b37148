//! Some series of several simulations, each in a cube of its own: what a reader looks at of the scenarios that are compared.

use super::Cube;
use crate::engine::indicators::{Layout, Level, Slot};
use rayon::prelude::*;
use std::ops::Range;

/// The part of a layout that holds the slots wanted, without territories and thresholds.
#[must_use]
pub fn part(layout: &Layout, wanted: impl Fn(&Slot) -> bool) -> Layout {
    let slots = |slots: &[Slot]| slots.iter().copied().filter(|slot| slot.threshold.is_none() && wanted(slot)).collect();
    Layout {
        places: layout.places.iter().filter(|place| place.level != Level::Territory).cloned().collect(),
        slots: slots(&layout.slots),
        run_slots: slots(&layout.run_slots),
        start: layout.start,
        years: layout.years,
    }
}

/// The cubes of simulations that share a layout.
pub(super) struct Levels {
    /// Where the series stand in a row, in the order of the part.
    positions: Vec<usize>,
    cubes: Vec<Cube>,
    rows: Vec<i32>,
}

impl Levels {
    pub fn new(layout: &Layout, part: &Layout, simulations: usize, first: u32) -> Self {
        let cubes = (0..simulations).map(|_| Cube::new(part, first)).collect();
        Self { positions: positions(layout, part), cubes, rows: Vec::new() }
    }

    /// Adds a block of the simulation of a number.
    pub fn add(&mut self, number: usize, block: Range<u32>, rows: &[i32], digests: &[blake3::Hash]) {
        let (length, height) = (self.positions.len(), block.len());
        let full = rows.len() / height.max(1);
        self.rows.resize(length * height, 0);
        let pairs = self.rows.par_chunks_mut(length.max(1)).zip(rows.par_chunks(full.max(1)));
        pairs.for_each(|(own, row)| own.iter_mut().zip(&self.positions).for_each(|(own, &at)| *own = row[at]));
        self.cubes[number].add(block, &self.rows, digests);
    }

    pub fn into_cubes(self) -> Vec<Cube> {
        self.cubes
    }
}

/// Where the series of a part stand in a row of the whole; what the whole lacks is left out of both by [`part`].
fn positions(layout: &Layout, part: &Layout) -> Vec<usize> {
    let places: Vec<_> = (0..layout.places.len()).filter(|&place| part.places.contains(&layout.places[place])).collect();
    let held = |own: &[Slot], all: &[Slot]| -> Vec<usize> {
        let is = |slot: &Slot, other: &Slot| slot.name() == other.name() && slot.count == other.count;
        (0..all.len()).filter(|&slot| own.iter().any(|own| is(own, &all[slot]))).collect()
    };
    let (slots, run_slots) = (held(&part.slots, &layout.slots), held(&part.run_slots, &layout.run_slots));
    let yearly = places
        .iter()
        .flat_map(|place| slots.iter().flat_map(move |slot| (0..layout.years).map(move |year| layout.at(*place, *slot, year))));
    let of_run = places.iter().flat_map(|place| run_slots.iter().map(move |slot| layout.at_run(*place, *slot)));
    yearly.chain(of_run).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};
    use crate::ensemble::{Keep, run_paired};
    use std::sync::atomic::AtomicBool;

    #[test]
    fn the_levels_of_a_comparison_are_those_of_a_run() {
        let toys = [7, 8].map(|seed| Toy { layout: toy_layout(), seed });
        let part = part(&toys[0].layout, |slot| slot.indicator.name != "headcount");
        assert_eq!((part.slots.len(), part.run_slots.len()), (2, 1));
        let keep = Keep { watched: &[], levels: Some(&part) };
        let paired = run_paired(&toys[0], &[&toys[1]], keep, 0..200, 2, &|_| (), &AtomicBool::new(false)).unwrap();
        let alone = run_toy(0..200, 1);
        let (levels, whole) = (&paired.levels[0], alone.layout());
        assert_eq!((paired.levels.len(), levels.trajectories(), levels.blocks()), (2, 0..200, alone.blocks()));
        for place in 0..whole.places.len() {
            for year in 0..whole.years {
                // The second and third slots are the first two of the part.
                for slot in [1, 2] {
                    let found = &levels.series()[part.at(place, slot - 1, year)];
                    let expected = &alone.series()[whole.at(place, slot, year)];
                    assert_eq!((found.sum(), found.squares()), (expected.sum(), expected.squares()));
                }
            }
            let (found, expected) = (&levels.series()[part.at_run(place, 0)], &alone.series()[whole.at_run(place, 0)]);
            assert_eq!(found.sum(), expected.sum());
        }
    }
}
