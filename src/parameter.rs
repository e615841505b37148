//! Cited parameters, and their values in one trajectory.

use crate::{
    distribution::{Law, Quantile},
    source::Confidence,
    stream::{Address, Philox, Process, digest, unit},
    text::{Message, Text},
};
use std::{collections::BTreeMap, ops::Index};

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
    /// Euros.
    Euro,
    /// Days.
    Day,
    /// Months.
    Month,
    /// Salaried posts.
    Post,
    /// People, patients or not.
    Person,
    /// Practices, houses or centres.
    Site,
    /// A number without unit.
    None,
}

impl Unit {
    /// Every unit with the word used in `parameters.toml` and how it is shown.
    pub const ALL: [(Self, &'static str, Text); 17] = [
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
        (Self::Euro, "euro", Text { fr: "euros", en: "euros" }),
        (Self::Day, "day", Text { fr: "jours", en: "days" }),
        (Self::Month, "month", Text { fr: "mois", en: "months" }),
        (Self::Post, "post", Text { fr: "postes", en: "posts" }),
        (Self::Person, "person", Text { fr: "personnes", en: "people" }),
        (Self::Site, "site", Text { fr: "structures", en: "sites" }),
        (Self::None, "none", Text { fr: "sans unité", en: "no unit" }),
    ];

    /// The word used in `parameters.toml`, and how it is shown.
    #[must_use]
    pub fn words(self) -> (&'static str, Text) {
        Self::ALL
            .into_iter()
            .find(|(unit, ..)| *unit == self)
            .map_or(("none", Text { fr: "", en: "" }), |(_, key, shown)| (key, shown))
    }
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

/// Why a list of parameters cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// Two parameters have one name.
    #[error("parameter `{0}` is there twice")]
    Duplicate(String),
    /// Two names have one digest, so that they would share their draws.
    #[error("parameters `{0}` and `{1}` have the same digest: rename one")]
    Collision(String, String),
    /// More than an identifier can number.
    #[error("{0} parameters are too many")]
    TooMany(usize),
}

/// The parameters of a model, ready to be drawn.
///
/// The draw of a parameter is addressed by its name, so it stays what it is whatever the other parameters are.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    list: Vec<Parameter>,
    laws: Vec<(u32, Quantile)>,
    names: BTreeMap<String, ParameterId>,
}

impl Parameters {
    /// Prepares a list; the identifiers are its positions.
    ///
    /// # Errors
    /// When two names are equal or have the same digest, or there are more than 65,535 parameters.
    pub fn new(list: Vec<Parameter>) -> Result<Self, ParameterError> {
        let mut names = BTreeMap::new();
        let mut digests: BTreeMap<u32, &str> = BTreeMap::new();
        for (position, parameter) in list.iter().enumerate() {
            let id = u16::try_from(position).map_err(|_| ParameterError::TooMany(list.len()))?;
            if names.insert(parameter.name.clone(), ParameterId(id)).is_some() {
                return Err(ParameterError::Duplicate(parameter.name.clone()));
            }
            if let Some(other) = digests.insert(digest(&parameter.name), &parameter.name) {
                return Err(ParameterError::Collision(other.to_owned(), parameter.name.clone()));
            }
        }
        let laws = list.iter().map(|parameter| (digest(&parameter.name), Quantile::new(&parameter.law))).collect();
        Ok(Self { list, laws, names })
    }

    /// The identifier of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ParameterId> {
        self.names.get(name).copied()
    }

    /// A parameter.
    #[must_use]
    pub fn get(&self, id: ParameterId) -> &Parameter {
        &self.list[usize::from(id.0)]
    }

    /// All of them, in the order of the identifiers.
    #[must_use]
    pub fn list(&self) -> &[Parameter] {
        &self.list
    }

    /// The values in one trajectory, written over `out`, which keeps its memory.
    pub fn draw_into(&self, generator: &Philox, trajectory: u32, out: &mut Draw) {
        out.0.clear();
        out.0.extend(self.laws.iter().map(|(subject, law)| {
            let at = Address { trajectory, subject: *subject, process: Process::Parameter, detail: 0, block: 0 };
            law.at(unit(generator.words(at)[0]))
        }));
    }

    /// The values at some probabilities, one for each position in the list, written over `out`.
    ///
    /// `probability` gives numbers strictly between 0 and 1; of a fixed parameter it is not asked.
    pub fn values_at(&self, mut probability: impl FnMut(usize) -> f64, out: &mut Draw) {
        out.0.clear();
        out.0.extend(
            self.list.iter().zip(&self.laws).enumerate().map(|(position, (parameter, (_, law)))| {
                law.at(if parameter.law.is_fixed() { 0.5 } else { probability(position) })
            }),
        );
    }

    /// Every parameter at its mean: what an expected-value projection uses.
    #[must_use]
    pub fn means(&self) -> Draw {
        Draw(self.list.iter().map(|parameter| parameter.law.mean()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, law: Law) -> Parameter {
        Parameter {
            name: name.to_owned(),
            about: Message::new("", ""),
            unit: Unit::None,
            bounds: law.support(),
            law,
            source: String::new(),
            confidence: Confidence::G,
            review_by: 2027,
        }
    }

    const WIDE: Law = Law::Uniform { low: 0.0, high: 1.0 };

    #[test]
    fn a_parameter_keeps_its_draw_whatever_the_others_are() {
        let alone = Parameters::new(vec![parameter("b", WIDE)]).unwrap();
        let among = Parameters::new(["a", "b", "c"].map(|name| parameter(name, WIDE)).to_vec()).unwrap();
        let (mut one, mut three) = (Draw::default(), Draw::default());
        for trajectory in 0..100 {
            alone.draw_into(&Philox::new(7), trajectory, &mut one);
            among.draw_into(&Philox::new(7), trajectory, &mut three);
            assert_eq!(one[ParameterId(0)], three[among.find("b").unwrap()]);
            assert_ne!(three.0[0], three.0[1]);
        }
    }

    #[test]
    fn values_are_those_of_the_probabilities_and_keep_their_order() {
        let parameters = Parameters::new(vec![parameter("a", WIDE), parameter("b", Law::Fixed { value: 2.0 })]).unwrap();
        let mut draw = Draw::default();
        for probability in [0.1, 0.5, 0.9] {
            parameters.values_at(|position| if position == 0 { probability } else { panic!("b is fixed") }, &mut draw);
            assert_eq!(draw.0, [probability, 2.0]);
        }
    }

    #[test]
    fn names_that_would_share_their_draws_are_refused() {
        let twice = vec![parameter("a", WIDE), parameter("a", WIDE)];
        assert_eq!(Parameters::new(twice).unwrap_err(), ParameterError::Duplicate("a".to_owned()));
        // "costarring" and "liquid" are a known collision of 32-bit FNV-1a.
        let alike = vec![parameter("costarring", WIDE), parameter("liquid", WIDE)];
        assert!(matches!(Parameters::new(alike).unwrap_err(), ParameterError::Collision(..)));
    }

    #[test]
    fn a_fixed_parameter_has_its_value() {
        let parameters = Parameters::new(vec![parameter("a", Law::Fixed { value: 3.5 })]).unwrap();
        let mut draw = Draw::default();
        parameters.draw_into(&Philox::new(1), 9, &mut draw);
        assert_eq!(draw, parameters.means());
        assert_eq!(draw.0, [3.5]);
    }
}
