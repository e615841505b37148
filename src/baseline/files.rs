//! The files of a baseline: embedded in the binary, or read from a directory with the same names.

use crate::{
    diagnostic::{Problem, Problems, Severity, SourceFile},
    text::Message,
};
use std::path::Path;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/baseline/", $name)))),*]
    };
}

static TABLES: &[(&str, &str)] = embedded![
    "sources.toml",
    "parameters.toml",
    "tables.toml",
    "regions.csv",
    "departements.csv",
    "territories.csv",
    "workforce.csv",
    "ages.csv",
    "hazards.csv",
    "durations.csv",
    "calibrated.csv",
    "admissions.csv",
    "posts.csv",
    "subdivisions.csv",
    "entrants.csv",
    "population.csv",
    "access.csv",
    "attraction.csv",
    "attraction_territories.csv",
    "fit.csv",
];

static OBSERVED: &[(&str, &str)] = embedded![
    "observed/departements.csv",
    "observed/territories.csv",
    "observed/gp_ages_2018.csv",
    "observed/gp_modes.csv",
    "observed/gp_national.csv",
    "observed/gp_totals.csv",
    "observed/physicians_ages.csv",
    "observed/targets.csv",
    "observed/subdivisions.csv",
    "observed/posts.csv",
    "observed/posts_national.csv",
    "observed/admissions.csv",
    "observed/cnam_2024.csv",
    "observed/population.csv",
    "observed/population_ages.csv",
];

/// Name and content of every embedded table of the baseline, without the observed ones.
#[must_use]
pub fn files() -> &'static [(&'static str, &'static str)] {
    TABLES
}

/// Name and content of every embedded observed table, from which `calibrate` builds the baseline.
#[must_use]
pub fn observed_files() -> &'static [(&'static str, &'static str)] {
    OBSERVED
}

/// Texts by name, as found.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<(&'static str, SourceFile)>);

impl Files {
    /// The embedded texts of a list.
    #[must_use]
    pub fn embedded(list: &'static [(&'static str, &'static str)]) -> Self {
        let file = |&(name, text): &(&'static str, &'static str)| (name, SourceFile { name: name.into(), text: text.into() });
        Self(list.iter().map(file).collect())
    }

    /// The files of a list in a directory; the folder part of a name (`observed/`) is left out.
    /// What cannot be read is a problem.
    #[must_use]
    pub fn open(dir: &Path, list: &'static [(&'static str, &'static str)], problems: &mut Problems) -> Self {
        let read = |&(name, _): &(&'static str, &'static str)| {
            let path = dir.join(name.rsplit('/').next().unwrap_or(name));
            match std::fs::read_to_string(&path) {
                Ok(text) => Some((name, SourceFile { name: path.display().to_string().into(), text: text.into() })),
                Err(error) => {
                    problems.push(unreadable(&path, &error));
                    None
                }
            }
        };
        Self(list.iter().filter_map(read).collect())
    }

    /// The file with this name, if it could be read.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&SourceFile> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, file)| file)
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let path = path.display();
    Problem {
        severity: Severity::Error,
        file: None,
        span: 0..0,
        title: Message::new(format!("{path} : fichier illisible ({error})"), format!("{path}: cannot be read ({error})")),
        label: Message::new("", ""),
        help: vec![Message::new(
            "`releve init DIR` écrit un jeu complet de tables à modifier",
            "`releve init DIR` writes a complete set of tables to edit",
        )],
    }
}
