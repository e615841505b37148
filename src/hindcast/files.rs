//! The files of a hindcast: scores, départements and France as tables, and the page.

use super::{Hindcast, Measure, markdown, page, score::INTERVALS};
use crate::text::Lang;
use std::fmt::Write as _;

/// Their names.
pub const FILES: [&str; 5] = ["hindcast.csv", "hindcast_departements.csv", "hindcast_france.csv", "hindcast.html", "hindcast.md"];

/// Name and content of every file; the words of the page are in `lang`, tables have fixed names and decimals.
#[must_use]
pub fn files(hindcast: &Hindcast, lang: Lang) -> Vec<(String, String)> {
    let contents =
        [scores(hindcast), departements(hindcast), france(hindcast), page::html(hindcast, lang), markdown::fragment(hindcast)];
    FILES.iter().map(|name| (*name).to_owned()).zip(contents).collect()
}

/// One row a score of the model or of a rival; errors in per cent of what came, coverage in shares.
fn scores(hindcast: &Hindcast) -> String {
    let mut text = String::from("forecast,level,national_total,year,places,bias,bias_mc,mape,mape_mc,mape_sampling,crps,crps_mc");
    for (share, _) in INTERVALS {
        let _ = write!(text, ",coverage_{share},coverage_{share}_mc,coverage_{share}_sampling");
    }
    text.push('\n');
    let pair = |measure: Measure| format!("{:.3},{:.3}", measure.value, measure.error);
    for score in &hindcast.scores {
        let level = if score.local { "departement" } else { "france" };
        let _ = write!(text, "releve,{level},{},{},{}", given(score.given), score.year, score.places);
        let sampling = score.mape_sampling.map(|error| format!("{error:.3}")).unwrap_or_default();
        let _ = write!(text, ",{},{},{sampling},{}", pair(score.bias), pair(score.mape), pair(score.crps));
        for (interval, coverage) in score.coverage.iter().enumerate() {
            let _ = write!(text, ",{:.4},{:.4},{:.4}", coverage.value, coverage.error, score.sampling(interval));
        }
        text.push('\n');
    }
    let places = hindcast.scores.iter().find(|score| score.local).map_or(0, |score| score.places);
    for rival in &hindcast.rivals {
        let empty = ",".repeat(3 * INTERVALS.len());
        let _ = write!(text, "{},departement,{},{},{places}", rival.name, given(rival.given), rival.year);
        // A point forecast: its CRPS is its absolute error, and it has no Monte Carlo error and no interval.
        let _ = writeln!(text, ",{:.3},,{:.3},,,{:.3},{empty}", rival.bias, rival.mape, rival.mape);
    }
    text
}

const fn given(given: bool) -> &'static str {
    if given { "given" } else { "ex-ante" }
}

const QUANTILES: &str = "q025,q10,q25,q50,q75,q90,q975";

fn joined(bounds: &[f64; 7]) -> String {
    bounds.map(|bound| format!("{bound:.1}")).join(",")
}

fn departements(hindcast: &Hindcast) -> String {
    let mut text = format!("departement,year,observed,national_total,{QUANTILES},error_of_median,drift_before,drift_after\n");
    let number = |value: Option<f64>, decimals: usize| value.map(|value| format!("{value:.decimals$}")).unwrap_or_default();
    for case in &hindcast.cases {
        for (name, bounds) in [(given(true), &case.given), (given(false), &case.ex_ante)] {
            let error = case.observed.map(|heads| 100.0 * (bounds[3] / heads - 1.0));
            let _ = writeln!(
                text,
                "{},{},{},{name},{},{},{:.3},{}",
                case.code,
                case.year,
                number(case.observed, 1),
                joined(bounds),
                number(error, 2),
                case.before,
                number(case.after, 3)
            );
        }
    }
    text
}

fn france(hindcast: &Hindcast) -> String {
    let mut text = format!("year,observed,{QUANTILES}\n");
    for (year, observed, bounds) in &hindcast.national {
        let _ = writeln!(text, "{year},{observed:.0},{}", joined(bounds));
    }
    text
}
