//! What is reported: names, units, resolutions, and where each value stands in the row of a trajectory.

pub use super::registry::INDICATORS;
pub use super::thresholds::{Threshold, UNDER};

use super::{inequality::Spread, tally::Tally};
use crate::{cohort::Count, territory::Geography, text::Text};
use std::borrow::Cow;

/// Geographical level of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// All of France.
    France,
    /// The 18 régions.
    Region,
    /// The 101 départements.
    Departement,
    /// The territories: département × zone class.
    Territory,
}

impl Level {
    /// All four.
    pub const ALL: [Self; 4] = [Self::France, Self::Region, Self::Departement, Self::Territory];

    /// The word used in files and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::France => "france",
            Self::Region => "region",
            Self::Departement => "departement",
            Self::Territory => "territory",
        }
    }
}

/// An indicator. In a row it is an integer: its value × `scale`.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Name in files.
    pub name: &'static str,
    /// Unit in files and on screen.
    pub unit: Text,
    /// Definition.
    pub about: Text,
    /// The counts it exists for; none: it does not depend on who is counted.
    pub counts: &'static [Count],
    /// Integers per unit.
    pub scale: u32,
    /// Width of a histogram bin, in integers of the row, by level; 1 gives exact quantiles.
    pub widths: [u32; 4],
    /// Decimals shown in files.
    pub decimals: usize,
    /// When it has a value.
    pub when: When,
    /// Levels at which it has a value.
    pub levels: &'static [Level],
    pub(crate) value: Value,
}

impl Indicator {
    /// The integer of the row, where it is read from a tally; else 0.
    #[inline]
    pub(super) fn of(&self, tally: &Tally, count: Option<Count>) -> i32 {
        match self.value {
            Value::Of(value) => {
                let value = value.of(tally, count.unwrap_or(Count::P1));
                debug_assert!(i32::try_from(value).is_ok(), "{} is too large for a row: {value}", self.name);
                value as i32
            }
            _ => 0,
        }
    }

    /// Whether it counts what happens to GPs during a year.
    #[must_use]
    pub fn is_flow_of_gps(&self) -> bool {
        self.when == When::Flow && self.unit.en == "GPs"
    }

    /// Whether a share of it means something: a date has none, nor has a yes or no.
    #[must_use]
    pub fn has_ratio(&self) -> bool {
        !matches!(self.value, Value::TroughYear | Value::Under)
    }
}

/// When an indicator has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On 1 January of each year.
    Stock,
    /// During each year but the horizon.
    Flow,
    /// Once for the whole run, shown at the horizon.
    Run,
}

/// What is read from a tally for a count.
pub(crate) trait Read: Sync {
    fn of(&self, tally: &Tally, count: Count) -> i64;

    /// Reads the tallies of a level.
    fn each(&self, tallies: &[Tally], count: Count, values: &mut [i32]);
}

impl<F: Fn(&Tally, Count) -> i64 + Sync> Read for F {
    fn of(&self, tally: &Tally, count: Count) -> i64 {
        self(tally, count)
    }

    fn each(&self, tallies: &[Tally], count: Count, values: &mut [i32]) {
        for (tally, value) in tallies.iter().zip(values) {
            let read = self(tally, count);
            debug_assert!(i32::try_from(read).is_ok(), "too large for a row: {read}");
            *value = read as i32;
        }
    }
}

impl std::fmt::Debug for dyn Read {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("of a tally")
    }
}

/// How an indicator is read from a tally.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Of(&'static dyn Read),
    Spread(fn(&Spread) -> i64),
    TroughYear,
    TroughHeads,
    /// Whether the value of a threshold is under its limit: 1 or 0.
    Under,
    /// In how many départements it is.
    Departements,
}

impl Slot {
    /// The slot of an indicator of the registry.
    #[must_use]
    pub const fn new(indicator: &'static Indicator, count: Option<Count>) -> Self {
        Self { indicator, count, threshold: None }
    }

    /// The name in files: that of the indicator, with the limit of a threshold (`density_under_40`).
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        match self.threshold {
            None => self.indicator.name.into(),
            Some(threshold) => threshold.name_of(self.indicator).into(),
        }
    }

    /// Whether it has a value at a level: not every indicator, hence not every threshold on one, has.
    #[must_use]
    pub fn exists_at(&self, level: Level) -> bool {
        let watched = |threshold: Threshold| threshold.indicator.levels.contains(&level);
        self.indicator.levels.contains(&level) && self.threshold.is_none_or(watched)
    }

    /// The integer of the row, for a slot of the run: the lowest of `stocks`, the first when tied.
    pub(super) fn trough(&self, start: u16, stocks: &[i32]) -> i32 {
        let lowest = stocks.iter().copied().min().unwrap_or(0);
        match self.indicator.value {
            Value::TroughYear => i32::from(start) + stocks.iter().position(|stock| *stock == lowest).unwrap_or(0) as i32,
            _ => lowest,
        }
    }
}

