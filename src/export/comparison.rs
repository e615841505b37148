//! `comparison.csv` and its variants, `comparison.parquet`, `attribution.csv`: written variant by variant, so that one
//! variant at a time is held.

use super::{
    Manifest, PARQUET as LEVELS, Run, Target, WriteError,
    parquet::{self as sheets, Column, Sheet, text},
    table::{FRENCH_STATISTICS, KEYS, fixed, keys, statistics, values},
};
use crate::{
    engine::indicators::{Indicator, Key},
    statistics::{
        attribution::Attribution,
        comparison::{Comparison, Difference, Effect},
        projection::Projection,
    },
    text::{Lang, Text},
};
use std::{
    borrow::Cow,
    fs::File,
    io::{BufWriter, IntoInnerError, Write},
};

pub(super) const CSV: &str = "comparison.csv";
pub(super) const PARQUET: &str = "comparison.parquet";
pub(super) const LONG: &str = "comparison-long.csv";
pub(super) const EXCEL: &str = "comparison-excel.csv";
pub(super) const ATTRIBUTION: &str = "attribution.csv";
/// The main results as data, from which they are shown again.
pub(super) const RESULTS: &str = "comparison.json";

const RELATIVE_UNIT: Text = Text { fr: "part de la référence", en: "share of the reference" };
/// Decimals of a relative difference: those of its resolution, a thousandth of a per cent.
const RELATIVE_DECIMALS: usize = 5;
/// Decimals of a share of trajectories.
const PROBABILITY_DECIMALS: usize = 4;

/// Columns that say what a row is, with their French headers.
pub(super) fn columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("reference", "référence")].into_iter().chain(KEYS).chain([("difference", "écart")])
}

const POSITIVE: (&str, &str) = ("probability_positive", "probabilité d'être positif");

/// What is written besides the usual files, and without attribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComparisonOptions {
    /// `comparison-long.csv`: one row per statistic.
    pub long: bool,
    /// `comparison-excel.csv`: BOM, semicolons and decimal commas, for a French Excel.
    pub excel_fr: bool,
    /// `attribution.csv`.
    pub attribution: bool,
}

impl ComparisonOptions {
    /// Names of the files of a comparison, the manifest apart.
    #[must_use]
    pub fn files(self) -> Vec<&'static str> {
        let optional = [(self.attribution, ATTRIBUTION), (true, RESULTS), (self.long, LONG), (self.excel_fr, EXCEL)];
        let usual = [CSV, PARQUET, LEVELS];
        usual.into_iter().chain(optional.into_iter().filter(|(wanted, _)| *wanted).map(|(_, name)| name)).collect()
    }
}

/// The files of a comparison, under way. Dropped before [`ComparisonFiles::finish`], they leave nothing behind.
pub struct ComparisonFiles {
    target: Target,
    run: Run,
    options: ComparisonOptions,
    csv: csv::Writer<BufWriter<File>>,
    long: Option<csv::Writer<BufWriter<File>>>,
    excel: Option<csv::Writer<BufWriter<File>>>,
    parquet: Sheet<BufWriter<File>>,
    levels: Sheet<BufWriter<File>>,
    digest: blake3::Hasher,
}

