//! Addressed randomness: every draw has a place of its own in a counter-based generator.
//!
//! Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11). The key is the
//! seed; the counter is the address (trajectory, subject, process, block). The subject is a person, a place or the
//! digest of a parameter's name. The order of these words, the numbers of the processes and the identities of persons are a public contract: changing
//! one changes every result, and a test pins them.

use rand::TryRng;
use std::convert::Infallible;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// What a draw decides. The numbers are part of the public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Process {
    /// Value of a parameter; subject: digest of its name.
    Parameter = 1,
    /// Local effects; subject: département.
    Local = 2,
    /// Single ages and sexes of the starting stock; subject: place; detail: status.
    Start = 3,
    /// Time already spent as a locum at the start; subject: person.
    Since = 4,
    /// The clocks of a spell, and for the installed what its end leads to; subject: person; detail: status and its spells.
    Spell = 5,
    /// The clock of a further move; subject: person; detail: number of the move.
    Move = 6,
    /// What an intern becomes; subject: person.
    Entry = 7,
    /// Choice of a territory; subject: person; detail: year; block: round.
    Choice = 9,
    /// Order in the queue and fate when refused; subject: person; detail: year.
    Queue = 10,
    /// Number of holders of a foreign degree; subject: 0; detail: year.
    Foreign = 11,
}

/// The address of one block of four words.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// Number of the trajectory.
    pub trajectory: u32,
    /// Person, place or digest of a name.
    pub subject: u32,
    /// What is decided.
    pub process: Process,
    /// Status, year since the start or number of the move: below 2^16.
    pub detail: u16,
    /// Number of the block of a longer stream, or round.
    pub block: u32,
}

/// The generator of a run.
#[derive(Clone, Copy, Debug)]
pub struct Philox {
    key: [u32; 2],
}

impl Philox {
    /// The generator for `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32] }
    }

    /// The four words at an address.
    #[inline]
    #[must_use]
    pub fn words(&self, at: Address) -> [u32; 4] {
        let process = u32::from(at.process as u8) << 16 | u32::from(at.detail);
        self.block([at.trajectory, at.subject, process, at.block])
    }

    /// A stream that starts at an address, for samplers that draw a varying number of words.
    #[must_use]
    pub const fn stream(&self, at: Address) -> Stream {
        Stream { generator: *self, at, words: [0; 4], used: 4 }
    }

    #[inline]
    fn block(&self, counter: [u32; 4]) -> [u32; 4] {
        let (mut key, mut counter) = (self.key, counter);
        for _ in 0..ROUNDS {
            let [first, second, third, fourth] = counter;
            let low = u64::from(MULTIPLIERS[0]) * u64::from(first);
            let high = u64::from(MULTIPLIERS[1]) * u64::from(third);
            counter = [(high >> 32) as u32 ^ second ^ key[0], high as u32, (low >> 32) as u32 ^ fourth ^ key[1], low as u32];
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        counter
    }

    /// Turns `N` counters side by side into their blocks. Words lie in 64 bits, whose upper half is left to itself: this is
    /// how the vector units multiply.
    #[inline(always)]
    pub(crate) fn blocks<const N: usize>(&self, [first, second, third, fourth]: &mut [[u64; N]; 4]) {
        const WORD: u64 = 0xFFFF_FFFF;
        let mut key = self.key;
        for _ in 0..ROUNDS {
            for lane in 0..N {
                let low = u64::from(MULTIPLIERS[0]) * (first[lane] & WORD);
                let high = u64::from(MULTIPLIERS[1]) * (third[lane] & WORD);
                first[lane] = (high >> 32) ^ second[lane] ^ u64::from(key[0]);
                second[lane] = high;
                third[lane] = (low >> 32) ^ fourth[lane] ^ u64::from(key[1]);
                fourth[lane] = low;
            }
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
    }
}

/// A stream of words from an address on.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Philox,
    at: Address,
    words: [u32; 4],
    used: usize,
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.used == self.words.len() {
            self.words = self.generator.words(self.at);
            self.at.block += 1;
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        Ok(word)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.try_next_u32()?);
        Ok(u64::from(self.try_next_u32()?) << 32 | low)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A word as a number strictly between 0 and 1.
#[inline]
#[must_use]
pub fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// A probability as a threshold: a word below it happens with that probability, up to 2^-32.
#[inline]
#[must_use]
pub fn threshold(probability: f64) -> u32 {
    (probability.clamp(0.0, 1.0) * 4_294_967_296.0).min(4_294_967_295.0) as u32
}

/// The same for half a word: up to 2^-16.
#[inline]
#[must_use]
pub fn half_threshold(probability: f64) -> u32 {
    threshold(probability) >> 16
}

/// A stable 32-bit digest of a name (FNV-1a), used as the subject of a parameter's draw.
#[must_use]
pub const fn digest(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash: u32 = 0x811C_9DC5;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_published_test_vectors() {
        // Random123 1.14, kat_vectors, "philox4x32 10".
        let pi = Philox { key: [0xA409_3822, 0x299F_31D0] };
        assert_eq!(Philox::new(0).block([0; 4]), [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]);
        assert_eq!(Philox::new(u64::MAX).block([u32::MAX; 4]), [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]);
        assert_eq!(
            pi.block([0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344]),
            [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
        );
    }

    #[test]
    fn a_probability_of_one_keeps_all_but_one_word() {
        assert_eq!(threshold(1.0), u32::MAX);
        assert_eq!(threshold(0.0), 0);
    }
}
