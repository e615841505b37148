//! The numbers of an answer: one place, its reference, the measures, what surrounds it.

use super::{
    places::Asked,
    sample::{Samples, Series},
};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    scenario::Scenario,
    statistics::comparison::{Effect, Verdict},
    territory::Geography,
    text::Message,
};
use serde::Serialize;

/// A median with its 80 % prediction interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// Mean of the trajectories.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 10th percentile.
    pub low: f64,
    /// 90th percentile.
    pub high: f64,
}

/// A difference, paired trajectory by trajectory.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Change {
    /// How much.
    #[serde(flatten)]
    pub bounds: Bounds,
    /// Whether it exceeds the luck.
    pub larger_than_luck: Verdict,
}

/// Which way a number goes, as far as its 80 % interval tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The interval is above 0.
    Up,
    /// It is below 0.
    Down,
    /// It holds 0.
    Flat,
}

/// A stock on 1 January, from the start to the horizon.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Course {
    /// At the start.
    pub start: Bounds,
    /// At the horizon.
    pub horizon: Bounds,
    /// Between the two, in each trajectory.
    pub change: Change,
}

/// What comes and goes from the start to the horizon, in heads.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Flows {
    /// Those who stop practising.
    pub exits: Bounds,
    /// Of whom retiring without cumul.
    pub retirements: Bounds,
    /// Those who retire and go on in cumul: they do not leave.
    pub cumul_entries: Bounds,
    /// New registrations.
    pub entrants: Bounds,
    /// Of whom graduates of the internship.
    pub graduates: Bounds,
    /// Arrivals from other places of the level, less departures.
    pub moves: Bounds,
}

/// Docteurs juniors in post on a 1 January, and what their work is worth.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Juniors {
    /// The year.
    pub year: u16,
    /// How many are in post on 1 January.
    pub heads: Bounds,
    /// Their work in the year less that of those who supervise them, FTE.
    pub fte_net_of_supervision: Bounds,
}

/// A place among others.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// GPs (P1) per 100,000 inhabitants.
    pub density: Course,
    /// Share of those aged 17 and over without a médecin traitant, 0 to 1.
    pub without_mt_share: Course,
}

/// What a measure changes at the horizon.
#[derive(Clone, Debug, Serialize)]
pub struct Measure {
    /// Name of its scenario.
    pub name: String,
    /// Title of its scenario.
    pub title: Message,
    /// GPs (P1).
    pub headcount: With,
    /// Acts per inhabitant and year.
    pub acts_per_inhabitant: With,
    /// People without a médecin traitant.
    pub without_mt: With,
}

/// A number at the horizon without and with a measure.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct With {
    /// In the reference.
    pub without: Bounds,
    /// With the measure.
    pub with: Bounds,
    /// The second less the first, with the same luck.
    pub change: Change,
}

/// All numbers of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// Level of the place.
    pub level: &'static str,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First year.
    pub start: u16,
    /// Last year.
    pub horizon: u16,
    /// GPs in activity (P1).
    #[serde(rename = "headcount_P1")]
    pub headcount: Course,
    /// Libéral GPs with a list (P5).
    #[serde(rename = "headcount_P5")]
    pub with_list: Course,
    /// Year of the lowest P1.
    pub trough_year: Bounds,
    /// P1 in that year.
    pub trough_heads: Bounds,
    /// P1 by year.
    pub yearly: Vec<(u16, Bounds)>,
    /// What comes and goes.
    pub flows: Flows,
    /// Docteurs juniors in post on the first 1 January that sees any, and at the horizon; none where there is none.
    pub juniors: Vec<Juniors>,
    /// People aged 17 and over without a médecin traitant.
    pub without_mt: Course,
    /// The place, those around it and those that hold it.
    pub places: Vec<Row>,
    /// The measures.
    pub measures: Vec<Measure>,
}

impl Bounds {
    fn of(effect: &Effect) -> Self {
        let summary = &effect.summary;
        Self { mean: summary.mean, median: summary.median(), low: summary.q[2], high: summary.q[6] }
    }
}

impl Change {
    /// Which way it goes: up or down only where the 80 % interval does not hold 0.
    #[must_use]
    pub fn way(&self) -> Way {
        match self.bounds {
            Bounds { low, .. } if low > 0.0 => Way::Up,
            Bounds { high, .. } if high < 0.0 => Way::Down,
            _ => Way::Flat,
        }
    }

    fn of(series: &Series) -> Self {
        let effect = series.effect();
        Self { bounds: Bounds::of(&effect), larger_than_luck: effect.verdict() }
    }
}

/// A place whose numbers are read.
struct Reader<'a> {
    samples: &'a Samples,
    at: (Level, String),
}

