//! Survival tables of one trajectory, and the clocks read against them.
//!
//! A clock is one word u, uniform. Its event falls in the first year t with u ≥ S(t), where S(t) is the chance of no
//! event through year t, scaled to 2^32. A spell that starts in year t₀ compares u × S(t₀ − 1) instead: the exact law
//! given that nothing happened before. A policy that lowers a hazard only raises S, so it never brings anyone forward.
//!
//! The first bits of a clock open a guide to its row (Chen and Asau, "On generating random variates from an empirical
//! distribution", AIIE Transactions, 1974): nearly all clocks are read by one comparison, without a branch.

use super::person::{CLASSES, class};
use crate::{
    cohort::{AGE_MIN, AGES, Sex, Status},
    model::Model,
    parameter::Draw,
    phase::{Cause, ExitHazards},
};

const CAUSES: [Cause; 2] = [Cause::Other, Cause::Retirement];

/// Age below which a GP may be recoded, turn salaried or leave a salaried post to install. No table gives it: recoding
/// and changes of career are those of people in mid-career.
pub(super) const MID_CAREER: u16 = 60;

/// Full years since installing during which moves are frequent (INSEE Première 2024: "at the start of the career").
const EARLY_YEARS: usize = 5;

/// A survival of 1: chances are met up to 2^-26.
const ONE: u32 = 1 << CLOCK_BITS;
const CLOCK_BITS: u32 = 26;
/// Bits of a survival in the table; its zoom stands above them.
const SURVIVAL_BITS: u32 = CLOCK_BITS + 1;
const SURVIVAL: u32 = (1 << SURVIVAL_BITS) - 1;
/// Entries of a guide.
const GUIDE: usize = 1 << GUIDE_BITS;
const GUIDE_BITS: u32 = 6;
/// Bits of a clock after those that choose an entry.
const REST_BITS: u32 = CLOCK_BITS - GUIDE_BITS;
/// Bits of a step in an entry.
const STEP_BITS: u32 = (u32::BITS - REST_BITS) / 2;
/// The step of an entry that does not know: bounds lie too near to each other.
pub(super) const UNKNOWN: u32 = (1 << STEP_BITS) - 1;
/// Most a guide is spread, as a power of 2: what falls less than 1/32 in a whole run is read without it.
const ZOOM: u32 = 5;

/// Rows of the table, in two halves: by age, numbered by cause and class; then by duration. A whole power of 2, so that
/// no row need be checked.
const ROWS: usize = 2 * AGE_ROWS;
const AGE_ROWS: usize = CAUSES.len() * CLASSES;
/// Words between the rows of two steps: a few more than a power of 2, which would crowd the same corner of a cache.
const STRIDE: usize = ROWS + 16;
/// Steps that an entry can number.
const STEPS: usize = UNKNOWN as usize;

/// Survival over the years of a run.
pub(super) struct Survival {
    years: usize,
    births: usize,
    /// By step (before the first year, after it, and so on), then by row: the survival, and how far the guide is spread.
    table: Vec<[u32; STRIDE]>,
    /// By row, then by year: the survival after it, for who must search a row.
    rows: Vec<u32>,
    /// By row, then by how far a clock is from 1: where it strikes before a bound, where from it on, and the bound.
    guides: Vec<u32>,
    hazards: Vec<[f64; AGES]>,
    /// Durations as a locum with a row of their own; the last stands for all longer ones.
    durations: usize,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row(pub(super) u32);

/// Clocks that start at one step.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    scales: &'a [u32; ROWS],
    guides: &'a [u32; ROWS * GUIDE],
}

impl Reader<'_> {
    /// The step at which a clock strikes (no earlier one is meant); the last of the run when it strikes at none within
    /// it; or [`UNKNOWN`].
    #[inline(always)]
    pub(super) fn strikes(&self, row: Row, clock: u32) -> u32 {
        let scale = self.scales[row.0 as usize % ROWS];
        let rest_bits = REST_BITS - (scale >> SURVIVAL_BITS);
        let fall = fall(clock, scale);
        let start = (fall >> rest_bits).min(GUIDE as u32 - 1);
        let entry = self.guides[(row.0 * GUIDE as u32 + start) as usize % (ROWS * GUIDE)];
        let reaches = u32::from(fall & ((1 << rest_bits) - 1) >= entry >> (2 * STEP_BITS));
        (entry >> (reaches * STEP_BITS)) & UNKNOWN
    }
}

