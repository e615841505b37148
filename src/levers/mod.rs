//! The policies: one file each, one visible list.

mod advanced_practice_nurses;
mod ald_plan;
mod assistants_medicaux;
mod cesp;
mod clinicat_assistanat;
pub mod contradictions;
mod conventionnement_selectif;
mod coordinated_practice;
mod cumul;
mod direct_access;
mod docteurs_juniors;
mod fee_rise;
mod fee_supplements;
mod foreign_degrees;
mod health_centres;
mod hours_trend;
mod installation_aid;
mod maisons_de_sante;
mod one_for_one;
mod part_time_commitment;
mod promise;
mod ptmg;
mod retirement_shift;
mod samu_correspondents;
mod secondary_practices;
mod solidarity_missions;
mod student_placements;
mod support;
mod telehealth;
mod training;
mod weights;

pub use contradictions::CONTRADICTIONS;
pub use docteurs_juniors::FIRST_CLASS as FIRST_FOURTH_YEAR_CLASS;

use crate::{
    baseline::{LAST_HORIZON, START},
    distribution::Law,
    parameter::Unit,
    phase::{Calendar, CapacityFactors, Costs, DemandFactors, Dose, ExitHazards, Intake, Now, PlacementRule, Transfers},
    source::Confidence,
    text::Text,
};

/// One policy at its dose. It amends quantities; it does not draw, touch the state or know another lever.
pub trait Lever: Send + Sync {
    /// Amends admissions, posts and the length of the internship, once per trajectory.
    fn training(&self, _calendar: &Calendar, _intake: &mut Intake) {}
    /// Amends retirement and the other exits, once per trajectory.
    fn exits(&self, _calendar: &Calendar, _hazards: &mut ExitHazards) {}
    /// Amends where people enter and install, each year.
    fn placement(&self, _now: &Now, _rule: &mut PlacementRule) {}
    /// Amends what those in place can do, each year.
    fn capacity(&self, _now: &Now, _factors: &mut CapacityFactors) {}
    /// Moves work from some territories to others, each year.
    fn transfers(&self, _now: &Now, _transfers: &mut Transfers) {}
    /// Amends what people ask of GPs and who is served first, each year.
    fn demand(&self, _now: &Now, _demand: &mut DemandFactors) {}
    /// Adds what the policy costs, each year, where a source gives a price.
    fn costs(&self, _now: &Now, _costs: &mut Costs) {}
}

/// A lever as the registry knows it.
pub struct Entry {
    /// Kebab-case, unique: the name of its table.
    pub name: &'static str,
    /// Its name for the reader.
    pub title: Text,
    /// The text it comes from, with its date.
    pub origin: Text,
    /// What a scenario may set.
    pub fields: &'static [Field],
    /// The lever at a dose.
    pub build: fn(&Dose) -> Box<dyn Lever>,
}

/// One key of a lever's table.
pub struct Field {
    /// Kebab-case key.
    pub name: &'static str,
    /// What it is.
    pub about: Text,
    /// What may be written, and the neutral value that holds when nothing is.
    pub kind: Kind,
}

/// What may be written under a key.
pub enum Kind {
    /// A number or a law. It becomes the parameter `lever.<lever>.<field>`.
    Number {
        /// Unit.
        unit: Unit,
        /// Allowed values.
        bounds: [f64; 2],
        /// Neutral or default law.
        law: Law,
        /// Key in `sources.toml`.
        source: &'static str,
        /// Trust in the default.
        confidence: Confidence,
        /// Year by which to look again.
        review_by: u16,
    },
    /// Yes or no.
    Switch {
        /// Neutral value.
        default: bool,
    },
    /// A calendar year.
    Year {
        /// Neutral or default year.
        default: u16,
        /// First and last year allowed.
        years: [u16; 2],
    },
    /// A table of calendar year to number: `contracts = { 2027 = 12000 }`.
    Path {
        /// Unit.
        unit: Unit,
        /// Allowed values.
        bounds: [f64; 2],
        /// Neutral values, with their source.
        default: &'static [(u16, f64)],
        /// Key in `sources.toml`.
        source: &'static str,
        /// First and last year allowed.
        years: [u16; 2],
    },
    /// A table of name of subdivision to number: `split = { "LIMOGES" = 1.2 }`. Neutral: empty.
    Subdivisions {
        /// Allowed values.
        bounds: [f64; 2],
    },
    /// A list of codes of départements. Neutral: empty, everywhere.
    Departements,
    /// One word among several.
    Choice {
        /// The words.
        options: &'static [&'static str],
        /// Neutral word.
        default: &'static str,
    },
}

/// A number whose neutral dose is that of the reference.
const fn neutral(unit: Unit, bounds: [f64; 2], value: f64) -> Kind {
    Kind::Number { unit, bounds, law: Law::Fixed { value }, source: "reference", confidence: Confidence::C, review_by: 2027 }
}

/// A number that a source gives.
const fn cited(unit: Unit, bounds: [f64; 2], law: Law, source: &'static str, confidence: Confidence) -> Kind {
    Kind::Number { unit, bounds, law, source, confidence, review_by: 2027 }
}

/// A prior of ours: a wide law that no source gives.
const fn prior(unit: Unit, bounds: [f64; 2], law: Law) -> Kind {
    Kind::Number { unit, bounds, law, source: "prior", confidence: Confidence::G, review_by: 2027 }
}

/// Numbers announced by year, each held until the next year given; neutral: none.
const fn announced(unit: Unit, bounds: [f64; 2], source: &'static str) -> Kind {
    Kind::Path { unit, bounds, default: &[], source, years: POLICY_YEARS }
}

/// Years in which a policy may begin.
const POLICY_YEARS: [u16; 2] = [START, LAST_HORIZON];

/// All levers, in the order of their names. Each line is one file.
pub static LEVERS: &[&Entry] = &[
    &advanced_practice_nurses::ENTRY,
    &ald_plan::ENTRY,
    &assistants_medicaux::ENTRY,
    &cesp::ENTRY,
    &clinicat_assistanat::ENTRY,
    &conventionnement_selectif::ENTRY,
    &coordinated_practice::ENTRY,
    &cumul::ENTRY,
    &direct_access::ENTRY,
    &docteurs_juniors::ENTRY,
    &fee_rise::ENTRY,
    &fee_supplements::ENTRY,
    &foreign_degrees::ENTRY,
    &health_centres::ENTRY,
    &hours_trend::ENTRY,
    &installation_aid::ENTRY,
    &maisons_de_sante::ENTRY,
    &one_for_one::ENTRY,
    &part_time_commitment::ENTRY,
    &ptmg::ENTRY,
    &retirement_shift::ENTRY,
    &samu_correspondents::ENTRY,
    &secondary_practices::ENTRY,
    &solidarity_missions::ENTRY,
    &student_placements::ENTRY,
    &telehealth::ENTRY,
    &training::ENTRY,
];
