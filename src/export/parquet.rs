//! `indicators.parquet`: the columns of the CSV, values in full.

use super::{
    Run,
    table::{KEYS, keys, statistics, values},
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

/// One row group: a projection of all of France is about ten megabytes.
pub(super) fn write(file: impl Write + Send, run: &Run, projection: &Projection, lang: Lang) -> Result<()> {
    let schema = Arc::new(parse_message_type(&schema())?);
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties(run)))?;
    let mut group = writer.next_row_group()?;
    for (rank, (name, _)) in KEYS.iter().enumerate() {
        let mut column = group.next_column()?.ok_or_else(missing)?;
        if *name == "year" {
            let years: Vec<_> = projection.rows().map(|(key, _)| i32::from(key.year)).collect();
            column.typed::<Int32Type>().write_batch(&years, None, None)?;
        } else {
            let text = |(key, _)| ByteArray::from(keys(&projection.scenario, key, lang)[rank].as_bytes().to_vec());
            column.typed::<ByteArrayType>().write_batch(&projection.rows().map(text).collect::<Vec<_>>(), None, None)?;
        }
        column.close()?;
    }
    for rank in 0..statistics().count() {
        let mut column = group.next_column()?.ok_or_else(missing)?;
        let numbers: Vec<_> = projection.rows().filter_map(|(_, summary)| values(summary).nth(rank)).collect();
        column.typed::<DoubleType>().write_batch(&numbers, None, None)?;
        column.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn schema() -> String {
    let key = |(name, _): &(&str, &str)| match *name {
        "year" => "REQUIRED INT32 year;".to_owned(),
        name => format!("REQUIRED BYTE_ARRAY {name} (UTF8);"),
    };
    let statistic = |name| format!("REQUIRED DOUBLE {name};");
    format!("message indicators {{ {} }}", KEYS.iter().map(key).chain(statistics().map(statistic)).collect::<String>())
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
