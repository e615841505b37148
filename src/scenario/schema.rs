//! JSON Schema (2020-12) of a scenario, for editors: completion, descriptions and first checks while typing.
//!
//! Made from the declarations that the reader itself follows, so that it cannot drift from them. The reader stays the
//! judge: a schema cannot say that a mode lies between two bounds, nor that a file exists.

use super::{DEFAULT_HORIZON, HORIZONS};
use crate::{
    baseline::Baseline,
    distribution::Law,
    levers::{Entry, Field, Kind, LEVERS},
    parameter::Unit,
    text::{Message, Text},
};
use serde_json::{Map, Value, json};

/// The schema of a scenario on a baseline.
#[must_use]
pub fn schema(baseline: &Baseline) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Releve scenario",
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "title"],
        "properties": {
            "name": described("Nom du scénario et de son dossier de résultats", "Name of the scenario and of its folder of results",
                json!({ "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 60 })),
            "title": described("Titre pour le lecteur", "Title for the reader", json!({ "$ref": "#/$defs/text" })),
            "description": described("Quelques phrases", "A few sentences", json!({ "$ref": "#/$defs/text" })),
            "extends": described("Scénario que celui-ci modifie", "Scenario that this one amends",
                json!({ "type": "string", "examples": ["tendanciel.toml"] })),
            "horizon": described("Dernier 1er janvier projeté", "Last 1 January projected", json!({
                "type": "integer", "minimum": HORIZONS.start, "maximum": HORIZONS.end - 1, "default": DEFAULT_HORIZON
            })),
            "parameters": described("Paramètres du modèle à changer", "Parameters of the model to change", parameters(baseline)),
            "lever": described("Politiques", "Policies", levers(baseline)),
        },
        "$defs": { "text": text(), "law": law() },
    })
}

/// Adds the description, in both languages since a schema has one.
fn described(fr: &str, en: &str, mut schema: Value) -> Value {
    schema["description"] = format!("{fr}\n{en}").into();
    schema
}

fn text() -> Value {
    let both = json!({
        "type": "object", "additionalProperties": false, "required": ["fr", "en"],
        "properties": { "fr": { "type": "string" }, "en": { "type": "string" } }
    });
    json!({ "anyOf": [{ "type": "string" }, both] })
}

fn law() -> Value {
    let kinds = Law::KINDS.into_iter().map(|(kind, keys)| {
        let mut properties: Map<String, Value> =
            keys.iter().map(|key| ((*key).to_owned(), json!({ "type": "number" }))).collect();
        properties.insert("kind".to_owned(), json!({ "const": kind }));
        let required: Vec<_> = ["kind"].iter().chain(keys).collect();
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    });
    json!({ "oneOf": kinds.collect::<Vec<_>>() })
}

/// A number within bounds, or a law.
fn number([low, high]: [f64; 2], about: &Message, unit: Unit, default: &Law) -> Value {
    let (_, shown) = unit.words();
    let number = json!({
        "anyOf": [{ "type": "number", "minimum": low, "maximum": high }, { "$ref": "#/$defs/law" }],
        "default": match default {
            Law::Fixed { value } => json!(value),
            law => super::law_json(law),
        },
    });
    let describe = |about: &str, unit: &str, between: &str| format!("{about} ({unit}, {between})");
    described(
        &describe(&about.fr, shown.fr, &format!("de {low} à {high}")),
        &describe(&about.en, shown.en, &format!("from {low} to {high}")),
        number,
    )
}

/// Dotted names are nested tables in TOML.
fn parameters(baseline: &Baseline) -> Value {
    let mut root = table(Map::new());
    for parameter in &baseline.parameters {
        let mut at = &mut root;
        for part in parameter.name.split('.') {
            at = &mut at["properties"][part];
            if at.is_null() {
                *at = table(Map::new());
            }
        }
        *at = number(parameter.bounds, &parameter.about, parameter.unit, &parameter.law);
    }
    root
}

fn table(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn levers(baseline: &Baseline) -> Value {
    table(LEVERS.iter().map(|entry| (entry.name.to_owned(), lever(entry, baseline))).collect())
}

fn lever(entry: &Entry, baseline: &Baseline) -> Value {
    let fields = entry.fields.iter().map(|field| (field.name.to_owned(), field_schema(field, baseline)));
    let Text { fr, en } = entry.title;
    let (origin_fr, origin_en) = (entry.origin.fr, entry.origin.en);
    described(&format!("{fr}. {origin_fr}"), &format!("{en}. {origin_en}"), table(fields.collect()))
}

fn field_schema(field: &Field, baseline: &Baseline) -> Value {
    let bounded = |[low, high]: [f64; 2]| json!({ "type": "number", "minimum": low, "maximum": high });
    let schema = match &field.kind {
        Kind::Number { unit, bounds, law, .. } => return number(*bounds, &field.about.into(), *unit, law),
        Kind::Switch { default } => json!({ "type": "boolean", "default": default }),
        Kind::Year { default, years: [first, last] } => {
            json!({ "type": "integer", "minimum": first, "maximum": last, "default": default })
        }
        Kind::Path { bounds, .. } => json!({
            "type": "object", "propertyNames": { "pattern": "^20[0-9]{2}$" }, "additionalProperties": bounded(*bounds)
        }),
        Kind::Subdivisions { bounds } => {
            table(baseline.training.subdivisions.iter().map(|name| (name.clone(), bounded(*bounds))).collect())
        }
        Kind::Departements => {
            let codes: Vec<_> = baseline.geography.departements.iter().map(|departement| &departement.code).collect();
            json!({ "type": "array", "uniqueItems": true, "items": { "enum": codes } })
        }
        Kind::Choice { options, default } => json!({ "enum": options, "default": default }),
    };
    described(field.about.fr, field.about.en, schema)
}
