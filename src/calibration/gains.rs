//! How many heads each département gains in a year, before exits.
//!
//! The entrants of a département stand in proportion to its GPs, corrected by two things. Half of the departures that its own ages
//! announce beyond those of France are replaced, since own-age ageing overlaps with past drift; and half of its drift
//! goes on, half of it shared with the départements around. Half is the correlation of the growth of départements in 2013-16
//! with that in 2016-18. The hindcast (`docs/method.md`) is of this rule.

use super::{
    behaviour::Rules,
    choice::smooth,
    cohort::{COHORT_YEARS, EDITION, FROM, Stock, closing, locum_rates},
    observed::Observed,
};
use crate::territory::Geography;

/// Part of the drift that goes on, and of the announced departures that are replaced.
pub(super) const HALF: f64 = 0.5;
/// Least and greatest factor on the entrants of a département.
const CORRECTION: [f64; 2] = [0.4, 2.0];

/// Gains by département, which sum to `entrants`, for stocks whose growth against France drifts by so much a year.
#[must_use]
pub fn gains(stocks: &[Stock], rules: &Rules, drift: &[f64], entrants: f64) -> Vec<f64> {
    let france = sum(stocks);
    let rates = locum_rates(&france, rules);
    let leaving = |stock: &Stock| -libm::log(closing(stock, rules, &rates).total() / stock.total()) / COHORT_YEARS as f64;
    let (exits, a_year) = (leaving(&france), entrants / france.total());
    let weight = |(stock, drift): (&Stock, &f64)| {
        let asked = HALF * (leaving(stock) - exits) + HALF * drift;
        stock.total() * (1.0 + asked / a_year).clamp(CORRECTION[0], CORRECTION[1])
    };
    let weights: Vec<f64> = stocks.iter().zip(drift).map(weight).collect();
    let all: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| entrants * weight / all).collect()
}

/// Drift of each département drawn half-way to that of the départements around, which weigh by their heads.
#[must_use]
pub fn halfway(geography: &Geography, own: &[f64], heads: &[f64]) -> Vec<f64> {
    own.iter().zip(smooth(geography, own, heads)).map(|(own, around)| HALF * (own + around)).collect()
}

/// Growth of each département against France a year, from 2018 to its last total that is trusted; half-way to that around.
#[must_use]
pub fn drift_since(observed: &Observed) -> Vec<f64> {
    let before: Vec<f64> = observed.ages_2018.iter().map(|bands| EDITION * bands.iter().sum::<f64>()).collect();
    let mut own = vec![0.0; before.len()];
    for (year, totals) in &observed.totals {
        let both = || before.iter().zip(totals).filter_map(|(before, total)| total.map(|total| (before, total)));
        let france = both().map(|(_, total)| total).sum::<f64>() / both().map(|(before, _)| before).sum::<f64>();
        for (own, (before, total)) in own.iter_mut().zip(before.iter().zip(totals)) {
            if let Some(total) = total {
                *own = libm::log(total / before / france) / f64::from(year - FROM);
            }
        }
    }
    halfway(&observed.geography, &own, &before)
}

/// The stock of France.
#[must_use]
pub fn sum(stocks: &[Stock]) -> Stock {
    let mut all = Stock::default();
    for stock in stocks {
        let cells = all.0.iter_mut().flatten().flatten().zip(stock.0.iter().flatten().flatten());
        cells.for_each(|(all, heads)| *all += heads);
    }
    all
}
