//! Inhabitants to 2070: cohort ratios by département, raked to the growth of INSEE's central scenario.
//!
//! Five-year ages of 2021 move on by the ratios seen in 2011-16 and 2016-21 (survival and migration together), drawn half-way to the national
//! ratio; 2026 is raked to the estimates by broad age; after 2026 the national total follows the growth index of the central scenario, whose
//! level has already been passed.

use super::observed::Observed;
use crate::baseline::{LAST_HORIZON, START};

/// Five-year ages.
const AGES: usize = 20;
/// Weight of the national ratio.
const SHRINK: f64 = 0.5;
/// First five-year age of each broad age, and the end.
const BROAD: [usize; 6] = [0, 4, 8, 12, 15, 20];
/// INSEE's central scenario, millions on 1 January (Première 1930): 66.9 in 2018, the peak of 69.3 in 2044, 68.1 in 2070.
const CENTRAL: [(f64, f64); 3] = [(2018.0, 66.9), (2044.0, 69.3), (2070.0, 68.1)];

type Ages = [f64; AGES];

/// `heads[year - START][departement][group]`, from `START` to `LAST_HORIZON`.
#[must_use]
pub fn project(observed: &Observed) -> Vec<Vec<[u32; 5]>> {
    let now = &observed.population[&START];
    let ratios = ratios(observed);
    let last = observed.population_ages[&2021].iter().map(|ages| ages.unwrap_or([0.0; AGES]));
    let mut ages: Vec<Ages> =
        last.zip(&ratios).zip(now).map(|((ages, ratios), broad)| rake(&advance(&ages, ratios), broad)).collect();
    let mut steps = vec![ages.clone()];
    while steps.len() * 5 <= usize::from(LAST_HORIZON - START) + 5 {
        ages = ages.iter().zip(&ratios).map(|(ages, ratios)| advance(ages, ratios)).collect();
        steps.push(ages.clone());
    }
    let base: f64 = now.iter().flatten().sum();
    (START..=LAST_HORIZON).map(|year| of_year(&steps, year, base)).collect()
}

fn of_year(steps: &[Vec<Ages>], year: u16, base: f64) -> Vec<[u32; 5]> {
    let years = usize::from(year - START);
    let (step, part) = (years / 5, (years % 5) as f64 / 5.0);
    let between =
        |d: usize| broad(&std::array::from_fn(|age| steps[step][d][age] * (1.0 - part) + steps[step + 1][d][age] * part));
    let groups: Vec<[f64; 5]> = (0..steps[0].len()).map(between).collect();
    let wanted = base * central(f64::from(year)) / central(f64::from(START));
    let factor = wanted / groups.iter().flatten().sum::<f64>();
    groups.into_iter().map(|groups| groups.map(|heads| libm::round(heads * factor) as u32)).collect()
}

/// The central scenario, millions: two parabolas that meet flat at the peak.
fn central(year: f64) -> f64 {
    let [first, peak, last] = CENTRAL;
    let end = if year < peak.0 { first } else { last };
    let x = (year - peak.0) / (end.0 - peak.0);
    peak.1 + (end.1 - peak.1) * x * x
}

fn broad(ages: &Ages) -> [f64; 5] {
    std::array::from_fn(|group| ages[BROAD[group]..BROAD[group + 1]].iter().sum())
}

fn rake(ages: &Ages, wanted: &[f64; 5]) -> Ages {
    let given = broad(ages);
    std::array::from_fn(|age| {
        let group = (0..5).rfind(|&group| BROAD[group] <= age).unwrap_or(0);
        ages[age] * wanted[group] / given[group]
    })
}

/// Ratios over five years: `[0]` children under 5 per inhabitant aged 20-39 five years later, then each age from the one before; the last
/// one from the two oldest.
fn ratio(before: &Ages, after: &Ages) -> Ages {
    std::array::from_fn(|age| match age {
        0 => after[0] / after[4..8].iter().sum::<f64>(),
        19 => after[19] / (before[18] + before[19]),
        _ => after[age] / before[age - 1],
    })
}

fn advance(ages: &Ages, ratios: &Ages) -> Ages {
    let mut next: Ages = std::array::from_fn(|age| match age {
        0 => 0.0,
        19 => (ages[18] + ages[19]) * ratios[19],
        _ => ages[age - 1] * ratios[age],
    });
    next[0] = next[4..8].iter().sum::<f64>() * ratios[0];
    next
}

/// Ratios of every département: the mean of the two windows on the log scale, drawn half-way to France.
fn ratios(observed: &Observed) -> Vec<Ages> {
    let windows = [(2011, 2016), (2016, 2021)];
    let counted = |year: u16, d: usize| observed.population_ages.get(&year).and_then(|rows| rows[d]);
    let mean = |found: &[Ages]| -> Ages {
        std::array::from_fn(|age| libm::exp(found.iter().map(|ratio| libm::log(ratio[age])).sum::<f64>() / found.len() as f64))
    };
    let of = |d: usize| -> Vec<Ages> {
        windows.iter().filter_map(|&(from, to)| Some(ratio(&counted(from, d)?, &counted(to, d)?))).collect()
    };
    let both = |d: &usize| windows.iter().all(|&(from, to)| counted(from, *d).is_some() && counted(to, *d).is_some());
    let complete: Vec<usize> = (0..observed.departements()).filter(both).collect();
    let sum = |year: u16| -> Ages {
        std::array::from_fn(|age| complete.iter().filter_map(|&d| counted(year, d)).map(|ages| ages[age]).sum())
    };
    let national = mean(&windows.map(|(from, to)| ratio(&sum(from), &sum(to))));
    (0..observed.departements())
        .map(|d| {
            let own = of(d);
            if own.is_empty() { national } else { blend(&mean(&own), &national) }
        })
        .collect()
}

fn blend(own: &Ages, national: &Ages) -> Ages {
    std::array::from_fn(|age| libm::pow(own[age], 1.0 - SHRINK) * libm::pow(national[age], SHRINK))
}
