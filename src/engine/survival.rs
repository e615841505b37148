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

/// Survival by cause, status, sex and birth cohort over the years of a run.
pub(super) struct Survival {
    years: usize,
    births: usize,
    ages: Vec<u32>,
    hazards: Vec<[f64; AGES]>,
    /// Locum to installed and to salaried, by duration.
    durations: [Vec<u32>; 2],
    /// Salaried to installed, by year.
    salaried_to_installed: Vec<u32>,
    /// Installed to elsewhere, by duration since installing.
    moves: Vec<u32>,
}

/// Full years since installing during which moves are frequent (INSEE Première 2024: "at the start of the career").
const EARLY_YEARS: usize = 5;

impl Survival {
    pub(super) fn new(model: &Model) -> Self {
        let years = usize::from(model.horizon - START);
        let births = usize::from(model.horizon - FIRST_BIRTH) - AGE_MIN + 1;
        let spans = years + model.baseline.behaviour.locum_to_installed.len() + 1;
        Self {
            years,
            births,
            ages: vec![0; CAUSES.len() * 8 * births * (years + 1)],
            hazards: vec![[0.0; AGES]; years],
            durations: [vec![0; spans], vec![0; spans]],
            salaried_to_installed: vec![0; years + 1],
            moves: vec![0; years + EARLY_YEARS + 1],
        }
    }

    pub(super) const fn births(&self) -> usize {
        self.births
    }

    /// Fills the tables for the parameters of a trajectory.
    pub(super) fn fill(&mut self, model: &Model, draw: &Draw, amended: &ExitHazards) {
        for cause in CAUSES {
            for status in Status::ALL {
                for sex in Sex::ALL {
                    self.fill_hazards(model, draw, amended, (cause, status, sex));
                    self.fill_ages(row_of(cause, status, sex));
                }
            }
        }
        let (behaviour, physics) = (&model.baseline.behaviour, &model.physics);
        let by_duration = |hazards: &[f64], factor: f64, table: &mut Vec<u32>| {
            let last = hazards.len() - 1;
            fill_products(table, |duration| (hazards[duration.min(last)] * factor).min(1.0));
        };
        by_duration(&behaviour.locum_to_installed, draw[physics.to_installed], &mut self.durations[0]);
        by_duration(&behaviour.locum_to_salaried, draw[physics.to_salaried], &mut self.durations[1]);
        fill_products(&mut self.salaried_to_installed, |_| draw[physics.salaried_to_installed]);
        let leaves = draw[physics.leaves_territory];
        let [early, late] = [physics.early_moves, physics.late_moves].map(|moves| draw[moves] * leaves);
        fill_products(&mut self.moves, |duration| if duration < EARLY_YEARS { early } else { late });
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

    fn fill_ages(&mut self, row: usize) {
        let size = self.births * (self.years + 1);
        let table = &mut self.ages[row * size..][..size];
        for (birth, survival) in table.chunks_exact_mut(self.years + 1).enumerate() {
            // Age on 1 January of the start, less the youngest of the tables.
            let at_start = AGES as isize - 1 - birth as isize;
            fill_products(survival, |year| match at_start + year as isize {
                age if age < 0 => 0.0,
                age if age >= AGES as isize => 1.0,
                age => self.hazards.get(year).map_or(0.0, |hazards| hazards[age as usize]),
            });
        }
    }

    /// The table of a cause for a status and sex.
    #[inline]
    pub(super) fn of(&self, cause: Cause, status: Status, sex: Sex) -> Ages<'_> {
        let size = self.births * (self.years + 1);
        Ages { width: self.years + 1, table: &self.ages[row_of(cause, status, sex) * size..][..size] }
    }

    /// Locum to installed (0) or to a salaried post (1).
    #[inline]
    pub(super) fn locum(&self, to: usize) -> Durations<'_> {
        Durations { years: self.years, table: &self.durations[to] }
    }

    /// Installed to elsewhere.
    #[inline]
    pub(super) fn moves(&self) -> Durations<'_> {
        Durations { years: self.years, table: &self.moves }
    }

    /// Salaried to installed.
    #[inline]
    pub(super) fn salaried(&self) -> Durations<'_> {
        Durations { years: self.years, table: &self.salaried_to_installed }
    }
}

/// Survival by birth and year: before the first year, after it, and so on.
#[derive(Clone, Copy)]
pub(super) struct Ages<'a> {
    width: usize,
    table: &'a [u32],
}

impl Ages<'_> {
    /// Year of the event for a spell whose first year is `from`; the number of years when there is none.
    #[inline]
    pub(super) fn year(&self, birth: u8, clock: u32, from: usize) -> usize {
        let row = &self.table[usize::from(birth) * self.width..][..self.width];
        first(&row[1..], scaled(clock, row[from]))
    }
}

/// Survival by full years already spent: after none, after one, and so on.
#[derive(Clone, Copy)]
pub(super) struct Durations<'a> {
    years: usize,
    table: &'a [u32],
}

impl Durations<'_> {
    /// Year of the event for a spell whose first year is `from`, after `since` full years; the number of years or more
    /// when there is none. Beyond the tables the last hazard goes on.
    #[inline]
    pub(super) fn year(&self, clock: u32, since: usize, from: usize) -> usize {
        let since = since.min(self.table.len() - 1 - self.years);
        let row = &self.table[since..];
        from + first(&row[1..=self.years], scaled(clock, row[0]))
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

/// The clock of a spell that starts when survival stands at `survival`.
#[inline]
fn scaled(clock: u32, survival: u32) -> u32 {
    ((u64::from(clock) * u64::from(survival)) >> 32) as u32
}

/// First step whose survival the clock reaches; the number of steps when there is none.
#[inline]
fn first(survival: &[u32], clock: u32) -> usize {
    // Rows are short: counting beats a binary search, for it has no chain of loads and no branch to guess.
    survival.iter().map(|survival| u32::from(clock < *survival)).sum::<u32>() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_strikes_in_the_first_year_whose_survival_it_reaches() {
        let table = [3_000_000_000, 2_000_000_000, 1_000_000_000];
        assert_eq!([3_000_000_000, 2_999_999_999, 1_000_000_000, 999_999_999].map(|clock| first(&table, clock)), [0, 1, 2, 3]);
    }

    #[test]
    fn a_later_spell_follows_the_conditional_law() {
        // S(1)/S(0) = 1/2: half of the clocks that start in year 1 strike in it.
        let ages = Ages { width: 4, table: &[u32::MAX, 2_000_000_000, 1_000_000_000, 0] };
        assert_eq!(ages.year(0, u32::MAX / 2 + 10, 1), 1);
        assert_eq!(ages.year(0, u32::MAX / 2 - 10, 1), 2);
        let durations = Durations { years: 2, table: &[u32::MAX, 2_000_000_000, 1_000_000_000, 0] };
        assert_eq!([u32::MAX / 2 + 10, u32::MAX / 2 - 10].map(|clock| durations.year(clock, 1, 5)), [5, 6]);
    }
}
