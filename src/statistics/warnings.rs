//! What a reader of a comparison should know before quoting it: warnings as data, each with its remedy.

use crate::text::{Lang, Message};
use serde::{Deserialize, Serialize};

/// The piece of a variant that is no lever.
const OVERRIDES: &str = "parameters";

/// A warning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Warning {
    /// A variant changes nothing in the reference.
    SameAsReference {
        /// Name of the variant.
        scenario: String,
    },
    /// A lever is named and changes nothing.
    IdleLever {
        /// Name of the variant.
        scenario: String,
        /// Name of the lever, or `parameters`.
        lever: String,
    },
    /// Fewer trajectories than an 80 % interval asks for.
    FewTrajectories {
        /// How many there are.
        trajectories: u32,
        /// How many are enough.
        enough: u32,
    },
    /// The mean of a difference is within its Monte Carlo error: its sign is not known.
    UnsettledSign {
        /// Name of the variant.
        scenario: String,
        /// Name of the indicator, with its count.
        indicator: String,
        /// How many trajectories would tell, if the mean is what it seems; none where that is beyond reason.
        enough: Option<u64>,
    },
    /// A prior explains a great part of the spread of a difference.
    DrivingPrior {
        /// Name of the variant.
        scenario: String,
        /// Name of the parameter.
        parameter: String,
        /// What it drives, at the horizon.
        drives: Vec<Driven>,
    },
    /// A prior decides a result.
    DecidingPrior {
        /// Name of the scenario.
        scenario: String,
        /// Name of the parameter.
        parameter: String,
        /// Name of the indicator, with its count.
        indicator: String,
        /// Code of the place.
        place: String,
        /// The year; none for the whole run.
        year: Option<u16>,
        /// Total Sobol index of the parameter.
        share: f64,
    },
    /// A parameter should have been looked at again.
    PastReview {
        /// Name of the parameter.
        parameter: String,
        /// Year by which.
        review_by: u16,
    },
}

/// A difference that a parameter drives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driven {
    /// Name of the indicator, with its count.
    pub indicator: String,
    /// Share of the variance of the ranks that goes with the parameter.
    pub share: f64,
    /// Spearman's coefficient.
    pub correlation: f64,
}

impl Warning {
    /// What is the matter.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::SameAsReference { scenario } => Message::new(
                format!("{scenario} ne change rien à la référence\u{a0}: toutes les différences sont nulles"),
                format!("{scenario} changes nothing in the reference: every difference is 0"),
            ),
            Self::IdleLever { scenario, lever } if lever == OVERRIDES => Message::new(
                format!("{scenario}\u{a0}: les paramètres modifiés sont sans effet"),
                format!("{scenario}: the changed parameters have no effect"),
            ),
            Self::IdleLever { scenario, lever } => Message::new(
                format!("{scenario}\u{a0}: le levier {lever} est sans effet"),
                format!("{scenario}: the lever {lever} has no effect"),
            ),
            Self::FewTrajectories { trajectories, .. } => Message::new(
                format!("{trajectories} trajectoires ne suffisent pas à un intervalle à 80\u{a0}%"),
                format!("{trajectories} trajectories are too few for an 80% interval"),
            ),
            Self::UnsettledSign { scenario, indicator, .. } => Message::new(
                format!(
                    "{scenario}\u{a0}: ces trajectoires n'établissent pas le sens de l'effet moyen\u{a0}: {}",
                    label(indicator).fr
                ),
                format!("{scenario}: these trajectories do not establish the sign of the mean effect: {}", label(indicator).en),
            ),
            Self::DrivingPrior { scenario, parameter, drives } => {
                let list = |lang, sign: &str| {
                    let one =
                        |driven: &Driven| format!("{} {:.0}{sign}", label(&driven.indicator).get(lang), 100.0 * driven.share);
                    drives.iter().map(one).collect::<Vec<_>>().join(", ")
                };
                let (fr, en) = (list(Lang::Fr, "\u{a0}%"), list(Lang::En, "%"));
                Message::new(
                    format!(
                        "{scenario}\u{a0}: l'hypothèse {parameter} (G) porte une grande part de la dispersion de l'effet ({fr})"
                    ),
                    format!("{scenario}: the prior {parameter} (G) carries much of the spread of the effect ({en})"),
                )
            }
            Self::DecidingPrior { scenario, parameter, indicator, place, year, share } => {
                let (label, share) = (label(indicator), 100.0 * share);
                let when = year.map_or(String::new(), |year| format!(", {year}"));
                Message::new(
                    format!(
                        "{scenario}\u{a0}: l'hypothèse {parameter} (G) porte {share:.0}\u{a0}% de la variance ({}, {place}{when})",
                        label.fr
                    ),
                    format!(
                        "{scenario}: the prior {parameter} (G) carries {share:.0}% of the variance ({}, {place}{when})",
                        label.en
                    ),
                )
            }
            Self::PastReview { parameter, review_by } => Message::new(
                format!("{parameter} devait être revu en {review_by}"),
                format!("{parameter} was to be looked at again in {review_by}"),
            ),
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> Message {
        match self {
            Self::SameAsReference { scenario } => Message::new(
                format!("`releve check {scenario}` montre ce que le scénario change"),
                format!("`releve check {scenario}` shows what the scenario changes"),
            ),
            Self::IdleLever { scenario, lever } if lever == OVERRIDES => {
                Message::new(format!("`releve check {scenario}` les montre"), format!("`releve check {scenario}` shows them"))
            }
            Self::IdleLever { lever, .. } => Message::new(
                format!("donnez-lui une dose qui ne soit pas neutre, ou retirez-le (`releve levers {lever}`)"),
                format!("give it a dose that is not neutral, or take it out (`releve levers {lever}`)"),
            ),
            Self::FewTrajectories { enough, .. } => trajectories(u64::from(*enough)),
            Self::UnsettledSign { enough: Some(enough), .. } => trajectories(*enough),
            Self::UnsettledSign { enough: None, .. } => Message::new(
                "tenez l'effet pour nul : aucun nombre raisonnable de trajectoires ne le montrerait",
                "take the effect for none: no reasonable number of trajectories would show it",
            ),
            Self::DrivingPrior { parameter, .. } | Self::DecidingPrior { parameter, .. } => Message::new(
                format!("discutez-la d'abord (`releve explain {parameter}`), ou resserrez sa loi dans [parameters]"),
                format!("contest it first (`releve explain {parameter}`), or narrow its law in [parameters]"),
            ),
            Self::PastReview { parameter, .. } => Message::new(
                format!("cherchez un chiffre plus récent\u{a0}: `releve explain {parameter}` dit d'où vient celui-ci"),
                format!("look for a newer figure: `releve explain {parameter}` says where this one comes from"),
            ),
        }
    }
}

/// An indicator in few words, else its name.
fn label(indicator: &str) -> Message {
    match indicator {
        "headcount_P1" => Message::new("P1", "P1"),
        "fte_P1" => Message::new("ETP", "FTE"),
        "acts_per_inhabitant" => Message::new("actes par habitant", "acts per inhabitant"),
        "trough_value_P1" => Message::new("minimum de P1", "lowest P1"),
        "trough_year_P1" => Message::new("année du minimum de P1", "year of the lowest P1"),
        "without_mt" => Message::new("personnes sans MT", "people without MT"),
        other => Message::new(other, other),
    }
}

fn trajectories(enough: u64) -> Message {
    Message::new(format!("--trajectories {enough}"), format!("--trajectories {enough}"))
}
