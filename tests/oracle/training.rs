//! From admissions to registrations, and the ages at which people register.

use releve::{
    baseline::{AgeMix, Baseline, START},
    cohort::AGES,
};

/// Years from admission to the internship, and from the internship to the end of its third year.
const TO_INTERNSHIP: u16 = 5;
const INTERNSHIP: u16 = 3;
/// First class with a fourth year: docteurs juniors from November 2026.
const FIRST_FOUR_YEAR_CLASS: u16 = 2023;
/// Classes over which the split of posts after the last known class is observed.
const OBSERVED_CLASSES: usize = 4;
/// The engine holds the law of ages in so many equal parts.
const PARTS: f64 = 4_096.0;

/// Interns by class.
pub struct Training {
    first_class: u16,
    /// Posts by class and subdivision, whole.
    posts: Vec<Vec<f64>>,
    completed: f64,
    registers: f64,
    /// Chances of registering 0, 1, 2, 3 years after the end of a three-year internship.
    lags: [f64; 4],
}

impl Training {
    pub fn new(baseline: &Baseline, value: &dyn Fn(&str) -> f64, horizon: u16) -> Self {
        let training = &baseline.training;
        let recent = training.posts.iter().rev().take(OBSERVED_CLASSES);
        let of_subdivision = |index: usize| recent.clone().map(|posts| f64::from(posts[index])).sum::<f64>();
        let split: Vec<f64> = (0..training.subdivisions.len()).map(of_subdivision).collect();
        let all: f64 = split.iter().sum();
        let last_known = training.admissions.iter().map(|(autumn, _)| *autumn).max().unwrap_or(0);
        let posts = (training.first_class..horizon).map(|class| {
            if let Some(known) = training.posts.get(usize::from(class - training.first_class)) {
                return known.iter().map(|posts| f64::from(*posts)).collect();
            }
            let autumn = class - TO_INTERNSHIP;
            let known = training.admissions.iter().find(|(year, _)| *year == autumn.min(last_known));
            let uncertain = if autumn > last_known { value("training.admissions") } else { 1.0 };
            let students = f64::from(known.expect("no gap among admissions").1) * uncertain;
            let total = students * value("training.posts-per-admission") * value("training.gp-share");
            whole(split.iter().map(|posts| posts / all * total))
        });
        let completed = value("training.completed");
        let late = value("training.thesis-lag") / 3.0;
        let soon = 1.0 - late;
        let none = half_word(soon.powi(3));
        let one = half_word(soon.powi(3) + 3.0 * late * soon.powi(2));
        let two = half_word(1.0 - late.powi(3));
        Self {
            first_class: training.first_class,
            posts: posts.collect(),
            completed,
            registers: completed * (1.0 - value("entry.never")),
            lags: [none, one - none, two - one, 1.0 - two],
        }
    }

    fn posts(&self, class: u16) -> &[f64] {
        &self.posts[usize::from(class - self.first_class)]
    }

    /// Docteurs juniors in post on 1 January: those of the class that ended its third year in the November before.
    pub fn juniors(&self, year: u16) -> f64 {
        let class = year - 1 - INTERNSHIP;
        if class < FIRST_FOUR_YEAR_CLASS { 0.0 } else { self.posts(class).iter().sum::<f64>() * self.completed }
    }

    /// Those who register in a year, by subdivision.
    pub fn registrations(&self, year: u16) -> Vec<f64> {
        let mut sums = vec![0.0; self.posts[0].len()];
        let mut add = |class: u16, chance: f64| {
            sums.iter_mut().zip(self.posts(class)).for_each(|(sum, posts)| *sum += posts * self.registers * chance);
        };
        let four_year_class = year - 1 - INTERNSHIP;
        if four_year_class >= FIRST_FOUR_YEAR_CLASS {
            add(four_year_class, 1.0);
        }
        for (lag, chance) in (0..).zip(self.lags) {
            let class = year - INTERNSHIP - lag;
            if class < FIRST_FOUR_YEAR_CLASS && class + INTERNSHIP + 3 >= START {
                add(class, chance);
            }
        }
        sums
    }
}

/// The chances of an entrant are held in 16 bits on purpose: cut to the 65,536th below, 1 itself being out of reach.
pub fn half_word(chance: f64) -> f64 {
    (chance * 65_536.0).floor().min(65_535.0) / 65_536.0
}

/// Posts are whole: the sums over the subdivisions in turn are rounded, half up.
fn whole(exact: impl Iterator<Item = f64>) -> Vec<f64> {
    let sums = exact.scan(0.0, |sum, posts| {
        *sum += posts;
        Some((*sum + 0.5).floor())
    });
    let mut before = 0.0;
    sums.map(|sum| sum - std::mem::replace(&mut before, sum)).collect()
}

/// Chance of each sex and age on 1 January after registering.
pub struct AgeLaw {
    pub graduates: [[f64; AGES]; 2],
    pub foreign: [[f64; AGES]; 2],
}

impl AgeLaw {
    pub fn new(baseline: &Baseline, women: f64) -> Self {
        let women = half_word(women);
        let law = |mix: &AgeMix| [in_parts(&mix[0], women), in_parts(&mix[1], 1.0 - women)];
        let [graduates, foreign] = &baseline.training.entrant_ages;
        Self { graduates: law(graduates), foreign: law(foreign) }
    }
}

/// The law in whole parts, as the engine holds it on purpose: the cumulated law rounded to the nearest part.
fn in_parts(weights: &[u32; AGES], share: f64) -> [f64; AGES] {
    let all: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let (mut sum, mut before) = (0.0, 0.0);
    weights.map(|weight| {
        sum += f64::from(weight);
        let reached = (sum / all * PARTS + 0.5).floor();
        (reached - std::mem::replace(&mut before, reached)) / PARTS * share
    })
}
