//! The same projection by département, raked to its totals, and the heads and ages of 1 January 2026.

use super::{
    behaviour::{Levels, Rules},
    cohort::{EDITION, FROM, Path, Stock, TO, enter, start, step},
    curve::{largest_remainder, single_ages},
    observed::Observed,
};
use crate::{
    baseline::{AgeMix, Explanation, Workforce},
    cohort::{AGES, Status},
};

/// Share of locums that départements are drawn half-way to: differences of sources by département are noise as much as fact.
const LOCUM_SHARE: f64 = 0.11;
/// Bounds of the share of locums in a département.
const LOCUM_BOUNDS: [f64; 2] = [0.03, 0.20];
/// Retired-active of France on 1 January 2026 (CARMF 5,843 in 2024; order of 5,800).
const RETIRED_ACTIVE: f64 = 5_800.0;
/// GPs of a class of territory per inhabitant go with this power of its APL within a département (1 to 2, G).
const APL_POWER: f64 = 1.5;
/// Ages are written in thousandths of a head.
const MILLI: f64 = 1_000.0;

/// One path of every département.
#[derive(Clone, Debug)]
pub struct Paths {
    /// `[departement]` on 1 January 2026, raked.
    pub last: Vec<Stock>,
    /// What was missing in 2025 (2022 where 2025 is not trusted) before raking, heads: published less projected.
    pub residual: Vec<f64>,
    /// Years over which the residual built up.
    pub years: Vec<f64>,
}

/// Projects every département with entrants shared out by `attraction` (summing to 1).
#[must_use]
pub fn project(
    observed: &Observed,
    levels: &Levels,
    explanation: Explanation,
    france: &Path,
    attraction: &[f64],
    rake: bool,
) -> Paths {
    let base = Rules::new(levels);
    let mut stocks: Vec<Stock> = (0..observed.departements()).map(|d| start_of(observed, levels, d)).collect();
    let mut residual = vec![0.0; stocks.len()];
    let mut years = vec![1.0; stocks.len()];
    let missing = |stocks: &[Stock], year: u16| scaled_totals(observed, stocks, year);
    for year in FROM..TO {
        let index = usize::from(year - FROM);
        let rules = base.of_year(levels, explanation, year);
        for (stock, part) in stocks.iter_mut().zip(attraction) {
            let (mut next, _) = step(stock, &rules, &france.locum_rates[index]);
            enter(&mut next, &france.entrants[index], *part, &rules);
            *stock = next;
        }
        if let Some(wanted) = missing(&stocks, year + 1) {
            let sum: f64 = stocks.iter().map(Stock::total).sum();
            let level = wanted.iter().map(|(heads, _)| heads).sum::<f64>() / sum;
            for (d, (heads, trusted)) in wanted.iter().enumerate() {
                if *trusted {
                    residual[d] = heads / level - stocks[d].total();
                    years[d] = f64::from(year + 1 - FROM);
                }
                if rake {
                    let factor = heads / stocks[d].total();
                    stocks[d].scale(factor);
                }
            }
        }
    }
    Paths { last: stocks, residual, years }
}

/// Published totals of a year; where they are not trusted, 2022 and the national change.
fn scaled_totals(observed: &Observed, stocks: &[Stock], year: u16) -> Option<Vec<(f64, bool)>> {
    let totals = observed.totals.get(&year)?;
    let before = observed.totals.values().next()?;
    let (mut now, mut then) = (0.0, 0.0);
    for (late, early) in totals.iter().zip(before) {
        if let (Some(late), Some(early)) = (late, early) {
            now += late;
            then += early;
        }
    }
    let fallback = |d: usize| before[d].map_or(stocks[d].total(), |heads| heads * now / then);
    Some(totals.iter().enumerate().map(|(d, heads)| (heads.unwrap_or_else(|| fallback(d)), heads.is_some())).collect())
}

pub(super) fn start_of(observed: &Observed, levels: &Levels, departement: usize) -> Stock {
    let modes = &observed.modes[&FROM][departement];
    let salaried = (modes[2] + modes[3]) / modes.iter().sum::<f64>();
    start(&single_ages(&observed.ages_2018[departement].map(|heads| heads * EDITION)), salaried, levels)
}

