//! Projections and comparisons read back from their Parquet files, to be shown again without being simulated again.

use super::{
    PARQUET, Run, comparison,
    table::{KEYS, statistics},
};
use crate::{
    engine::indicators::Layout,
    statistics::{
        comparison::{Comparison, Effect},
        projection::{Projection, order},
        quantiles::Summary,
    },
};
use parquet::{
    column::reader::get_typed_column_reader,
    data_type::{ByteArrayType, DataType, DoubleType},
    errors::{ParquetError, Result},
    file::{reader::FileReader, serialized_reader::SerializedFileReader},
};
use std::{fs::File, path::Path};

/// The projection of `run` that `directory` holds: what was written, in full.
///
/// # Errors
/// When the file cannot be read or has not the rows of `layout`.
pub fn read(directory: &Path, run: &Run, layout: &Layout) -> Result<Projection> {
    read_levels(directory, 0, &run.scenario, run, layout)
}

/// The projection of the scenario at a rank among those of a comparison, the reference first: of the part of a layout that
/// was kept.
///
/// # Errors
/// When the file cannot be read or has not the rows of `layout`.
pub fn read_levels(directory: &Path, rank: usize, scenario: &str, run: &Run, layout: &Layout) -> Result<Projection> {
    let group = Group::open(&directory.join(PARQUET), rank)?;
    let rows: Vec<usize> = order(layout).collect();
    let mut summaries = vec![Summary::default(); layout.len()];
    for (statistic, values) in (0..).zip(group.statistics(KEYS.len(), rows.len())) {
        for (position, value) in rows.iter().zip(values?) {
            *statistic_of(&mut summaries[*position], statistic) = value;
        }
    }
    let trajectories = run.trajectories.len() as u32;
    Ok(Projection { scenario: scenario.to_owned(), trajectories, layout: layout.clone(), summaries })
}

/// The differences of the variant at a rank, from 0; the names are those of the reference and of the variant.
///
/// # Errors
/// When the file cannot be read or has not the rows of `layout`.
pub fn read_comparison(
    directory: &Path,
    rank: usize,
    [reference, scenario]: [&str; 2],
    run: &Run,
    layout: &Layout,
) -> Result<Comparison> {
    let group = Group::open(&directory.join(comparison::PARQUET), rank)?;
    let keys = comparison::columns().count();
    let kinds = group.column::<ByteArrayType>(keys - 1, group.rows())?;
    let places = places(kinds.iter().map(|kind| kind.data() == b"relative"), layout)?;
    let mut absolute = vec![Effect::default(); layout.len()];
    let mut relative = vec![None; layout.len()];
    let positive = group.column::<DoubleType>(keys + statistics().count(), group.rows());
    for (statistic, values) in (0..).zip(group.statistics(keys, group.rows()).chain([positive])) {
        for ((position, is_relative), value) in places.iter().zip(values?) {
            let effect = match is_relative {
                true => relative[*position].get_or_insert_default(),
                false => &mut absolute[*position],
            };
            match statistic {
                statistic if statistic < statistics().count() => *statistic_of(&mut effect.summary, statistic) = value,
                _ => effect.positive = value,
            }
        }
    }
    Ok(Comparison {
        reference: reference.to_owned(),
        scenario: scenario.to_owned(),
        trajectories: run.trajectories.len() as u32,
        layout: layout.clone(),
        absolute,
        relative,
    })
}

/// The series of each row and whether it is of the relative difference: every series has one row, or that and the absolute one.
fn places(is_relative: impl Iterator<Item = bool>, layout: &Layout) -> Result<Vec<(usize, bool)>> {
    let (mut series, mut places) = (order(layout), Vec::new());
    for is_relative in is_relative {
        let position = if is_relative { places.last().map(|(position, _)| *position) } else { series.next() };
        places.push((position.ok_or_else(|| ParquetError::General("more rows than series".to_owned()))?, is_relative));
    }
    match series.next() {
        None => Ok(places),
        Some(_) => Err(ParquetError::General("fewer rows than series".to_owned())),
    }
}

/// A group of rows of a file.
struct Group {
    reader: SerializedFileReader<File>,
    rank: usize,
}

impl Group {
    fn open(path: &Path, rank: usize) -> Result<Self> {
        let reader = SerializedFileReader::new(File::open(path)?)?;
        match reader.num_row_groups() {
            groups if rank < groups => Ok(Self { reader, rank }),
            groups => Err(ParquetError::General(format!("{groups} scenarios instead of {} at least", rank + 1))),
        }
    }

    fn rows(&self) -> usize {
        self.reader.metadata().row_group(self.rank).num_rows() as usize
    }

    fn column<T: DataType>(&self, column: usize, rows: usize) -> Result<Vec<T::T>> {
        let mut values = Vec::with_capacity(rows);
        let reader = self.reader.get_row_group(self.rank)?.get_column_reader(column)?;
        get_typed_column_reader::<T>(reader).read_records(rows, None, None, &mut values)?;
        match values.len() {
            found if found == rows && rows == self.rows() => Ok(values),
            found => Err(ParquetError::General(format!("{} rows instead of {rows}", found.max(self.rows())))),
        }
    }

    /// The columns of statistics, in their order, after those that say what a row is.
    fn statistics(&self, keys: usize, rows: usize) -> impl Iterator<Item = Result<Vec<f64>>> {
        (0..statistics().count()).map(move |rank| self.column::<DoubleType>(keys + rank, rows))
    }
}

/// The statistic of a rank, in the order of the files.
fn statistic_of(summary: &mut Summary, rank: usize) -> &mut f64 {
    match rank {
        0 => &mut summary.mean,
        1 => &mut summary.sd,
        rank => &mut summary.q[rank - 2],
    }
}
