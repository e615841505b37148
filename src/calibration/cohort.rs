//! The expected-value projection of France, 2018 to 2026: single ages × sex × status, locums also by years as a locum.
//!
//! One year of it mirrors one year of the engine: other exits come before claiming the pension, claiming before cumul; entrants of a
//! calendar year are counted on the next 1 January and face no exit before.

#![expect(clippy::needless_range_loop, reason = "one index walks several tables of sex and age together")]

use super::{
    behaviour::{
        DURATIONS, ENTRY_INSTALLED, FILL, LAG, Levels, RECODING_BEFORE, Rules, TURN_SALARIED, TURN_SALARIED_BEFORE,
        WOMEN_AMONG_ENTRANTS, entrant_ages,
    },
    curve::single_ages,
    observed::Observed,
};
use crate::{
    baseline::Explanation,
    cohort::{AGE_MIN, AGES, Status},
};

/// Heads by sex and single age.
pub type Heads = [[f64; AGES]; 2];
/// First year of the projection.
pub const FROM: u16 = 2018;
/// Last 1 January of the projection.
pub const TO: u16 = 2026;
/// Years over which cohorts of physicians are followed: one band of ages.
pub const COHORT_YEARS: usize = 5;
/// Edition of 2026 over edition of 2018 for the same date (101,939 / 102,466).
pub const EDITION: f64 = 0.99486;
const INSTALLED: usize = Status::Installed as usize;
const LOCUM: usize = Status::Locum as usize;
const SALARIED: usize = Status::Salaried as usize;
const RETIRED: usize = Status::RetiredActive as usize;

/// Flows of a calendar year, France.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flows {
    /// First libéral installations.
    pub installations: f64,
    /// Ends of libéral practice with a list: left, turned salaried, retired without cumul, ended cumul.
    pub cessations: f64,
    /// Those among them by retirement or end of cumul.
    pub retirements: f64,
    /// Recoded as emergency doctors or allergologists.
    pub recoded: f64,
    /// New GPs, foreign degrees included.
    pub entrants: f64,
}

/// GPs of a place by status, sex and age.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock(pub [Heads; 4]);

impl Default for Stock {
    fn default() -> Self {
        Self([[[0.0; AGES]; 2]; 4])
    }
}

impl Stock {
    /// All heads.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.0.iter().flatten().flatten().sum()
    }

    /// Heads of a status.
    #[must_use]
    pub fn of(&self, status: Status) -> f64 {
        self.0[status as usize].iter().flatten().sum()
    }

    /// Heads of an age range and, if given, a sex.
    #[must_use]
    pub fn aged(&self, from: usize, to: usize, sex: Option<usize>) -> f64 {
        let ages = from.max(AGE_MIN) - AGE_MIN..(to + 1 - AGE_MIN).min(AGES);
        let sexes = sex.map_or(0..2, |sex| sex..sex + 1);
        self.0.iter().map(|heads| sexes.clone().map(|sex| heads[sex][ages.clone()].iter().sum::<f64>()).sum::<f64>()).sum()
    }

    /// Mean age in completed years, as in the published bands; another convention would add half a year.
    #[must_use]
    pub fn mean_age(&self, sex: usize) -> f64 {
        let (mut heads, mut years) = (0.0, 0.0);
        for status in &self.0 {
            for (index, here) in status[sex].iter().enumerate() {
                heads += here;
                years += here * ((index + AGE_MIN) as f64);
            }
        }
        years / heads
    }

    /// Multiplies every cell.
    pub fn scale(&mut self, factor: f64) {
        self.0.iter_mut().flatten().flatten().for_each(|heads| *heads *= factor);
    }
}