/// Heads of 1 January 2026 by place and status, and the modelled ages under both explanations.
#[must_use]
pub fn workforce(observed: &Observed, paths: &[Vec<Stock>; 2], territories: &[f64]) -> Workforce {
    let count = observed.departements();
    let total = observed.national[&TO][0];
    let mean = |d: usize, of: &dyn Fn(&Stock) -> f64| (of(&paths[0][d]) + of(&paths[1][d])) / 2.0;
    let totals: Vec<f64> = (0..count).map(|d| mean(d, &Stock::total)).collect();
    let totals = largest_remainder(&totals, total as u32);
    let retired = retired_active(observed, mean);
    let salaried = salaried_2025(observed);
    let geography = &observed.geography;
    let mut heads = vec![[0; 4]; geography.places()];
    let mut by_status = vec![[0; 4]; count];
    for d in 0..count {
        let cnam = (observed.cnam[d][0] as u32).min(totals[d]);
        let raw = (f64::from(totals[d]) - observed.cnam[d][0] - salaried[d]) / f64::from(totals[d]);
        let share = ((raw + LOCUM_SHARE) / 2.0).clamp(LOCUM_BOUNDS[0], LOCUM_BOUNDS[1]);
        let locum = (libm::round(share * f64::from(totals[d])) as u32).min(totals[d] - cnam);
        let retired = retired[d].min(cnam);
        by_status[d] = [cnam - retired, locum, totals[d] - cnam - locum, retired];
        let range = geography.departements[d].territories.clone();
        for status in [Status::Installed, Status::RetiredActive] {
            let parts = largest_remainder(&territories[range.clone()], by_status[d][status as usize]);
            range.clone().zip(parts).for_each(|(territory, part)| heads[territory][status as usize] = part);
        }
        for status in [Status::Locum, Status::Salaried] {
            heads[geography.place_of(d)][status as usize] = by_status[d][status as usize];
        }
    }
    let ages = [0, 1].map(|e| (0..count).map(|d| age_mixes(&paths[e][d], &by_status[d])).collect());
    Workforce { heads, ages }
}

/// Weight of each territory within its département, summing to 1: population × APL^1.5.
#[must_use]
pub fn territory_weights(observed: &Observed, apl: &[f64]) -> Vec<f64> {
    let geography = &observed.geography;
    let raw = |t: usize| f64::from(observed.territory_population[t][0]) * libm::pow(apl[t], APL_POWER);
    (0..geography.territories.len())
        .map(|t| {
            let range = geography.departements[geography.territories[t].departement].territories.clone();
            raw(t) / range.map(raw).sum::<f64>()
        })
        .collect()
}

/// Retired-active by département: the modelled share of those with a list, brought to the national order.
fn retired_active(observed: &Observed, mean: impl Fn(usize, &dyn Fn(&Stock) -> f64) -> f64) -> Vec<u32> {
    let expected = |d: usize| {
        let retired = mean(d, &|stock| stock.of(Status::RetiredActive));
        observed.cnam[d][0] * retired / (retired + mean(d, &|stock| stock.of(Status::Installed)))
    };
    let expected: Vec<f64> = (0..observed.departements()).map(expected).collect();
    largest_remainder(&expected, RETIRED_ACTIVE as u32)
}

/// Salaried GPs in 2025 if every département had changed like France since 2018.
fn salaried_2025(observed: &Observed) -> Vec<f64> {
    let of = |modes: &[f64; 4]| modes[2] + modes[3];
    let modes = &observed.modes[&FROM];
    let sum: f64 = modes.iter().map(of).sum();
    let target = observed.targets.iter().find(|target| target.name == "salaried").map_or(sum, |target| target.value);
    modes.iter().map(|modes| of(modes) * target / sum).collect()
}

/// Integer weights of the ages of each status, summing to its heads in thousandths.
pub(super) fn age_mixes(stock: &Stock, heads: &[u32; 4]) -> [AgeMix; 4] {
    std::array::from_fn(|status| {
        let weights: Vec<f64> = stock.0[status].iter().flatten().copied().collect();
        let parts = largest_remainder(&weights, (f64::from(heads[status]) * MILLI) as u32);
        std::array::from_fn(|sex| std::array::from_fn(|age| parts[sex * AGES + age]))
    })
}
