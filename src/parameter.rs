//! Cited parameters, and their values in one trajectory.

use crate::{
    distribution::Law,
    source::Confidence,
    text::{Message, Text},
};
use std::ops::Index;

/// Unit of a parameter or a lever's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Years.
    Year,
    /// Heads.
    Head,
    /// Heads a year.
    HeadPerYear,
    /// A share or probability, 0 to 1.
    Share,
    /// A multiplier, neutral at 1.
    Factor,
    /// A yearly rate.
    PerYear,
    /// Kilometres.
    Kilometre,
    /// Acts a year per full GP.
    ActPerYear,
    /// Patients.
    Patient,
    /// Contracts.
    Contract,
    /// A number without unit.
    None,
}

impl Unit {
    /// Every unit with the word used in `parameters.toml` and how it is shown.
    pub const ALL: [(Self, &'static str, Text); 11] = [
        (Self::Year, "year", Text { fr: "année", en: "year" }),
        (Self::Head, "head", Text { fr: "médecin", en: "head" }),
        (Self::HeadPerYear, "head per year", Text { fr: "médecins par an", en: "heads a year" }),
        (Self::Share, "share", Text { fr: "part (0 à 1)", en: "share (0 to 1)" }),
        (Self::Factor, "factor", Text { fr: "facteur", en: "factor" }),
        (Self::PerYear, "per year", Text { fr: "par an", en: "per year" }),
        (Self::Kilometre, "km", Text { fr: "km", en: "km" }),
        (Self::ActPerYear, "act per year", Text { fr: "actes par an", en: "acts a year" }),
        (Self::Patient, "patient", Text { fr: "patients", en: "patients" }),
        (Self::Contract, "contract", Text { fr: "contrats", en: "contracts" }),
        (Self::None, "none", Text { fr: "sans unité", en: "no unit" }),
    ];
}

/// One uncertain number with everything that makes it contestable.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Dotted name: `exits.non-retirement`, or `lever.one-for-one.population-share`.
    pub name: String,
    /// What it is.
    pub about: Message,
    /// Its unit.
    pub unit: Unit,
    /// Least and greatest value that makes sense.
    pub bounds: [f64; 2],
    /// Its law, support within the bounds.
    pub law: Law,
    /// Key in `sources.toml`.
    pub source: String,
    /// Trust in the figure; `G` marks a prior.
    pub confidence: Confidence,
    /// Year by which to look again.
    pub review_by: u16,
}

/// Index of a parameter in the list of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParameterId(pub u16);

/// The values of all parameters in one trajectory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draw(pub Vec<f64>);

impl Index<ParameterId> for Draw {
    type Output = f64;

    fn index(&self, id: ParameterId) -> &f64 {
        &self.0[usize::from(id.0)]
    }
}
