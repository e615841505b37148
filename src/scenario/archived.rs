//! A scenario as its results keep it, read back: what differs from the neutral is typed again and passes the same door.

use super::{Scenario, read};
use crate::{baseline::Baseline, diagnostic::Problems};
use serde_json::{Map, Value};

/// The scenario that [`Scenario::resolved`] has written, over these tables. A law or a dose that is that of the tables or of
/// the program is left out: what the program has gained since then does not count.
///
/// # Errors
/// When the program no longer knows a parameter, a lever or a setting, or refuses its value: each with its name.
pub fn from_resolved(resolved: &Value, baseline: &Baseline) -> Result<Scenario, Problems> {
    let (neutral, _) = read("neutral", "name = \"neutral\"\ntitle = \"Neutral\"\n", None, baseline)?;
    let text = typed(resolved, &neutral.resolved());
    read("manifest.json", &text, None, baseline).map(|(scenario, _)| scenario)
}

fn typed(resolved: &Value, neutral: &Value) -> String {
    let mut table = toml::Table::new();
    for key in ["name", "title", "description", "horizon"] {
        let value = &resolved[key];
        let is_empty = value.get("fr").is_some_and(|text| text == "");
        if let Some(value) = toml(value).filter(|_| !is_empty) {
            table.insert(key.to_owned(), value);
        }
    }
    for (name, law) in changed(resolved, neutral, "parameters") {
        let path = if name.starts_with("lever.") { name.clone() } else { format!("parameters.{name}") };
        insert(&mut table, &path, law);
    }
    for (lever, dose) in resolved["levers"].as_object().into_iter().flatten() {
        let known = &neutral["levers"][lever];
        for (field, value) in dose.as_object().into_iter().flatten().filter(|(field, value)| known[*field] != **value) {
            insert(&mut table, &format!("lever.{lever}.{field}"), value);
        }
    }
    table.to_string()
}

/// The entries of an object that another has not.
fn changed<'a>(resolved: &'a Value, neutral: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let known = &neutral[key];
    resolved[key].as_object().into_iter().flatten().filter(move |(name, value)| known[*name] != **value)
}

/// Puts a value at a path of tables.
fn insert(table: &mut toml::Table, path: &str, value: &Value) {
    let Some(value) = toml(value) else { return };
    match path.split_once('.') {
        None => _ = table.insert(path.to_owned(), value),
        Some((first, rest)) => {
            let inner = table.entry(first).or_insert_with(|| toml::Table::new().into());
            if let Some(inner) = inner.as_table_mut() {
                insert(inner, rest, &json(value));
            }
        }
    }
}

fn toml(value: &Value) -> Option<toml::Value> {
    toml::Value::try_from(value).ok()
}

fn json(value: toml::Value) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Object(Map::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library::LIBRARY;

    #[test]
    fn every_scenario_of_the_program_comes_back_as_it_was() {
        let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
        for (name, text) in LIBRARY {
            let (scenario, _) = read(name, text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}"));
            let written = scenario.resolved().to_string();
            let again = from_resolved(&serde_json::from_str(&written).expect("JSON"), &baseline);
            let again = again.unwrap_or_else(|problems| panic!("{name}: {problems}"));
            assert_eq!(again.resolved().to_string(), written, "{name}");
        }
    }

    #[test]
    fn what_the_program_no_longer_knows_is_named() {
        let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
        let (scenario, _) = read("a", "name = \"a\"\ntitle = \"A\"\n", None, &baseline).expect("valid");
        let mut resolved = scenario.resolved();
        resolved["parameters"]["exits.vanished"] = serde_json::json!({ "kind": "fixed", "value": 1.0 });
        let problems = from_resolved(&resolved, &baseline).map(|_| ()).expect_err("unknown");
        assert!(problems.to_string().contains("exits.vanished"), "{problems}");
    }
}
