//! Training: from admissions to interns, docteurs juniors and graduates.
//!
//! The class of November c has known posts to 2026; later classes come from the admissions of five years before. A
//! three-year class ends in November c + 3 and registers up to three years later; a four-year class works as docteurs
//! juniors from November c + 3 and registers in November c + 4. These dates come out of the lengths alone.

use super::{expected::Fates, trajectory::Trajectory};
use crate::{
    lot::LOT,
    model::Model,
    parameter::Draw,
    phase::Intake,
    stream::{Address, Process, threshold},
};
use rand_distr::{Distribution, Poisson};
use std::ops::Range;

/// Years from admission to the second year to the internship.
const YEARS_TO_INTERNSHIP: u16 = 5;
/// Years of the internship before the year of docteur junior.
const INTERNSHIP: u16 = 3;
/// Longest delay between the end of a three-year internship and registration.
const LONGEST_LAG: u16 = 3;
/// Delays of a year or more.
pub(super) const LAGS: usize = LONGEST_LAG as usize;
/// Years of which registrations are known at any time: this one and the longest delay.
pub(super) const YEARS_AHEAD: usize = LAGS + 1;

/// The classes of a trajectory.
pub(super) struct Classes {
    /// Posts by class and subdivision, from the first known class on.
    posts: Vec<Vec<u32>>,
    /// Docteurs juniors in post from November of a year, by subdivision.
    pub(super) juniors: Vec<Vec<u32>>,
}

impl Classes {
    pub(super) fn new(model: &Model) -> Self {
        let subdivisions = model.baseline.training.subdivisions.len();
        let years = usize::from(model.horizon - model.baseline.start);
        let classes = usize::from(model.horizon - model.baseline.training.first_class);
        Self { posts: vec![vec![0; subdivisions]; classes], juniors: vec![vec![0; subdivisions]; years + 1] }
    }

    /// Posts of every class, as amended.
    pub(super) fn fill(&mut self, model: &Model, draw: &Draw, intake: &Intake, split: &[f64]) {
        self.juniors.iter_mut().for_each(|juniors| juniors.fill(0));
        let first = model.baseline.training.first_class;
        for (offset, posts) in self.posts.iter_mut().enumerate() {
            fill_class(model, draw, intake, split, first + offset as u16, posts);
        }
    }
}

fn fill_class(model: &Model, draw: &Draw, intake: &Intake, split: &[f64], class: u16, posts: &mut [u32]) {
    let (training, physics) = (&model.baseline.training, &model.physics);
    let autumn = class - YEARS_TO_INTERNSHIP;
    let admitted = training.admitted(autumn).unwrap_or(0.0);
    let added_share = intake.added_gp_share(class);
    let weight = |known: f64, subdivision| known * intake.split(class, subdivision);
    let scale = |known: &dyn Fn(usize) -> f64, total: f64| {
        if !intake.has_split(class) {
            return total;
        }
        let (before, after) = (0..posts.len()).fold((0.0, 0.0), |(before, after), subdivision| {
            (before + known(subdivision), after + weight(known(subdivision), subdivision))
        });
        total * before / after.max(f64::MIN_POSITIVE)
    };
    if let Some(known) = training.posts.get(usize::from(class - training.first_class)) {
        let of = |subdivision: usize| f64::from(known[subdivision]);
        let share = 1.0 + added_share / draw[physics.gp_share];
        let factor = scale(&of, (admitted + intake.added_admissions(autumn)) / admitted * share);
        round_in_turn(posts, |subdivision| weight(of(subdivision), subdivision) * factor.max(0.0));
    } else {
        let uncertain =
            if training.admissions.iter().any(|(known, _)| *known == autumn) { 1.0 } else { draw[physics.admissions] };
        let students = (admitted * uncertain + intake.added_admissions(autumn)).max(0.0);
        let share = (draw[physics.gp_share] + added_share).max(0.0);
        let of = |subdivision: usize| split[subdivision];
        let factor = scale(&of, students * draw[physics.posts_per_admission] * share);
        round_in_turn(posts, |subdivision| weight(of(subdivision), subdivision) * factor);
    }
}

