//! The data cube: one histogram per series, and the digests that pin the rows it was made of.

use super::{BLOCK, Histogram, digest::Digest};
use crate::engine::indicators::Layout;
use rayon::prelude::*;
use std::ops::Range;

/// Series that a worker turns from rows into columns at a time: 64 × 128 integers are 32 kB, the size of a first-level cache.
const TILE: usize = 64;

/// Series hashed together in the digest of a cube; part of what that digest means.
const DIGEST_SERIES: usize = 4096;

/// A block of trajectories and what it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockDigest {
    /// Its trajectories.
    pub trajectories: Range<u32>,
    /// BLAKE3 of the digests of its rows, in order; that of a row is BLAKE3 of its integers as little-endian bytes.
    pub digest: blake3::Hash,
    /// Digests of its rows, kept of a block that is not whole: what comes later completes it.
    pub(super) rows: Vec<blake3::Hash>,
}

impl BlockDigest {
    pub(super) fn new(trajectories: Range<u32>, rows: &[blake3::Hash]) -> Self {
        let is_whole = rows.len() == BLOCK as usize;
        Self { trajectories, digest: digest_of_all(rows), rows: if is_whole { Vec::new() } else { rows.to_vec() } }
    }
}

/// All trajectories of a run: one histogram per series, in the order of the layout.
#[derive(Clone, Debug)]
pub struct Cube {
    layout: Layout,
    trajectories: Range<u32>,
    series: Vec<Histogram>,
    blocks: Vec<BlockDigest>,
    first_row: Option<blake3::Hash>,
}

impl Cube {
    /// A cube without trajectories, the next of which is `first`.
    #[must_use]
    pub fn new(layout: &Layout, first: u32) -> Self {
        let width = |position| {
            let key = layout.key(position);
            key.slot.indicator.widths[key.place.level as usize]
        };
        let series = (0..layout.len()).map(|position| Histogram::new(width(position))).collect();
        Self { layout: layout.clone(), trajectories: first..first, series, blocks: Vec::new(), first_row: None }
    }

    /// Adds the rows of a block, with the digest of each.
    pub(super) fn add(&mut self, block: Range<u32>, rows: &[i32], digests: &[blake3::Hash]) {
        let length = self.series.len();
        self.series.par_chunks_mut(TILE).enumerate().for_each(|(tile, series)| add_tile(series, tile * TILE, rows, length));
        self.follow(BlockDigest::new(block, digests), digests.first().copied());
    }

    /// Adds the digests of what follows the last trajectory; the rest of a block makes one with its beginning.
    pub(super) fn follow(&mut self, block: BlockDigest, first_row: Option<blake3::Hash>) {
        self.first_row = self.first_row.or(first_row);
        self.trajectories.end = block.trajectories.end;
        match self.blocks.pop_if(|last| !last.trajectories.end.is_multiple_of(BLOCK)) {
            None => self.blocks.push(block),
            Some(last) => {
                let rows = [last.rows, block.rows].concat();
                self.blocks.push(BlockDigest::new(last.trajectories.start..block.trajectories.end, &rows));
            }
        }
    }

    /// What the series are.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Numbers of the trajectories.
    #[must_use]
    pub fn trajectories(&self) -> Range<u32> {
        self.trajectories.clone()
    }

    /// One histogram per series, in the order of the layout.
    #[must_use]
    pub fn series(&self) -> &[Histogram] {
        &self.series
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[BlockDigest] {
        &self.blocks
    }

    pub(super) fn series_mut(&mut self) -> &mut [Histogram] {
        &mut self.series
    }

    /// Digest of the row of its first trajectory, by which a simulation is known again: BLAKE3 of its integers as
    /// little-endian bytes. `None` without trajectories.
    #[must_use]
    pub fn first_row(&self) -> Option<blake3::Hash> {
        self.first_row
    }

    /// Digest of the results: of every series, its sums and its occupied bins.
    #[must_use]
    pub fn digest(&self) -> blake3::Hash {
        let part = |series: &[Histogram]| {
            let mut digest = Digest::default();
            series.iter().for_each(|histogram| digest.add(histogram));
            digest.finish()
        };
        digest_of_all(&self.series.par_chunks(DIGEST_SERIES).map(part).collect::<Vec<_>>())
    }
}

/// Adds to some series, the first of which is `first`, their columns of `rows`.
fn add_tile(series: &mut [Histogram], first: usize, rows: &[i32], length: usize) {
    let mut columns = [0; TILE * super::BLOCK as usize];
    let height = rows.len() / length;
    for (trajectory, row) in rows.chunks_exact(length).enumerate() {
        for (column, &value) in row[first..first + series.len()].iter().enumerate() {
            columns[column * height + trajectory] = value;
        }
    }
    for (histogram, column) in series.iter_mut().zip(columns.chunks_exact(height)) {
        histogram.add(column);
    }
}

/// BLAKE3 of the integers of a row as little-endian bytes.
#[must_use]
pub fn digest_of_row(row: &[i32]) -> blake3::Hash {
    // Long enough for the widest vector code of BLAKE3 (16 chunks of 1 kB), short enough for the first-level cache.
    let mut bytes = [0; 1 << 14];
    let mut hasher = blake3::Hasher::new();
    for values in row.chunks(bytes.len() / 4) {
        for (place, value) in bytes.chunks_exact_mut(4).zip(values) {
            place.copy_from_slice(&value.to_le_bytes());
        }
        hasher.update(&bytes[..values.len() * 4]);
    }
    hasher.finalize()
}

fn digest_of_all(digests: &[blake3::Hash]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    digests.iter().for_each(|digest| _ = hasher.update(digest.as_bytes()));
    hasher.finalize()
}