/// How far from 1 a clock falls that starts at this survival.
#[inline(always)]
const fn fall(clock: u32, scale: u32) -> u32 {
    ONE - 1 - ((clock as u64 * (scale & SURVIVAL) as u64) >> 32) as u32
}

impl Survival {
    pub(super) fn new(model: &Model) -> Self {
        let years = usize::from(model.horizon - model.baseline.start);
        let births = years + AGES;
        let durations = model.baseline.behaviour.locum_to_installed.len();
        let (table, rows, guides) = (vec![[0; STRIDE]; years + 1], vec![0; ROWS * years], vec![0; ROWS * GUIDE]);
        Self { years, births, table, rows, guides, hazards: vec![[0.0; AGES]; years], durations }
    }

    pub(super) const fn births(&self) -> usize {
        self.births
    }

    /// The row of a cause for a class: [`Person::class`](super::person::Person::class). Its step 0 is the start of the run.
    #[inline(always)]
    pub(super) const fn by_age(cause: Cause, class: u32) -> Row {
        Row(cause as u32 * CLASSES as u32 + class)
    }

    /// Installed to elsewhere after `since` full years. Its step 0 is the start of the spell.
    #[inline(always)]
    pub(super) const fn moves(since: u32) -> Row {
        Row(AGE_ROWS as u32 + if since < EARLY_YEARS as u32 { since } else { EARLY_YEARS as u32 })
    }

    /// Salaried to installed. Its step 0 is the start of the spell.
    #[inline(always)]
    pub(super) const fn salaried() -> Row {
        Row(AGE_ROWS as u32 + EARLY_YEARS as u32 + 1)
    }

    /// Locum to installed (0) or to a salaried post (1) after `since` full years. Its step 0 is the start of the spell.
    #[inline(always)]
    pub(super) const fn locum(&self, to: u32, since: u32) -> Row {
        let (durations, first) = (self.durations as u32, AGE_ROWS as u32 + EARLY_YEARS as u32 + 2);
        Row(first + to * durations + if since < durations { since } else { durations - 1 })
    }

