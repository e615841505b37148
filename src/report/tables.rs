//! France in figures: what stands without a script and on paper.

use super::{Subject, take::take};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    export::{NumberFormat, number},
    text::{Lang, Text},
};
use maud::{Markup, html};

/// Years shown on paper: every one to ten years ahead, then one in five.
fn is_shown(year: u16, start: u16, horizon: u16) -> bool {
    year <= start + 10 || year.is_multiple_of(5) || year == horizon
}

const COLUMNS: [(&str, Option<Count>, Text); 5] = [
    ("headcount", Some(Count::P1), Text { fr: "Médecins (P1)", en: "GPs (P1)" }),
    ("headcount", Some(Count::P5), Text { fr: "Avec patientèle (P5)", en: "With a list (P5)" }),
    ("fte", Some(Count::P1), Text { fr: "ETP (P1)", en: "FTE (P1)" }),
    ("dj_headcount", None, Text { fr: "Docteurs juniors", en: "Docteurs juniors" }),
    ("without_mt", None, Text { fr: "Sans médecin traitant", en: "Without a médecin traitant" }),
];

/// One table a scenario.
pub(super) fn france(subjects: &[Subject], lang: Lang) -> Markup {
    html! {
        section #france {
            h2 { (Text { fr: "La France en chiffres", en: "France in figures" }.get(lang)) }
            @for (rank, subject) in subjects.iter().enumerate() { (folded(rank > 0, subject, lang)) }
        }
    }
}

/// The table of a scenario; that of a variant is unfolded by who wants it.
fn folded(is_variant: bool, subject: &Subject, lang: Lang) -> Markup {
    let id = format!("table-{}", subject.projection.scenario);
    let whole = html! {
        div.scroll.free tabindex="0" role="region" aria-label=(subject.title.get(lang)) { (table(subject, &id, lang)) }
        (take(&id, &["csv"], subject.title.get(lang), lang))
    };
    html! {
        @if is_variant { details { summary { bdi { (subject.title.get(lang)) } } (whole) } } @else { (whole) }
    }
}

fn table(subject: &Subject, id: &str, lang: Lang) -> Markup {
    let projection = &subject.projection;
    let (start, horizon) = (projection.layout.start, projection.horizon());
    let shown = |value: f64| number(value, NumberFormat::default(), lang);
    let cell = |year, (name, count, _): &(&str, Option<Count>, Text)| {
        projection
            .get(Level::France, "FR", "", name, *count, year)
            .map(|row| (shown(row.median()), shown(row.q[2]), shown(row.q[6])))
    };
    let to = Text { fr: "à", en: "to" }.get(lang);
    html! {
        table id=(id) {
            caption { (subject.title.get(lang)) " – " (Text { fr: "médiane au 1er janvier, intervalle de prévision à 80\u{a0}%", en: "median on 1 January, 80% prediction interval" }.get(lang)) }
            thead { tr { th scope="col" { (Text { fr: "Année", en: "Year" }.get(lang)) } @for (.., head) in &COLUMNS { th scope="col" { (head.get(lang)) } } } }
            tbody {
                @for year in (start..=horizon).filter(|year| is_shown(*year, start, horizon)) { tr {
                    th scope="row" { (year) }
                    @for column in &COLUMNS { td { @if let Some((median, low, high)) = cell(year, column) {
                        (median) @if low != high { br; span.note { (low) " " (to) " " (high) } }
                    } } }
                } }
            }
        }
    }
}