/// Shares of statuses by age in 2018 before raking to the modes of a place (G; locums and cumul as in the orders of CNOM and CARMF).
fn profile(age: usize) -> [f64; 4] {
    let (salaried, locum, retired) = match age {
        0..30 => (0.27, 0.84, 0.0),
        30..35 => (0.32, 0.62, 0.0),
        35..40 => (0.38, 0.27, 0.0),
        40..45 => (0.40, 0.11, 0.0),
        45..50 => (0.38, 0.06, 0.0),
        50..55 => (0.35, 0.045, 0.0),
        55..60 => (0.31, 0.04, 0.0),
        60..63 => (0.31, 0.04, 0.01),
        63..65 => (0.31, 0.04, 0.04),
        65 => (0.30, 0.05, 0.09),
        66 => (0.29, 0.05, 0.18),
        67 => (0.28, 0.05, 0.32),
        68 => (0.27, 0.05, 0.48),
        69 => (0.25, 0.05, 0.62),
        70..75 => (0.18, 0.06, 0.84),
        _ => (0.14, 0.06, 0.94),
    };
    let liberal = 1.0 - salaried;
    [liberal * (1.0 - locum - retired), liberal * locum, salaried, liberal * retired]
}

/// GPs of a place on 1 January 2018, from its ages and its share of salaried.
///
/// The odds of being salaried get one factor, found by bisection, so that the place has its share.
#[must_use]
pub fn start(ages: &[f64; AGES], salaried: f64, levels: &Levels) -> Stock {
    let build = |odds: f64| {
        let mut stock = Stock::default();
        for (index, heads) in ages.iter().enumerate() {
            let age = index + AGE_MIN;
            for (sex, share) in [levels.women(age), 1.0 - levels.women(age)].into_iter().enumerate() {
                let mut mix = profile(age);
                // Women are salaried more often than men of their age.
                mix[SALARIED] *= odds * if sex == 0 { 1.25 } else { 1.0 };
                let sum: f64 = mix.iter().sum();
                for status in 0..4 {
                    stock.0[status][sex][index] = heads * share * mix[status] / sum;
                }
            }
        }
        stock
    };
    let wanted = salaried * ages.iter().sum::<f64>();
    let (mut low, mut high) = (1e-3, 1e3);
    for _ in 0..40 {
        let middle = libm::sqrt(low * high);
        if build(middle).of(Status::Salaried) < wanted { low = middle } else { high = middle }
    }
    build(libm::sqrt(low * high))
}

/// One path of France.
#[derive(Clone, Debug)]
pub struct Path {
    /// Stocks on 1 January, from [`FROM`].
    pub stocks: Vec<Stock>,
    /// Flows of the calendar years from [`FROM`].
    pub flows: Vec<Flows>,
    /// What a locum of a sex and age faces each year: `[year][install, salaried][sex][age]`.
    pub locum_rates: Vec<[Heads; 2]>,
    /// Entrants of each year by sex and age (all statuses).
    pub entrants: Vec<Heads>,
    /// The GPs of [`FROM`] [`COHORT_YEARS`] later had nothing changed: without entrants, and without recoding, by which one
    /// leaves the GPs but not the physicians.
    pub closed: Stock,
}

/// Posts filled by a class.
#[must_use]
pub fn filled(observed: &Observed, class: u16) -> f64 {
    if let Some(posts) = observed.posts.get(&class) {
        return FILL * f64::from(posts.iter().sum::<u32>());
    }
    observed.posts_national.get(&class).map_or(0.0, |[posts, filled]| posts * filled)
}

/// Graduates who register in a calendar year (three-year internship).
#[must_use]
pub fn registering(observed: &Observed, year: u16, levels: &Levels) -> f64 {
    LAG.iter().zip(0u16..).map(|(part, lag)| part * filled(observed, year - 3 - lag)).sum::<f64>() * levels.registering
}

/// Foreign degrees who start in a calendar year: net growth of their stock, plus the 1.5 % of it that leave (G).
///
/// The published stock breaks between 2023 and 2024; 2023 takes the mean of the years around.
#[must_use]
pub fn foreign(observed: &Observed, year: u16) -> f64 {
    const LEAVING: f64 = 0.015;
    let stock = |year: u16| observed.national.get(&year).map_or(0.0, |figures| figures[1]);
    let growth = |year: u16| (stock(year + 1) - stock(year)).max(0.0);
    let growth = if year == 2023 { (growth(2022) + growth(2024)) / 2.0 } else { growth(year) };
    growth + LEAVING * stock(year)
}

