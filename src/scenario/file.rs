//! A scenario as typed: what the file says and nothing else, each value checked against its declaration.

use super::{HORIZONS, doses, doses::Setting};
use crate::{
    baseline::Baseline,
    diagnostic::{SourceFile, did_you_mean, quoted},
    distribution::Law,
    document::{Item, Reader, is_kebab, items},
    levers::Entry,
    text::{Message, Text},
};
use std::{collections::BTreeMap, ops::Range};
use toml::de::DeTable;

/// A value with the place where it was written.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// What was written.
    pub value: T,
    /// In which file.
    pub file: SourceFile,
    /// Where in it.
    pub span: Range<usize>,
}

/// The table of a lever, as far as the scenario says something.
#[derive(Clone, Debug)]
pub struct LeverTable {
    /// Where its name stands.
    pub place: Placed<()>,
    /// What was written, by field.
    pub settings: BTreeMap<&'static str, Placed<Setting>>,
}

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct ScenarioFile {
    /// `name`.
    pub name: Option<String>,
    /// `title`.
    pub title: Option<Message>,
    /// `description`.
    pub description: Option<Message>,
    /// `extends`.
    pub extends: Option<Placed<String>>,
    /// `horizon`.
    pub horizon: Option<Placed<u16>>,
    /// `[parameters]`, by full name.
    pub parameters: BTreeMap<String, Placed<Law>>,
    /// `[lever.*]`, by lever and field.
    pub levers: BTreeMap<&'static str, LeverTable>,
}

/// Keys of a scenario.
pub const KEYS: [&str; 7] = ["name", "title", "description", "extends", "horizon", "parameters", "lever"];

/// Longest name: it becomes the name of a folder.
const LONGEST_NAME: usize = 60;

/// Reads what a file says.
pub fn read(reader: &mut Reader<'_>, tree: &DeTable<'_>, levers: &[&'static Entry], baseline: &Baseline) -> ScenarioFile {
    // A file that the parser could not follow has its own errors; what it seems to lack may be in the part not read.
    let is_followed = !reader.problems.has_errors();
    let mut fields = reader.fields("", tree, &KEYS, Text { fr: "clé", en: "key" });
    if is_followed {
        for (key, example) in [("name", "name = \"tendanciel\""), ("title", "title = { fr = \"…\", en = \"…\" }")] {
            if !fields.contains_key(key) {
                reader.missing(0..0, key, example);
            }
        }
    }
    let mut take = |key| fields.remove(key);
    ScenarioFile {
        name: take("name").and_then(|item| name(reader, &item)),
        title: take("title").and_then(|item| reader.message(&item)),
        description: take("description").and_then(|item| reader.message(&item)),
        extends: take("extends").and_then(|item| {
            let value = reader.text(&item, "\"tendanciel.toml\"")?;
            Some(Placed { value, file: reader.file.clone(), span: item.span() })
        }),
        horizon: take("horizon").and_then(|item| {
            let value = reader.whole(&item, HORIZONS, "2050")?;
            Some(Placed { value, file: reader.file.clone(), span: item.span() })
        }),
        parameters: take("parameters").map(|item| parameters(reader, &item, baseline)).unwrap_or_default(),
        levers: take("lever").map(|item| doses::read(reader, &item, levers, baseline)).unwrap_or_default(),
    }
}

fn name(reader: &mut Reader<'_>, item: &Item<'_, '_>) -> Option<String> {
    let name = reader.text(item, "\"tendanciel\"")?;
    if is_kebab(&name) && name.len() <= LONGEST_NAME {
        return Some(name);
    }
    let found = quoted(&name);
    let title = Message::new(format!("« {found} » n'est pas un nom"), format!("\"{found}\" is not a name"));
    let label = Message::new(
        format!("a-z, 0-9 et traits d'union, {LONGEST_NAME} caractères au plus"),
        format!("a-z, 0-9 and hyphens, at most {LONGEST_NAME} characters"),
    );
    let kebab = kebab_of(&name);
    let problem = reader.error(item.span(), title, label);
    if let Some(kebab) = kebab {
        problem.help.push(Message::new(format!("par exemple \"{kebab}\""), format!("for instance \"{kebab}\"")));
    }
    None
}

/// The nearest name in kebab case, where letters remain.
fn kebab_of(name: &str) -> Option<String> {
    let hyphened: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let words: Vec<&str> = hyphened.split('-').filter(|word| !word.is_empty()).collect();
    let kebab: String = words.join("-").chars().take(LONGEST_NAME).collect();
    is_kebab(&kebab).then_some(kebab)
}

/// `[parameters]`: names of the baseline, dotted or as nested tables, each with a number or a law.
fn parameters(reader: &mut Reader<'_>, item: &Item<'_, '_>, baseline: &Baseline) -> BTreeMap<String, Placed<Law>> {
    let mut laws = BTreeMap::new();
    if let Some(table) = reader.table(item, "[parameters]") {
        walk(reader, "", table, baseline, &mut laws);
    }
    laws
}

fn walk(
    reader: &mut Reader<'_>,
    prefix: &str,
    table: &DeTable<'_>,
    baseline: &Baseline,
    laws: &mut BTreeMap<String, Placed<Law>>,
) {
    for item in items(prefix, table) {
        let known = baseline.parameters.iter().find(|parameter| parameter.name == item.name);
        if let Some(parameter) = known {
            if let Some(value) = reader.law(&item, parameter.bounds) {
                laws.insert(item.name.clone(), Placed { value, file: reader.file.clone(), span: item.span() });
            }
            continue;
        }
        match item.as_table() {
            // Down to the value, so that a slip in any part of a name is compared with whole names.
            Some(inner) if !inner.contains_key("kind") && !inner.is_empty() => walk(reader, &item.name, inner, baseline, laws),
            _ => unknown(reader, &item, baseline),
        }
    }
}

fn unknown(reader: &mut Reader<'_>, item: &Item<'_, '_>, baseline: &Baseline) {
    let name = quoted(&item.name);
    let title = Message::new(format!("paramètre `{name}` inconnu"), format!("unknown parameter `{name}`"));
    let near = did_you_mean(&item.name, baseline.parameters.iter().map(|parameter| parameter.name.as_str()));
    let is_lever = item.name.starts_with("lever.");
    let problem = reader.error(item.place.clone(), title, Message::new("inconnu", "not known"));
    problem.help.extend(near);
    problem.help.push(if is_lever {
        Message::new("un levier se règle dans sa table : [lever.…]", "a lever is set in its own table: [lever.…]")
    } else {
        Message::new("tous les paramètres : releve explain", "all parameters: releve explain")
    });
}
