//! `parameters.toml` and `sources.toml`: every uncertain number of the model with its law and its citation.
//!
//! Tables may be nested; a table with a `distribution` is a parameter, named by its path. What is only invited is
//! missing half the time, so everything but the second language is demanded.

use crate::{
    diagnostic::{Problems, SourceFile, quoted},
    document::{Item, Reader, is_kebab, items},
    parameter::{Parameter, Parameters, Unit},
    source::{Confidence, Source, Sources},
    text::{Message, Text},
};
use std::{collections::BTreeMap, ops::Range};
use toml::de::DeTable;

const KEYS: [&str; 7] = ["description", "unit", "bounds", "distribution", "source", "confidence", "review-by"];
const EXAMPLES: [&str; 7] = [
    "description = { fr = \"…\", en = \"…\" }",
    "unit = \"per year\"",
    "bounds = [0.0, 1.0]",
    "distribution = { kind = \"pert\", low = 0.1, mode = 0.2, high = 0.4 }",
    "source = \"drees-2025\"",
    "confidence = \"C\"",
    "review-by = 2027",
];

/// Years in which a figure may be looked at again: from the writing of this program to a century on.
pub(super) const REVIEW: Range<u16> = 2026..2127;

const FIELD: Text = Text { fr: "champ", en: "field" };

/// Reads both files. The parameters come in the order of their names.
#[must_use]
pub fn read(parameters: &SourceFile, sources: &SourceFile) -> (Option<(Sources, Vec<Parameter>)>, Problems) {
    let (sources, mut problems) = read_sources(sources);
    let (mut reader, tree) = Reader::open(parameters);
    let mut list = Vec::new();
    walk(&mut reader, "", &tree, &sources, &mut list);
    list.sort_by(|a, b| a.name.cmp(&b.name));
    if let Err(error) = Parameters::new(list.clone()) {
        let message = error.to_string();
        reader.error(0..0, Message::new(message.clone(), message), Message::new("", ""));
    }
    problems.append(reader.problems);
    problems.sort();
    let found = (!problems.has_errors()).then_some((sources, list));
    (found, problems)
}

fn walk(reader: &mut Reader<'_>, prefix: &str, table: &DeTable<'_>, sources: &Sources, list: &mut Vec<Parameter>) {
    for item in items(prefix, table) {
        if prefix.is_empty() && item.key == "lever" {
            let title = Message::new("`lever` est réservé", "`lever` is reserved");
            let label = Message::new("les leviers déclarent leurs paramètres", "levers declare their own parameters");
            reader.error(item.place.clone(), title, label);
            continue;
        }
        if !is_kebab(item.key) {
            not_kebab(reader, &item);
        }
        let Some(inner) = reader.table(&item, "[exits.non-retirement]") else { continue };
        let is_group = !KEYS.iter().any(|key| inner.contains_key(*key)) && inner.values().any(|node| node.get_ref().is_table());
        if is_group {
            walk(reader, &item.name, inner, sources, list);
        } else {
            list.extend(parameter(reader, &item, inner, sources));
        }
    }
}

fn parameter(reader: &mut Reader<'_>, item: &Item<'_, '_>, table: &DeTable<'_>, sources: &Sources) -> Option<Parameter> {
    let fields = reader.fields(&item.name, table, &KEYS, FIELD);
    for (key, example) in KEYS.iter().zip(EXAMPLES).filter(|(key, _)| !fields.contains_key(*key)) {
        reader.missing(item.place.clone(), &format!("{}.{key}", item.name), example);
    }
    let field = |key: &str| fields.get(key);
    let about = field("description").and_then(|field| reader.message(field));
    let unit = field("unit").and_then(|field| unit(reader, field));
    let bounds = field("bounds").and_then(|field| bounds(reader, field));
    let law = field("distribution").and_then(|field| reader.law(field, bounds.unwrap_or([f64::MIN, f64::MAX])));
    let source = field("source").and_then(|field| source(reader, field, sources));
    let confidence = field("confidence").and_then(|field| confidence(reader, field));
    let review_by = field("review-by").and_then(|field| reader.whole(field, REVIEW, "2027"));
    Some(Parameter {
        name: item.name.clone(),
        about: about?,
        unit: unit?,
        bounds: bounds?,
        law: law?,
        source: source?,
        confidence: confidence?,
        review_by: review_by?,
    })
}