/// Entrants of a calendar year by sex and age.
#[must_use]
pub fn entrants(observed: &Observed, year: u16, levels: &Levels) -> Heads {
    let [graduates, abroad] = entrant_ages();
    let (new, foreign) = (registering(observed, year, levels), foreign(observed, year));
    [WOMEN_AMONG_ENTRANTS, 1.0 - WOMEN_AMONG_ENTRANTS]
        .map(|share| std::array::from_fn(|age| new * share * graduates[age] + 0.5 * foreign * abroad[age]))
}

/// The statuses of entrants.
#[must_use]
pub fn entry_statuses(rules: &Rules) -> [f64; 4] {
    [ENTRY_INSTALLED, 1.0 - ENTRY_INSTALLED - rules.entry_salaried, rules.entry_salaried, 0.0]
}

/// One year of a place, given what its locums face; the entrants are added by the caller.
#[must_use]
pub fn step(stock: &Stock, rules: &Rules, locum: &[Heads; 2]) -> (Stock, Flows) {
    let (mut next, mut flows) = (Stock::default(), Flows::default());
    for sex in 0..2 {
        for index in 0..AGES {
            let stay = |status: usize| 1.0 - (rules.other_level * rules.other[status][sex][index]).min(1.0);
            let claim = |status: usize| rules.retirement[status][sex][index];
            let here = |status: usize| stock.0[status][sex][index];
            let left = here(INSTALLED) * (1.0 - stay(INSTALLED));
            let claimed = here(INSTALLED) * stay(INSTALLED) * claim(INSTALLED);
            let to_cumul = claimed * rules.take_up[sex];
            let stopped = here(RETIRED) * (1.0 - stay(RETIRED) * (1.0 - claim(RETIRED)));
            let locums = here(LOCUM) * stay(LOCUM) * (1.0 - claim(LOCUM));
            let (installed, salaried) = (locums * locum[0][sex][index], locums * locum[1][sex][index]);
            let recoding = if index + AGE_MIN < RECODING_BEFORE { rules.recoding } else { 0.0 };
            let turned = if index + AGE_MIN < TURN_SALARIED_BEFORE { left * TURN_SALARIED } else { 0.0 };
            let posts = here(SALARIED) * stay(SALARIED) * (1.0 - claim(SALARIED));
            flows.installations += installed;
            flows.recoded += posts * recoding;
            flows.cessations += left + claimed - to_cumul + stopped;
            flows.retirements += claimed - to_cumul + stopped;
            if index + 1 < AGES {
                let mut add = |status: usize, heads: f64| next.0[status][sex][index + 1] += heads;
                add(INSTALLED, here(INSTALLED) - left - claimed + installed);
                add(LOCUM, locums - installed - salaried);
                add(SALARIED, posts * (1.0 - recoding) + salaried + turned);
                add(RETIRED, here(RETIRED) - stopped + to_cumul);
            }
        }
    }
    (next, flows)
}

/// Adds entrants to a stock.
pub fn enter(stock: &mut Stock, entrants: &Heads, part: f64, rules: &Rules) -> f64 {
    let statuses = entry_statuses(rules);
    for sex in 0..2 {
        for index in 0..AGES {
            for status in 0..4 {
                stock.0[status][sex][index] += part * entrants[sex][index] * statuses[status];
            }
        }
    }
    part * entrants.iter().flatten().sum::<f64>()
}

/// The path of France under an explanation.
#[must_use]
pub fn path(observed: &Observed, levels: &Levels, explanation: Explanation) -> Path {
    let base = Rules::new(levels);
    let mut stock = france(observed, levels);
    let mut locums = Locums::stationary(&stock.0[LOCUM], &base);
    let closed = closed(&stock, &locums, &base);
    let mut path = Path { stocks: vec![stock.clone()], flows: vec![], locum_rates: vec![], entrants: vec![], closed };
    for year in FROM..TO {
        let rules = base.of_year(levels, explanation, year);
        let rates = locums.rates(&rules);
        let entrants = entrants(observed, year, levels);
        let (mut next, mut flows) = step(&stock, &rules, &rates);
        flows.entrants = enter(&mut next, &entrants, 1.0, &rules);
        flows.installations += flows.entrants * ENTRY_INSTALLED;
        locums.advance(&rules, &entrants);
        stock = next;
        path.stocks.push(stock.clone());
        path.flows.push(flows);
        path.locum_rates.push(rates);
        path.entrants.push(entrants);
    }
    path
}

