//! A projection read back from `indicators.csv`, to be shown again without being simulated again.

use super::{CSV, Run, table};
use crate::{
    engine::indicators::Layout,
    statistics::{projection::Projection, quantiles::Summary},
};
use std::{collections::BTreeMap, path::Path};

/// Columns of `indicators.csv` that say what a row is: all keys but the scenario and the unit.
const KEYS: std::ops::Range<usize> = 1..7;
/// The first column with a number.
const NUMBERS: usize = 8;

/// The projection of `run` that `directory` holds, with the decimals of the file. A series that the file lacks is zero.
///
/// # Errors
/// When the file cannot be read as CSV.
pub fn read(directory: &Path, run: &Run, layout: &Layout) -> csv::Result<Projection> {
    let mut series = BTreeMap::new();
    for record in csv::Reader::from_path(directory.join(CSV))?.records() {
        let record = record?;
        let key: Vec<String> = record.iter().take(KEYS.end).skip(KEYS.start).map(str::to_owned).collect();
        series.insert(key, summary(&record));
    }
    let find = |position| {
        let keys = table::keys(&run.scenario, layout.key(position), run.lang());
        let key: Vec<String> = keys[KEYS].iter().map(ToString::to_string).collect();
        series.get(&key).copied().unwrap_or_default()
    };
    Ok(Projection {
        scenario: run.scenario.clone(),
        trajectories: run.trajectories.len() as u32,
        layout: layout.clone(),
        summaries: (0..layout.len()).map(find).collect(),
    })
}

fn summary(record: &csv::StringRecord) -> Summary {
    let number = |column: usize| record.get(NUMBERS + column).and_then(|text| text.parse().ok()).unwrap_or(0.0);
    Summary { mean: number(0), sd: number(1), q: std::array::from_fn(|quantile| number(2 + quantile)) }
}
