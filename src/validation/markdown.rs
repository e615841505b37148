//! The comparison in English Markdown, for the method page: its numbers are this file, not typed.

use super::{EXPLAINED, Figure, PAST, Projections, explanations, page, rows, steps};
use crate::{hindcast::markdown::table, text::Lang};

/// Figures, steps, explanations, width and record.
pub(super) fn fragment(projections: &Projections) -> String {
    let targets = rows(projections).into_iter().map(|row| {
        let published = row.published;
        let show = |value: f64| if value.is_finite() { format!("{value:.*}", published.decimals) } else { "—".to_owned() };
        let Figure { median, low, high } = row.ours;
        let hypotheses = if row.same { "drees-2021, from 2018" } else { "tendanciel, from 2026" };
        let range = format!("{} to {}", show(low), show(high));
        let range = if low.is_finite() { range } else { "—".to_owned() };
        vec![
            published.id.split('-').next().unwrap_or(published.id).to_owned(),
            published.what.en.to_owned(),
            show(published.value),
            show(median),
            range,
            hypotheses.to_owned(),
        ]
    });
    let steps = steps(projections)
        .into_iter()
        .map(|step| vec![step.what.en, format!("{:.0} in {}", step.trough.1, step.trough.0), format!("{:.0}", step.end)]);
    let explained = explanations(projections).into_iter().map(|explained| {
        let show = |figure: &Figure| format!("{:.0} ({:.0} to {:.0})", figure.median, figure.low, figure.high);
        let heads = explained.heads.iter().map(|(_, figure)| show(figure));
        std::iter::once(explained.what.en.to_owned()).chain(heads).chain([show(&explained.trough)]).collect()
    });
    let years = EXPLAINED.map(|year| year.to_string());
    let head: Vec<&str> = ["explanation"].into_iter().chain(years.iter().map(String::as_str)).chain(["year of trough"]).collect();
    let past = PAST.iter().map(|past| {
        let [low, high] = past.error;
        let error = if low == high { format!("{low:+.1}") } else { format!("{low:+.1} to {high:+.1}") };
        vec![past.what.en.to_owned(), past.years.to_string(), error]
    });
    [
        table(&["", "figure", "published", "ours", "80 % interval", "our scenario"], targets),
        table(&["step", "P2 at the trough", "P2 in 2050"], steps),
        table(&head, explained),
        page::width(projections).get(Lang::En).to_owned() + "\n",
        table(&["past projection", "years ahead", "realised less projected, %"], past),
    ]
    .join("\n")
}