/// What locums of a stock face by sex and age in the stationary law of durations.
#[must_use]
pub fn locum_rates(stock: &Stock, rules: &Rules) -> [Heads; 2] {
    Locums::stationary(&stock.0[LOCUM], rules).rates(rules)
}

/// A stock [`COHORT_YEARS`] later without entrants.
#[must_use]
pub fn closing(start: &Stock, rules: &Rules, locum: &[Heads; 2]) -> Stock {
    (0..COHORT_YEARS).fold(start.clone(), |stock, _| step(&stock, rules, locum).0)
}

fn closed(start: &Stock, locums: &Locums, rules: &Rules) -> Stock {
    let (rules, rates) = (Rules { recoding: 0.0, ..rules.clone() }, locums.rates(rules));
    closing(start, &rules, &rates)
}

fn france(observed: &Observed, levels: &Levels) -> Stock {
    let bands = std::array::from_fn(|band| observed.ages_2018.iter().map(|bands| bands[band]).sum::<f64>() * EDITION);
    let modes = &observed.modes[&FROM];
    let sum = |range: std::ops::Range<usize>| modes.iter().map(|modes| modes[range.clone()].iter().sum::<f64>()).sum::<f64>();
    start(&single_ages(&bands), sum(2..4) / sum(0..4), levels)
}

/// Locums by sex, age and years as a locum.
struct Locums(Vec<[[f64; DURATIONS]; AGES]>);

impl Locums {
    /// At each age the stationary law of durations: who entered at `age - years`, and is still there.
    fn stationary(heads: &Heads, rules: &Rules) -> Self {
        let mut stay = [1.0; DURATIONS];
        for years in 1..DURATIONS {
            let leave = rules.install[years - 1] + rules.turn_salaried[years - 1] + rules.other_level * rules.other[LOCUM][0][0];
            stay[years] = stay[years - 1] * (1.0 - leave);
        }
        let entering = entrant_ages()[0];
        let last = DURATIONS - 1;
        let law = |age: usize| -> [f64; DURATIONS] {
            let at = |years: usize| age.checked_sub(years).map_or(0.0, |index| entering[index]);
            let mut weights = std::array::from_fn(|years| at(years) * stay[years]);
            weights[last] += (DURATIONS..AGES).map(at).sum::<f64>() * stay[last];
            let sum: f64 = weights.iter().sum();
            if sum > 0.0 { weights.map(|weight| weight / sum) } else { std::array::from_fn(|years| f64::from(years == 0)) }
        };
        Self(heads.iter().map(|ages| std::array::from_fn(|age| law(age).map(|share| share * ages[age]))).collect())
    }

    /// What locums face by sex and age: to installed, to salaried.
    fn rates(&self, rules: &Rules) -> [Heads; 2] {
        [&rules.install, &rules.turn_salaried].map(|table| {
            std::array::from_fn(|sex| {
                std::array::from_fn(|age| {
                    let here = &self.0[sex][age];
                    let heads: f64 = here.iter().sum();
                    if heads > 0.0 { here.iter().zip(table).map(|(heads, rate)| heads * rate).sum::<f64>() / heads } else { 0.0 }
                })
            })
        })
    }

    fn advance(&mut self, rules: &Rules, entrants: &Heads) {
        let part = entry_statuses(rules)[LOCUM];
        for (sex, ages) in self.0.iter_mut().enumerate() {
            let mut next = [[0.0; DURATIONS]; AGES];
            for age in 0..AGES {
                let stay = (1.0 - rules.other_level * rules.other[LOCUM][sex][age]) * (1.0 - rules.retirement[LOCUM][sex][age]);
                if age + 1 < AGES {
                    for years in 0..DURATIONS {
                        let left = rules.install[years] + rules.turn_salaried[years];
                        next[age + 1][(years + 1).min(DURATIONS - 1)] += ages[age][years] * stay * (1.0 - left);
                    }
                }
                next[age][0] += entrants[sex][age] * part;
            }
            *ages = next;
        }
    }
}
