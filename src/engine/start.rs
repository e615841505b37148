//! The starting stock: heads by place and status are fixed, ages and sexes are drawn around the modelled mix.
//!
//! Each five-year band of a département is lifted by a lognormal factor, then ages are read at equal steps of the
//! cumulated mix from a random start: every class gets its expected number, rounded up or down.

use super::{
    person::{Person, age_of, birth_index, bits, class_of},
    tables::Tables,
    trajectory::Trajectory,
};
use crate::{
    baseline::Explanation,
    cohort::{AGE_MIN, AGES, Sex, Status},
    distribution::normal_quantile,
    lot::LOT,
    stream::{Address, Process, unit},
};

/// Five-year bands of age.
const BANDS: usize = AGES.div_ceil(5);
/// Words of the bands of a département, in whole blocks.
const BLOCKS: u32 = BANDS.div_ceil(4) as u32;

type Mix = [f64; 2 * AGES];

impl Trajectory<'_> {
    /// Peoples the places and starts every clock.
    pub(super) fn people(&mut self) {
        for departement in 0..self.engine.model.baseline.geography.departements.len() {
            let lifts = self.lifts(departement);
            for status in Status::ALL {
                let mix = self.mix(departement, status, &lifts);
                let geography = &self.engine.model.baseline.geography;
                match status {
                    Status::Installed | Status::RetiredActive => {
                        for territory in geography.departements[departement].territories.clone() {
                            self.fill_place(territory, status, &mix);
                        }
                    }
                    Status::Locum | Status::Salaried => {
                        self.fill_place(geography.place_of(departement), status, &mix);
                    }
                }
            }
        }
        self.begin_all(1);
    }

    fn lifts(&self, departement: usize) -> [f64; BANDS] {
        let spread = self.w.draw[self.engine.model.physics.age_spread];
        let mut lifts = [1.0; BANDS];
        let address =
            |block| Address { trajectory: self.number, subject: departement as u32, process: Process::Local, detail: 1, block };
        let words = (0..BLOCKS).flat_map(|block| self.engine.generator.words(address(block)));
        for (lift, word) in lifts.iter_mut().zip(words) {
            *lift = libm::exp(spread * normal_quantile(unit(word)));
        }
        lifts
    }

    /// Weights of sexes and ages, cumulated, between the two explanations of 2022-26.
    fn mix(&self, departement: usize, status: Status, lifts: &[f64; BANDS]) -> Mix {
        let later = self.w.draw[self.engine.model.physics.later_retirement];
        let ages = &self.engine.model.baseline.workforce.ages;
        let [first, second] = Explanation::ALL.map(|explanation| &ages[explanation as usize][departement][status as usize]);
        let mut mix = [0.0; 2 * AGES];
        let mut sum = 0.0;
        for (class, cumulated) in mix.iter_mut().enumerate() {
            let (sex, age) = (class / AGES, class % AGES);
            let weight = later * f64::from(first[sex][age]) + (1.0 - later) * f64::from(second[sex][age]);
            sum += weight * lifts[age / 5];
            *cumulated = sum;
        }
        mix
    }

    fn fill_place(&mut self, place: usize, status: Status, mix: &Mix) {
        let heads = self.engine.model.baseline.workforce.heads[place][status as usize];
        let address =
            Address { trajectory: self.number, subject: place as u32, process: Process::Start, detail: status as u16, block: 0 };
        let first = unit(self.engine.generator.words(address)[0]);
        let mut stock = std::mem::take(&mut self.w.stock);
        let persons = &mut stock[..=heads as usize];
        line_up(persons, &ends(mix, heads, first));
        let persons = &mut persons[..heads as usize];
        let here = bits(place as u32, Sex::ALL[0], status, 0);
        for person in &mut *persons {
            *person = here | CLASS_BITS[*person as usize];
            self.w.counts.add(Person::of(*person, 0));
        }
        self.begin_first(status, self.w.started, persons);
        self.w.started += heads;
        self.w.stock = stock;
    }
}

/// Sex and birth of each class, as they stand in a person's bits.
const CLASS_BITS: [u32; 2 * AGES] = {
    let (mut table, mut class) = ([0; 2 * AGES], 0);
    while class < table.len() {
        let birth = birth_index(class % AGES + AGE_MIN, 0) as u32;
        table[class] = bits(0, Sex::ALL[class / AGES], Status::ALL[0], birth);
        class += 1;
    }
    table
};

/// Writes everybody's class, from the heads up to each class. Without a branch: chance alone tells which classes are empty,
/// so each is written where it would begin, the next one over it if it is, and then carried on as far as it goes.
fn line_up(persons: &mut [u32], ends: &[u32; 2 * AGES]) {
    persons.fill(0);
    let mut placed = 0;
    for (class, end) in ends.iter().enumerate() {
        persons[placed] = class as u32;
        placed = *end as usize;
    }
    let mut class = 0;
    for person in persons {
        class = class.max(*person);
        *person = class;
    }
}

/// Heads of the classes up to each: those of which the step, counted from `first`, falls below its cumulated weight.
fn ends(mix: &Mix, heads: u32, first: f64) -> [u32; 2 * AGES] {
    let steps = f64::from(heads) / mix[mix.len() - 1];
    let mut ends = mix.map(|cumulated| (cumulated * steps - first + 1.0).max(0.0) as i32 as u32);
    ends[mix.len() - 1] = heads;
    ends.map(|end| end.min(heads))
}

/// Full years already spent as locums by starting GPs, one word each.
pub(super) fn locums_since(tables: &Tables, bits: &[u32], words: &[u32; LOT], since: &mut [u32; LOT]) {
    for ((bits, word), since) in bits.iter().zip(words).zip(since) {
        *since = tables.locum_since(age_of(class_of(*bits), 0), *word) as u32;
    }
}

/// Full years already spent in their practice by starting GPs, by the lower half of one word each.
pub(super) fn installed_since(bits: &[u32; LOT], words: &[u32; LOT], since: &mut [u32; LOT]) {
    for ((bits, word), since) in bits.iter().zip(words).zip(since) {
        let possible = (age_of(class_of(*bits), 0) as u32).saturating_sub(FIRST_INSTALLATION);
        let spread = ((word & 0xFFFF) * (possible + 1)) >> 16;
        *since = if possible < SETTLED - FIRST_INSTALLATION { spread } else { possible };
    }
}

/// Age from which a GP may have installed; affiliation to the Carmf comes at 32.6 on average.
const FIRST_INSTALLATION: u32 = 29;
/// Age from which an installed GP has been so for over five years, but for few.
const SETTLED: u32 = 42;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_stand_class_after_class_and_empty_classes_leave_no_trace() {
        let mut ends = [5; 2 * AGES];
        ends[..4].copy_from_slice(&[0, 2, 2, 3]);
        let mut persons = [9; 6];
        line_up(&mut persons, &ends);
        assert_eq!(persons[..5], [1, 1, 3, 4, 4]);
    }

    #[test]
    fn every_class_has_its_sex_and_age() {
        for (class, bits) in CLASS_BITS.into_iter().enumerate() {
            let person = Person::of(bits, 0);
            assert_eq!((person.sex(), person.age(0)), (Sex::ALL[class / AGES], class % AGES + AGE_MIN));
        }
    }
}