/// Whole posts whose sums in turn are the rounded sums.
fn round_in_turn(posts: &mut [u32], exact: impl Fn(usize) -> f64) {
    let (mut sum, mut given) = (0.0, 0);
    for (subdivision, posts) in posts.iter_mut().enumerate() {
        sum += exact(subdivision);
        let reached = (sum + 0.5) as u32;
        *posts = reached - given;
        given = reached;
    }
}

/// Identity of an intern: the same person in every scenario that opens the post.
const fn intern(class: u16, subdivision: usize, index: u32) -> u32 {
    const FIRST_POSSIBLE_CLASS: u16 = 2010;
    1 << 31 | ((class - FIRST_POSSIBLE_CLASS) as u32) << 20 | (subdivision as u32) << 15 | index
}

/// Identity of a holder of a foreign degree.
const fn foreigner(year: usize, index: u32) -> u32 {
    1 << 30 | (year as u32) << 20 | index
}

/// Number, within their year, of the first holder of a foreign degree whom a policy adds.
const FIRST_ADDED: u32 = 1 << 19;

/// The subdivision of training of one who enters; none for a holder of a foreign degree.
pub(super) const fn subdivision_of(address: u32) -> Option<usize> {
    if address >> 31 == 1 { Some((address >> 15 & 31) as usize) } else { None }
}

impl Trajectory<'_> {
    /// Interns of past three-year classes who are still to register at the start.
    pub(super) fn past_classes(&mut self) {
        let first = self.engine.model.baseline.training.first_class;
        let start = self.engine.model.baseline.start;
        for class in first.max(start - INTERNSHIP - LONGEST_LAG)..start - INTERNSHIP {
            self.end_of_internship(class);
        }
    }

    /// The class that reaches the end of its third year this year, in the year of the horizon too, where it works as
    /// docteurs juniors.
    pub(super) fn train(&mut self) {
        self.end_of_internship(self.calendar_year() - INTERNSHIP);
    }

    /// Holders of a foreign degree who register this year.
    pub(super) fn arrivals_from_abroad(&mut self) {
        let rate = self.w.draw[self.engine.model.physics.foreign];
        let Ok(law) = Poisson::new(rate) else { return };
        let address =
            Address { trajectory: self.number, subject: 0, process: Process::Foreign, detail: self.year as u16, block: 0 };
        let arrivals = law.sample(&mut self.engine.generator.stream(address));
        let added = self.added_foreign(self.year);
        // A policy that takes some away leaves the first of them; one that adds some adds other people.
        let left = if added < 0.0 { (arrivals * (1.0 + added / rate).max(0.0) + 0.5) as u32 } else { arrivals as u32 };
        self.arrive(0, left);
        self.arrive(FIRST_ADDED, added.max(0.0) as u32);
    }

    /// Holders of a foreign degree added by policies in a year: whole heads whose sums over the years are the rounded
    /// sums when some are added, as decided when some are taken away.
    fn added_foreign(&self, year: usize) -> f64 {
        let added = |year: usize| self.w.intake.added_foreign(self.engine.model.baseline.start + year as u16);
        if added(year) <= 0.0 {
            return added(year);
        }
        let before: f64 = (0..year).map(|year| added(year).max(0.0)).sum();
        libm::floor(before + added(year) + 0.5) - libm::floor(before + 0.5)
    }

    fn arrive(&mut self, first: u32, arrivals: u32) {
        let year = self.year;
        let fates =
            Fates { ends: [0; LAGS], registers: [0; YEARS_AHEAD], years: [year as u32; YEARS_AHEAD], otherwise: year as u32 };
        for start in (0..arrivals).step_by(LOT) {
            let length = self.draw_entries(start..arrivals, |index| foreigner(year, first + index));
            self.expect(length, None, fates);
        }
    }

    fn end_of_internship(&mut self, class: u16) {
        let opening = self.engine.model.baseline.start;
        let first = self.engine.model.baseline.training.first_class;
        let fourth_year = self.w.intake.has_fourth_year(class);
        let completed = self.w.draw[self.engine.model.physics.completed];
        let registers = completed * (1.0 - self.w.draw[self.engine.model.physics.never]);
        let registers: [u32; YEARS_AHEAD] =
            std::array::from_fn(|lag| threshold(registers * self.w.intake.registering(class + INTERNSHIP + lag as u16)));
        let completed = threshold(completed);
        let never = self.engine.years as u32;
        let ends = |lag: usize| (class + INTERNSHIP + lag as u16).checked_sub(opening).map_or(never, u32::from);
        let fates = Fates {
            ends: if fourth_year { ONE_YEAR } else { lags(self.w.draw[self.engine.model.physics.thesis_lag]) },
            registers,
            years: std::array::from_fn(ends),
            otherwise: never,
        };
        for subdivision in 0..self.engine.model.baseline.training.subdivisions.len() {
            let posts = self.w.classes.posts[usize::from(class - first)][subdivision];
            let mut juniors = 0;
            for start in (0..posts).step_by(LOT) {
                let length = self.draw_entries(start..posts, |index| intern(class, subdivision, index));
                juniors += self.w.lot.words[0][..length].iter().map(|fate| u32::from(*fate < completed)).sum::<u32>();
                self.expect(length, Some(subdivision), fates);
            }
            if fourth_year && let Some(year) = (class + INTERNSHIP).checked_sub(opening) {
                self.w.classes.juniors[usize::from(year)][subdivision] = juniors;
            }
        }
    }

    /// Draws a lot of entrants, the first of a range of numbers; says how many.
    fn draw_entries(&mut self, numbers: Range<u32>, subject: impl Fn(u32) -> u32) -> usize {
        let lot = &mut self.w.lot;
        let length = numbers.len().min(LOT);
        lot.subjects.iter_mut().zip(numbers).for_each(|(of, number)| *of = subject(number));
        lot.details[..length].fill(0);
        lot.draw(&self.engine.generator, self.number, Process::Entry, 0, length);
        length
    }
}

