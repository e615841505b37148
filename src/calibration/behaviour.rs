//! The assumed shapes of behaviour, and the few levels that the fit sets.
//!
//! Shapes are priors (confidence G) anchored on published means; levels are fitted on totals. Nothing here is read from a table by
//! age of GPs after 2018, because none was found.

use super::{curve::later, fit::FitLine};
use crate::{
    baseline::{Explanation, Hazards},
    cohort::{AGE_MIN, AGES, Sex, Status},
};

/// Years spent as a locum that are told apart; the last row holds for all longer stays.
pub const DURATIONS: usize = 16;

/// Share of the interns' posts filled since 2020 (0.95 to 1.00 in the press).
pub const FILL: f64 = 0.99;
/// Share of entrants who install at once.
pub const ENTRY_INSTALLED: f64 = 0.06;
/// Share of a three-year class registering 0, 1, 2 and 3 years after its last November; mean one year.
pub const LAG: [f64; 4] = [0.40, 0.30, 0.20, 0.10];
/// Share of those leaving libéral practice before retirement who turn salaried.
///
/// Cohorts of all physicians stay whole to 55 (DREES 2012-20), so what Cnam counts as leaving libéral practice before
/// retirement (1.3 to 1.5 % a year) is for the most part a passage to a salaried post.
pub const TURN_SALARIED: f64 = 0.70;
/// Years from thesis to installation of those who install, mean (Cnam 2022).
pub const YEARS_AS_LOCUM: f64 = 3.8;
/// Women's take-up of cumul over men's: 22 % of those in cumul are women (CARMF 2024), less than their share of those retiring.
const WOMEN_TAKE_UP: f64 = 0.75;
/// Women among new GPs (DREES long run 64 %, CNOM 65 % under 40).
pub const WOMEN_AMONG_ENTRANTS: f64 = 0.64;
/// Age from which nobody is recoded.
pub const RECODING_BEFORE: usize = 60;
/// Age from which nobody leaves libéral practice for a salaried post.
pub const TURN_SALARIED_BEFORE: usize = 60;
/// First and last year of the phase in which retirement moved later, or recoding ended, evenly: the fit takes the one that totals want.
pub const PHASES: [(u16, u16); 5] = [(2022, 2024), (2023, 2024), (2023, 2025), (2024, 2024), (2024, 2025)];
/// Other exits of the salaried and of locums before 58 against those of the installed. Published for the libéral only; passages of
/// locums and recoding are counted apart, and cohorts hardly shrink before 55.
const OUTSIDE_OWN_PRACTICE: f64 = 0.2;

/// Number of levels.
pub const LEVELS: usize = 13;

/// The levels that the fit sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// Years by which claiming is later than the shape (negative: earlier).
    pub retirement_delay: f64,
    /// Share of the men claiming who go on in cumul.
    pub take_up: f64,
    /// Hazard of ending cumul at 70.
    pub stop: f64,
    /// Yearly hazard of recoding for the salaried under 60.
    pub recoding: f64,
    /// Years by which retirement moved later over the phase if that explains all.
    pub later_years: f64,
    /// Age at which the share of women is half-way between the young and the old, 2018.
    pub women_centre: f64,
    /// Width in years of that turn.
    pub women_width: f64,
    /// Share of entrants who take a salaried post.
    pub entry_salaried: f64,
    /// Yearly hazard of leaving before retirement, where the shape is 1.
    pub non_retirement: f64,
    /// Highest yearly hazard of retiring of the salaried and of locums.
    pub plateau: f64,
    /// Share of filled posts that give a registered GP.
    pub registering: f64,
    /// Yearly hazard of retiring reached at 64, before the rise at 66.
    pub early: f64,
    /// Yearly hazard of claiming of the installed after the rise at 66.
    pub installed_plateau: f64,
    /// First and last year of the phase of [`PHASES`].
    pub phase: (u16, u16),
}

