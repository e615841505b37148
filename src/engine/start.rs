//! The starting stock: heads by place and status are fixed, ages and sexes are drawn around the modelled mix.
//!
//! Each five-year band of a département is lifted by a lognormal factor, then ages are read at equal steps of the
//! cumulated mix from a random start: every class gets its expected number, rounded up or down.

use super::{
    person::{Person, age_of, birth_index, class_of},
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
        let mut placed = 0;
        for (class, end) in ends(mix, heads, first).into_iter().enumerate() {
            if end > placed {
                self.start_class(place, status, class, end - placed);
                placed = end;
            }
        }
    }

    fn start_class(&mut self, place: usize, status: Status, class: usize, heads: u32) {
        let (sex, age) = (Sex::ALL[class / AGES], class % AGES + AGE_MIN);
        let first = self.w.started;
        self.w.started += heads;
        let person = Person::new(first, place, birth_index(age, 0), sex, status);
        self.w.counts.add_many(person, heads as u16);
        self.begin_run(person, heads);
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