/// Half words at which a delay of 0, 1 and 2 years ends, when it is always of one.
const ONE_YEAR: [u32; LAGS] = [0, u32::MAX, u32::MAX];

/// Half words at which a delay of 0, 1 and 2 years ends, the delay being binomial on 0 to 3 with this mean.
fn lags(mean: f64) -> [u32; LAGS] {
    let late = mean / f64::from(LONGEST_LAG);
    let soon = 1.0 - late;
    let none = soon * soon * soon;
    let one = 3.0 * late * soon * soon;
    let two = 3.0 * late * late * soon;
    [none, none + one, none + one + two].map(|chance| threshold(chance) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_in_turn_keep_whole_numbers_and_the_total() {
        let mut posts = [0; 4];
        round_in_turn(&mut posts, |index| [3.0, 5.0, 0.0, 7.0][index]);
        assert_eq!(posts, [3, 5, 0, 7]);
        round_in_turn(&mut posts, |index| [0.4, 0.4, 0.4, 0.4][index]);
        assert_eq!(posts.iter().sum::<u32>(), 2);
    }

    #[test]
    fn the_mean_delay_is_that_of_the_parameter() {
        let shares = |mean: f64| {
            let [a, b, c] = lags(mean).map(|bound| f64::from(bound) / 65_536.0);
            (b - a) + 2.0 * (c - b) + 3.0 * (1.0 - c)
        };
        for mean in [0.3, 1.0, 2.5] {
            assert!((shares(mean) - mean).abs() < 3.0 / 65_536.0, "three thresholds, each cut by less than 2^-16");
        }
        assert_eq!(lags(0.0)[0], 0xFFFF);
    }
}
