//! What a study found, in the order of importance.

use super::{
    factors::Factor,
    indices::{Estimate, Index, RESAMPLES},
    study::Study,
    tornado::{HIGH, LOW, Swing},
};
use crate::{
    distribution::Quantile,
    engine::indicators::{Key, When},
    parameter::Parameter,
    source::Confidence,
    statistics::warnings::Warning,
};

/// Least share of the variance, at the lower end of its interval, by which a factor is named among those that decide.
pub const NAMED: f64 = 0.01;

/// Least share of the variance that makes a prior worth a warning: as for the effects of a comparison.
const WORTH_A_WARNING: f64 = 0.10;

/// Most factors named.
const FEW: usize = 3;

/// A factor and its indices.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// What is varied.
    pub factor: Factor,
    /// Its indices.
    pub index: Index,
    /// Share of the resamples in which its total index exceeds that of the next one, luck apart.
    pub ahead: f64,
}

/// A parameter set low and high.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its position in the list of the model.
    pub parameter: usize,
    /// Its values, low and high.
    pub values: [f64; 2],
    /// What they change.
    pub swing: Swing,
}

/// What a study found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Mean of the result.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// The factors that act, the greatest total index first.
    pub ranked: Vec<Ranked>,
    /// Names of the others.
    pub without_effect: Vec<String>,
    /// In how many rows these were tried.
    pub tries: u32,
    /// The parameters that act, the widest swing first.
    pub tornado: Vec<Bar>,
}

impl Findings {
    /// What a completed study found; `None` where the result never varied.
    #[must_use]
    pub fn of(study: &Study<'_>, list: &[Parameter]) -> Option<Self> {
        let indices = study.evaluations().indices(RESAMPLES)?;
        let mut order: Vec<_> = (0..study.active().len()).collect();
        order.sort_by(|one, two| indices.each[*two].total.value.total_cmp(&indices.each[*one].total.value));
        let factor = |at: usize| study.factors()[study.active()[at]].clone();
        let ranked = order.iter().enumerate().map(|(rank, &at)| Ranked {
            factor: factor(at),
            index: indices.each[at],
            ahead: order[rank + 1..].iter().find(|next| !factor(**next).is_luck()).map_or(1.0, |next| indices.ahead(at, *next)),
        });
        let acts = |at: &usize| study.active().contains(at);
        let idle = (0..study.factors().len()).filter(|at| !acts(at)).map(|at| study.factors()[at].name.clone());
        Some(Self {
            mean: indices.mean,
            sd: libm::sqrt(indices.variance),
            ranked: ranked.collect(),
            without_effect: idle.collect(),
            tries: study.tries(),
            tornado: tornado(study, list),
        })
    }

    /// The indices of luck; nothing where luck never acts.
    #[must_use]
    pub fn luck(&self) -> Index {
        self.ranked.iter().find(|ranked| ranked.factor.is_luck()).map_or_else(Index::default, |ranked| ranked.index)
    }

    /// Share of the variance that goes with the parameters alone: what the total index of luck leaves.
    #[must_use]
    pub fn parameters(&self) -> Estimate {
        let Estimate { value, error, low, high } = self.luck().total;
        Estimate { value: 1.0 - value, error, low: 1.0 - high, high: 1.0 - low }
    }

    /// Share of the variance that goes with no factor alone; may be below 0 by the error of the indices.
    #[must_use]
    pub fn interactions(&self) -> f64 {
        1.0 - self.ranked.iter().map(|ranked| ranked.index.first.value).sum::<f64>()
    }

    /// Those that decide, luck apart: at most three, none whose share may be nothing.
    #[must_use]
    pub fn deciding(&self) -> Vec<&Ranked> {
        let decides = |ranked: &&Ranked| !ranked.factor.is_luck() && ranked.index.total.low >= NAMED;
        self.ranked.iter().filter(decides).take(FEW).collect()
    }

    /// The priors that carry a tenth of the variance and more, for sure.
    #[must_use]
    pub fn warnings(&self, scenario: &str, key: Key<'_>, list: &[Parameter]) -> Vec<Warning> {
        let name = match key.slot.count {
            Some(count) => format!("{}_{}", key.slot.name(), count.key()),
            None => key.slot.name().into_owned(),
        };
        let prior = |ranked: &Ranked| {
            let [position] = ranked.factor.parameters[..] else { return None };
            let told = list[position].confidence == Confidence::G && ranked.index.total.low >= WORTH_A_WARNING;
            told.then(|| Warning::DecidingPrior {
                scenario: scenario.to_owned(),
                parameter: ranked.factor.name.clone(),
                indicator: name.clone(),
                place: key.place.code.clone(),
                year: (key.slot.indicator.when != When::Run).then_some(key.year),
                share: ranked.index.total.value,
            })
        };
        self.ranked.iter().filter_map(prior).collect()
    }
}

fn tornado(study: &Study<'_>, list: &[Parameter]) -> Vec<Bar> {
    let bar = |(parameter, swing): (usize, Swing)| {
        let quantile = Quantile::new(&list[parameter].law);
        Bar { parameter, values: [LOW, HIGH].map(|probability| quantile.at(probability)), swing }
    };
    let mut bars: Vec<_> = study.parameters().into_iter().zip(study.tornado()).map(bar).collect();
    bars.sort_by(|one, two| two.swing.width().abs().total_cmp(&one.swing.width().abs()));
    bars
}
