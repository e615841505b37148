//! `indicators.parquet` and `comparison.parquet`: the columns of the CSV, values in full.

use super::{
    Run,
    table::{KEYS, key_at, statistics, values},
};
use crate::{statistics::projection::Projection, text::Lang};
use parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type},
    errors::Result,
    file::{metadata::KeyValue, properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use std::{io::Write, sync::Arc};

/// The values of a column in a group of rows.
pub(super) enum Column {
    Text(Vec<ByteArray>),
    Whole(Vec<i32>),
    Number(Vec<f64>),
}

/// A file of columns, group of rows after group of rows.
pub(super) struct Sheet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: usize,
}

impl<W: Write + Send> Sheet<W> {
    /// A file with the columns of these names: `year` is a whole number, the names of `numbers` are numbers, the others
    /// are texts.
    pub fn new(file: W, table: &str, names: &[&str], numbers: &[&str], run: &Run) -> Result<Self> {
        let column = |name: &&str| match *name {
            "year" => "REQUIRED INT32 year;".to_owned(),
            name if numbers.contains(&name) => format!("REQUIRED DOUBLE {name};"),
            name => format!("REQUIRED BYTE_ARRAY {name} (UTF8);"),
        };
        let schema = format!("message {table} {{ {} }}", names.iter().map(column).collect::<String>());
        let schema = Arc::new(parse_message_type(&schema)?);
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties(run)))?;
        Ok(Self { writer, columns: names.len() })
    }

    /// Adds a group of rows, column by column so that only one is held at a time.
    pub fn add(&mut self, values: impl Fn(usize) -> Column) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for rank in 0..self.columns {
            let mut column = group.next_column()?.ok_or_else(missing)?;
            match values(rank) {
                Column::Text(texts) => column.typed::<ByteArrayType>().write_batch(&texts, None, None)?,
                Column::Whole(numbers) => column.typed::<Int32Type>().write_batch(&numbers, None, None)?,
                Column::Number(numbers) => column.typed::<DoubleType>().write_batch(&numbers, None, None)?,
            };
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file and gives it back.
    pub fn finish(self) -> Result<W> {
        self.writer.into_inner()
    }
}

/// A file of projections, without any yet.
pub(super) fn indicators<W: Write + Send>(file: W, run: &Run) -> Result<Sheet<W>> {
    let numbers: Vec<_> = statistics().collect();
    let names: Vec<_> = KEYS.iter().map(|(name, _)| *name).chain(statistics()).collect();
    Sheet::new(file, "indicators", &names, &numbers, run)
}

/// Adds one row group: a projection of all of France is about ten megabytes.
pub(super) fn add<W: Write + Send>(sheet: &mut Sheet<W>, projection: &Projection, lang: Lang) -> Result<()> {
    sheet.add(|rank| match KEYS.get(rank) {
        Some(("year", _)) => Column::Whole(projection.rows().map(|(key, _)| i32::from(key.year)).collect()),
        Some(_) => {
            let cell = |(key, _)| text(&key_at(rank, &projection.scenario, key, lang));
            Column::Text(projection.rows().map(cell).collect())
        }
        None => Column::Number(projection.rows().filter_map(|(_, summary)| values(summary).nth(rank - KEYS.len())).collect()),
    })
}

/// A projection alone.
pub(super) fn write(file: impl Write + Send, run: &Run, projection: &Projection, lang: Lang) -> Result<()> {
    let mut sheet = indicators(file, run)?;
    add(&mut sheet, projection, lang)?;
    sheet.finish()?;
    Ok(())
}

/// A text as a cell.
pub(super) fn text(text: &str) -> ByteArray {
    ByteArray::from(text.as_bytes().to_vec())
}

fn properties(run: &Run) -> WriterProperties {
    let facts = [
        ("releve.version", run.version.clone()),
        ("releve.scenario", run.scenario.clone()),
        ("releve.scenario_digest", run.scenario_digest.clone()),
        ("releve.seed", run.seed.to_string()),
        ("releve.trajectories", format!("{}..{}", run.trajectories.start, run.trajectories.end)),
        ("releve.generator", run.generator.clone()),
    ];
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("releve {}", run.version))
        .set_key_value_metadata(Some(facts.map(|(name, value)| KeyValue::new(name.to_owned(), value)).to_vec()))
        .build()
}

fn missing() -> parquet::errors::ParquetError {
    parquet::errors::ParquetError::General("the schema has fewer columns than the table".to_owned())
}
