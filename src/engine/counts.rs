//! How many GPs are where, by class.

use super::person::{BIRTH, MAX_PLACES, Person, SEX, STATUS, birth_index};
use crate::{
    baseline::limits,
    cohort::{Sex, Status},
};
use pulp::{Arch, NullaryFnOnce};
use std::ops::Range;

/// Ages at which a band of the counts begins, after the first.
pub(super) const BAND_EDGES: [usize; 4] = [40, 50, 60, 70];
/// Bands of age: under 40, 40-49, 50-59, 60-69, 70 and over.
pub(super) const BANDS: usize = BAND_EDGES.len() + 1;

/// Heads by place and class. A territory holds the installed, the retired-active and those in salaried posts opened by
/// policies; a département the locums and the other salaried.
#[derive(Clone)]
pub(super) struct Counts {
    territories: usize,
    places: usize,
    births: usize,
    /// By birth, then `[status][sex][place]`, as a person's bits point.
    by_birth: Box<[u16; BIRTHS * CELLS]>,
    /// By band, then by column, as of the last 1 January.
    bands: Box<[[Column; COLUMNS]; BANDS]>,
}

/// Three times as many may come as a place may start with.
const _: () = assert!(limits::HEADS <= 1 << (u16::BITS - 2));

/// Heads of one status and sex, by place.
pub(super) type Column = [u16; MAX_PLACES];
/// Columns: the two sexes of each status.
const COLUMNS: usize = 1 << (SEX.1 + STATUS.1);

/// Births that a person's bits can hold.
const BIRTHS: usize = 1 << BIRTH.1;
/// Cells of a birth: a few more than a power of 2, which would crowd the same corner of a cache.
const CELLS: usize = COLUMNS * MAX_PLACES + 32;

/// Statuses held by a territory and by a département.
const OF_TERRITORY: &[Status] = &[Status::Installed, Status::RetiredActive, Status::Salaried];
const OF_DEPARTEMENT: &[Status] = &[Status::Locum, Status::Salaried];

const fn column(status: Status, sex: Sex) -> usize {
    (status as usize) << SEX.1 | sex as usize
}

impl Counts {
    pub(super) fn new(territories: usize, places: usize, births: usize) -> Self {
        let by_birth = vec![0; BIRTHS * CELLS].try_into().expect("as long as its type says");
        Self { territories, places, births, by_birth, bands: Box::new([[[0; MAX_PLACES]; COLUMNS]; BANDS]) }
    }

    pub(super) fn clear(&mut self) {
        self.by_birth[..self.births * CELLS].fill(0);
    }

    #[inline]
    fn heads_of(&mut self, person: Person) -> &mut u16 {
        let cell = person.bits & ((1 << BIRTH.0) - 1);
        &mut self.by_birth[person.get(BIRTH) as usize * CELLS + cell as usize]
    }

    #[inline]
    pub(super) fn add(&mut self, person: Person) {
        *self.heads_of(person) += 1;
    }

    #[inline]
    pub(super) fn remove(&mut self, person: Person) {
        *self.heads_of(person) -= 1;
    }

    /// Sums the births into the bands of age of 1 January of `year`.
    pub(super) fn age(&mut self, year: usize) {
        Arch::new().dispatch(SumBirths { counts: self, born: usize::from(birth_index(0, year)) });
    }

    /// The places that hold a status.
    pub(super) const fn range(&self, status: Status) -> Range<usize> {
        match status {
            Status::Installed | Status::RetiredActive => 0..self.territories,
            Status::Locum => self.territories..self.places,
            Status::Salaried => 0..self.places,
        }
    }

    /// Heads of a status and sex in each band of age on the last 1 January.
    pub(super) fn bands(&self, status: Status, sex: Sex) -> [&Column; BANDS] {
        self.bands.each_ref().map(|columns| &columns[column(status, sex)])
    }

    /// Libéral GPs of a territory on the last 1 January.
    pub(super) fn liberal(&self, territory: usize) -> u32 {
        let heads = |status, sex| self.bands(status, sex).map(|column| u32::from(column[territory])).iter().sum::<u32>();
        Sex::ALL.map(|sex| heads(Status::Installed, sex) + heads(Status::RetiredActive, sex)).iter().sum()
    }

    /// The statuses held by a place.
    const fn statuses(&self, place: usize) -> &'static [Status] {
        if place < self.territories { OF_TERRITORY } else { OF_DEPARTEMENT }
    }

    /// Heads of a place and status now, for the accounts.
    pub(super) fn heads(&self, place: usize, status: Status) -> i32 {
        if !self.statuses(place).contains(&status) {
            return 0;
        }
        let cells = Sex::ALL.map(|sex| column(status, sex) * MAX_PLACES + place);
        self.by_birth.chunks_exact(CELLS).map(|cohort| cells.map(|cell| i32::from(cohort[cell])).iter().sum::<i32>()).sum()
    }
}

/// Sums the births into the bands, `born` being that of the year.
struct SumBirths<'a> {
    counts: &'a mut Counts,
    born: usize,
}

/// Places summed side by side.
const WIDTH: usize = 64;

impl NullaryFnOnce for SumBirths<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let columns = Status::ALL.map(|status| Sex::ALL.map(|sex| (column(status, sex), self.counts.range(status))));
        let Counts { births, by_birth, bands, .. } = self.counts;
        let mut end = *births;
        for (band, sums) in bands.iter_mut().enumerate() {
            // Those who are not yet born into the trade are under 40 too.
            let first = BAND_EDGES.get(band).map_or(0, |edge| (self.born + 1).saturating_sub(*edge).min(end));
            let cohorts = &by_birth[first * CELLS..end * CELLS];
            end = first;
            for (column, places) in columns.as_flattened() {
                let blocks = places.start / WIDTH..places.end.div_ceil(WIDTH);
                for (block, sums) in sums[*column].as_chunks_mut().0.iter_mut().enumerate().take(blocks.end).skip(blocks.start) {
                    *sums = sum(cohorts, column * MAX_PLACES + block * WIDTH);
                }
            }
        }
    }
}

/// Sums of all cohorts, from a cell on: in registers, for memory that lies 4 KiB apart would stand in its own way.
#[inline(always)]
fn sum(cohorts: &[u16], first: usize) -> [u16; WIDTH] {
    let mut sums = [0; WIDTH];
    for cohort in cohorts.chunks_exact(CELLS) {
        sums.iter_mut().zip(&cohort[first..first + WIDTH]).for_each(|(sum, heads)| *sum += *heads);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::person::bits;

    #[test]
    fn ageing_moves_a_cohort_over_the_edge() {
        let mut counts = Counts::new(0, 1, 120);
        let person = Person::of(bits(0, Sex::Woman, Status::Locum, birth_index(39, 0).into()), 7);
        counts.add(person);
        counts.age(0);
        assert_eq!(counts.bands(Status::Locum, Sex::Woman).map(|heads| heads[0]), [1, 0, 0, 0, 0]);
        counts.age(1);
        assert_eq!(counts.bands(Status::Locum, Sex::Woman).map(|heads| heads[0]), [0, 1, 0, 0, 0]);
        counts.remove(person);
        assert_eq!(counts.heads(0, Status::Locum), 0);
    }
}
