//! What is reported: names, units, resolutions, and where each value stands in the row of a trajectory.

use super::tally::{Flow, Tally, ratio};
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
    pub(crate) value: Value,
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

/// How an indicator is read from a tally.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Of(fn(&Tally, Count) -> i64),
    TroughYear,
    TroughHeads,
}

impl Slot {
    /// The integer of the row, for a yearly slot.
    #[inline]
    pub(super) fn value(&self, tally: &Tally) -> i32 {
        let count = self.count.unwrap_or(Count::P1);
        match self.indicator.value {
            Value::Of(value) => value(tally, count) as i32,
            Value::TroughYear | Value::TroughHeads => 0,
        }
    }

    /// The integer of the row, for a slot of the run: the lowest of `stocks`, the first when tied.
    pub(super) fn trough(&self, start: u16, stocks: &[i32]) -> i32 {
        let lowest = stocks.iter().copied().min().unwrap_or(0);
        match self.indicator.value {
            Value::TroughYear => i32::from(start) + stocks.iter().position(|stock| *stock == lowest).unwrap_or(0) as i32,
            Value::TroughHeads | Value::Of(_) => lowest,
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

    /// Whether a series has a value: flows have none at the horizon.
    #[must_use]
    pub fn has_value(&self, key: &Key<'_>) -> bool {
        key.slot.indicator.when != When::Flow || usize::from(key.year - self.start) + 1 < self.years
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
    if indicator.counts.is_empty() {
        return vec![Slot { indicator, count: None }];
    }
    indicator.counts.iter().map(|count| Slot { indicator, count: Some(*count) }).collect()
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
const SHARE: Text = Text { fr: "part", en: "share" };
const PER_100_000: Text = Text { fr: "pour 100 000 habitants", en: "per 100,000 inhabitants" };
const EXACT: [u32; 4] = [1; 4];

const fn stock(name: &'static str, unit: Text, about: Text, value: fn(&Tally, Count) -> i64) -> Indicator {
    let value = Value::Of(value);
    Indicator { name, unit, about, counts: &[], scale: 1, widths: EXACT, decimals: 0, when: When::Stock, value }
}

const fn flow(name: &'static str, about: Text, value: fn(&Tally, Count) -> i64) -> Indicator {
    Indicator { when: When::Flow, ..stock(name, HEADS, about, value) }
}

const fn trough(name: &'static str, unit: Text, about: Text, value: Value) -> Indicator {
    let counts = &[Count::P1, Count::P5];
    Indicator { name, unit, about, counts, scale: 1, widths: EXACT, decimals: 0, when: When::Run, value }
}

/// The flow of this name, as it stands in the tally.
macro_rules! count_of {
    ($flow:ident) => {
        |tally, _| tally.flows[Flow::$flow as usize]
    };
}

/// All indicators, in the order of files.
pub static INDICATORS: &[Indicator] = &[
    Indicator {
        counts: &Count::ALL,
        ..stock(
            "headcount",
            HEADS,
            Text { fr: "médecins généralistes au 1er janvier", en: "general practitioners on 1 January" },
            |tally, count| ratio(tally.count(count).all, 1_000, 1),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [10_000, 2_000, 200, 50],
        decimals: 1,
        ..stock(
            "fte",
            Text { fr: "ETP", en: "FTE" },
            Text {
                fr: "équivalents temps plein au 1er janvier selon l'âge et le sexe (1 : moyenne des installés au départ), docteurs juniors non compris",
                en: "full-time equivalents on 1 January by age and sex (1: mean of the installed at the start), docteurs juniors apart",
            },
            |tally, count| ratio(tally.count(count).fte, 1_000, 1),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [20, 50, 100, 500],
        decimals: 1,
        ..stock(
            "density",
            PER_100_000,
            Text { fr: "médecins pour 100 000 habitants", en: "GPs per 100,000 inhabitants" },
            |tally, count| ratio(tally.count(count).all, tally.population, 100_000),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [20, 50, 100, 500],
        decimals: 1,
        ..stock(
            "density_standardised",
            PER_100_000,
            Text {
                fr: "médecins pour 100 000 habitants pondérés par les besoins de leur âge (moyenne de 2026 : 1)",
                en: "GPs per 100,000 inhabitants weighted by the needs of their age (mean of 2026: 1)",
            },
            |tally, count| ratio(tally.count(count).all, tally.need, 100_000_000),
        )
    },
    Indicator {
        scale: 10_000,
        widths: [20, 50, 100, 200],
        decimals: 2,
        ..stock(
            "acts_per_inhabitant",
            Text { fr: "actes par habitant et par an", en: "acts per inhabitant and year" },
            Text {
                fr: "actes offerts par habitant standardisé et par an, calés sur l'APL 2023 de chaque département au départ",
                en: "acts offered per standardised inhabitant and year, calibrated on the APL of 2023 of each département at the start",
            },
            |tally, _| ratio(tally.acts, tally.need, 100_000),
        )
    },
    Indicator {
        widths: [5_000, 500, 100, 50],
        ..stock(
            "without_mt",
            Text { fr: "personnes", en: "people" },
            Text {
                fr: "personnes de 17 ans et plus sans médecin traitant",
                en: "people aged 17 and over without a médecin traitant",
            },
            |tally, _| tally.without_mt,
        )
    },
    Indicator {
        scale: 100_000,
        widths: [50, 100, 100, 200],
        decimals: 3,
        ..stock(
            "without_mt_share",
            SHARE,
            Text {
                fr: "part des 17 ans et plus sans médecin traitant",
                en: "share of those aged 17 and over without a médecin traitant",
            },
            |tally, _| ratio(tally.without_mt, tally.adults, 100_000),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 100_000,
        widths: [50, 100, 100, 500],
        decimals: 3,
        ..stock("share_60_plus", SHARE, Text { fr: "part des 60 ans et plus", en: "share aged 60 and over" }, |tally, count| {
            let heads = tally.count(count);
            ratio(heads.over_60, heads.all, 100_000)
        })
    },
    Indicator {
        counts: &Count::ALL,
        scale: 100_000,
        widths: [50, 100, 100, 500],
        decimals: 3,
        ..stock("share_women", SHARE, Text { fr: "part des femmes", en: "share of women" }, |tally, count| {
            let heads = tally.count(count);
            ratio(heads.women, heads.all, 100_000)
        })
    },
    flow(
        "entrants",
        Text {
            fr: "nouveaux inscrits de l'année : diplômés et diplômes étrangers",
            en: "new GPs of the year: graduates and foreign degrees",
        },
        count_of!(Entrants),
    ),
    flow(
        "graduates",
        Text { fr: "diplômés de l'internat inscrits dans l'année", en: "graduates of the internship registered in the year" },
        count_of!(Graduates),
    ),
    flow(
        "installations",
        Text {
            fr: "installations libérales de l'année (entrée, remplacement ou salariat ; hors déménagements)",
            en: "libéral installations of the year (from entry, locum or salaried; moves apart)",
        },
        count_of!(Installations),
    ),
    flow("exits", Text { fr: "sorties de l'activité dans l'année", en: "exits from activity in the year" }, count_of!(Exits)),
    flow(
        "retirements",
        Text { fr: "dont départs à la retraite sans cumul", en: "of whom retiring without cumul" },
        count_of!(Retirements),
    ),
    flow("cumul_entries", Text { fr: "passages en cumul emploi-retraite", en: "entries into cumul" }, count_of!(CumulEntries)),
    flow(
        "arrivals",
        Text { fr: "médecins venus d'un autre lieu du même niveau", en: "GPs who came from another place of the same level" },
        count_of!(Arrivals),
    ),
    flow(
        "departures",
        Text {
            fr: "médecins partis vers un autre lieu du même niveau", en: "GPs who left for another place of the same level"
        },
        count_of!(Departures),
    ),
    flow(
        "refused",
        Text { fr: "premiers refus d'installation de l'année", en: "first refusals of installation in the year" },
        count_of!(Refused),
    ),
    flow(
        "refused_elsewhere",
        Text { fr: "refusés installés ailleurs", en: "refused who installed elsewhere" },
        count_of!(RefusedElsewhere),
    ),
    flow(
        "waiting",
        Text { fr: "refusés qui attendent un an comme remplaçants", en: "refused who wait a year as locums" },
        count_of!(RefusedWaiting),
    ),
    flow(
        "refused_salaried",
        Text { fr: "refusés qui prennent un poste salarié", en: "refused who take a salaried post" },
        count_of!(RefusedSalaried),
    ),
    flow("refused_out", Text { fr: "refusés qui cessent d'exercer", en: "refused who stop practising" }, count_of!(RefusedOut)),
    stock(
        "dj_headcount",
        Text { fr: "docteurs juniors", en: "docteurs juniors" },
        Text { fr: "docteurs juniors en poste au 1er janvier", en: "docteurs juniors in post on 1 January" },
        |tally, _| tally.juniors,
    ),
    Indicator {
        scale: 1_000,
        widths: [1_000, 200, 50, 20],
        decimals: 1,
        ..stock(
            "dj_fte",
            Text { fr: "ETP", en: "FTE" },
            Text {
                fr: "travail des docteurs juniors dans l'année, net de l'encadrement, selon les mois en poste",
                en: "work of docteurs juniors in the year, net of supervision, by months in post",
            },
            |tally, _| tally.juniors_fte,
        )
    },
    trough(
        "trough_year",
        Text { fr: "année", en: "year" },
        Text {
            fr: "année du minimum de l'effectif entre le départ et l'horizon",
            en: "year of the lowest headcount between start and horizon",
        },
        Value::TroughYear,
    ),
    trough(
        "trough_value",
        HEADS,
        Text { fr: "minimum de l'effectif entre le départ et l'horizon", en: "lowest headcount between start and horizon" },
        Value::TroughHeads,
    ),
];
