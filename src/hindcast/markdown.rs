//! The scores in English Markdown, for the method page: its numbers are this file, not typed.

use super::{Hindcast, Score, verdict};
use crate::text::Lang;
use std::fmt::Write as _;

/// A Markdown table.
#[must_use]
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

/// Aims, France and départements.
pub(super) fn fragment(hindcast: &Hindcast) -> String {
    let aims = verdict(hindcast).into_iter().map(|aim| {
        let reached = if aim.reached { "yes" } else { "**no**" };
        vec![aim.aim.get(Lang::En).to_owned(), aim.found.get(Lang::En).to_owned(), reached.to_owned()]
    });
    let scores = hindcast.scores.iter().map(row);
    let rivals = hindcast.rivals.iter().map(|rival| {
        let mode = if rival.given { "given" } else { "ex ante" };
        vec![
            rival.title.en.to_owned(),
            mode.to_owned(),
            rival.year.to_string(),
            format!("{:+.2}", rival.bias),
            format!("{:.2}", rival.mape),
        ]
    });
    format!(
        "{}\n{}\n{}",
        table(&["aim", "found", "reached"], aims),
        table(&["where, year", "national total", "bias %", "MAPE %", "CRPS %", "in 50 %", "in 80 %", "in 95 %"], scores),
        table(&["rival", "national total", "year", "bias %", "MAPE %"], rivals)
    )
}

fn row(score: &Score) -> Vec<String> {
    let place = if score.local { format!("{} départements", score.places) } else { "France".to_owned() };
    let mode = if score.given { "given" } else { "ex ante" };
    let mut errors = [score.mape, score.crps].map(|measure| format!("{:.2} ± {:.2}", measure.value, measure.error));
    if let Some(sampling) = score.mape_sampling {
        errors[0] += &format!(" (± {sampling:.2})");
    }
    let bias = format!("{:+.2} ± {:.2}", score.bias.value, score.bias.error);
    let cover = score.coverage.map(|measure| format!("{:.1}", 100.0 * measure.value));
    [format!("{place}, {}", score.year), mode.to_owned(), bias].into_iter().chain(errors).chain(cover).collect()
}
