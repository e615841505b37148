//! What several tests need.
#![allow(dead_code)]

use releve::{
    baseline::{Baseline, parameters},
    diagnostic::SourceFile,
    levers::{Entry, Field, Kind, LEVERS, Lever},
    territory::Departement,
    text::Text,
};

/// The 28 subdivisions, as the yearly orders on internship posts name them.
const SUBDIVISIONS: [&str; 28] = [
    "AMIENS",
    "ANGERS",
    "AP-HM Marseille",
    "AP-HP Paris",
    "BESANCON",
    "BORDEAUX",
    "BREST",
    "CAEN",
    "CLERMONT-FERRAND",
    "DIJON",
    "GRENOBLE",
    "HCL Lyon",
    "LA REUNION",
    "LILLE",
    "LIMOGES",
    "MARTINIQUE/POINTE A PITRE",
    "MONTPELLIER",
    "NANCY",
    "NANTES",
    "NICE",
    "POITIERS",
    "REIMS",
    "RENNES",
    "ROUEN",
    "SAINT ETIENNE",
    "STRASBOURG",
    "TOULOUSE",
    "TOURS",
];

/// The program's own parameters, with a few départements and all subdivisions.
pub fn baseline() -> Baseline {
    let parameters = SourceFile::new("parameters.toml", include_str!("../../scenarios/baseline/parameters.toml"));
    let sources = SourceFile::new("sources.toml", include_str!("../../scenarios/baseline/sources.toml"));
    let (found, problems) = parameters::read(&parameters, &sources);
    let (sources, parameters) = found.unwrap_or_else(|| panic!("{problems}"));
    let mut baseline = Baseline { sources, parameters, ..Baseline::default() };
    let departements = [("01", "Ain"), ("2A", "Corse-du-Sud"), ("62", "Pas-de-Calais"), ("974", "La Réunion")];
    baseline.geography.departements = departements.map(|(code, name)| departement(code, name)).to_vec();
    baseline.training.subdivisions = SUBDIVISIONS.map(str::to_owned).to_vec();
    baseline
}

fn departement(code: &str, name: &str) -> Departement {
    Departement {
        code: code.to_owned(),
        name: name.to_owned(),
        region: 0,
        latitude: 0.0,
        longitude: 0.0,
        neighbours: Vec::new(),
        territories: 0..0,
    }
}

struct Nothing;

impl Lever for Nothing {}

const WORDS: Text = Text { fr: "essai", en: "probe" };

/// A lever with the kinds of settings that no registered lever has.
pub static PROBE: Entry = Entry {
    name: "probe",
    title: WORDS,
    origin: WORDS,
    fields: &[
        Field { name: "where", about: WORDS, kind: Kind::Departements },
        Field { name: "how", about: WORDS, kind: Kind::Choice { options: &["gently", "firmly"], default: "gently" } },
    ],
    build: |_| Box::new(Nothing),
};

/// The registry and the probe.
pub fn levers() -> Vec<&'static Entry> {
    LEVERS.iter().copied().chain([&PROBE]).collect()
}
