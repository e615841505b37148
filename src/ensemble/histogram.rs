//! A histogram of integers that grows with what it sees and is the same whatever the order.
//!
//! Counters start as bytes and widen to 16, then 32 bits when one of them is full: most bins of a wide series hold a
//! few trajectories, and memory, not arithmetic, bounds the number of series.

use serde::{Deserialize, Serialize};

/// Bins are added by multiples of this many, so that a series which spreads slowly is not copied each time.
const CHUNK: i64 = 16;

/// Bins of a fine histogram from one power of two to the next: a bin is at most 1/64 of what it holds.
const STEPS: i32 = 64;

/// Bins that what is read back may span: about one for each inhabitant of France.
const MOST_BINS: u64 = 1 << 26;

/// How often each value of one series occurred, in bins of a fixed width or of a fixed precision, with exact sums.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// 0 for bins of a fixed precision.
    width: i32,
    count: u32,
    min: i32,
    max: i32,
    sum: i64,
    squares: u128,
    first: i64,
    bins: Bins,
}

/// What a histogram holds, as it is written. That its bins are those of its least and greatest value is not repeated.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Contents {
    min: i32,
    max: i32,
    sum: i64,
    squares: u128,
    /// Occupied bins: how far from the one before, and how many values.
    bins: Vec<(u32, u32)>,
}

#[derive(Clone, Debug)]
enum Bins {
    Byte(Box<[u8]>),
    Short(Box<[u16]>),
    Word(Box<[u32]>),
}

impl Histogram {
    /// An empty histogram with bins of `width` integers, from 1 to 2^31 - 1 (what is beyond counts as the nearest).
    #[must_use]
    pub fn new(width: u32) -> Self {
        Self::empty(width.clamp(1, i32::MAX as u32) as i32)
    }

    /// An empty histogram for values whose size is not known before, such as differences: exact below 128 in size, then
    /// with bins of at most 1/64 of the value. It has 3,328 bins at most, and the sign of a value is never lost.
    #[must_use]
    pub fn fine() -> Self {
        Self::empty(0)
    }

    fn empty(width: i32) -> Self {
        let (min, max) = (i32::MAX, i32::MIN);
        Self { width, count: 0, min, max, sum: 0, squares: 0, first: 0, bins: Bins::Byte(Box::default()) }
    }

    /// Adds values, at most 2^32 - 1 in all.
    pub fn add(&mut self, values: &[i32]) {
        let (Some(&low), Some(&high)) = (values.iter().min(), values.iter().max()) else { return };
        self.count += values.len() as u32;
        self.sum += values.iter().map(|&value| i64::from(value)).sum::<i64>();
        self.squares += sum_of_squares(values, low.unsigned_abs().max(high.unsigned_abs()));
        self.min = self.min.min(low);
        self.max = self.max.max(high);
        self.cover(self.bin_of(low), self.bin_of(high) + 1);
        self.tally(values);
    }

    fn bin_of(&self, value: i32) -> i64 {
        if self.width == 0 { fine_bin(value).into() } else { value.div_euclid(self.width).into() }
    }

    /// Makes room for the bins from `low` to before `high`.
    fn cover(&mut self, low: i64, high: i64) {
        let length = self.bins.len() as i64;
        if low >= self.first && high <= self.first + length {
            return;
        }
        let (from, to) = if length == 0 { (low, high) } else { (self.first.min(low), (self.first + length).max(high)) };
        // An eighth more than asked, on the sides that grow: a series is copied a few times in all.
        let slack = length / 8;
        let from = if length > 0 && from == self.first { from } else { from - slack };
        let to = if length > 0 && to == self.first + length { to } else { to + slack };
        let (from, to) = (from.div_euclid(CHUNK) * CHUNK, to.div_euclid(CHUNK) * CHUNK + CHUNK);
        let offset = if length == 0 { 0 } else { (self.first - from) as usize };
        self.bins = match &self.bins {
            Bins::Byte(bins) => Bins::Byte(moved(bins, (to - from) as usize, offset)),
            Bins::Short(bins) => Bins::Short(moved(bins, (to - from) as usize, offset)),
            Bins::Word(bins) => Bins::Word(moved(bins, (to - from) as usize, offset)),
        };
        self.first = from;
    }

