//! The scenarios that come with the program, so that `extends = "tendanciel.toml"` works anywhere.

use std::path::Path;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/", $name)))),*]
    };
}

macro_rules! embedded_validation {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/validation/", $name)))),*]
    };
}

/// Name of the file and content, in the order of names.
pub const LIBRARY: &[(&str, &str)] = embedded![
    "assistants-10000.toml",
    "assistants-cour-des-comptes.toml",
    "clinicat-assistanat.toml",
    "consultation-30-euros.toml",
    "conventionnement-selectif.toml",
    "correspondants-samu.toml",
    "cour-des-comptes-2024.toml",
    "cumul-encourage.toml",
    "garot.toml",
    "incitations.toml",
    "mouiller.toml",
    "neutre.toml",
    "numerus-clausus-8000.toml",
    "numerus-clausus-9361.toml",
    "pacte-2014.toml",
    "padhue.toml",
    "plan-2025.toml",
    "reponse-13895.toml",
    "reponse-aveyron.toml",
    "retraites-plus-tardives.toml",
    "sans-docteurs-juniors.toml",
    "teleconsultation.toml",
    "temps-de-travail.toml",
    "tendanciel.toml",
    "tout.toml",
];

/// The published projections and structural explanations of `scenarios/validation/`, which `releve validate` sets beside ours.
pub const VALIDATION: &[(&str, &str)] = embedded_validation![
    "drees-2021-admissions.toml",
    "drees-2021-part-55.toml",
    "drees-2021.toml",
    "drees-2023.toml",
    "recodage-seul.toml",
    "retraites-seules.toml",
];

/// The reference, to which every other scenario is compared.
pub const REFERENCE: &str = "tendanciel.toml";

/// The scenario of a name, with or without `.toml`.
#[must_use]
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    LIBRARY.iter().chain(VALIDATION).copied().find(|(known, _)| *known == name || known.strip_suffix(".toml") == Some(name))
}

/// The scenario that a path without folders names.
#[must_use]
pub fn find_path(path: &Path) -> Option<(&'static str, &'static str)> {
    path.to_str().and_then(find)
}