    /// What reads clocks that start at `step`.
    #[inline]
    pub(super) fn reader(&self, step: usize) -> Option<Reader<'_>> {
        Some(Reader { scales: self.table[step].first_chunk()?, guides: self.guides.first_chunk()? })
    }

    /// The step of a row at which a clock strikes that starts at `step`; the last when it strikes at none within the run.
    #[inline]
    pub(super) fn strikes(&self, row: Row, step: usize, clock: u32) -> usize {
        match self.reader(step).map(|reader| reader.strikes(row, clock)) {
            None | Some(UNKNOWN) => self.search(row, step, clock),
            Some(strikes) => step.max(strikes as usize),
        }
    }

    /// The same, found without a guide.
    #[cold]
    pub(super) fn search(&self, row: Row, step: usize, clock: u32) -> usize {
        let row = row.0 as usize;
        let fall = fall(clock, self.table[step][row]);
        step.max(self.rows[row * self.years..][..self.years].partition_point(|survival| ONE - survival <= fall))
    }

    /// Fills the tables for the parameters of a trajectory.
    pub(super) fn fill(&mut self, model: &Model, draw: &Draw, amended: &ExitHazards) {
        for cause in CAUSES {
            for status in Status::ALL {
                for sex in Sex::ALL {
                    self.fill_hazards(model, draw, amended, (cause, status, sex));
                    self.fill_ages(cause, status, sex);
                }
            }
        }
        let (behaviour, physics) = (&model.baseline.behaviour, &model.physics);
        let last = self.durations - 1;
        for since in 0..=last {
            let by_duration = |hazards: &[f64], factor: f64, year: usize| (hazards[(since + year).min(last)] * factor).min(1.0);
            let [installed, salaried] = [physics.to_installed, physics.to_salaried].map(|factor| draw[factor]);
            let rows = [self.locum(0, since as u32), self.locum(1, since as u32)];
            self.fill_row(rows[0], |year| by_duration(&behaviour.locum_to_installed, installed, year));
            self.fill_row(rows[1], |year| by_duration(&behaviour.locum_to_salaried, salaried, year));
        }
        let leaves = draw[physics.leaves_territory];
        let [early, late] = [physics.early_moves, physics.late_moves].map(|moves| draw[moves] * leaves);
        for since in 0..=EARLY_YEARS {
            self.fill_row(Self::moves(since as u32), |year| if since + year < EARLY_YEARS { early } else { late });
        }
        self.fill_row(Self::salaried(), |_| draw[physics.salaried_to_installed]);
    }

    fn fill_row(&mut self, row: Row, hazard: impl Fn(usize) -> f64) {
        let (index, mut survival, mut steps) = (row.0 as usize, 1.0, [0; STEPS]);
        let steps = &mut steps[..=self.years];
        for (step, value) in steps.iter_mut().enumerate() {
            *value = (survival * f64::from(ONE)) as u32;
            survival *= 1.0 - hazard(step);
        }
        let zoom = fill_guide(&mut self.guides[index * GUIDE..][..GUIDE], &steps[1..]);
        self.rows[index * self.years..][..self.years].copy_from_slice(&steps[1..]);
        for (values, value) in self.table.iter_mut().zip(steps) {
            values[index] = *value | zoom << SURVIVAL_BITS;
        }
    }

    fn fill_hazards(&mut self, model: &Model, draw: &Draw, amended: &ExitHazards, (cause, status, sex): (Cause, Status, Sex)) {
        let mut before = None;
        for year in 0..self.years {
            let calendar = model.baseline.start + year as u16;
            let (shift, factor) = (amended.shift(status, calendar), amended.factor(cause, status, calendar));
            if before == Some((shift, factor)) {
                self.hazards[year] = self.hazards[year - 1];
                continue;
            }
            before = Some((shift, factor));
            let hazard = |age| match cause {
                Cause::Other => other_exit(model, draw, status, sex, age),
                Cause::Retirement => retirement(model, draw, status, sex, age, shift),
            };
            let amend = |hazard: f64| if factor == 1.0 { hazard } else { 1.0 - libm::pow(1.0 - hazard, factor) };
            self.hazards[year] = std::array::from_fn(|age| amend(hazard(age)));
        }
    }

    fn fill_ages(&mut self, cause: Cause, status: Status, sex: Sex) {
        let hazards = std::mem::take(&mut self.hazards);
        for birth in 0..self.births {
            // Age on 1 January of the start, less the youngest of the tables.
            let at_start = AGES as isize - 1 - birth as isize;
            let row = Self::by_age(cause, class(status, sex, birth as u8));
            self.fill_row(row, |year| match at_start + year as isize {
                age if age < 0 => 0.0,
                age if age >= AGES as isize => 1.0,
                age => hazards.get(year).map_or(0.0, |hazards| hazards[age as usize]),
            });
        }
        self.hazards = hazards;
    }
}

fn other_exit(model: &Model, draw: &Draw, status: Status, sex: Sex, age: usize) -> f64 {
    let behaviour = &model.baseline.behaviour;
    let shape = behaviour.other_exit[status as usize][sex as usize][age];
    let recoded = status == Status::Salaried && age + AGE_MIN < usize::from(MID_CAREER);
    let recoding = if recoded { behaviour.recoding * draw[model.physics.later_retirement] } else { 0.0 };
    (draw[model.physics.non_retirement] * shape + recoding).min(1.0)
}

fn retirement(model: &Model, draw: &Draw, status: Status, sex: Sex, age: usize, shift: f64) -> f64 {
    let (behaviour, physics) = (&model.baseline.behaviour, &model.physics);
    let own = if status == Status::RetiredActive { physics.cumul_length } else { physics.retirement_age };
    let later = behaviour.later_retirement_years * draw[physics.later_retirement] + draw[own];
    let hazards = &behaviour.retirement[status as usize][sex as usize];
    // Tables end at both sides, so the shifted age is held within them.
    let shifted = (age as f64 - later - shift).max(0.0).min((AGES - 1) as f64);
    let below = shifted as usize;
    let above = (below + 1).min(AGES - 1);
    hazards[below] + (shifted - below as f64) * (hazards[above] - hazards[below])
}