    /// Counts values whose bins exist, widening the counters as often as one is full.
    fn tally(&mut self, mut values: &[i32]) {
        loop {
            // 32 bits are enough: there are fewer than 2^32 bins.
            let (first, width) = (self.first as i32, self.width);
            let exact = |value: i32| value.wrapping_sub(first) as u32 as usize;
            let binned = |value: i32| value.div_euclid(width).wrapping_sub(first) as u32 as usize;
            let fine = |value: i32| fine_bin(value).wrapping_sub(first) as u32 as usize;
            let done = match (&mut self.bins, width) {
                (Bins::Byte(bins), 0) => count_all(bins, values, fine),
                (Bins::Short(bins), 0) => count_all(bins, values, fine),
                (Bins::Word(bins), 0) => count_all(bins, values, fine),
                (Bins::Byte(bins), 1) => count_all(bins, values, exact),
                (Bins::Short(bins), 1) => count_all(bins, values, exact),
                (Bins::Word(bins), 1) => count_all(bins, values, exact),
                (Bins::Byte(bins), _) => count_all(bins, values, binned),
                (Bins::Short(bins), _) => count_all(bins, values, binned),
                (Bins::Word(bins), _) => count_all(bins, values, binned),
            };
            if done == values.len() {
                return;
            }
            values = &values[done..];
            self.bins.widen();
        }
    }

    /// Number of values.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Width of the bin whose least value is `least`; at 1 the histogram holds the values themselves.
    #[must_use]
    pub fn width_at(&self, least: i64) -> u32 {
        if self.width == 0 { fine_width(least) } else { self.width as u32 }
    }

    /// Least and greatest value; `None` when empty.
    #[must_use]
    pub fn bounds(&self) -> Option<(i32, i32)> {
        (self.count > 0).then_some((self.min, self.max))
    }

    /// Sum of the values, exact.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.sum
    }

    /// Sum of the squares of the values, exact.
    #[must_use]
    pub fn squares(&self) -> u128 {
        self.squares
    }

    /// Occupied bins in rising order: least value that the bin may hold, and how many it holds.
    pub fn bins(&self) -> impl Iterator<Item = (i64, u32)> + '_ {
        let width = i64::from(self.width);
        let least = move |bin: i64| if width == 0 { fine_least(bin as i32) } else { bin * width };
        self.occupied().map(move |(bin, count)| (least(bin), count))
    }

    /// Occupied bins in rising order: number of the bin, and how many it holds.
    fn occupied(&self) -> impl Iterator<Item = (i64, u32)> + '_ {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (bin, count) = self.bins.occupied_from(from)?;
            from = bin + 1;
            Some((self.first + bin as i64, count))
        })
    }

    /// What it holds, whatever the room that was made for it: equal histograms give equal contents.
    pub(super) fn contents(&self) -> Contents {
        let mut before = None;
        let gap = |(bin, count)| ((bin - before.replace(bin).unwrap_or(bin)) as u32, count);
        let bins = self.occupied().map(gap).collect();
        Contents { min: self.min, max: self.max, sum: self.sum, squares: self.squares, bins }
    }

    /// Adds what another histogram of the same bins held of `count` values. `None`, and some of it added, where that could
    /// not be so.
    pub(super) fn absorb(&mut self, contents: &Contents, count: u32) -> Option<()> {
        let Contents { min, max, sum, squares, bins } = contents;
        let (low, high) = (self.bin_of(*min), self.bin_of(*max));
        if bins.is_empty() || count == 0 {
            return (bins.is_empty() && count == 0).then_some(());
        }
        let widest = self.first.min(low).abs_diff((self.first + self.bins.len() as i64).max(high + 1));
        if min > max || (self.count > 0 && widest > MOST_BINS) || high - low >= MOST_BINS as i64 {
            return None;
        }
        self.count = self.count.checked_add(count)?;
        self.sum = self.sum.checked_add(*sum)?;
        self.squares = self.squares.checked_add(*squares)?;
        (self.min, self.max) = (self.min.min(*min), self.max.max(*max));
        self.cover(low, high + 1);
        let (mut bin, mut left) = (low, count);
        for (gap, held) in bins {
            bin += i64::from(*gap);
            left = left.checked_sub(*held).filter(|_| bin <= high && *held > 0)?;
            self.bins.put((bin - self.first) as usize, *held);
        }
        (bin == high && left == 0).then_some(())
    }
}

/// The fine bin of a value: the value itself up to twice [`STEPS`], then [`STEPS`] bins to each power of two; those of
/// negative values mirror them.
fn fine_bin(value: i32) -> i32 {
    let size = value.unsigned_abs();
    // The power of two that turns the size into a number from STEPS to before 2 STEPS.
    let shift = size.max(1).ilog2().saturating_sub(STEPS.ilog2());
    let bin = (shift * STEPS as u32 + (size >> shift)) as i32;
    if value < 0 { -bin } else { bin }
}

