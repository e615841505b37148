//! The files of a validation: figures, steps and explanations as tables, and the page.

use super::{Figure, Projections, explanations, fifteen_years, markdown, page, rows, steps};
use crate::text::Lang;
use std::fmt::Write as _;

/// Their names.
pub const FILES: [&str; 6] = [
    "validation.csv",
    "validation_steps.csv",
    "validation_explanations.csv",
    "validation_width.csv",
    "validation.html",
    "validation.md",
];

/// Name and content of every file; the words of the page and of the tables are in `lang`.
#[must_use]
pub fn files(projections: &Projections, lang: Lang) -> Vec<(String, String)> {
    let contents = [
        targets(projections, lang),
        chain(projections, lang),
        explained(projections, lang),
        width(projections),
        page::html(projections, lang),
        markdown::fragment(projections),
    ];
    FILES.iter().map(|name| (*name).to_owned()).zip(contents).collect()
}

/// A number, or nothing where there is none.
fn cell(value: f64, decimals: usize) -> String {
    if value.is_finite() { format!("{value:.decimals$}") } else { String::new() }
}

fn bounds(figure: &Figure, decimals: usize) -> String {
    [figure.median, figure.low, figure.high].map(|value| cell(value, decimals)).join(",")
}

fn targets(projections: &Projections, lang: Lang) -> String {
    let mut text = String::from("target,publisher,what,published,confidence,ours,q10,q90,scenario\n");
    for row in rows(projections) {
        let published = row.published;
        let hypotheses = if row.same { "drees-2021 from 2018" } else { "tendanciel from 2026" };
        let _ = writeln!(
            text,
            "{},\"{}\",\"{}\",{:.*},{:?},{},{hypotheses}",
            published.id,
            published.who,
            published.what.get(lang),
            published.decimals,
            published.value,
            published.confidence,
            bounds(&row.ours, published.decimals)
        );
    }
    text
}

fn chain(projections: &Projections, lang: Lang) -> String {
    let mut text = String::from("step,what,trough_year,trough,end_2050\n");
    for (rank, step) in steps(projections).iter().enumerate() {
        let _ = writeln!(text, "{rank},\"{}\",{},{:.0},{:.0}", step.what.get(lang), step.trough.0, step.trough.1, step.end);
    }
    text
}

fn explained(projections: &Projections, lang: Lang) -> String {
    let mut text = String::from("explanation,year,q50,q10,q90\n");
    for explained in explanations(projections) {
        for (year, figure) in &explained.heads {
            let _ = writeln!(text, "\"{}\",{year},{}", explained.what.get(lang), bounds(figure, 0));
        }
    }
    text
}

fn width(projections: &Projections) -> String {
    let (year, figure) = fifteen_years(projections);
    format!("year,q50,q10,q90,half_width_percent\n{year},{},{:.1}\n", bounds(&figure, 0), figure.half_width())
}
