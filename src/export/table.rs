//! `indicators.csv` and its two variants.

use crate::{
    engine::indicators::Key,
    statistics::{
        projection::Projection,
        quantiles::{QUANTILES, Summary},
    },
    text::Lang,
};
use std::{borrow::Cow, io::Write};

/// Columns that say what a row is, with their French headers.
pub(super) const KEYS: [(&str, &str); 8] = [
    ("scenario", "scénario"),
    ("year", "année"),
    ("level", "niveau"),
    ("code", "code"),
    ("zone", "zone"),
    ("count", "champ"),
    ("indicator", "indicateur"),
    ("unit", "unité"),
];

pub(super) const FRENCH_STATISTICS: [&str; 11] =
    ["moyenne", "écart-type", "q2,5 %", "q5 %", "q10 %", "q25 %", "médiane", "q75 %", "q90 %", "q95 %", "q97,5 %"];

/// Names of the statistics of a row.
pub(super) fn statistics() -> impl Iterator<Item = &'static str> {
    ["mean", "sd"].into_iter().chain(QUANTILES)
}

/// The statistics of a row, in the order of their names.
pub(super) fn values(summary: &Summary) -> impl Iterator<Item = f64> {
    [summary.mean, summary.sd].into_iter().chain(summary.q)
}

/// What a row is, in the order of [`KEYS`].
pub(super) fn keys<'a>(scenario: &'a str, key: Key<'a>, lang: Lang) -> [Cow<'a, str>; 8] {
    std::array::from_fn(|rank| key_at(rank, scenario, key, lang))
}

/// One of them.
pub(super) fn key_at<'a>(rank: usize, scenario: &'a str, key: Key<'a>, lang: Lang) -> Cow<'a, str> {
    match rank {
        0 => scenario.into(),
        1 => key.year.to_string().into(),
        2 => key.place.level.key().into(),
        3 => key.place.code.as_str().into(),
        4 => key.place.zone.into(),
        5 => key.slot.count.map_or("", |count| count.key()).into(),
        6 => key.slot.name(),
        _ => key.slot.indicator.unit.get(lang).into(),
    }
}

/// One row per series, one column per statistic.
pub(super) fn write_csv(file: impl Write, projection: &Projection, lang: Lang) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(KEYS.iter().map(|(name, _)| *name).chain(statistics()))?;
    for (key, summary) in projection.rows() {
        write_row(&mut writer, keys(&projection.scenario, key, lang), decimals(key, summary))?;
    }
    Ok(writer.flush()?)
}

/// One row per series and statistic.
pub(super) fn write_long(file: impl Write, projection: &Projection, lang: Lang) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(KEYS.iter().map(|(name, _)| *name).chain(["statistic", "value"]))?;
    for (key, summary) in projection.rows() {
        let keys = keys(&projection.scenario, key, lang);
        for (statistic, value) in statistics().zip(decimals(key, summary)) {
            writer.write_record(keys.iter().map(AsRef::as_ref).chain([statistic, &value]))?;
        }
    }
    Ok(writer.flush()?)
}

/// As [`write_csv`], as a French Excel opens it by double click.
pub(super) fn write_excel_fr(mut file: impl Write, projection: &Projection) -> csv::Result<()> {
    file.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(file);
    writer.write_record(KEYS.iter().map(|(_, french)| *french).chain(FRENCH_STATISTICS))?;
    for (key, summary) in projection.rows() {
        let commas = decimals(key, summary).map(|value| value.replace('.', ","));
        write_row(&mut writer, keys(&projection.scenario, key, Lang::Fr), commas)?;
    }
    Ok(writer.flush()?)
}

fn write_row<W: Write>(
    writer: &mut csv::Writer<W>,
    keys: [Cow<'_, str>; 8],
    values: impl Iterator<Item = String>,
) -> csv::Result<()> {
    keys.iter().try_for_each(|key| writer.write_field(key.as_bytes()))?;
    values.into_iter().try_for_each(|value| writer.write_field(value))?;
    writer.write_record(None::<&[u8]>)
}

/// The statistics with the decimals of the indicator; mean and standard deviation, which are not one of its values, with two more.
fn decimals(key: Key<'_>, summary: &Summary) -> impl Iterator<Item = String> {
    let shown = key.slot.indicator.decimals;
    values(summary).enumerate().map(move |(rank, value)| fixed(value, if rank < 2 { shown + 2 } else { shown }))
}

/// A number with fixed decimals, never "-0".
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
    if zero { text.trim_start_matches('-').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(-0.0, 0), "0");
        assert_eq!(fixed(-0.01, 2), "-0.01");
        assert_eq!(fixed(-10.0, 0), "-10");
    }
}