/// A place of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Level.
    pub level: Level,
    /// `FR`, INSEE région, or département.
    pub code: String,
    /// Zone class of a territory, else empty.
    pub zone: &'static str,
    /// Index among the places of its level.
    pub index: usize,
}

/// One column of a year's slab: an indicator, for a count where it applies.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// The count.
    pub count: Option<Count>,
    /// Of [`UNDER`]: what is under which limit.
    pub threshold: Option<Threshold>,
}

/// The order of a row: for each place, for each yearly slot, for each year; then for each place the slots of the run.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Places, level by level.
    pub places: Vec<Place>,
    /// Yearly slots.
    pub slots: Vec<Slot>,
    /// Slots of the whole run.
    pub run_slots: Vec<Slot>,
    /// First year.
    pub start: u16,
    /// Number of years.
    pub years: usize,
}

/// What a series is.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Where.
    pub place: &'a Place,
    /// Which year.
    pub year: u16,
    /// What.
    pub slot: Slot,
}

impl Layout {
    /// The layout for some levels and a horizon.
    #[must_use]
    pub fn new(geography: &Geography, levels: &[Level], start: u16, horizon: u16) -> Self {
        let places =
            Level::ALL.into_iter().filter(|level| levels.contains(level)).flat_map(|level| places(geography, level)).collect();
        let slots =
            |of_run| INDICATORS.iter().filter(move |indicator| (indicator.when == When::Run) == of_run).flat_map(slots_of);
        Self {
            places,
            slots: slots(false).collect(),
            run_slots: slots(true).collect(),
            start,
            years: usize::from(horizon - start) + 1,
        }
    }

    /// The same with what `thresholds` ask for, in one order and once each, whatever theirs.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: &[Threshold]) -> Self {
        self.slots.retain(|slot| slot.threshold.is_none());
        self.slots.extend(super::thresholds::slots(thresholds));
        self
    }

    /// The thresholds it reports.
    #[must_use]
    pub fn thresholds(&self) -> Vec<Threshold> {
        let mut thresholds: Vec<_> = self.slots.iter().filter_map(|slot| slot.threshold).collect();
        thresholds.dedup();
        thresholds
    }

    /// Whether a series has a value: flows have none at the horizon, and not every indicator has one at every level.
    #[must_use]
    pub fn has_value(&self, key: &Key<'_>) -> bool {
        let in_time = key.slot.indicator.when != When::Flow || usize::from(key.year - self.start) + 1 < self.years;
        in_time && key.slot.exists_at(key.place.level)
    }

    /// Number of series: the length of a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len() * (self.slots.len() * self.years + self.run_slots.len())
    }

    /// Whether there is no series.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The levels of its places, in order.
    pub(super) fn levels(&self) -> impl Iterator<Item = Level> + '_ {
        let of = |level| self.places.iter().any(|place| place.level == level);
        Level::ALL.into_iter().filter(move |level| of(*level))
    }

    /// Where the value of a yearly slot stands in a row.
    #[inline]
    #[must_use]
    pub fn at(&self, place: usize, slot: usize, year: usize) -> usize {
        (place * self.slots.len() + slot) * self.years + year
    }

    /// Where the value of a slot of the run stands in a row.
    #[inline]
    #[must_use]
    pub fn at_run(&self, place: usize, slot: usize) -> usize {
        self.places.len() * self.slots.len() * self.years + place * self.run_slots.len() + slot
    }

    /// What stands at a position of a row.
    #[must_use]
    pub fn key(&self, position: usize) -> Key<'_> {
        let yearly = self.places.len() * self.slots.len() * self.years;
        if position < yearly {
            let (series, year) = (position / self.years, position % self.years);
            let (place, slot) = (series / self.slots.len(), series % self.slots.len());
            Key { place: &self.places[place], year: self.start + year as u16, slot: self.slots[slot] }
        } else {
            let (place, slot) = ((position - yearly) / self.run_slots.len(), (position - yearly) % self.run_slots.len());
            Key { place: &self.places[place], year: self.start + (self.years - 1) as u16, slot: self.run_slots[slot] }
        }
    }
}

fn slots_of(indicator: &'static Indicator) -> Vec<Slot> {
    if indicator.counts.is_empty() {
        return vec![Slot::new(indicator, None)];
    }
    indicator.counts.iter().map(|count| Slot::new(indicator, Some(*count))).collect()
}

fn places(geography: &Geography, level: Level) -> Vec<Place> {
    let place = |(index, (code, zone)): (usize, (&str, &'static str))| Place { level, code: code.to_owned(), zone, index };
    match level {
        Level::France => vec![place((0, ("FR", "")))],
        Level::Region => geography.regions.iter().map(|region| (region.code.as_str(), "")).enumerate().map(place).collect(),
        Level::Departement => {
            geography.departements.iter().map(|departement| (departement.code.as_str(), "")).enumerate().map(place).collect()
        }
        Level::Territory => geography
            .territories
            .iter()
            .map(|territory| (geography.departements[territory.departement].code.as_str(), territory.zone.key()))
            .enumerate()
            .map(place)
            .collect(),
    }
}
