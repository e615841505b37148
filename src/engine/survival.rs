//! Survival tables of one trajectory, and the clocks read against them.
//!
//! A clock is one word u, uniform. Its event falls in the first year t with u ≥ S(t), where S(t) is the chance of no
//! event through year t, scaled to 2^32. A spell that starts in year t₀ compares u × S(t₀ − 1) instead: the exact law
//! given that nothing happened before. A policy that lowers a hazard only raises S, so it never brings anyone forward.

use crate::{
    baseline::START,
    cohort::{AGE_MAX, AGE_MIN, AGES, Sex, Status},
    model::Model,
    parameter::Draw,
    phase::{Cause, ExitHazards},
};

const CAUSES: [Cause; 2] = [Cause::Other, Cause::Retirement];

/// Oldest birth year on the calendar: that of somebody aged [`AGE_MAX`] at the start.
pub(super) const FIRST_BIRTH: u16 = START - AGE_MAX as u16;

/// Age below which a GP may be recoded, turn salaried or leave a salaried post to install. No table gives it: recoding
/// and changes of career are those of people in mid-career.
pub(super) const MID_CAREER: u16 = 60;

/// Full years since installing during which moves are frequent (INSEE Première 2024: "at the start of the career").
const EARLY_YEARS: usize = 5;

/// Rows of survival over the years of a run, all in one table: before the first year, after it, and so on.
pub(super) struct Survival {
    years: usize,
    births: usize,
    /// Steps of a row.
    width: usize,
    table: Vec<u32>,
    hazards: Vec<[f64; AGES]>,
    /// Durations as a locum with a row of their own; the last stands for all longer ones.
    durations: usize,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row(pub(super) u32);

impl Survival {
    pub(super) fn new(model: &Model) -> Self {
        let years = usize::from(model.horizon - START);
        let births = usize::from(model.horizon - FIRST_BIRTH) - AGE_MIN + 1;
        let durations = model.baseline.behaviour.locum_to_installed.len();
        let width = years + 1;
        let rows = CAUSES.len() * 8 * births + 2 * durations + EARLY_YEARS + 2;
        Self { years, births, width, table: vec![0; rows * width], hazards: vec![[0.0; AGES]; years], durations }
    }

    pub(super) const fn births(&self) -> usize {
        self.births
    }

    /// The row of a cause for a class. Its step 0 is the start of the run.
    #[inline]
    pub(super) const fn by_age(&self, cause: Cause, status: Status, sex: Sex, birth: u8) -> Row {
        Row((row_of(cause, status, sex) * self.births + birth as usize) as u32)
    }

    const fn after_ages(&self) -> usize {
        CAUSES.len() * 8 * self.births
    }

    /// Locum to installed (0) or to a salaried post (1) after `since` full years. Its step 0 is the start of the spell.
    #[inline]
    pub(super) fn locum(&self, to: usize, since: usize) -> Row {
        Row((self.after_ages() + to * self.durations + since.min(self.durations - 1)) as u32)
    }

    /// Installed to elsewhere after `since` full years. Its step 0 is the start of the spell.
    #[inline]
    pub(super) fn moves(&self, since: usize) -> Row {
        Row((self.after_ages() + 2 * self.durations + since.min(EARLY_YEARS)) as u32)
    }

    /// Salaried to installed. Its step 0 is the start of the spell.
    #[inline]
    pub(super) fn salaried(&self) -> Row {
        Row((self.after_ages() + 2 * self.durations + EARLY_YEARS + 1) as u32)
    }