fn unit(reader: &mut Reader<'_>, item: &Item<'_, '_>) -> Option<Unit> {
    let word = reader.word(item, &Unit::ALL.map(|(_, word, _)| word))?;
    Unit::ALL.into_iter().find(|(_, known, _)| *known == word).map(|(unit, ..)| unit)
}

fn bounds(reader: &mut Reader<'_>, item: &Item<'_, '_>) -> Option<[f64; 2]> {
    let list = reader.list(item, "[0.0, 1.0]")?;
    let numbers: Vec<_> = list.iter().map(|item| reader.number(item)).collect();
    let numbers: Vec<f64> = numbers.into_iter().collect::<Option<_>>()?;
    match numbers[..] {
        [low, high] if low < high => Some([low, high]),
        _ => {
            let title = Message::new(
                format!("`{}` doit tenir deux nombres croissants", item.name),
                format!("`{}` must hold two increasing numbers", item.name),
            );
            reader.error(item.span(), title, Message::new("[le plus petit, le plus grand]", "[least, greatest]"));
            None
        }
    }
}

fn source(reader: &mut Reader<'_>, item: &Item<'_, '_>, sources: &Sources) -> Option<String> {
    let keys: Vec<&str> = sources.keys().map(String::as_str).collect();
    reader.word(item, &keys).map(str::to_owned)
}

pub(super) fn confidence(reader: &mut Reader<'_>, item: &Item<'_, '_>) -> Option<Confidence> {
    Some(match reader.word(item, &["A", "B", "C", "G"])? {
        "A" => Confidence::A,
        "B" => Confidence::B,
        "C" => Confidence::C,
        _ => Confidence::G,
    })
}

fn not_kebab(reader: &mut Reader<'_>, item: &Item<'_, '_>) {
    let found = quoted(item.key);
    let title = Message::new(format!("`{found}` n'est pas un nom"), format!("`{found}` is not a name"));
    let label = Message::new("minuscules, chiffres et traits d'union", "lower case, digits and hyphens");
    reader.error(item.place.clone(), title, label);
}

/// Reads `sources.toml`; what could be read of it comes even with problems, so that parameters can be checked.
#[must_use]
pub fn read_sources(file: &SourceFile) -> (Sources, Problems) {
    let (mut reader, tree) = Reader::open(file);
    let mut sources = BTreeMap::new();
    for item in items("", &tree) {
        if !is_kebab(item.key) {
            not_kebab(&mut reader, &item);
        }
        if let Some(table) = reader.table(&item, "[drees-2025]")
            && let Some(source) = read_source(&mut reader, &item, table)
        {
            sources.insert(item.key.to_owned(), source);
        }
    }
    (sources, reader.problems)
}

fn read_source(reader: &mut Reader<'_>, item: &Item<'_, '_>, table: &DeTable<'_>) -> Option<Source> {
    let fields = reader.fields(&item.name, table, &["publisher", "title", "date", "confidence", "via", "licence"], FIELD);
    let needed = [
        ("publisher", "publisher = \"DREES\""),
        ("title", "title = \"…\""),
        ("date", "date = \"2025-07\""),
        ("confidence", "confidence = \"A\""),
    ];
    for (key, example) in needed.into_iter().filter(|(key, _)| !fields.contains_key(key)) {
        reader.missing(item.place.clone(), &format!("{}.{key}", item.name), example);
    }
    let mut text = |key: &str| fields.get(key).map(|field| (reader.text(field, "\"…\""), field));
    let (publisher, title, date) = (text("publisher"), text("title"), text("date"));
    let (via, licence) = (text("via"), text("licence"));
    let trust = fields.get("confidence").and_then(|field| confidence(reader, field));
    let (date, place) = date?;
    let date = date?;
    if !is_date(&date) {
        let title = Message::new(format!("`{}` n'est pas une date", quoted(&date)), format!("`{}` is not a date", quoted(&date)));
        let label = Message::new("année, année-mois ou année-mois-jour", "year, year-month or year-month-day");
        reader.error(place.span(), title, label);
    }
    let optional = |field: Option<(Option<String>, _)>| field.and_then(|(text, _)| text).unwrap_or_default();
    Some(Source {
        publisher: publisher?.0?,
        title: title?.0?,
        date,
        confidence: trust?,
        via: optional(via),
        licence: optional(licence),
    })
}

