//! The parameters of the scenarios with law, source and confidence; priors visibly marked.

use super::Subject;
use crate::{
    baseline::Baseline,
    export::{NumberFormat, number},
    levers::{Kind, LEVERS},
    parameter::Unit,
    source::Confidence,
    text::{Lang, Message, Text},
};
use maud::{Markup, html};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is known of a parameter beside its law.
struct About<'a> {
    about: Message,
    unit: Unit,
    source: &'a str,
    confidence: Confidence,
}

/// The section: the reference, then what each variant changes.
pub(super) fn section(subjects: &[Subject], baseline: &Baseline, lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    let all = |subject: &Subject| subject.manifest.run.resolved["parameters"].as_object().cloned().unwrap_or_default();
    let reference = all(&subjects[0]);
    let moved = moved(subjects);
    let rests = |name: &str| lever(name).is_some_and(|lever| !moved.contains(lever));
    let shown = || reference.iter().filter(|(name, _)| !rests(name)).collect::<Vec<_>>();
    let at_rest = || reference.iter().filter(|(name, _)| rests(name)).collect::<Vec<_>>();
    html! {
        section #parameters {
            h2 { (say("Paramètres", "Parameters")) }
            p.note { (say(
                "Chaque nombre incertain, sa loi et sa source. A : lu chez l’éditeur ; B : lu dans la presse qui le cite ; C : déduit ; ",
                "Each uncertain number, its law and its source. A: read at the publisher's; B: read in the press quoting it; C: derived; ")) span.prior { "G" } (say(" : a priori du projet, à large intervalle.", ": prior of the project, with a wide interval.")) }
            (table(shown().into_iter(), baseline, subjects[0].title.get(lang), lang))
            details {
                summary { (match lang {
                    Lang::Fr => format!("{} paramètres de leviers laissés à leur dose de référence", at_rest().len()),
                    Lang::En => format!("{} parameters of levers left at their dose of the reference", at_rest().len()),
                }) }
                (table(at_rest().into_iter(), baseline, subjects[0].title.get(lang), lang))
            }
            p.note.paper { (say(
                "Les paramètres des leviers laissés à leur dose de référence se lisent dans la page, ou par releve levers.",
                "The parameters of levers left at their dose of the reference are read in the page, or by releve levers.")) }
            @for subject in &subjects[1..] {
                @let own = all(subject);
                @let changed: Vec<_> = own.iter().filter(|(name, law)| reference.get(*name) != Some(*law)).collect();
                @if !changed.is_empty() {
                    h3 { (subject.title.get(lang)) }
                    (table(changed.into_iter(), baseline, say("Ce que le scénario change", "What the scenario changes"), lang))
                }
            }
        }
    }
}

/// The lever of a parameter.
fn lever(parameter: &str) -> Option<&str> {
    parameter.strip_prefix("lever.")?.split_once('.').map(|(lever, _)| lever)
}

/// The levers that some variant sets otherwise than the reference.
fn moved(subjects: &[Subject]) -> BTreeSet<String> {
    let of = |subject: &Subject| subject.manifest.run.resolved.clone();
    let (reference, mut moved) = (of(&subjects[0]), BTreeSet::new());
    for variant in subjects[1..].iter().map(of) {
        let laws = variant["parameters"].as_object().into_iter().flatten();
        let laws = laws.filter(|(name, law)| reference["parameters"][name.as_str()] != **law);
        let doses = variant["levers"].as_object().into_iter().flatten();
        let doses = doses.filter(|(name, dose)| reference["levers"][name.as_str()] != **dose);
        moved.extend(laws.filter_map(|(name, _)| Some(lever(name)?.to_owned())).chain(doses.map(|(name, _)| name.clone())));
    }
    moved
}

fn table<'a>(
    parameters: impl Iterator<Item = (&'a String, &'a Value)>,
    baseline: &Baseline,
    caption: &str,
    lang: Lang,
) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        div.scroll.free tabindex="0" role="region" aria-label=(caption) { table {
            caption { (caption) }
            thead { tr { th.l scope="col" { (say("Paramètre", "Parameter")) } th.l scope="col" { (say("Loi", "Law")) } th.l scope="col" { (say("Source", "Source")) } } }
            tbody { @for (name, law) in parameters { tr {
                @let known = about(name, baseline);
                td.l { @if let Some(known) = &known { (known.about.get(lang)) br; } code { (name) } }
                td.l { (words(law, lang)) @if let Some(known) = &known { br; span.note { (known.unit.words().1.get(lang)) } } }
                td.l { @if let Some(known) = &known { (source(known, baseline, lang)) } }
            } } }
        } }
    }
}

fn source(known: &About, baseline: &Baseline, lang: Lang) -> Markup {
    html! {
        @if known.confidence == Confidence::G {
            span.prior { (Text { fr: "a priori (G)", en: "prior (G)" }.get(lang)) }
        } @else {
            span.badge { (format!("{:?}", known.confidence)) } " "
            @if let Some(source) = baseline.sources.get(known.source) { (source.publisher) ", " (source.title) ", " (source.date) }
        }
    }
}

fn about<'a>(name: &str, baseline: &'a Baseline) -> Option<About<'a>> {
    if let Some(known) = baseline.parameters.iter().find(|known| known.name == name) {
        return Some(About { about: known.about.clone(), unit: known.unit, source: &known.source, confidence: known.confidence });
    }
    let (lever, field) = name.strip_prefix("lever.")?.split_once('.')?;
    let entry = LEVERS.iter().find(|entry| entry.name == lever)?;
    let field = entry.fields.iter().find(|known| known.name == field)?;
    let Kind::Number { unit, source, confidence, .. } = &field.kind else { return None };
    let title =
        Message::new(format!("{} : {}", entry.title.fr, field.about.fr), format!("{}: {}", entry.title.en, field.about.en));
    Some(About { about: title, unit: *unit, source, confidence: *confidence })
}

/// A law as a reader says it: its kind, then its numbers.
fn words(law: &Value, lang: Lang) -> String {
    let shown = |value: &Value| {
        let value = value.as_f64().unwrap_or_default();
        let decimals = if value == value.trunc() { 0 } else { 4 };
        let text = number(value, NumberFormat { decimals, signed: false }, lang);
        if decimals == 0 { text } else { text.trim_end_matches('0').to_owned() }
    };
    let numbers = ["value", "low", "mode", "high", "mean", "sd"].iter().filter_map(|key| law.get(key)).map(shown);
    let numbers = numbers.collect::<Vec<_>>().join(if lang == Lang::En { "; " } else { " ; " });
    let kind = law.get("kind").and_then(Value::as_str).unwrap_or_default();
    let name = match kind {
        "fixed" => Text { fr: "fixe", en: "fixed" },
        "uniform" => Text { fr: "uniforme", en: "uniform" },
        "pert" => Text { fr: "PERT (bas ; mode ; haut)", en: "PERT (low; mode; high)" },
        "normal" => Text { fr: "normale", en: "normal" },
        "lognormal" => Text { fr: "log-normale", en: "lognormal" },
        "beta" => Text { fr: "bêta", en: "beta" },
        _ => Text { fr: "loi", en: "law" },
    };
    format!("{} {numbers}", name.get(lang))
}