/// Least size of the values of a fine bin, and their number.
fn fine_sizes(bin: u32) -> (i64, u32) {
    let shift = (bin / STEPS as u32).saturating_sub(1);
    (i64::from(bin - shift * STEPS as u32) << shift, 1 << shift)
}

/// Least value of a fine bin.
fn fine_least(bin: i32) -> i64 {
    let (least, width) = fine_sizes(bin.unsigned_abs());
    if bin < 0 { 1 - least - i64::from(width) } else { least }
}

/// Width of the fine bin whose least value is `least`.
fn fine_width(least: i64) -> u32 {
    let bin = fine_bin(least.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
    fine_sizes(bin.unsigned_abs()).1
}

impl Bins {
    fn len(&self) -> usize {
        match self {
            Self::Byte(bins) => bins.len(),
            Self::Short(bins) => bins.len(),
            Self::Word(bins) => bins.len(),
        }
    }

    /// The first occupied bin from one on, and how many it holds.
    #[inline]
    fn occupied_from(&self, bin: usize) -> Option<(usize, u32)> {
        match self {
            Self::Byte(bins) => occupied_from(bins, bin),
            Self::Short(bins) => occupied_from(bins, bin),
            Self::Word(bins) => occupied_from(bins, bin),
        }
    }

    /// Counts `more` values in a bin. In words there is room for all: `Histogram::count` is of the same width.
    fn put(&mut self, bin: usize, more: u32) {
        let is_put = match self {
            Self::Byte(bins) => u8::try_from(u32::from(bins[bin]).saturating_add(more)).map(|sum| bins[bin] = sum).is_ok(),
            Self::Short(bins) => u16::try_from(u32::from(bins[bin]).saturating_add(more)).map(|sum| bins[bin] = sum).is_ok(),
            Self::Word(bins) => {
                bins[bin] = bins[bin].saturating_add(more);
                true
            }
        };
        if !is_put {
            self.widen();
            self.put(bin, more);
        }
    }

    fn widen(&mut self) {
        *self = match self {
            Self::Byte(bins) => Self::Short(bins.iter().map(|&count| count.into()).collect()),
            Self::Short(bins) => Self::Word(bins.iter().map(|&count| count.into()).collect()),
            Self::Word(bins) => Self::Word(std::mem::take(bins)),
        };
    }
}

/// A counter that says when it is full.
trait Counter: Copy + Default {
    fn next(self) -> Option<Self>;
}

impl Counter for u8 {
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
}

impl Counter for u16 {
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
}

impl Counter for u32 {
    /// Never full: `Histogram::count`, which bounds it, is of the same width.
    fn next(self) -> Option<Self> {
        Some(self + 1)
    }
}

#[inline]
fn occupied_from<C: Counter + Into<u32>>(bins: &[C], bin: usize) -> Option<(usize, u32)> {
    let occupied = |count: &&C| (**count).into() > 0;
    bins.iter().enumerate().skip(bin).find(|(_, count)| occupied(count)).map(|(bin, count)| (bin, (*count).into()))
}

/// Exact sum of squares of values up to `largest` in size; in 64 bits, twice as fast, where they suffice.
fn sum_of_squares(values: &[i32], largest: u32) -> u128 {
    let square = |&value: &i32| u64::from(value.unsigned_abs()) * u64::from(value.unsigned_abs());
    if u128::from(largest).pow(2) * values.len() as u128 <= u128::from(u64::MAX) {
        values.iter().map(square).sum::<u64>().into()
    } else {
        values.iter().map(square).map(u128::from).sum()
    }
}

/// Counts values until one meets a full counter; returns how many were counted.
fn count_all<C: Counter>(bins: &mut [C], values: &[i32], bin: impl Fn(i32) -> usize) -> usize {
    for (done, &value) in values.iter().enumerate() {
        let counter = &mut bins[bin(value)];
        match counter.next() {
            Some(next) => *counter = next,
            None => return done,
        }
    }
    values.len()
}

fn moved<C: Counter>(bins: &[C], length: usize, offset: usize) -> Box<[C]> {
    let mut room = vec![C::default(); length].into_boxed_slice();
    room[offset..offset + bins.len()].copy_from_slice(bins);
    room
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn naive(values: &[i32], width: i64) -> Vec<(i64, u32)> {
        let mut bins = BTreeMap::new();
        values.iter().for_each(|&value| *bins.entry(i64::from(value).div_euclid(width) * width).or_default() += 1);
        bins.into_iter().collect()
    }

    proptest! {
        #[test]
        fn holds_what_a_map_would_hold_however_the_values_come(
            values in prop::collection::vec(-3000..3000_i32, 1..400), width in 1..40_u32, cut in 0..400_usize,
        ) {
            let (head, tail) = values.split_at(cut.min(values.len()));
            let mut histogram = Histogram::new(width);
            histogram.add(tail);
            histogram.add(head);
            prop_assert_eq!(histogram.bins().collect::<Vec<_>>(), naive(&values, width.into()));
            prop_assert_eq!(histogram.bounds(), Some((*values.iter().min().unwrap(), *values.iter().max().unwrap())));
            prop_assert_eq!(histogram.sum(), values.iter().map(|&value| i64::from(value)).sum::<i64>());
        }
    }

    proptest! {
        #[test]
        fn a_fine_bin_holds_its_value_keeps_its_sign_and_is_narrow(value in prop::num::i32::ANY) {
            let mut histogram = Histogram::fine();
            histogram.add(&[value]);
            let (least, count) = histogram.bins().next().unwrap();
            let width = i64::from(histogram.width_at(least));
            prop_assert_eq!(count, 1);
            prop_assert!(least <= value.into() && i64::from(value) < least + width, "{} + {}", least, width);
            prop_assert_eq!(least.signum().max(0), i64::from(value).signum().max(0));
            prop_assert!(width == 1 || width * i64::from(STEPS) <= i64::from(value).abs());
        }
    }

    #[test]
    fn fine_bins_rise_without_a_gap() {
        let mut next = fine_least(fine_bin(-3_000_000));
        for bin in fine_bin(-3_000_000)..=fine_bin(3_000_000) {
            assert_eq!(fine_least(bin), next, "{bin}");
            assert_eq!([fine_bin(next as i32), fine_bin((next + i64::from(fine_width(next)) - 1) as i32)], [bin; 2]);
            next += i64::from(fine_width(next));
        }
        assert_eq!((fine_bin(i32::MAX), fine_bin(i32::MIN)), (1663, -1664));
    }

    proptest! {
        #[test]
        fn what_is_read_back_adds_up_to_the_whole(
            values in prop::collection::vec(-3000..3000_i32, 2..400), width in 0..40_u32, cut in 1..400_usize,
        ) {
            let empty = || if width == 0 { Histogram::fine() } else { Histogram::new(width) };
            let (head, tail) = values.split_at(cut.min(values.len() - 1));
            let (mut whole, mut sum) = (empty(), empty());
            whole.add(&values);
            for part in [tail, head] {
                let mut histogram = empty();
                histogram.add(part);
                sum.absorb(&histogram.contents(), part.len() as u32).unwrap();
            }
            prop_assert_eq!(sum.bins().collect::<Vec<_>>(), whole.bins().collect::<Vec<_>>());
            prop_assert_eq!((sum.bounds(), sum.sum(), sum.squares()), (whole.bounds(), whole.sum(), whole.squares()));
        }
    }

    #[test]
    fn what_no_histogram_can_have_held_is_refused() {
        let contents = |min, max, bins: &[(u32, u32)]| Contents { min, max, sum: 0, squares: 0, bins: bins.to_vec() };
        let refused = |contents, count| Histogram::new(1).absorb(&contents, count).is_none();
        assert!(!refused(contents(3, 5, &[(0, 1), (2, 1)]), 2));
        assert!(refused(contents(3, 5, &[(0, 1), (1, 1)]), 2), "the greatest value is in no bin");
        assert!(refused(contents(3, 5, &[(0, 1), (3, 1)]), 2), "a bin beyond the greatest value");
        assert!(refused(contents(3, 5, &[(0, 1), (2, 1)]), 3), "a value lacks");
        assert!(refused(contents(5, 3, &[(0, 1)]), 1));
        assert!(refused(contents(i32::MIN, i32::MAX, &[(0, 1), (u32::MAX, 1)]), 2), "wider than memory");
        assert!(refused(contents(0, 0, &[]), 1));
    }

    #[test]
    fn counters_widen_without_losing_a_value() {
        let mut histogram = Histogram::new(1);
        let values = vec![7; 70_000];
        values.chunks(999).for_each(|chunk| histogram.add(chunk));
        histogram.add(&[8]);
        assert_eq!(histogram.bins().collect::<Vec<_>>(), [(7, 70_000), (8, 1)]);
    }

    #[test]
    fn the_ends_of_the_integers_are_held() {
        let mut histogram = Histogram::new(1 << 30);
        histogram.add(&[i32::MIN, i32::MAX]);
        assert_eq!(histogram.bins().collect::<Vec<_>>(), [(-(1 << 31), 1), (1 << 30, 1)]);
        assert_eq!(histogram.squares(), (1_u128 << 62) + ((1 << 31) - 1_u128).pow(2));
    }
}
