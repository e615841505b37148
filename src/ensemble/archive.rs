//! A cube as bytes: exact, compact, and the same for the same trajectories whatever the run that led to them.
//!
//! Frames follow one another, each of four bytes of length, little end first, then [Snappy](https://docs.rs/snap) around
//! [postcard](https://postcard.jamesmunns.com/wire-format): first the trajectories and digests, then the histograms by
//! groups of series. The layout is not repeated: who reads knows it. No checksum here: it is that of the file or of the
//! message around.

use super::{BlockDigest, Cube, Histogram, histogram::Contents};
use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    io::{self, Read, Write},
    ops::Range,
};

/// Series of a frame: with 500 trajectories it is about 0.2 MB.
const SERIES: usize = 1024;

/// Frames made or read at a time for each thread: enough for none to wait long, few enough to hold in memory.
const FRAMES: usize = 2;

/// Series whose frames are made or read at a time.
fn group() -> usize {
    SERIES * FRAMES * rayon::current_num_threads()
}

/// Bytes that a frame may have once it is uncompressed: 1,024 series of 100,000 trajectories that are all distinct take
/// a third.
const LONGEST: usize = 1 << 30;

/// Why bytes are no cube that can be added.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// They could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// They are not what [`Cube::write_to`] writes, for this layout.
    #[error("{0}")]
    Malformed(&'static str),
    /// Its trajectories do not follow those already there.
    #[error("trajectories from {found} where {wanted} comes next")]
    Elsewhere {
        /// Their first.
        found: u32,
        /// The one that would follow.
        wanted: u32,
    },
}

/// What precedes the histograms.
#[derive(Serialize, Deserialize)]
struct Head {
    trajectories: Range<u32>,
    series: usize,
    first_row: Option<[u8; 32]>,
    blocks: Vec<Block>,
}

#[derive(Serialize, Deserialize)]
struct Block {
    trajectories: Range<u32>,
    digest: [u8; 32],
    rows: Vec<[u8; 32]>,
}

impl Cube {
    /// Writes all that it holds but for its layout.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&frame(&Head::of(self))?)?;
        for group in self.series().chunks(group()) {
            let contents = |series: &[Histogram]| frame(&series.iter().map(Histogram::contents).collect::<Vec<_>>());
            let frames = group.par_chunks(SERIES).map(contents).collect::<io::Result<Vec<_>>>()?;
            frames.iter().try_for_each(|frame| out.write_all(frame))?;
        }
        Ok(())
    }

    /// Adds what another cube of the same layout has written, whose trajectories follow those of this one.
    ///
    /// # Errors
    /// When it is not so; the cube then holds a part of it, and is good for nothing.
    pub fn read_from(&mut self, input: &mut impl Read) -> Result<(), ArchiveError> {
        let head: Head = thawed(&frozen(input)?)?;
        let count = head.checked(self)?;
        for group in self.series_mut().chunks_mut(group()) {
            let frames = group.chunks(SERIES).map(|_| frozen(input)).collect::<Result<Vec<_>, _>>()?;
            group.par_chunks_mut(SERIES).zip(&frames).try_for_each(|(series, frame)| absorb(series, frame, count))?;
        }
        head.follow(self);
        Ok(())
    }
}

fn absorb(series: &mut [Histogram], frame: &[u8], count: u32) -> Result<(), ArchiveError> {
    let contents: Vec<Contents> = thawed(frame)?;
    if contents.len() != series.len() {
        return Err(ArchiveError::Malformed("another number of series"));
    }
    let absorbed = series.iter_mut().zip(&contents).all(|(histogram, contents)| histogram.absorb(contents, count).is_some());
    if absorbed { Ok(()) } else { Err(ArchiveError::Malformed("a histogram that cannot be")) }
}

impl Head {
    fn of(cube: &Cube) -> Self {
        let block = |block: &BlockDigest| Block {
            trajectories: block.trajectories.clone(),
            digest: block.digest.into(),
            rows: block.rows.iter().map(|row| *row.as_bytes()).collect(),
        };
        Self {
            trajectories: cube.trajectories(),
            series: cube.series().len(),
            first_row: cube.first_row().map(Into::into),
            blocks: cube.blocks().iter().map(block).collect(),
        }
    }

