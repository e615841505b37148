//! `variance.csv`: what of the variance of each series comes from the parameters, and what from luck.

use super::table::{KEYS, fixed, keys};
use crate::{
    statistics::variance::{Parts, Variance},
    text::Lang,
};

/// The files of `releve variance`, the manifest apart.
pub const FILES: [&str; 2] = ["variance.csv", "variance.json"];

/// Digest of the figures of the table, whatever its language.
///
/// # Errors
/// See [`variance_csv`].
pub fn variance_digest(variance: &Variance, scenario: &str) -> csv::Result<blake3::Hash> {
    variance_csv(variance, scenario, Lang::En).map(|table| blake3::hash(&table))
}

/// One row per series that varies, every five years and at the horizon (flows: the year before).
///
/// # Errors
/// When the table cannot be written.
pub fn variance_csv(variance: &Variance, scenario: &str, lang: Lang) -> csv::Result<Vec<u8>> {
    const COLUMNS: [&str; 9] = [
        "mean",
        "sd",
        "sd_parameters",
        "sd_luck",
        "share_parameters",
        "share_luck",
        "share_error",
        "share_parameters_q025",
        "share_parameters_q975",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(KEYS.iter().map(|(name, _)| *name).chain(COLUMNS))?;
    for (position, parts) in &variance.rows {
        let Some(Parts { mean, parameters, luck, share }) = parts else { continue };
        let key = variance.layout.key(*position);
        let decimals = key.slot.indicator.decimals + 2;
        let root = |variance: f64| fixed(libm::sqrt(variance.max(0.0)), decimals);
        let figures = [fixed(*mean, decimals), root(parameters + luck), root(*parameters), root(*luck)];
        // What is left to 1 is taken from the rounded share, so that the two printed sum to 1.
        let rounded = (share.value * 1e4).round() / 1e4;
        let shares = [rounded, 1.0 - rounded, share.error, share.low, share.high].map(|value| fixed(value, 4));
        let names = keys(scenario, key, lang);
        writer.write_record(names.iter().map(AsRef::as_ref).chain(figures.iter().chain(&shares).map(String::as_str)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