impl ComparisonFiles {
    /// Creates the files of a run.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn create(target: Target, run: Run, options: ComparisonOptions) -> Result<Self, WriteError> {
        let file = |name: &str| File::create(target.path(name)).map(BufWriter::new);
        let mut csv = csv::Writer::from_writer(file(CSV)?);
        csv.write_record(columns().map(|(name, _)| name).chain(statistics()).chain([POSITIVE.0]))?;
        let long = options.long.then(|| file(LONG)).transpose()?.map(csv::Writer::from_writer);
        let excel = options.excel_fr.then(|| file(EXCEL)).transpose()?.map(excel).transpose()?;
        let numbers: Vec<_> = statistics().chain([POSITIVE.0]).collect();
        let names: Vec<_> = columns().map(|(name, _)| name).chain(numbers.iter().copied()).collect();
        let parquet = Sheet::new(file(PARQUET)?, "comparison", &names, &numbers, &run)?;
        let levels = sheets::indicators(file(LEVELS)?, &run)?;
        let mut files = Self { csv, long, excel, parquet, levels, target, run, options, digest: blake3::Hasher::new() };
        if let Some(long) = &mut files.long {
            long.write_record(columns().map(|(name, _)| name).chain(["statistic", "value"]))?;
        }
        Ok(files)
    }

    /// Adds a variant; `digest` is that of its differences.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn add(&mut self, comparison: &Comparison, digest: blake3::Hash) -> Result<(), WriteError> {
        let Self { csv, long, excel, parquet, run, .. } = self;
        let lang = run.lang();
        let tables = || -> csv::Result<()> {
            add_wide(csv, comparison, lang, |number| number)?;
            long.iter_mut().try_for_each(|writer| add_long(writer, comparison, lang))?;
            excel.iter_mut().try_for_each(|writer| add_wide(writer, comparison, Lang::Fr, |number| number.replace('.', ",")))
        };
        let (tables, columns) = rayon::join(tables, || add_columns(parquet, comparison, lang));
        self.digest.update(digest.as_bytes());
        tables?;
        Ok(columns?)
    }

    /// Adds what is shown of the reference or of a variant by itself: the reference first, then the variants as they come.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_levels(&mut self, projection: &Projection) -> Result<(), WriteError> {
        Ok(sheets::add(&mut self.levels, projection, self.run.lang())?)
    }

    /// Writes what there is one of for all variants, and puts everything in place. `results` is what
    /// [`read_results`] gives back.
    ///
    /// # Errors
    /// When a file cannot be written; the directory is then as it was before.
    pub fn finish(self, attributions: &[Attribution], results: &str) -> Result<Manifest, WriteError> {
        let Self { target, run, options, csv, long, excel, parquet, levels, digest } = self;
        for writer in [Some(csv), long, excel].into_iter().flatten() {
            closed(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)?;
        }
        closed(parquet.finish()?)?;
        closed(levels.finish()?)?;
        std::fs::write(target.path(RESULTS), results)?;
        if options.attribution {
            let file = BufWriter::new(File::create(target.path(ATTRIBUTION))?);
            closed(write_attribution(file, attributions, run.lang())?)?;
        }
        let manifest = Manifest::new(run, Vec::new(), digest.finalize(), &target, &options.files())?;
        target.commit(&manifest)?;
        Ok(manifest)
    }
}

/// The main results of the comparison that a directory holds.
///
/// # Errors
/// When the file cannot be read.
pub fn read_results(directory: &std::path::Path) -> std::io::Result<String> {
    std::fs::read_to_string(directory.join(RESULTS))
}

fn closed(file: BufWriter<File>) -> std::io::Result<()> {
    file.into_inner().map(drop).map_err(IntoInnerError::into_error)
}

/// A CSV as a French Excel opens it by double click.
fn excel(mut file: BufWriter<File>) -> Result<csv::Writer<BufWriter<File>>, WriteError> {
    file.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(file);
    writer.write_record(columns().map(|(_, french)| french).chain(FRENCH_STATISTICS).chain([POSITIVE.1]))?;
    Ok(writer)
}

/// What a row is.
fn cells<'a>(comparison: &'a Comparison, key: Key<'a>, difference: Difference, lang: Lang) -> [Cow<'a, str>; 10] {
    let [scenario, year, level, code, zone, count, indicator, unit] = keys(&comparison.scenario, key, lang);
    let (unit, difference) = match difference {
        Difference::Absolute => (unit, "absolute"),
        Difference::Relative => (RELATIVE_UNIT.get(lang).into(), "relative"),
    };
    let reference = comparison.reference.as_str().into();
    [reference, scenario, year, level, code, zone, count, indicator, unit, difference.into()]
}

