//! `report.html`: one page that answers "how many, when is the worst, what changes it, how sure", without a network.
//!
//! The page says its main figures without a script: sentence, picture, tables. The script adds the map by year, places,
//! counts and scenarios. Nothing is fetched: style, script, outlines and data stand in the page under a policy that
//! forbids everything else.

mod controls;
mod data;
mod headline;
mod juniors;
mod parameters;
mod tables;
mod words;

use crate::{
    baseline::Baseline,
    export::{Manifest, outlines, summary_svg},
    statistics::projection::Projection,
    text::{Lang, Message, Text},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A run to be shown.
pub struct Subject {
    /// Its results.
    pub projection: Projection,
    /// What it was made of.
    pub manifest: Manifest,
    /// Title of its scenario.
    pub title: Message,
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

/// The page of runs of the same places and years; the first is the reference.
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
                meta name="generator" content={ "Releve " (first.manifest.run.version) };
                title { (title) }
                style nonce=(nonce) { (PreEscaped(include_str!("page.css"))) }
            }
            body {
                a.skip href="#main" { (Text { fr: "Aller au contenu", en: "Skip to content" }.get(lang)) }
                (headline::header(subjects, &title, lang))
                (controls::bar(lang))
                main #main tabindex="-1" {
                    (first_picture(first, lang))
                    (controls::map_and_place(&outlines(), lang))
                    (controls::regions(lang))
                    (controls::ranking(lang))
                    (tables::france(subjects, lang))
                    (juniors::section(first, lang))
                    (parameters::section(subjects, baseline, lang))
                    (headline::method(lang))
                }
                (headline::footer(subjects, lang))
                script #data type="application/json" nonce=(nonce) { (PreEscaped(data::json(subjects, baseline, lang))) }
                script nonce=(nonce) { (PreEscaped(include_str!("page.js"))) }
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

/// The picture of the run, for who has no script: the script replaces it.
fn first_picture(first: &Subject, lang: Lang) -> Markup {
    html! {
        section.static {
            figure { (PreEscaped(summary_svg(&first.projection, &first.manifest.run, lang))) }
        }
    }
}