    /// Years from a step of a row to the event of a clock that starts there; `left` when it comes in none of the next `left`.
    #[inline]
    pub(super) fn years_to(&self, row: Row, step: usize, left: usize, clock: u32) -> usize {
        let values = &self.table[row.0 as usize * self.width + step..][..=left];
        let clock = ((u64::from(clock) * u64::from(values[0])) >> 32) as u32;
        // Most clocks do not strike within the run.
        if clock < values[left] {
            return left;
        }
        values.partition_point(|value| clock < *value).saturating_sub(1)
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
            let rows = [self.locum(0, since), self.locum(1, since)];
            self.fill_row(rows[0], |year| by_duration(&behaviour.locum_to_installed, installed, year));
            self.fill_row(rows[1], |year| by_duration(&behaviour.locum_to_salaried, salaried, year));
        }
        let leaves = draw[physics.leaves_territory];
        let [early, late] = [physics.early_moves, physics.late_moves].map(|moves| draw[moves] * leaves);
        for since in 0..=EARLY_YEARS {
            self.fill_row(self.moves(since), |year| if since + year < EARLY_YEARS { early } else { late });
        }
        self.fill_row(self.salaried(), |_| draw[physics.salaried_to_installed]);
    }

    fn fill_row(&mut self, row: Row, hazard: impl Fn(usize) -> f64) {
        let first = row.0 as usize * self.width;
        fill_products(&mut self.table[first..=first + self.years], hazard);
    }

    fn fill_hazards(&mut self, model: &Model, draw: &Draw, amended: &ExitHazards, (cause, status, sex): (Cause, Status, Sex)) {
        let mut before = None;
        for year in 0..self.years {
            let calendar = START + year as u16;
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
        for birth in 0..self.births {
            let first = self.by_age(cause, status, sex, birth as u8).0 as usize * self.width;
            // Age on 1 January of the start, less the youngest of the tables.
            let at_start = AGES as isize - 1 - birth as isize;
            let hazards = &self.hazards;
            fill_products(&mut self.table[first..=first + self.years], |year| match at_start + year as isize {
                age if age < 0 => 0.0,
                age if age >= AGES as isize => 1.0,
                age => hazards.get(year).map_or(0.0, |hazards| hazards[age as usize]),
            });
        }
    }
}

const fn row_of(cause: Cause, status: Status, sex: Sex) -> usize {
    (cause as usize * 4 + status as usize) * 2 + sex as usize
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

/// Survival from 1 on, scaled to 2^32, after each step.
fn fill_products(table: &mut [u32], hazard: impl Fn(usize) -> f64) {
    let mut survival = 1.0;
    for (step, value) in table.iter_mut().enumerate() {
        *value = (survival * 4_294_967_295.0) as u32;
        survival *= 1.0 - hazard(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_row(values: [u32; 4]) -> Survival {
        Survival { years: 3, births: 0, width: 4, table: values.to_vec(), hazards: vec![], durations: 0 }
    }

    #[test]
    fn a_clock_strikes_in_the_first_year_whose_survival_it_reaches() {
        let survival = one_row([u32::MAX, 3_000_000_000, 2_000_000_000, 1_000_000_000]);
        // Scaling by a survival of 1 takes one off the clock.
        let clocks = [3_000_000_001, 3_000_000_000, 1_000_000_001, 1_000_000_000];
        assert_eq!(clocks.map(|clock| survival.years_to(Row(0), 0, 3, clock)), [0, 1, 2, 3]);
        assert_eq!(clocks.map(|clock| survival.years_to(Row(0), 0, 1, clock)), [0, 1, 1, 1]);
    }

    #[test]
    fn a_later_spell_follows_the_conditional_law() {
        // S(2)/S(1) = 1/2: half of the clocks that start after S(1) strike in the next year.
        let survival = one_row([u32::MAX, 2_000_000_000, 1_000_000_000, 0]);
        assert_eq!([u32::MAX / 2 + 10, u32::MAX / 2 - 10].map(|clock| survival.years_to(Row(0), 1, 2, clock)), [0, 1]);
    }

    #[test]
    fn nobody_outlives_a_survival_of_zero() {
        let survival = one_row([u32::MAX, 0, 0, 0]);
        assert_eq!([0, u32::MAX].map(|clock| survival.years_to(Row(0), 1, 2, clock)), [0, 0]);
    }
}
