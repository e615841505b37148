//! `manifest.json`: what a run was made of, so that it can be made again and compared.
//!
//! Nothing in it depends on the machine, the number of threads or the hour.

use super::Target;
use crate::{engine::indicators::Layout, ensemble, text::Lang};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::File, io, ops::Range, path::Path};

/// Its name.
pub(super) const FILE: &str = "manifest.json";

/// Version of the layout of the files.
const FORMAT: u32 = 1;

/// What decides the bytes of a run, known before its first trajectory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario; of a comparison, those of the reference and of the variants, apart by a space.
    pub scenario: String,
    /// The scenario as resolved; of what is not a run, what was asked with it: see [`Kind`].
    pub resolved: serde_json::Value,
    /// Digest of the scenario as resolved.
    pub scenario_digest: String,
    /// Digest of every row of the baseline.
    pub baseline: Vec<BaselineRows>,
    /// Seed.
    pub seed: u64,
    /// Numbers of the trajectories.
    pub trajectories: Range<u32>,
    /// Generator of random words.
    pub generator: String,
    /// Versions of the libraries that make numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub crates: BTreeMap<String, String>,
    /// Levels reported.
    pub levels: Vec<String>,
    /// Thresholds under which indicators were watched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<String>,
    /// Last year.
    pub horizon: u16,
    /// Language of units and picture: `fr` or `en`.
    pub language: String,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The projection of a scenario.
    Run,
    /// `reference` and `variants`, each a scenario as resolved.
    Comparison,
    /// `scenario`, and the question of `releve sensitivity`.
    Sensitivity,
    /// `scenario`, and the question of `releve variance`.
    Variance,
}

impl Kind {
    /// The verb that makes it, and the key of its question.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Comparison => "compare",
            Self::Sensitivity => "sensitivity",
            Self::Variance => "variance",
        }
    }
}

const GENERATOR: &str = "philox4x32-10";

/// The libraries whose release may move a number: elementary functions and samplers.
const NUMERICAL: [&str; 3] = ["libm", "rand", "rand_distr"];

/// Their versions, as locked.
fn crates() -> BTreeMap<String, String> {
    const LOCK: &str = include_str!("../../Cargo.lock");
    let field = |entry: &str, key: &str| Some(entry.split_once(key)?.1.split_once('"')?.0.to_owned());
    let entry = |entry| Some((field(entry, "name = \"")?, field(entry, "version = \"")?));
    LOCK.split("[[package]]").filter_map(entry).filter(|(name, _)| NUMERICAL.contains(&name.as_str())).collect()
}

/// The rows of a baseline file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineRows {
    /// Name of the file.
    pub file: String,
    /// Digest of each row, in order.
    pub rows: Vec<String>,
}

/// A block of trajectories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Numbers of its trajectories.
    pub trajectories: Range<u32>,
    /// Digest of its rows.
    pub digest: String,
}

/// What a run was and gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout of the files.
    pub format: u32,
    /// What decides the bytes.
    pub run: Run,
    /// Digest of every block of trajectories of a run.
    pub blocks: Vec<Block>,
    /// Digest of the histograms of all series, values of a run or differences of a comparison; else of the figures of the tables.
    pub results: String,
    /// BLAKE3 of every file beside this one.
    pub files: BTreeMap<String, String>,
    /// Seconds since 1970, only when the environment gives SOURCE_DATE_EPOCH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_date_epoch: Option<u64>,
}

