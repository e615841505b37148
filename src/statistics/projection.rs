//! The projection: what is reported of every series of a scenario.

use super::quantiles::Summary;
use crate::{
    cohort::Count,
    engine::indicators::{Key, Layout, Level, Slot},
    ensemble::Cube,
};
use rayon::prelude::*;

/// The quantiles of a scenario, by series.
#[derive(Clone, Debug)]
pub struct Projection {
    /// Name of the scenario.
    pub scenario: String,
    /// Number of trajectories.
    pub trajectories: u32,
    /// What the series are.
    pub layout: Layout,
    /// One per series, in the order of the layout.
    pub summaries: Vec<Summary>,
}

impl Projection {
    /// The projection of the trajectories of `cube`.
    #[must_use]
    pub fn of(scenario: &str, cube: &Cube) -> Self {
        let layout = cube.layout();
        let scale = |position| layout.key(position).slot.indicator.scale;
        let summary = |(position, histogram)| Summary::of(histogram, scale(position));
        Self {
            scenario: scenario.to_owned(),
            trajectories: cube.trajectories().len() as u32,
            layout: layout.clone(),
            summaries: cube.series().par_iter().enumerate().map(summary).collect(),
        }
    }

    /// One series; `zone` is empty but for a territory. `None` where no such series was run
    /// or it has no value (a flow at the horizon).
    #[must_use]
    pub fn get(
        &self,
        level: Level,
        code: &str,
        zone: &str,
        indicator: &str,
        count: Option<Count>,
        year: u16,
    ) -> Option<&Summary> {
        let place = place(&self.layout, level, code, zone)?;
        self.summaries.get(position(&self.layout, place, indicator, count, year)?)
    }

    /// Every series that has a value, in the order of files.
    pub fn rows(&self) -> impl Iterator<Item = (Key<'_>, &Summary)> {
        order(&self.layout).map(|position| (self.layout.key(position), &self.summaries[position]))
    }

    /// The last year.
    #[must_use]
    pub fn horizon(&self) -> u16 {
        self.layout.start + (self.layout.years - 1) as u16
    }
}

/// A place among those of a layout; `zone` is empty but for a territory.
#[must_use]
pub fn place(layout: &Layout, level: Level, code: &str, zone: &str) -> Option<usize> {
    layout.places.iter().position(|place| place.level == level && place.code == code && place.zone == zone)
}

/// Where a series of a place stands. `None` where there is no such series or it has no value (a flow at the horizon).
#[must_use]
pub fn position(layout: &Layout, place: usize, indicator: &str, count: Option<Count>, year: u16) -> Option<usize> {
    let find = |slots: &[Slot]| slots.iter().position(|slot| slot.name() == indicator && slot.count == count);
    let age = usize::from(year.checked_sub(layout.start)?);
    let position = match find(&layout.slots) {
        Some(slot) if age < layout.years => layout.at(place, slot, age),
        Some(_) => return None,
        None if age + 1 == layout.years => layout.at_run(place, find(&layout.run_slots)?),
        None => return None,
    };
    Some(position).filter(|position| layout.has_value(&layout.key(*position)))
}

/// Positions of the series that have a value, in the order of files: place by place, its yearly indicators by count and
/// year, then those of the run.
pub fn order(layout: &Layout) -> impl Iterator<Item = usize> {
    let (yearly, of_run) = (layout.slots.len() * layout.years, layout.run_slots.len());
    let positions = move |place| {
        let run = layout.places.len() * yearly + place * of_run;
        (place * yearly..(place + 1) * yearly).chain(run..run + of_run)
    };
    (0..layout.places.len()).flat_map(positions).filter(|position| layout.has_value(&layout.key(*position)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::tests::run_toy;

    #[test]
    fn a_series_is_found_by_its_name_and_nothing_else_is() {
        let cube = run_toy(0..50, 1);
        let projection = Projection::of("essai", &cube);
        let layout = cube.layout();
        let get = |level, code, indicator, year| projection.get(level, code, "", indicator, None, year);
        let at = |position: usize| Some(&projection.summaries[position]);
        assert_eq!(get(Level::Region, "84", "fte", 2028), at(layout.at(2, 1, 2)));
        assert_eq!(get(Level::Region, "53", "trough_year", 2028), at(layout.at_run(1, 0)));
        assert_eq!(get(Level::Region, "84", "trough_year", 2027), None);
        assert_eq!(get(Level::Region, "84", "fte", 2029), None);
        assert_eq!(get(Level::Region, "84", "fte", 2025), None);
        assert!(get(Level::Region, "84", "installations", 2027).is_some());
        assert_eq!(get(Level::Region, "84", "installations", 2028), None);
        assert_eq!(get(Level::France, "84", "fte", 2026), None);
        assert!((projection.summaries[layout.at(0, 1, 0)].mean - 102.5).abs() < 2.5, "milli-units become units");
    }

    #[test]
    fn rows_show_every_series_once_place_by_place() {
        let projection = Projection::of("essai", &run_toy(0..5, 1));
        let rows: Vec<_> =
            projection.rows().map(|(key, _)| (key.place.code.clone(), key.slot.indicator.name, key.year)).collect();
        // Three places: two stocks in three years, a flow in two, a value of the run.
        assert_eq!(rows.len(), 3 * (2 * 3 + 2 + 1));
        assert_eq!(rows[5], ("FR".into(), "fte", 2028));
        assert_eq!(rows[7], ("FR".into(), "installations", 2027));
        assert_eq!(rows[8], ("FR".into(), "trough_year", 2028));
        assert_eq!(rows[9], ("53".into(), "headcount", 2026));
    }
}
