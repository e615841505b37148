//! `report.html`: one page that answers "how many, when is the worst, what changes it, how sure", without a network.
//!
//! The page says its main figures without a script: sentence, pictures, tables. The script adds the map by year, places,
//! counts and scenarios. Nothing is fetched: style, script, outlines and data stand in the page under a policy that
//! forbids everything else.

mod change;
mod changes;
mod chart;
mod controls;
mod data;
mod headline;
mod juniors;
mod map;
mod parameters;
mod tables;
mod take;
mod waterfall;
mod words;

pub use change::{Brief, Change, Piece, Split};

use crate::{
    baseline::Baseline,
    engine::indicators::Layout,
    ensemble,
    export::Manifest,
    statistics::projection::Projection,
    text::{Lang, Message, Text},
};
use maud::{DOCTYPE, PreEscaped, html};

/// A scenario to be shown.
pub struct Subject {
    /// Its results: all of them, or the [`part`] that a comparison keeps.
    pub projection: Projection,
    /// What it was made of.
    pub manifest: Manifest,
    /// Title of its scenario.
    pub title: Message,
    /// What sets it apart from the reference, where it was compared.
    pub change: Option<Change>,
}

/// Letters of the short name of a scenario: what fits beside a curve.
const SHORT: usize = 34;

impl Subject {
    /// The title up to its colon, or the name of the scenario where that is long.
    fn short(&self, lang: Lang) -> &str {
        let title = self.title.get(lang);
        let before = title.split(':').next().unwrap_or(title).trim();
        if before.chars().count() <= SHORT { before } else { &self.projection.scenario }
    }
}

/// The part of a layout that the page shows.
#[must_use]
pub fn part(layout: &Layout) -> Layout {
    ensemble::part(layout, |slot| data::is_shown(slot.indicator.name))
}

/// The script, by what each part does.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(async function () {\n",
    include_str!("page/values.js"),
    include_str!("page/drawing.js"),
    include_str!("page/fan.js"),
    include_str!("page/map.js"),
    include_str!("page/place.js"),
    include_str!("page/tables.js"),
    include_str!("page/take.js"),
    include_str!("page/controls.js"),
    "})();\n"
);

/// The page of scenarios of the same places and years; the first is the reference.
#[must_use]
pub fn page(subjects: &[Subject], baseline: &Baseline, lang: Lang) -> String {
    let Some(first) = subjects.first() else { return String::new() };
    let key = if lang == Lang::En { "en" } else { "fr" };
    // Only the style and the scripts written here run: those that carry this word.
    let nonce = &first.manifest.results[..first.manifest.results.len().min(32)];
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    );
    let title = title(first, lang);
    let page = html! {
        (DOCTYPE)
        html lang=(key) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "Releve " (first.manifest.run.version) };
                title { (title) }
                style nonce=(nonce) { (PreEscaped(include_str!("page/page.css"))) }
            }
            body {
                a.skip href="#main" { (Text { fr: "Aller au contenu", en: "Skip to content" }.get(lang)) }
                (headline::header(subjects, &title, lang))
                main #main tabindex="-1" {
                    (headline::picture(subjects, lang))
                    (change::section(subjects, lang))
                    (controls::bar(lang))
                    (controls::map_and_place(first, subjects, lang))
                    (controls::regions(lang))
                    (controls::ranking(lang))
                    (tables::france(subjects, lang))
                    (juniors::section(first, lang))
                    (headline::method(lang))
                    (parameters::section(subjects, baseline, lang))
                }
                (headline::footer(subjects, lang))
                script #data type="application/json" nonce=(nonce) { (PreEscaped(data::json(subjects, baseline, lang))) }
                script nonce=(nonce) { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn title(first: &Subject, lang: Lang) -> String {
    let horizon = first.projection.horizon();
    match lang {
        Lang::Fr => format!("Combien de médecins généralistes jusqu’en {horizon}\u{202f}?"),
        Lang::En => format!("How many general practitioners until {horizon}?"),
    }
}

/// A whole number as it is read.
fn whole(value: f64, lang: Lang) -> String {
    crate::export::number(value, crate::export::NumberFormat::default(), lang)
}

/// A difference as it is read.
fn signed(value: f64, decimals: usize, lang: Lang) -> String {
    crate::export::number(value, crate::export::NumberFormat { decimals, signed: true }, lang)
}

/// An interval at 80 % in brackets.
fn at_80((low, high): (f64, f64), show: impl Fn(f64) -> String, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("80\u{a0}%\u{a0}: {} à {}", show(low), show(high)),
        Lang::En => format!("80%: {} to {}", show(low), show(high)),
    }
}
