//! A projection read back from `indicators.parquet`, to be shown again without being simulated again.

use super::{
    PARQUET, Run,
    table::{KEYS, statistics},
};
use crate::{
    engine::indicators::Layout,
    statistics::{
        projection::{Projection, order},
        quantiles::Summary,
    },
};
use parquet::{
    column::reader::get_typed_column_reader,
    data_type::DoubleType,
    errors::{ParquetError, Result},
    file::{reader::FileReader, serialized_reader::SerializedFileReader},
};
use std::{fs::File, path::Path};

/// The projection of `run` that `directory` holds: what was written, in full.
///
/// # Errors
/// When the file cannot be read or has not the rows of `layout`.
pub fn read(directory: &Path, run: &Run, layout: &Layout) -> Result<Projection> {
    let reader = SerializedFileReader::new(File::open(directory.join(PARQUET))?)?;
    let rows: Vec<usize> = order(layout).collect();
    let mut summaries = vec![Summary::default(); layout.len()];
    for rank in 0..statistics().count() {
        for (position, value) in rows.iter().zip(column(&reader, KEYS.len() + rank, rows.len())?) {
            *statistic(&mut summaries[*position], rank) = value;
        }
    }
    let trajectories = run.trajectories.len() as u32;
    Ok(Projection { scenario: run.scenario.clone(), trajectories, layout: layout.clone(), summaries })
}

/// A column of numbers; there is one group of rows.
fn column(reader: &SerializedFileReader<File>, rank: usize, rows: usize) -> Result<Vec<f64>> {
    let mut values = Vec::with_capacity(rows);
    let column = reader.get_row_group(0)?.get_column_reader(rank)?;
    get_typed_column_reader::<DoubleType>(column).read_records(rows, None, None, &mut values)?;
    if values.len() == rows { Ok(values) } else { Err(ParquetError::General(format!("{} rows instead of {rows}", values.len()))) }
}

/// The statistic of a rank, in the order of the files.
fn statistic(summary: &mut Summary, rank: usize) -> &mut f64 {
    match rank {
        0 => &mut summary.mean,
        1 => &mut summary.sd,
        rank => &mut summary.q[rank - 2],
    }
}