    /// The number of its trajectories, once they are known to follow those of a cube.
    fn checked(&self, cube: &Cube) -> Result<u32, ArchiveError> {
        let (Range { start, end }, wanted) = (self.trajectories.clone(), cube.trajectories().end);
        let next = self.blocks.iter().try_fold(start, |next, block| {
            let Range { start, end } = block.trajectories;
            let (held, whole) = (block.rows.len(), super::BLOCK as usize);
            let is_one = start == next && end > start && super::blocks(start..end, super::BLOCK).count() == 1;
            let length = (end.max(start) - start) as usize;
            (is_one && held == if length == whole { 0 } else { length }).then_some(end)
        });
        match next {
            _ if self.series != cube.series().len() => Err(ArchiveError::Malformed("another number of series")),
            _ if start != wanted => Err(ArchiveError::Elsewhere { found: start, wanted }),
            Some(next) if next == end && self.first_row.is_some() == (start < end) => Ok(end - start),
            _ => Err(ArchiveError::Malformed("blocks with gaps")),
        }
    }

    fn follow(self, cube: &mut Cube) {
        let first_row = self.first_row.map(Into::into);
        for Block { trajectories, digest, rows } in self.blocks {
            let rows = rows.into_iter().map(Into::into).collect();
            cube.follow(BlockDigest { trajectories, digest: digest.into(), rows }, first_row);
        }
    }
}

fn frame(content: &impl Serialize) -> io::Result<Vec<u8>> {
    let plain = postcard::to_stdvec(content).map_err(io::Error::other)?;
    let packed = snap::raw::Encoder::new().compress_vec(&plain).map_err(io::Error::other)?;
    let length = u32::try_from(packed.len()).map_err(io::Error::other)?;
    Ok([&length.to_le_bytes()[..], &packed].concat())
}

fn frozen(input: &mut impl Read) -> Result<Vec<u8>, ArchiveError> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let (length, mut frame) = (u32::from_le_bytes(length), Vec::new());
    // Grows with what there is, whatever the length claims.
    input.take(length.into()).read_to_end(&mut frame)?;
    if frame.len() == length as usize { Ok(frame) } else { Err(ArchiveError::Malformed("cut short")) }
}

fn thawed<T: DeserializeOwned>(frame: &[u8]) -> Result<T, ArchiveError> {
    let malformed = |_| ArchiveError::Malformed("not compressed as it should be");
    if snap::raw::decompress_len(frame).map_err(malformed)? > LONGEST {
        return Err(ArchiveError::Malformed("too long"));
    }
    let plain = snap::raw::Decoder::new().decompress_vec(frame).map_err(malformed)?;
    postcard::from_bytes(&plain).map_err(|_| ArchiveError::Malformed("not written as it should be"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::{Shard, tests::*};
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn written(cube: &Cube) -> Vec<u8> {
        let mut bytes = Vec::new();
        cube.write_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn parts_cut_anywhere_add_up_to_one_run_byte_for_byte() {
        let whole = run_toy(0..400, 2);
        for of in [1, 2, 5, 7] {
            let mut sum = Cube::new(&toy_layout(), 0);
            for index in 0..of {
                let part = run_toy(Shard::new(index, of).unwrap().cut(&(0..400)), 1);
                sum.read_from(&mut written(&part).as_slice()).unwrap();
            }
            assert_eq!((sum.trajectories(), sum.blocks(), sum.digest()), (0..400, whole.blocks(), whole.digest()));
            assert_eq!(written(&sum), written(&whole));
        }
    }

    #[test]
    fn what_does_not_follow_is_refused() {
        let mut cube = run_toy(0..100, 1);
        let later = written(&run_toy(101..130, 1));
        assert!(matches!(cube.read_from(&mut later.as_slice()), Err(ArchiveError::Elsewhere { found: 101, wanted: 100 })));
        assert!(cube.read_from(&mut &written(&run_toy(100..130, 1))[..200]).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_panic(at in 0..4_000_usize, value: u8, length in 0..4_000_usize) {
            static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
            let mut bytes = BYTES.get_or_init(|| written(&run_toy(0..150, 1))).clone();
            let (at, length) = (at % bytes.len(), length % bytes.len());
            bytes[at] = value;
            drop(Cube::new(&toy_layout(), 0).read_from(&mut bytes.as_slice()));
            drop(Cube::new(&toy_layout(), 0).read_from(&mut &bytes[..length]));
        }
    }
}