impl Run {
    /// A run of a resolved scenario.
    #[must_use]
    pub fn new(
        scenario: &str,
        resolved: serde_json::Value,
        baseline: &[(String, Vec<String>)],
        seed: u64,
        trajectories: Range<u32>,
        layout: &Layout,
        lang: Lang,
    ) -> Self {
        let mut levels: Vec<_> = layout.places.iter().map(|place| place.level.key().to_owned()).collect();
        levels.dedup();
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.to_owned(),
            // serde_json keeps the keys of an object sorted: the digest is that of the meaning, not of the typing.
            scenario_digest: hex(blake3::hash(resolved.to_string().as_bytes())),
            resolved,
            baseline: baseline.iter().map(|(file, rows)| BaselineRows { file: file.clone(), rows: rows.clone() }).collect(),
            seed,
            trajectories,
            generator: GENERATOR.to_owned(),
            crates: crates(),
            levels,
            thresholds: layout.thresholds().iter().map(ToString::to_string).collect(),
            horizon: layout.start + (layout.years - 1) as u16,
            language: if lang == Lang::Fr { "fr" } else { "en" }.to_owned(),
        }
    }

    /// What a run of this program would say of the program: version, generator, libraries; the rest is empty.
    #[must_use]
    pub fn of_this_program() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: String::new(),
            resolved: serde_json::Value::Null,
            scenario_digest: String::new(),
            baseline: Vec::new(),
            seed: 0,
            trajectories: 0..0,
            generator: GENERATOR.to_owned(),
            crates: crates(),
            levels: Vec::new(),
            thresholds: Vec::new(),
            horizon: 0,
            language: String::new(),
        }
    }

    /// Whether another run has the same bytes. The scenario is compared by its digest.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let bare = |run: &Self| Self { resolved: serde_json::Value::Null, ..run.clone() };
        bare(self) == bare(other)
    }

    /// What was made.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let asks = |kind: &Kind| self.resolved.get(kind.verb()).is_some();
        match [Kind::Sensitivity, Kind::Variance].into_iter().find(asks) {
            Some(kind) => kind,
            None if self.resolved.get("reference").is_some() => Kind::Comparison,
            None => Kind::Run,
        }
    }

    /// Language of units and picture.
    #[must_use]
    pub fn lang(&self) -> Lang {
        if self.language == "en" { Lang::En } else { Lang::Fr }
    }
}

impl Manifest {
    /// The manifest of the files written in `target`.
    pub(super) fn new(run: Run, blocks: Vec<Block>, results: blake3::Hash, target: &Target, files: &[&str]) -> io::Result<Self> {
        let files = files.iter().map(|name| (*name).to_owned()).chain(target.tables());
        let digest = |name: String| Ok((name.clone(), digest_of_file(&target.path(&name))?));
        Ok(Self {
            format: FORMAT,
            run,
            blocks,
            results: hex(results),
            files: files.map(digest).collect::<io::Result<_>>()?,
            source_date_epoch: std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok()),
        })
    }

    /// The manifest in a directory, if there is one that can be read.
    #[must_use]
    pub fn read(directory: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(directory.join(FILE)).ok()?).ok()
    }

    /// Whether the files it lists are all in a directory as they were written.
    #[must_use]
    pub fn holds_in(&self, directory: &Path) -> bool {
        self.changed_in(directory).is_empty()
    }

    /// The files that are no longer in a directory as they were written.
    #[must_use]
    pub fn changed_in(&self, directory: &Path) -> Vec<&str> {
        let changed = |(name, digest): &(&String, &String)| {
            digest_of_file(&directory.join(name.as_str())).map_or(true, |found| found != **digest)
        };
        self.files.iter().filter(changed).map(|(name, _)| name.as_str()).collect()
    }
}

impl From<&ensemble::BlockDigest> for Block {
    fn from(block: &ensemble::BlockDigest) -> Self {
        Self { trajectories: block.trajectories.clone(), digest: hex(block.digest) }
    }
}

fn digest_of_file(path: &Path) -> io::Result<String> {
    Ok(hex(*blake3::Hasher::new().update_reader(File::open(path)?)?.finalize().as_bytes()))
}

fn hex(digest: impl Into<blake3::Hash>) -> String {
    digest.into().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_libraries_that_make_numbers_are_named() {
        assert_eq!(super::crates().into_keys().collect::<Vec<_>>(), super::NUMERICAL);
    }

    #[test]
    fn keys_are_sorted_before_they_are_hashed() {
        let typed: serde_json::Value = serde_json::from_str(r#"{"b": 1, "a": {"d": 2, "c": 3}}"#).unwrap();
        assert_eq!(typed.to_string(), r#"{"a":{"c":3,"d":2},"b":1}"#);
    }
}