impl Levels {
    /// Names in the order of [`Levels::values`].
    pub const NAMES: [&'static str; LEVELS] = [
        "retirement_delay",
        "take_up",
        "stop",
        "recoding",
        "later_years",
        "women_centre",
        "women_width",
        "entry_salaried",
        "non_retirement",
        "plateau",
        "registering",
        "early",
        "installed_plateau",
    ];
    /// Prior mean and its standard deviation. Wide where no figure was found.
    pub const PRIOR: [[f64; 2]; LEVELS] = [
        [0.0, 1.0],
        [0.50, 0.10],
        [0.14, 0.03],
        [0.045, 0.010],
        [3.0, 0.3],
        [50.0, 4.0],
        [7.0, 2.0],
        [0.20, 0.06],
        [0.013, 0.001],
        [0.15, 0.03],
        [0.95, 0.03],
        [0.08, 0.04],
        [0.50, 0.10],
    ];

    /// From departures of the prior in standard deviations: linear for the delay, on the log scale for all that must stay positive.
    #[must_use]
    pub fn around(prior: &[[f64; 2]; LEVELS], departures: &[f64], phase: (u16, u16)) -> Self {
        let value = |level: usize| {
            let [mean, sd] = prior[level];
            if level == 0 { mean + sd * departures[0] } else { mean * libm::exp(sd / mean * departures[level]) }
        };
        // Never above 1, without an edge at which the fit would stop.
        let [registers, sd] = prior[10];
        Self {
            retirement_delay: value(0),
            take_up: value(1).min(0.95),
            stop: value(2),
            recoding: value(3),
            later_years: value(4),
            women_centre: value(5),
            women_width: value(6),
            entry_salaried: value(7),
            non_retirement: value(8),
            plateau: value(9).min(0.9),
            registering: 1.0 - (1.0 - registers) * libm::exp(-sd / (1.0 - registers) * departures[10]),
            early: value(11),
            installed_plateau: value(12).min(0.9),
            phase,
        }
    }

    /// The levels beside their priors, as lines of the fit.
    pub fn lines(&self) -> impl Iterator<Item = FitLine> + use<> {
        let values = [
            self.retirement_delay,
            self.take_up,
            self.stop,
            self.recoding,
            self.later_years,
            self.women_centre,
            self.women_width,
            self.entry_salaried,
            self.non_retirement,
            self.plateau,
            self.registering,
            self.early,
            self.installed_plateau,
        ];
        let line = |((name, fitted), [mean, sd]): ((&str, f64), [f64; 2])| FitLine {
            explanation: None,
            what: format!("level:{name}"),
            year: None,
            observed: mean,
            fitted,
            tolerance: sd,
        };
        Self::NAMES.into_iter().zip(values).zip(Self::PRIOR).map(line)
    }

    /// Share of women at an age, 1 January 2018.
    #[must_use]
    pub fn women(&self, age: usize) -> f64 {
        const YOUNG: f64 = 0.665;
        const OLD: f64 = 0.15;
        OLD + (YOUNG - OLD) / (1.0 + libm::exp((age as f64 - self.women_centre) / self.women_width))
    }
}

/// All hazards of a set of levels.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Claiming the pension; for retired-active the end of cumul.
    pub retirement: Hazards,
    /// Shape of the other exits.
    pub other: Hazards,
    /// Level of the other exits.
    pub other_level: f64,
    /// Locum to installed, by full years as a locum.
    pub install: [f64; DURATIONS],
    /// Locum to salaried, by full years as a locum.
    pub turn_salaried: [f64; DURATIONS],
    /// Share of those claiming who go on in cumul, by sex.
    pub take_up: [f64; 2],
    /// Recoding before `RECODING_BEFORE`.
    pub recoding: f64,
    /// Entry: salaried.
    pub entry_salaried: f64,
}

