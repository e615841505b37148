//! The main results of a comparison: what the screen and the JSON say.

use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{
        attribution::{Attribution, Part, milestones},
        comparison::{Comparison, Effect, Verdict},
        cost::{Cost, Spread},
        warnings::Warning,
    },
    territory::Geography,
    text::Message,
};
use serde::{Deserialize, Serialize};

/// A comparison.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Results {
    pub reference: Named,
    pub trajectories: u32,
    pub seed: u64,
    pub start: u16,
    pub horizon: u16,
    pub variants: Vec<Variant>,
    pub warnings: Vec<Warning>,
}

/// A scenario.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Named {
    pub name: String,
    pub title: Message,
}

/// A variant, less the reference.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Variant {
    pub scenario: Named,
    pub france: Vec<Year>,
    /// By what départements are ranked: P1, or acts per inhabitant where P1 is the same everywhere.
    pub ranked_by: String,
    /// The départements that gain most in share, the first most; each gains in the mean.
    pub gain: Vec<Place>,
    /// Those that lose most, the first most.
    pub lose: Vec<Place>,
    pub departements: Tally,
    /// At the horizon; empty where a scenario changes one thing.
    pub attribution: Vec<Split>,
    /// None where no source gives a price.
    pub cost: Option<Money>,
}

/// The differences of France on 1 January.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Year {
    pub year: u16,
    #[serde(rename = "headcount_P1")]
    pub gps: Figure,
    #[serde(rename = "fte_P1")]
    pub fte: Figure,
    pub acts_per_inhabitant: Figure,
    pub without_mt: Figure,
}

/// A difference.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Figure {
    pub mean: f64,
    pub q025: f64,
    pub q10: f64,
    pub q90: f64,
    pub q975: f64,
    pub probability_positive: f64,
    /// The mean is known to ± this (95 %); more trajectories narrow it.
    pub monte_carlo_error: f64,
    /// Mean difference as a share of the reference; none where the reference may be 0.
    pub relative: Option<f64>,
    pub larger_than_luck: Verdict,
}

/// The difference of a département at the horizon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Place {
    pub code: String,
    pub name: String,
    pub effect: Figure,
}

/// Public cost of the measures whose price a source gives, over the reference, from the start to the horizon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Money {
    pub total_thousand_euros: Amount,
    pub euros_per_fte_year: Amount,
    pub euros_per_person_with_mt_year: Amount,
}

/// An amount; a quantile is none where the gain it is divided by is not one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Amount {
    pub median: Option<f64>,
    pub q10: Option<f64>,
    pub q90: Option<f64>,
    /// Share of the trajectories in which there is a gain to divide by.
    pub defined: f64,
}

/// How many départements stand where, by what they are ranked by, at the horizon.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    /// 80 % interval above 0.
    pub gain: usize,
    /// 80 % interval below 0.
    pub lose: usize,
    /// 0 within it.
    pub neither: usize,
    /// Of which the same in every trajectory.
    pub unchanged: usize,
}

/// The pieces of the effect on an indicator.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Split {
    pub indicator: String,
    pub parts: Vec<Piece>,
}

/// A piece of the effect.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Piece {
    pub part: Part,
    /// Name of the lever, or `parameters`.
    pub component: Option<String>,
    pub effect: Figure,
    pub share: Option<f64>,
}

/// Départements in each list.
const LISTED: usize = 5;
/// More trajectories than anyone would wait for.
const BEYOND_REASON: f64 = 1e6;

/// Decimals kept: finer than any unit shown, and few enough for a number to be read back as it was written.
const MICRO: f64 = 1e6;

/// What is said of France: name in data, indicator, count.
pub(super) const SHOWN: [(&str, &str, Option<Count>); 4] = [
    ("headcount_P1", "headcount", Some(Count::P1)),
    ("fte_P1", "fte", Some(Count::P1)),
    ("acts_per_inhabitant", "acts_per_inhabitant", None),
    ("without_mt", "without_mt", None),
];

impl Figure {
    /// The figure of an effect and its relative one.
    pub fn of(effect: &Effect, relative: Option<&Effect>, trajectories: u32) -> Self {
        let round = |value: f64| (value * MICRO).round() / MICRO;
        let q = effect.summary.q.map(round);
        Self {
            mean: round(effect.summary.mean),
            q025: q[0],
            q10: q[2],
            q90: q[6],
            q975: q[8],
            probability_positive: round(effect.positive),
            monte_carlo_error: round(effect.monte_carlo_error(trajectories)),
            relative: relative.map(|effect| round(effect.summary.mean)),
            larger_than_luck: effect.verdict(),
        }
    }

    /// Trajectories that would show on which side of 0 the mean is; `None` when these do, or when there is no difference.
    fn wanting(&self, trajectories: u32) -> Option<f64> {
        let settled = self.mean.abs() > self.monte_carlo_error || self.larger_than_luck == Verdict::Nothing;
        (!settled).then(|| f64::from(trajectories) * (self.monte_carlo_error / self.mean).powi(2))
    }
}

impl Variant {
    /// The main results of a comparison.
    pub fn of(
        scenario: Named,
        comparison: &Comparison,
        attribution: Option<&Attribution>,
        cost: Option<&Cost>,
        geography: &Geography,
    ) -> Self {
        let horizon = comparison.layout.start + (comparison.layout.years - 1) as u16;
        let (ranked_by, places) = ranked(comparison, geography, horizon);
        let years = milestones(comparison.layout.start, horizon);
        let split = |attribution: &Attribution| split(attribution, horizon, comparison.trajectories);
        Self {
            scenario,
            ranked_by: ranked_by.to_owned(),
            cost: cost.map(Money::of),
            france: years.into_iter().filter_map(|year| Year::of(comparison, year)).collect(),
            departements: Tally::of(&places),
            gain: most(&places, |relative| relative),
            lose: most(&places, |relative| -relative),
            attribution: attribution.filter(|found| found.components.len() > 1).map(split).unwrap_or_default(),
        }
    }

