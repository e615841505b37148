//! Files of a run or of a comparison: tables, manifest and picture, written together or not at all.

mod comparison;
mod identity;
mod manifest;
mod number;
mod parquet;
mod part;
mod picture;
mod reading;
mod sensitivity;
mod table;
mod target;
mod variance;

pub use comparison::{ComparisonFiles, ComparisonOptions, read_results};
pub use manifest::{BaselineRows, Block, Kind, Manifest, Run};
pub use number::{NumberFormat, number};
pub use part::{ENSEMBLE, EXTENSION, Head, PARTS, Part, PartError, prepare_part, sweep_part, write_part};
pub use picture::{Outline, outlines, sensitivity_svg, summary_svg};
pub use reading::{read, read_comparison, read_levels};
pub use sensitivity::{FILES as SENSITIVITY, Question, sensitivity_csv, sensitivity_digest, short, tornado_csv};
pub use target::{Opening, Standing, TABLES, Target, TargetError, sweep_results};
pub use variance::{FILES as VARIANCE, variance_csv, variance_digest};

use crate::{ensemble::Cube, statistics::projection::Projection, text::Lang};
use rayon::prelude::*;
use std::{fs::File, io::BufWriter};

/// What is written besides the usual files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `indicators-long.csv`: one row per statistic.
    pub long: bool,
    /// `indicators-excel.csv`: BOM, semicolons and decimal commas, for a French Excel.
    pub excel_fr: bool,
}

impl Options {
    /// Names of the files of a run, the manifest apart.
    #[must_use]
    pub fn files(self) -> Vec<&'static str> {
        let optional = [(self.long, LONG), (self.excel_fr, EXCEL)];
        let usual = [CSV, PARQUET, SVG];
        usual.into_iter().chain(optional.into_iter().filter(|(wanted, _)| *wanted).map(|(_, name)| name)).collect()
    }
}

const CSV: &str = "indicators.csv";
const PARQUET: &str = "indicators.parquet";
const LONG: &str = "indicators-long.csv";
const EXCEL: &str = "indicators-excel.csv";
const SVG: &str = "summary.svg";
/// The page made of these files, written after them.
const REPORT: &str = "report.html";

/// Every file this program may have written in a directory.
const OURS: [&str; 19] = [
    CSV,
    PARQUET,
    LONG,
    EXCEL,
    SVG,
    REPORT,
    comparison::CSV,
    comparison::PARQUET,
    comparison::LONG,
    comparison::EXCEL,
    comparison::ATTRIBUTION,
    comparison::RESULTS,
    SENSITIVITY[0],
    SENSITIVITY[1],
    SENSITIVITY[2],
    SENSITIVITY[3],
    VARIANCE[0],
    VARIANCE[1],
    manifest::FILE,
];

/// Why a run could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The CSV could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The Parquet file could not be written.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The manifest could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// What of a run is written.
#[derive(Debug)]
pub struct Outcome {
    /// Every series.
    pub projection: Projection,
    blocks: Vec<Block>,
    results: blake3::Hash,
}

impl Outcome {
    /// Of the trajectories of a scenario. It takes them, for they fill most of the memory and the files do without.
    #[must_use]
    pub fn of(scenario: &str, cube: Cube) -> Self {
        let blocks = cube.blocks().iter().map(Block::from).collect();
        Self { projection: Projection::of(scenario, &cube), blocks, results: cube.digest() }
    }
}

/// Writes the files of a run and puts them in place.
///
/// # Errors
/// When a file cannot be written; the directory is then as it was before.
pub fn write(target: Target, run: Run, outcome: &Outcome, options: Options) -> Result<Manifest, WriteError> {
    let (lang, Outcome { projection, blocks, results }) = (run.lang(), outcome);
    options.files().par_iter().try_for_each(|name| write_file(&target, name, &run, projection, lang))?;
    let manifest = Manifest::new(run, blocks.clone(), *results, &target, &options.files())?;
    target.commit(&manifest)?;
    Ok(manifest)
}

/// Writes files whose content is there already and puts them in place; `results` is the digest of what they tell.
///
/// # Errors
/// When a file cannot be written; the directory is then as it was before.
pub fn write_made(
    target: Target,
    run: Run,
    results: blake3::Hash,
    files: &[(&'static str, Vec<u8>)],
) -> Result<Manifest, WriteError> {
    files.iter().try_for_each(|(name, content)| std::fs::write(target.path(name), content))?;
    let names: Vec<_> = files.iter().map(|(name, _)| *name).collect();
    let manifest = Manifest::new(run, Vec::new(), results, &target, &names)?;
    target.commit(&manifest)?;
    Ok(manifest)
}

fn write_file(target: &Target, name: &str, run: &Run, projection: &Projection, lang: Lang) -> Result<(), WriteError> {
    let mut file = BufWriter::new(File::create(target.path(name))?);
    match name {
        PARQUET => parquet::write(&mut file, run, projection, lang)?,
        LONG => table::write_long(&mut file, projection, lang)?,
        EXCEL => table::write_excel_fr(&mut file, projection)?,
        SVG => std::io::Write::write_all(&mut file, summary_svg(projection, run, lang).as_bytes())?,
        _ => table::write_csv(&mut file, projection, lang)?,
    }
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
