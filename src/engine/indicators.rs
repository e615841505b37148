//! What is reported: names, units, resolutions, and where each value stands in the row of a trajectory.

use crate::{cohort::Count, territory::Geography, text::Text};

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
    /// Whether it exists for each of P1…P5.
    pub by_count: bool,
    /// Integers per unit.
    pub scale: u32,
    /// Width of a histogram bin, in integers of the row, by level; 1 gives exact quantiles.
    pub widths: [u32; 4],
    /// Decimals shown in files.
    pub decimals: usize,
    /// Whether the value belongs to the whole run (trough), shown at the horizon only.
    pub of_run: bool,
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
        let slots = |of_run| INDICATORS.iter().filter(move |indicator| indicator.of_run == of_run).flat_map(slots_of).collect();
        Self { places, slots: slots(false), run_slots: slots(true), start, years: usize::from(horizon - start) + 1 }
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
    if indicator.by_count {
        Count::ALL.into_iter().map(|count| Slot { indicator, count: Some(count) }).collect()
    } else {
        vec![Slot { indicator, count: None }]
    }
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

const HEADS: Text = Text { fr: "médecins", en: "GPs" };
const EXACT: [u32; 4] = [1; 4];

const fn heads(name: &'static str, about: Text) -> Indicator {
    Indicator { name, unit: HEADS, about, by_count: false, scale: 1, widths: EXACT, decimals: 0, of_run: false }
}

/// All indicators, in the order of files.
pub static INDICATORS: &[Indicator] = &[
    Indicator {
        by_count: true,
        ..heads("headcount", Text { fr: "médecins généralistes au 1er janvier", en: "general practitioners on 1 January" })
    },
    Indicator {
        name: "fte",
        unit: Text { fr: "ETP", en: "FTE" },
        about: Text {
            fr: "équivalents temps plein au 1er janvier, selon l'âge et le sexe, docteurs juniors non compris",
            en: "full-time equivalents on 1 January by age and sex, docteurs juniors apart",
        },
        by_count: true,
        scale: 1000,
        widths: [10_000, 2_000, 200, 50],
        decimals: 1,
        of_run: false,
    },
];