/// Fills the guide to survivals that only fall, and says how far it is spread.
fn fill_guide(guide: &mut [u32], survivals: &[u32]) -> u32 {
    let deepest = ONE - survivals.last().unwrap_or(&ONE);
    // Spread as far as the last entry keeps what lies beyond all bounds.
    let zoom = (1..=ZOOM).take_while(|zoom| deepest >> (REST_BITS - zoom) < GUIDE as u32 - 1).last().unwrap_or(0);
    let rest_bits = REST_BITS - zoom;
    // The last place is for survivals of 0, below which no clock falls.
    let (mut steps, mut lowest, mut highest) = ([0; GUIDE + 1], [u32::MAX; GUIDE + 1], [0; GUIDE + 1]);
    for survival in survivals {
        let fall = ONE - survival;
        let (start, bound) = ((fall >> rest_bits) as usize, fall & ((1 << rest_bits) - 1));
        steps[start] += 1;
        (lowest[start], highest[start]) = (lowest[start].min(bound), highest[start].max(bound));
    }
    let mut before = 0;
    for (start, entry) in guide.iter_mut().enumerate() {
        let reached = before + steps[start];
        let known = highest[start] << (2 * STEP_BITS) | reached << STEP_BITS | before;
        *entry = if lowest[start] < highest[start] { UNKNOWN << STEP_BITS | UNKNOWN } else { known };
        before = reached;
    }
    zoom
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row = Row(5);

    fn one_row(survivals: [u32; 4]) -> Survival {
        let mut survival = Survival {
            years: 3,
            births: 0,
            table: vec![[0; STRIDE]; 4],
            rows: vec![0; ROWS * 3],
            guides: vec![0; ROWS * GUIDE],
            hazards: vec![],
            durations: 1,
        };
        let stays: Vec<f64> = survivals.windows(2).map(|pair| f64::from(pair[1]) / f64::from(pair[0].max(1))).collect();
        survival.fill_row(ROW, |step| 1.0 - stays.get(step).unwrap_or(&1.0));
        survival
    }

    /// The first word whose clock is no longer below a survival.
    const fn at(survival: u32) -> u32 {
        survival << (u32::BITS - CLOCK_BITS)
    }

    #[test]
    fn a_clock_strikes_in_the_first_year_whose_survival_it_reaches() {
        let survival = one_row([ONE, ONE / 4 * 3, ONE / 2, ONE / 4]);
        let clocks = [at(ONE / 4 * 3), at(ONE / 4 * 3) - 1, at(ONE / 4), at(ONE / 4) - 1];
        assert_eq!(clocks.map(|clock| survival.strikes(ROW, 0, clock)), [0, 1, 2, 3]);
    }

    #[test]
    fn guides_lead_to_the_step_of_a_search_however_the_steps_lie() {
        let middle = ONE / 2 + 1_000;
        let rows = [
            [ONE, ONE, 7, 0],
            [ONE, 9, 8, 7],
            [ONE, ONE - 1, ONE - 2, 1 << REST_BITS],
            [ONE, ONE - 4_000, ONE - 90_000, ONE - 900_000],
            [ONE, middle, middle, middle],
            [ONE, middle, middle, middle - 1],
            [ONE, ONE, ONE, ONE],
        ];
        for values in rows {
            let survival = one_row(values);
            let near = values.iter().flat_map(|value| [value.saturating_sub(2), value.saturating_sub(1), *value, value + 1]);
            for clock in near.chain((0..=GUIDE as u32).map(|start| start << REST_BITS)).filter(|clock| *clock < ONE) {
                for step in 0..3 {
                    let searched = survival.search(ROW, step, at(clock));
                    assert_eq!(survival.strikes(ROW, step, at(clock)), searched, "{clock} in {values:?}");
                }
            }
        }
    }

    #[test]
    fn a_later_spell_follows_the_conditional_law() {
        // S(2)/S(1) = 1/2: half of the clocks that start after S(1) strike in the next year.
        let survival = one_row([ONE, ONE / 2, ONE / 4, 0]);
        assert_eq!([u32::MAX / 2 + 10, u32::MAX / 2 - 10].map(|clock| survival.strikes(ROW, 1, clock)), [1, 2]);
    }

    #[test]
    fn nobody_outlives_a_survival_of_zero() {
        let survival = one_row([ONE, 0, 0, 0]);
        assert_eq!([0, u32::MAX].map(|clock| survival.strikes(ROW, 1, clock)), [1, 1]);
    }
}
