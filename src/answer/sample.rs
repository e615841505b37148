//! The trajectories of a few places, kept one by one: what sums over years and differences need.

use crate::{
    cohort::Count,
    engine::indicators::{Layout, Level},
    ensemble::{Histogram, RunError, Simulate, run_together},
    statistics::{
        comparison::Effect,
        projection::{place, position},
    },
};
use std::{collections::BTreeMap, ops::Range, sync::atomic::AtomicBool};

/// What is kept of each place, for every year in which it has a value.
const KEPT: [(&str, Option<Count>); 17] = [
    ("headcount", Some(Count::P1)),
    ("headcount", Some(Count::P5)),
    ("density", Some(Count::P1)),
    ("trough_year", Some(Count::P1)),
    ("trough_value", Some(Count::P1)),
    ("acts_per_inhabitant", None),
    ("without_mt", None),
    ("without_mt_share", None),
    ("entrants", None),
    ("graduates", None),
    ("exits", None),
    ("retirements", None),
    ("cumul_entries", None),
    ("arrivals", None),
    ("departures", None),
    ("dj_headcount", None),
    ("dj_fte", None),
];

/// The trajectories of several scenarios at the same addresses, the first of which is the reference.
#[derive(Debug)]
pub struct Samples {
    layout: Layout,
    /// By position in a row: its rank among what is kept.
    ranks: BTreeMap<usize, usize>,
    /// `values[scenario][rank][trajectory]`.
    values: Vec<Vec<Vec<i32>>>,
    digest: blake3::Hash,
}

/// Simulates scenarios on the same trajectories and keeps those of `places`, by level and code.
///
/// # Errors
/// See [`crate::ensemble::run`].
pub fn simulate<S: Simulate>(
    simulations: &[&S],
    places: &[(Level, String)],
    range: Range<u32>,
    threads: usize,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Samples, RunError> {
    let Some(first) = simulations.first() else { return Err(RunError::Cancelled) };
    let layout = first.layout().clone();
    let ranks = ranks(&layout, places);
    let mut values = vec![vec![Vec::with_capacity(range.len()); ranks.len()]; simulations.len()];
    let mut hasher = blake3::Hasher::new();
    let length = layout.len();
    let take = &mut |number: usize, _: Range<u32>, rows: &[i32], digests: &[blake3::Hash]| {
        digests.iter().for_each(|digest| _ = hasher.update(digest.as_bytes()));
        for (position, rank) in &ranks {
            values[number][*rank].extend(rows.iter().skip(*position).step_by(length));
        }
    };
    run_together(simulations, range, threads, progress, cancelled, take)?;
    Ok(Samples { layout, digest: hasher.finalize(), ranks, values })
}

fn ranks(layout: &Layout, places: &[(Level, String)]) -> BTreeMap<usize, usize> {
    let years = layout.start..layout.start + layout.years as u16;
    let of_place = |(level, code): &(Level, String)| {
        let place = place(layout, *level, code, "")?;
        let of = |(indicator, count)| years.clone().filter_map(move |year| position(layout, place, indicator, count, year));
        Some(KEPT.into_iter().flat_map(of).collect::<Vec<_>>())
    };
    let mut positions: Vec<_> = places.iter().filter_map(of_place).flatten().collect();
    positions.sort_unstable();
    positions.dedup();
    positions.into_iter().zip(0..).collect()
}

impl Samples {
    /// Digest of every row of every scenario, whatever the places kept.
    #[must_use]
    pub fn digest(&self) -> blake3::Hash {
        self.digest
    }

    /// Number of trajectories of each scenario.
    #[must_use]
    pub fn trajectories(&self) -> usize {
        self.values.first().and_then(|series| series.first()).map_or(0, Vec::len)
    }

    /// First year and horizon.
    #[must_use]
    pub fn years(&self) -> (u16, u16) {
        (self.layout.start, self.layout.start + (self.layout.years - 1) as u16)
    }

    /// The values of a series; none where it is not kept or has no value in that year. A value of the whole run stands at
    /// the horizon.
    #[must_use]
    pub fn series(
        &self,
        scenario: usize,
        at: &(Level, String),
        indicator: &str,
        count: Option<Count>,
        year: u16,
    ) -> Option<Series> {
        let position = position(&self.layout, place(&self.layout, at.0, &at.1, "")?, indicator, count, year)?;
        let scale = self.layout.key(position).slot.indicator.scale;
        let values = self.values.get(scenario)?.get(*self.ranks.get(&position)?)?.clone();
        Some(Series { values, scale })
    }

    /// The sum of a flow over all years, trajectory by trajectory.
    #[must_use]
    pub fn total(&self, scenario: usize, at: &(Level, String), indicator: &str) -> Option<Series> {
        let (start, horizon) = self.years();
        let mut years = (start..horizon).filter_map(|year| self.series(scenario, at, indicator, None, year));
        let first = years.next()?;
        Some(years.fold(first, |sum, year| sum.plus(&year)))
    }
}

/// Values by trajectory, as integers of the row.
#[derive(Clone, Debug)]
pub struct Series {
    values: Vec<i32>,
    scale: u32,
}

impl Series {
    /// The sum with another, trajectory by trajectory.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.with(other, i32::saturating_add)
    }

    /// The difference from another, trajectory by trajectory.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.with(other, i32::saturating_sub)
    }

    fn with(&self, other: &Self, of: fn(i32, i32) -> i32) -> Self {
        Self { values: self.values.iter().zip(&other.values).map(|(&a, &b)| of(a, b)).collect(), scale: self.scale }
    }

    /// Mean, quantiles and sign.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let mut histogram = Histogram::new(1);
        histogram.add(&self.values);
        Effect::of(&histogram, self.scale)
    }
}
