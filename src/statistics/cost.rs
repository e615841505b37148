//! What a gain costs: public money per FTE gained and per person with a médecin traitant gained.
//!
//! Costs and gains are differences with the reference, added up over the years to the horizon in each trajectory. Where
//! nothing is gained the ratio is not defined: it counts as infinite, so that quantiles remain those of all trajectories.
//! Only policies whose price a source gives have a cost, and where none has there is nothing to show.

use super::{
    projection::position,
    quantiles::{PROBABILITIES, type_7},
};
use crate::{
    cohort::Count,
    engine::indicators::{Layout, When},
    ensemble::Differences,
};

/// What is added up over the years: the cost, then each gain and its sign.
const COST: (&str, Option<Count>) = ("public_cost", None);
const FTE: (&str, Option<Count>) = ("fte", Some(Count::P1));
const WITHOUT_MT: (&str, Option<Count>) = ("without_mt", None);

/// The cost of a variant over the reference, of France to the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Thousand euros in all.
    pub total: Spread,
    /// Thousand euros per FTE gained and year.
    pub per_fte: Spread,
    /// Thousand euros per person with a médecin traitant gained and year.
    pub per_person: Spread,
}

/// How a figure is spread over the trajectories.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Share of the trajectories in which it is defined.
    pub defined: f64,
    /// Quantiles at [`PROBABILITIES`] among all trajectories, infinite where it is not defined.
    pub q: [f64; 9],
}

/// Where the values stand that the cost asks for, to be watched in a comparison whose first place is France.
#[must_use]
pub fn watched(layout: &Layout) -> Vec<usize> {
    [COST, FTE, WITHOUT_MT].into_iter().flat_map(|series| yearly(layout, series)).collect()
}

/// The cost of a variant, from the trajectories of which the differences keep the values; `None` where there is none.
#[must_use]
pub fn of(differences: &Differences) -> Option<Cost> {
    let layout = differences.layout();
    let sums = |series| sums(differences, &yearly(layout, series));
    let (cost, fte, without_mt) = (sums(COST), sums(FTE), sums(WITHOUT_MT));
    // Each year of each scenario is rounded to a thousand euros: a sum within their number may be rounding alone.
    let rounding = yearly(layout, COST).len() as u64;
    if cost.iter().all(|cost| cost.unsigned_abs() <= rounding) {
        return None;
    }
    let scale = layout.slots.iter().find(|slot| slot.name() == FTE.0).map_or(1.0, |slot| f64::from(slot.indicator.scale));
    Some(Cost {
        total: spread(cost.iter().map(|cost| *cost as f64).collect()),
        per_fte: spread(ratios(&cost, &fte, 1.0 / scale)),
        per_person: spread(ratios(&cost, &without_mt, -1.0)),
    })
}

/// Where a series of France stands in each year in which it has a value, the known start apart.
fn yearly(layout: &Layout, (indicator, count): (&str, Option<Count>)) -> Vec<usize> {
    let flow = layout.slots.iter().any(|slot| slot.name() == indicator && slot.indicator.when == When::Flow);
    let first = layout.start + u16::from(!flow);
    let years = first..layout.start + layout.years as u16;
    years.filter_map(|year| position(layout, 0, indicator, count, year)).collect()
}

/// The sum of the differences at some positions, by trajectory.
fn sums(differences: &Differences, positions: &[usize]) -> Vec<i64> {
    let samples: Vec<_> = positions.iter().filter_map(|position| differences.sample(*position)).collect();
    let trajectories = samples.first().map_or(0, |sample| sample.len());
    (0..trajectories).map(|at| samples.iter().map(|sample| i64::from(sample[at])).sum()).collect()
}

/// Cost over gain, a gain being `unit` of the integer.
fn ratios(costs: &[i64], gains: &[i64], unit: f64) -> Vec<f64> {
    let ratio = |(cost, gain): (&i64, &i64)| {
        let gain = *gain as f64 * unit;
        if gain > 0.0 { *cost as f64 / gain } else { f64::INFINITY }
    };
    costs.iter().zip(gains).map(ratio).collect()
}

fn spread(mut values: Vec<f64>) -> Spread {
    values.sort_by(f64::total_cmp);
    let defined = values.iter().filter(|value| value.is_finite()).count() as f64 / values.len().max(1) as f64;
    Spread { defined, q: PROBABILITIES.map(|probability| type_7(&values, probability)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gains_nothing_costs_without_bound() {
        // Thousand euros and thousandths of an FTE: 10 k€ for one, for two, for none, for a loss.
        let found = spread(ratios(&[10; 4], &[1_000, 2_000, 0, -500], 1e-3));
        assert_eq!((found.defined, found.q[0]), (0.5, 5.0 + 5.0 * 0.075));
        assert_eq!(found.q[4..], [f64::INFINITY; 5]);
        let people = spread(ratios(&[10, 10], &[-5, -5], -1.0));
        assert_eq!((people.defined, people.q), (1.0, [2.0; 9]));
    }

    #[test]
    fn a_policy_that_saves_has_a_cost_below_nothing() {
        assert_eq!(ratios(&[-10], &[5], 1.0), [-2.0]);
    }
}