/// The decimals of a difference: all those of the integers of a row, since a difference is smaller than what it is of.
fn decimals(indicator: &Indicator, difference: Difference) -> usize {
    match difference {
        Difference::Absolute => indicator.decimals.max(indicator.scale.ilog10() as usize),
        Difference::Relative => RELATIVE_DECIMALS,
    }
}

/// The statistics of a row; mean and standard deviation, which are not one of its values, with two decimals more.
fn numbers(effect: &Effect, decimals: usize) -> impl Iterator<Item = String> {
    let statistics = values(&effect.summary).enumerate();
    let statistics = statistics.map(move |(rank, value)| fixed(value, if rank < 2 { decimals + 2 } else { decimals }));
    statistics.chain([fixed(effect.positive, PROBABILITY_DECIMALS)])
}

fn add_wide<W: Write>(
    writer: &mut csv::Writer<W>,
    comparison: &Comparison,
    lang: Lang,
    point: fn(String) -> String,
) -> csv::Result<()> {
    for (key, difference, effect) in comparison.rows() {
        cells(comparison, key, difference, lang).iter().try_for_each(|cell| writer.write_field(cell.as_bytes()))?;
        numbers(effect, decimals(key.slot.indicator, difference)).try_for_each(|number| writer.write_field(point(number)))?;
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

fn add_long<W: Write>(writer: &mut csv::Writer<W>, comparison: &Comparison, lang: Lang) -> csv::Result<()> {
    for (key, difference, effect) in comparison.rows() {
        let cells = cells(comparison, key, difference, lang);
        let names = statistics().chain([POSITIVE.0]);
        for (statistic, value) in names.zip(numbers(effect, decimals(key.slot.indicator, difference))) {
            writer.write_record(cells.iter().map(AsRef::as_ref).chain([statistic, &value]))?;
        }
    }
    Ok(())
}

fn add_columns<W: Write + Send>(sheet: &mut Sheet<W>, comparison: &Comparison, lang: Lang) -> ::parquet::errors::Result<()> {
    let keys: Vec<_> = columns().map(|(name, _)| name).collect();
    sheet.add(|rank| match keys.get(rank) {
        Some(&"year") => Column::Whole(comparison.rows().map(|(key, ..)| i32::from(key.year)).collect()),
        Some(_) => {
            let cell = |(key, difference, _)| text(&cells(comparison, key, difference, lang)[rank]);
            Column::Text(comparison.rows().map(cell).collect())
        }
        None => {
            let number = |(_, _, effect): (_, _, &Effect)| {
                values(&effect.summary).chain([effect.positive]).nth(rank - keys.len()).unwrap_or(f64::NAN)
            };
            Column::Number(comparison.rows().map(number).collect())
        }
    })
}

fn write_attribution(file: BufWriter<File>, attributions: &[Attribution], lang: Lang) -> Result<BufWriter<File>, WriteError> {
    let mut writer = csv::Writer::from_writer(file);
    let heads = ["reference"].into_iter().chain(KEYS.map(|(name, _)| name)).chain(["effect", "component", "share"]);
    writer.write_record(heads.chain(statistics()).chain([POSITIVE.0]))?;
    for attribution in attributions {
        for (key, part) in attribution.rows() {
            let component = part.component.map_or("", |index| attribution.components[index].key());
            let share = part.share.map_or(String::new(), |share| fixed(share, PROBABILITY_DECIMALS));
            writer.write_field(&attribution.reference)?;
            keys(&attribution.scenario, key, lang).iter().try_for_each(|cell| writer.write_field(cell.as_bytes()))?;
            [part.part.key(), component, &share].iter().try_for_each(|cell| writer.write_field(cell))?;
            let decimals = decimals(key.slot.indicator, Difference::Absolute);
            numbers(&part.effect, decimals).try_for_each(|number| writer.write_field(number))?;
            writer.write_record(None::<&[u8]>)?;
        }
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}