impl Reader<'_> {
    fn series(&self, scenario: usize, indicator: &str, count: Option<Count>, year: u16) -> Option<Series> {
        self.samples.series(scenario, &self.at, indicator, count, year)
    }

    fn bounds(&self, indicator: &str, count: Option<Count>, year: u16) -> Option<Bounds> {
        Some(Bounds::of(&self.series(0, indicator, count, year)?.effect()))
    }

    fn course(&self, indicator: &str, count: Option<Count>) -> Option<Course> {
        let (start, horizon) = self.samples.years();
        let [first, last] = [start, horizon].map(|year| self.series(0, indicator, count, year));
        let (first, last) = (first?, last?);
        let [start, horizon] = [&first, &last].map(|series| Bounds::of(&series.effect()));
        Some(Course { start, horizon, change: Change::of(&last.minus(&first)) })
    }

    fn total(&self, indicator: &str) -> Option<Series> {
        self.samples.total(0, &self.at, indicator)
    }

    fn flows(&self) -> Option<Flows> {
        let sum = |indicator| Some(Bounds::of(&self.total(indicator)?.effect()));
        Some(Flows {
            exits: sum("exits")?,
            retirements: sum("retirements")?,
            cumul_entries: sum("cumul_entries")?,
            entrants: sum("entrants")?,
            graduates: sum("graduates")?,
            moves: Bounds::of(&self.total("arrivals")?.minus(&self.total("departures")?).effect()),
        })
    }

    fn juniors(&self) -> Vec<Juniors> {
        let (start, horizon) = self.samples.years();
        let of = |year| {
            let [heads, fte] = ["dj_headcount", "dj_fte"].map(|indicator| self.bounds(indicator, None, year));
            Some(Juniors { year, heads: heads?, fte_net_of_supervision: fte? })
        };
        let mut years = (start..=horizon).filter_map(of).filter(|juniors| juniors.heads.high >= 0.5);
        let first = years.next();
        first.into_iter().chain(years.next_back()).collect()
    }

    fn with(&self, scenario: usize, indicator: &str, count: Option<Count>) -> Option<With> {
        let (_, horizon) = self.samples.years();
        let [without, with] = [0, scenario].map(|scenario| self.series(scenario, indicator, count, horizon));
        let (without, with) = (without?, with?);
        let change = Change::of(&with.minus(&without));
        Some(With { without: Bounds::of(&without.effect()), with: Bounds::of(&with.effect()), change })
    }

    fn measure(&self, rank: usize, scenario: &Scenario) -> Option<Measure> {
        Some(Measure {
            name: scenario.name.clone(),
            title: scenario.title.clone(),
            headcount: self.with(rank, "headcount", Some(Count::P1))?,
            acts_per_inhabitant: self.with(rank, "acts_per_inhabitant", None)?,
            without_mt: self.with(rank, "without_mt", None)?,
        })
    }
}

/// The places whose trajectories an answer needs: those asked for, those around them and those that hold them.
#[must_use]
pub fn needed(asked: &[Asked], geography: &Geography) -> Vec<(Level, String)> {
    let of = |place: &Asked| [vec![*place], place.around(geography), place.above(geography)].concat();
    asked.iter().flat_map(of).map(|place| at(place, geography)).collect()
}

fn at(place: Asked, geography: &Geography) -> (Level, String) {
    (place.level(), place.code(geography).to_owned())
}

/// The numbers of a place. `measures` are the scenarios after the reference. None where the place was not kept.
#[must_use]
pub fn facts(place: Asked, samples: &Samples, measures: &[Scenario], geography: &Geography) -> Option<Facts> {
    let reader = Reader { samples, at: at(place, geography) };
    let (start, horizon) = samples.years();
    let yearly = (start..=horizon).map(|year| Some((year, reader.bounds("headcount", Some(Count::P1), year)?)));
    let places = [vec![place], place.around(geography), place.above(geography)].concat();
    Some(Facts {
        level: place.level().key(),
        code: place.code(geography).to_owned(),
        name: place.name(geography),
        start,
        horizon,
        headcount: reader.course("headcount", Some(Count::P1))?,
        with_list: reader.course("headcount", Some(Count::P5))?,
        trough_year: reader.bounds("trough_year", Some(Count::P1), horizon)?,
        trough_heads: reader.bounds("trough_value", Some(Count::P1), horizon)?,
        yearly: yearly.collect::<Option<_>>()?,
        flows: reader.flows()?,
        juniors: reader.juniors(),
        without_mt: reader.course("without_mt", None)?,
        places: places.into_iter().map(|place| row(place, samples, geography)).collect::<Option<_>>()?,
        measures: measures.iter().zip(1..).map(|(scenario, rank)| reader.measure(rank, scenario)).collect::<Option<_>>()?,
    })
}

fn row(place: Asked, samples: &Samples, geography: &Geography) -> Option<Row> {
    let reader = Reader { samples, at: at(place, geography) };
    Some(Row {
        code: place.code(geography).to_owned(),
        name: place.name(geography),
        density: reader.course("density", Some(Count::P1))?,
        without_mt_share: reader.course("without_mt_share", None)?,
    })
}