    /// The differences at the horizon, with their names in data.
    pub fn last(&self) -> impl Iterator<Item = (&'static str, &Figure)> {
        let names = SHOWN.map(|(name, ..)| name);
        self.france.last().into_iter().flat_map(move |year| names.into_iter().zip(year.figures()))
    }

    /// What should be known of the signs of the means.
    pub fn unsettled(&self, trajectories: u32) -> impl Iterator<Item = Warning> {
        self.last().filter_map(move |(indicator, figure)| {
            let wanting = figure.wanting(trajectories)?;
            Some(Warning::UnsettledSign {
                scenario: self.scenario.name.clone(),
                indicator: indicator.to_owned(),
                enough: (wanting < BEYOND_REASON).then(|| rounded_up(wanting)),
            })
        })
    }
}

/// To two digits, upwards.
fn rounded_up(value: f64) -> u64 {
    let unit = 10_u64.pow((value.max(10.0) as u64).ilog10() - 1);
    (value as u64).div_ceil(unit) * unit
}

impl Year {
    fn of(comparison: &Comparison, year: u16) -> Option<Self> {
        let figures = SHOWN.map(|(_, indicator, count)| {
            let (absolute, relative) = comparison.get(Level::France, "FR", indicator, count, year)?;
            Some(Figure::of(absolute, relative, comparison.trajectories))
        });
        let [gps, fte, acts_per_inhabitant, without_mt] = figures;
        Some(Self { year, gps: gps?, fte: fte?, acts_per_inhabitant: acts_per_inhabitant?, without_mt: without_mt? })
    }

    /// In the order of [`SHOWN`].
    pub fn figures(&self) -> [&Figure; 4] {
        [&self.gps, &self.fte, &self.acts_per_inhabitant, &self.without_mt]
    }
}

impl Tally {
    fn of(places: &[Place]) -> Self {
        let beyond = |place: &&Place| matches!(place.effect.larger_than_luck, Verdict::Beyond80 | Verdict::Beyond95);
        let gain = places.iter().filter(beyond).filter(|place| place.effect.q10 > 0.0).count();
        let lose = places.iter().filter(beyond).count() - gain;
        let unchanged = places.iter().filter(|place| place.effect.larger_than_luck == Verdict::Nothing).count();
        Self { gain, lose, neither: places.len() - gain - lose, unchanged }
    }
}

impl Money {
    fn of(cost: &Cost) -> Self {
        let amount = |spread: &Spread, unit: f64| {
            let finite = |rank: usize| Some((spread.q[rank] * unit * 1e3).round() / 1e3).filter(|value| value.is_finite());
            Amount { median: finite(4), q10: finite(2), q90: finite(6), defined: (spread.defined * MICRO).round() / MICRO }
        };
        Self {
            total_thousand_euros: amount(&cost.total, 1.0),
            euros_per_fte_year: amount(&cost.per_fte, 1e3),
            euros_per_person_with_mt_year: amount(&cost.per_person, 1e3),
        }
    }
}

/// The départements by P1, or by acts where no P1 differs.
fn ranked(comparison: &Comparison, geography: &Geography, horizon: u16) -> (&'static str, Vec<Place>) {
    let by = |rank: usize| (SHOWN[rank].0, places(comparison, geography, horizon, SHOWN[rank]));
    let gps = by(0);
    let same = |place: &Place| place.effect.larger_than_luck == Verdict::Nothing;
    if gps.1.iter().all(same) { by(2) } else { gps }
}

fn places(
    comparison: &Comparison,
    geography: &Geography,
    horizon: u16,
    (_, indicator, count): (&str, &str, Option<Count>),
) -> Vec<Place> {
    let place = |departement: &crate::territory::Departement| {
        let (code, name) = (departement.code.clone(), departement.name.clone());
        let found = comparison.get(Level::Departement, &code, indicator, count, horizon);
        found.map(|(effect, relative)| Place { code, name, effect: Figure::of(effect, relative, comparison.trajectories) })
    };
    geography.departements.iter().filter_map(place).collect()
}

/// The places whose mean, `way` up, is greatest in share of the reference, and above 0.
fn most(places: &[Place], way: impl Fn(f64) -> f64) -> Vec<Place> {
    let size = |place: &Place| way(place.effect.relative.unwrap_or(0.0));
    let mut listed: Vec<_> = places.iter().filter(|place| size(place) > 0.0).cloned().collect();
    listed.sort_by(|a, b| size(b).total_cmp(&size(a)));
    listed.truncate(LISTED);
    listed
}

fn split(attribution: &Attribution, horizon: u16, trajectories: u32) -> Vec<Split> {
    let piece = |part: &crate::statistics::attribution::Contribution| Piece {
        part: part.part,
        component: part.component.map(|index| attribution.components[index].key().to_owned()),
        effect: Figure::of(&part.effect, None, trajectories),
        share: part.share.map(|share| (share * MICRO).round() / MICRO),
    };
    let of = |(name, indicator, count): (&str, &str, Option<Count>)| Split {
        indicator: name.to_owned(),
        parts: attribution.of(indicator, count, horizon).iter().map(piece).collect(),
    };
    SHOWN.map(of).into_iter().collect()
}