impl Rules {
    /// The rules before 2022.
    #[must_use]
    pub fn new(levels: &Levels) -> Self {
        let retirement = Status::ALL.map(|status| Sex::ALL.map(|sex| claiming(status, sex, levels)));
        let other = Status::ALL.map(|status| Sex::ALL.map(|sex| other_shape(status, sex)));
        Self {
            retirement,
            other,
            other_level: levels.non_retirement,
            install: installing(),
            turn_salaried: std::array::from_fn(|years| if years < 10 { 0.03 } else { 0.01 }),
            take_up: [levels.take_up * WOMEN_TAKE_UP, levels.take_up],
            recoding: levels.recoding,
            entry_salaried: levels.entry_salaried,
        }
    }

    /// The rules of a calendar year under an explanation of 2022-26.
    #[must_use]
    pub fn of_year(&self, levels: &Levels, explanation: Explanation, year: u16) -> Self {
        let (from, to) = levels.phase;
        let part = (f64::from((year + 1).saturating_sub(from)) / f64::from(to + 1 - from)).min(1.0);
        let mut rules = self.clone();
        match explanation {
            Explanation::LaterRetirement => {
                let years = part * levels.later_years;
                rules.retirement = self.retirement.map(|sexes| sexes.map(|table| later(&table, years)));
            }
            Explanation::EndOfRecoding => rules.recoding = self.recoding * (1.0 - part),
        }
        rules
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Hazard of claiming the pension by age on 1 January; never falls with age.
///
/// From 60 a few leave, ever more to 64 (one physician in ten is gone from 55-59 to 60-64; DREES 2012-20). Installed: then a sharp rise
/// with its mode at 66-67 (CARMF 2008: mode 66). Salaried and locums: a gentler rise to a lower plateau, because the aged 70 and over
/// doubled while the libéral in cumul did not.
fn claiming(status: Status, sex: Sex, levels: &Levels) -> [f64; AGES] {
    let (plateau, middle, width) = match status {
        Status::Installed => (levels.installed_plateau, 66.0, 0.45),
        Status::Locum => (levels.plateau, 66.0, 1.0),
        Status::Salaried => (levels.plateau, 65.5, 1.2),
        Status::RetiredActive => return std::array::from_fn(|index| stopping(index + AGE_MIN, levels.stop)),
    };
    // Women stop a little earlier: their careers are shorter and cumul is rarer (G).
    let middle = middle + levels.retirement_delay - if sex == Sex::Woman { 0.3 } else { 0.0 };
    std::array::from_fn(|index| {
        let age = (index + AGE_MIN) as f64;
        let early = levels.early.min(plateau) * ((age - 59.0) / 5.0).clamp(0.0, 1.0);
        let rise = early + (plateau - early) * logistic((age - middle) / width);
        if age < 60.0 { 0.0 } else { (rise * libm::exp(OLD_AGE_AT_WORK * (age - 70.0).max(0.0))).min(0.95) }
    })
}

/// Growth of the hazard of stopping with each year of age after 70: those in cumul fall by 0.4 each five years (CARMF 2022).
const OLD_AGE: f64 = 0.05;

/// The same for those who never claimed: faster, as nobody practises for ever (G).
const OLD_AGE_AT_WORK: f64 = 0.10;

/// Hazard of ending cumul: Gompertz; never before 60.
fn stopping(age: usize, level: f64) -> f64 {
    if age < 60 { 0.0 } else { (level * libm::exp(OLD_AGE * (age as f64 - 70.0))).min(0.95) }
}

/// Shape by age of the exits other than retirement: 1 in working life, then what mortality adds (Gompertz, 9 % a year of age).
fn other_shape(status: Status, sex: Sex) -> [f64; AGES] {
    const LEVEL: f64 = 0.014;
    let mortality = |age: f64| (if sex == Sex::Woman { 0.0025 } else { 0.004 }) * libm::exp(0.09 * (age - 60.0));
    std::array::from_fn(|index| {
        let age = (index + AGE_MIN) as f64;
        match status {
            // The end of cumul is a hazard of its own and holds every reason.
            Status::RetiredActive => 0.0,
            Status::Locum | Status::Salaried => OUTSIDE_OWN_PRACTICE + ((mortality(age) - mortality(58.0)) / LEVEL).max(0.0),
            Status::Installed => 1.0 + ((mortality(age) - mortality(58.0)) / LEVEL).max(0.0),
        }
    })
}

/// Locum to installed: rises for five years, then falls for those who stay locums; scaled so that those who install do so after
/// `YEARS_AS_LOCUM` on average (a change falls at mid-year).
fn installing() -> [f64; DURATIONS] {
    const SHAPE: [f64; DURATIONS] =
        [0.08, 0.14, 0.20, 0.26, 0.30, 0.31, 0.31, 0.29, 0.25, 0.20, 0.16, 0.12, 0.09, 0.07, 0.05, 0.03];
    let mean = |factor: f64| {
        let (mut stay, mut installed, mut years) = (1.0, 0.0, 0.0);
        for (duration, shape) in SHAPE.iter().enumerate() {
            let part = stay * shape * factor;
            installed += part;
            years += part * (duration as f64 + 0.5);
            stay *= 1.0 - shape * factor - 0.03 - 0.003;
        }
        years / installed
    };
    let (mut low, mut high) = (0.3, 2.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if mean(middle) > YEARS_AS_LOCUM { low = middle } else { high = middle }
    }
    SHAPE.map(|shape| shape * low)
}

/// Weights of the age on 1 January after registering: graduates, then foreign degrees, each summing to 1.
///
/// Graduates: second year at 19, six years to the internship, three of internship, one of lag; affiliation to the CARMF at 32.6 on average (2022), later
/// than registering. Foreign degrees: from 30, then half as
/// many with each five years of age, as the cohorts of all physicians grow ever less (+10 % from 35-39 to 40-44, +4.5, +1.4, then none; DREES 2012-20).
#[must_use]
pub fn entrant_ages() -> [[f64; AGES]; 2] {
    const GRADUATES: [f64; 14] = [2.0, 14.0, 26.0, 22.0, 13.0, 8.0, 5.0, 3.5, 2.5, 1.5, 1.0, 0.7, 0.5, 0.3];
    let graduates = std::array::from_fn(|index| GRADUATES.get((index + AGE_MIN).wrapping_sub(27)).copied().unwrap_or(0.0));
    let foreign = std::array::from_fn(|index| match index + AGE_MIN {
        age @ 30..=36 => (age - 29) as f64,
        age @ 37..=60 => 7.0 * libm::exp2((36.0 - age as f64) / 5.0),
        _ => 0.0,
    });
    [graduates, foreign].map(|weights: [f64; AGES]| {
        let sum: f64 = weights.iter().sum();
        weights.map(|weight| weight / sum)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels() -> Levels {
        Levels::around(&Levels::PRIOR, &[0.0; LEVELS], PHASES[0])
    }

    #[test]
    fn retirement_never_falls_with_age() {
        let rules = Rules::new(&levels());
        for table in rules.retirement.iter().flatten() {
            assert!(table.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }

    #[test]
    fn those_who_install_were_locums_as_long_as_published() {
        let install = installing();
        let (mut stay, mut installed, mut years) = (1.0, 0.0, 0.0);
        for (duration, hazard) in install.iter().enumerate() {
            installed += stay * hazard;
            years += stay * hazard * (duration as f64 + 0.5);
            stay *= 1.0 - hazard - 0.03 - 0.003;
        }
        assert!((years / installed - YEARS_AS_LOCUM).abs() < 1e-6);
    }

    #[test]
    fn the_two_explanations_agree_before_2022() {
        let (levels, rules) = (levels(), Rules::new(&levels()));
        let [later, recoding] = Explanation::ALL.map(|explanation| rules.of_year(&levels, explanation, 2021));
        assert_eq!(later.retirement, recoding.retirement);
        assert_eq!(later.recoding, recoding.recoding);
    }
}