/// "2025", "2025-07" or "2025-07-28".
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let within = |part: &str, last: u8| digits(part, 2) && part.parse().is_ok_and(|n: u8| (1..=last).contains(&n));
    match parts[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && within(month, 12),
        [year, month, day] => digits(year, 4) && within(month, 12) && within(day, 31),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{distribution::Law, text::Lang};

    const SOURCES: &str = "[egora-2023]\npublisher = \"Egora\"\ntitle = \"Cessations\"\ndate = \"2023-11\"\nconfidence = \"B\"\n";
    const GOOD: &str = r#"
[exits.non-retirement]
description = { fr = "cessations avant la retraite", en = "exits before retirement" }
unit = "per year"
bounds = [0.0, 0.1]
distribution = { kind = "pert", low = 0.010, mode = 0.014, high = 0.020 }
source = "egora-2023"
confidence = "C"
review-by = 2027
"#;

    fn read_text(parameters: &str) -> (Option<(Sources, Vec<Parameter>)>, String) {
        let (found, problems) = read(&SourceFile::new("parameters.toml", parameters), &SourceFile::new("sources.toml", SOURCES));
        (found, problems.render(Lang::En, false))
    }

    #[test]
    fn a_parameter_carries_its_law_and_its_citation() {
        let (found, problems) = read_text(GOOD);
        let (sources, parameters) = found.expect(&problems);
        assert_eq!(sources["egora-2023"].publisher, "Egora");
        assert_eq!(parameters[0].name, "exits.non-retirement");
        assert_eq!(parameters[0].law, Law::Pert { low: 0.010, mode: 0.014, high: 0.020 });
        assert_eq!((parameters[0].unit, parameters[0].confidence), (Unit::PerYear, Confidence::C));
    }

    #[test]
    fn every_mistake_is_told() {
        let mistakes = [
            (
                "distribution = { kind = \"pert\", low = 0.010, mode = 0.014, high = 0.020 }",
                "distribution = [0.01, 0.02]",
                "does not say its law",
            ),
            ("high = 0.020", "high = 0.2", "out of range"),
            ("mode = 0.014", "mode = 0.5", "must lie between"),
            ("mode = 0.014, ", "", "`exits.non-retirement.distribution.mode` is missing"),
            ("\"per year\"", "\"per yaer\"", "did you mean `per year`?"),
            ("\"egora-2023\"", "\"egora-2032\"", "did you mean `egora-2023`?"),
            ("\"C\"", "\"D\"", "allowed: `A`, `B`, `C`, `G`"),
            ("bounds = [0.0, 0.1]", "bounds = [0.1, 0.0]", "two increasing numbers"),
            ("review-by = 2027", "", "`exits.non-retirement.review-by` is missing"),
            ("review-by = 2027", "review-by = \"2027\"", "remove the quotes: 2027"),
            (", en = \"exits before retirement\"", "", "description.en"),
            ("[exits.", "[lever.", "reserved"),
            ("review-by", "reviewby", "did you mean `review-by`?"),
        ];
        for (right, wrong, words) in mistakes {
            assert!(GOOD.contains(right), "{right}");
            let (found, problems) = read_text(&GOOD.replace(right, wrong));
            assert!(found.is_none() && problems.contains(words), "{words:?} is missing in\n{problems}");
        }
    }

    #[test]
    fn a_source_says_how_its_figures_came() {
        let read = |sources: &str| {
            let (found, problems) = read_sources(&SourceFile::new("sources.toml", sources));
            (found.len(), problems.render(Lang::En, false))
        };
        assert_eq!(read(SOURCES), (1, String::new()));
        let mute = read(&SOURCES.replace("confidence = \"B\"\n", ""));
        assert!(mute.0 == 0 && mute.1.contains("`egora-2023.confidence` is missing"), "{}", mute.1);
        let wrong = read(&SOURCES.replace("\"B\"", "\"Z\""));
        assert!(wrong.0 == 0 && wrong.1.contains("allowed: `A`, `B`, `C`, `G`"), "{}", wrong.1);
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let text = GOOD.replace("\"C\"", "\"D\"").replace("[0.0, 0.1]", "3").replace("2027", "1999");
        let (_, problems) = read_text(&text);
        assert_eq!(problems.matches("error: ").count(), 3, "{problems}");
    }

    #[test]
    fn dates_are_as_printed() {
        assert!(["2025", "2025-07", "2025-07-28"].into_iter().all(is_date));
        assert!(!["25", "2025-13", "2025-07-32", "July 2025", "2025-07-28-1", ""].into_iter().any(is_date));
    }
}
