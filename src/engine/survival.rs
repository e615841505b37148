//! Survival tables of one trajectory, and the clocks read against them.
//!
//! A clock is one word u, uniform. Its event falls in the first year t with u ≥ S(t), where S(t) is the chance of no
//! event through year t, scaled to 2^32. A spell that starts in year t₀ compares u × S(t₀ − 1) instead, the exact law
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
        let spans = years + model.baseline.behaviour.locum_to_installed.len();
        Self {
            years,
            births,
            ages: vec![0; CAUSES.len() * 8 * births * years],
            hazards: vec![[0.0; AGES]; years],
            durations: [vec![0; spans], vec![0; spans]],
            salaried_to_installed: vec![0; years],
            moves: vec![0; years + EARLY_YEARS],
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
        let table = &mut self.ages[row * self.births * self.years..][..self.births * self.years];
        for (birth, survival) in table.chunks_exact_mut(self.years).enumerate() {
            // Age on 1 January of the start, less the youngest of the tables.
            let at_start = AGES as isize - 1 - birth as isize;
            fill_products(survival, |year| match at_start + year as isize {
                age if age < 0 => 0.0,
                age if age >= AGES as isize => 1.0,
                age => self.hazards[year][age as usize],
            });
        }
    }

    /// Year of the event of a clock by age, for a spell whose first year is `from`.
    #[inline]
    pub(super) fn by_age(&self, cause: Cause, class: (Status, Sex, u8), clock: u32, from: usize) -> Option<usize> {
        let (status, sex, birth) = class;
        let row = (row_of(cause, status, sex) * self.births + usize::from(birth)) * self.years;
        first(&self.ages[row..row + self.years], clock, from)
    }

    /// Year in which a locum of `duration` full years installs (0) or takes a salaried post (1).
    #[inline]
    pub(super) fn by_duration(&self, to: usize, clock: u32, duration: usize, from: usize) -> Option<usize> {
        // Beyond the tables the last hazard goes on.
        let duration = duration.min(self.durations[to].len() - self.years);
        self.within(first(&self.durations[to], clock, duration), duration, from)
    }

    /// Year of the next move of one installed for `duration` full years.
    #[inline]
    pub(super) fn next_move(&self, clock: u32, duration: usize, from: usize) -> Option<usize> {
        let duration = duration.min(EARLY_YEARS);
        self.within(first(&self.moves, clock, duration), duration, from)
    }

    /// Year in which a salaried GP installs.
    #[inline]
    pub(super) fn salaried_installs(&self, clock: u32, from: usize) -> Option<usize> {
        first(&self.salaried_to_installed, clock, from)
    }

    fn within(&self, event: Option<usize>, duration: usize, from: usize) -> Option<usize> {
        event.map(|event| from + event - duration).filter(|year| *year < self.years)
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

fn fill_products(table: &mut [u32], hazard: impl Fn(usize) -> f64) {
    let mut survival = 1.0;
    for (step, value) in table.iter_mut().enumerate() {
        survival *= 1.0 - hazard(step);
        *value = (survival * 4_294_967_295.0) as u32;
    }
}

/// First step of the event of a clock, for a spell that starts at step `from`.
#[inline]
fn first(table: &[u32], clock: u32, from: usize) -> Option<usize> {
    let clock = match from.checked_sub(1) {
        Some(before) => ((u64::from(clock) * u64::from(table[before])) >> 32) as u32,
        None => clock,
    };
    if clock < *table.last()? {
        return None;
    }
    Some(from + table[from..].partition_point(|survival| clock < *survival)).filter(|step| *step < table.len())
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn a_clock_strikes_in_the_first_year_whose_survival_it_reaches() {
        let table = [3_000_000_000, 2_000_000_000, 1_000_000_000];
        let at = |clock| first(&table, clock, 0);
        assert_eq!([3_000_000_000, 2_999_999_999, 1_000_000_000, 999_999_999].map(at), [Some(0), Some(1), Some(2), None]);
    }

    #[test]
    fn a_later_spell_follows_the_conditional_law() {
        // S(1)/S(0) = 1/2: half of the clocks that start in year 1 strike in it.
        let table = [2_000_000_000, 1_000_000_000, 0];
        assert_eq!(first(&table, u32::MAX / 2 + 10, 1), Some(1));
        assert_eq!(first(&table, u32::MAX / 2 - 10, 1), Some(2));
    }
}
