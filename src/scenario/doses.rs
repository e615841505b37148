//! The tables `[lever.<name>]`: each key as the lever declares it.

use super::file::{LeverTable, Placed};
use crate::{
    baseline::Baseline,
    diagnostic::{allowed, did_you_mean, quoted},
    distribution::Law,
    document::{Item, Reader, items},
    levers::{Entry, Field, Kind},
    text::{Message, Text},
};
use std::{collections::BTreeMap, ops::Range};

/// What a scenario wrote under a key of a lever.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// [`Kind::Number`].
    Number(Law),
    /// [`Kind::Switch`].
    Switch(bool),
    /// [`Kind::Year`].
    Year(u16),
    /// [`Kind::Path`].
    Path(BTreeMap<u16, f64>),
    /// [`Kind::Subdivisions`].
    Shares(BTreeMap<String, f64>),
    /// [`Kind::Departements`], sorted.
    Places(Vec<String>),
    /// [`Kind::Choice`].
    Choice(String),
}

/// Reads the table of all levers.
pub fn read(
    reader: &mut Reader<'_>,
    item: &Item<'_, '_>,
    levers: &[&'static Entry],
    baseline: &Baseline,
) -> BTreeMap<&'static str, LeverTable> {
    let Some(table) = reader.table(item, "[lever.one-for-one]") else { return BTreeMap::new() };
    let names: Vec<_> = levers.iter().map(|lever| lever.name).collect();
    let tables = reader.fields(&item.name, table, &names, Text { fr: "levier", en: "lever" });
    let read = |lever: &&'static Entry| {
        let table = tables.get(lever.name)?;
        Some((lever.name, lever_table(reader, table, lever, baseline)))
    };
    levers.iter().filter_map(read).collect()
}

fn lever_table(reader: &mut Reader<'_>, item: &Item<'_, '_>, lever: &'static Entry, baseline: &Baseline) -> LeverTable {
    let mut settings = BTreeMap::new();
    let place = Placed { value: (), file: reader.file.clone(), span: item.place.clone() };
    let Some(table) = reader.table(item, &format!("[lever.{}]", lever.name)) else { return LeverTable { place, settings } };
    let names: Vec<_> = lever.fields.iter().map(|field| field.name).collect();
    let items = reader.fields(&item.name, table, &names, Text { fr: "réglage", en: "setting" });
    for field in lever.fields {
        let Some(item) = items.get(field.name) else { continue };
        if let Some(value) = setting(reader, item, field, baseline) {
            settings.insert(field.name, Placed { value, file: reader.file.clone(), span: item.span() });
        }
    }
    LeverTable { place, settings }
}

fn setting(reader: &mut Reader<'_>, item: &Item<'_, '_>, field: &Field, baseline: &Baseline) -> Option<Setting> {
    Some(match &field.kind {
        Kind::Number { bounds, .. } => Setting::Number(reader.law(item, *bounds)?),
        Kind::Switch { .. } => Setting::Switch(reader.boolean(item)?),
        Kind::Year { default, years: [first, last] } => {
            Setting::Year(reader.whole(item, *first..*last + 1, &default.to_string())?)
        }
        Kind::Path { bounds, years: [first, last], .. } => Setting::Path(path(reader, item, *bounds, *first..*last + 1)?),
        Kind::Subdivisions { bounds } => Setting::Shares(shares(reader, item, *bounds, baseline)?),
        Kind::Departements => Setting::Places(places(reader, item, baseline)?),
        Kind::Choice { options, .. } => Setting::Choice(reader.word(item, options)?.to_owned()),
    })
}

/// What holds when nothing is written.
pub fn default_of(kind: &Kind) -> Setting {
    match kind {
        Kind::Number { law, .. } => Setting::Number(*law),
        Kind::Switch { default } => Setting::Switch(*default),
        Kind::Year { default, .. } => Setting::Year(*default),
        Kind::Path { default, .. } => Setting::Path(default.iter().copied().collect()),
        Kind::Subdivisions { .. } => Setting::Shares(BTreeMap::new()),
        Kind::Departements => Setting::Places(Vec::new()),
        Kind::Choice { default, .. } => Setting::Choice((*default).to_owned()),
    }
}

/// A path as written: it replaces the declared one as a whole, so that no declared year comes between those written.
fn path(reader: &mut Reader<'_>, item: &Item<'_, '_>, bounds: [f64; 2], range: Range<u16>) -> Option<BTreeMap<u16, f64>> {
    let table = reader.table(item, "{ 2027 = 12000 }")?;
    let entries: Vec<_> = items(&item.name, table)
        .iter()
        .map(|entry| year(reader, entry, &range).zip(number_within(reader, entry, bounds)))
        .collect();
    entries.into_iter().collect()
}

fn year(reader: &mut Reader<'_>, item: &Item<'_, '_>, range: &Range<u16>) -> Option<u16> {
    let year = item.key.parse().ok().filter(|year| range.contains(year));
    if year.is_none() {
        let found = quoted(item.key);
        let title = Message::new(
            format!("`{}` : {found} n'est pas une année permise", parent(item)),
            format!("`{}`: {found} is not an allowed year", parent(item)),
        );
        let (first, last) = (range.start, range.end - 1);
        let help = Message::new(format!("permis : de {first} à {last}"), format!("allowed: from {first} to {last}"));
        reader.error(item.place.clone(), title, Message::new("année", "year")).help.push(help);
    }
    year
}

fn parent(item: &Item<'_, '_>) -> String {
    let name = item.name.strip_suffix(item.key).unwrap_or(&item.name);
    quoted(name.trim_end_matches('.'))
}

fn number_within(reader: &mut Reader<'_>, item: &Item<'_, '_>, [low, high]: [f64; 2]) -> Option<f64> {
    let number = reader.number(item)?;
    if number < low || number > high {
        reader.outside(item, &number.to_string(), [&low, &high]);
        return None;
    }
    Some(number)
}

fn shares(reader: &mut Reader<'_>, item: &Item<'_, '_>, bounds: [f64; 2], baseline: &Baseline) -> Option<BTreeMap<String, f64>> {
    let table = reader.table(item, "{ \"LIMOGES\" = 1.2 }")?;
    let names: Vec<&str> = baseline.training.subdivisions.iter().map(String::as_str).collect();
    let known = reader.fields(&item.name, table, &names, Text { fr: "subdivision", en: "subdivision" });
    let entries: Vec<_> =
        known.values().map(|entry| Some((entry.key.to_owned(), number_within(reader, entry, bounds)?))).collect();
    let complete = entries.len() == table.len();
    entries.into_iter().collect::<Option<_>>().filter(|_| complete)
}

fn places(reader: &mut Reader<'_>, item: &Item<'_, '_>, baseline: &Baseline) -> Option<Vec<String>> {
    let list = reader.list(item, "[\"62\", \"2A\"]")?;
    let codes: Vec<_> = list.iter().map(|item| departement(reader, item, baseline)).collect();
    let mut codes: Vec<String> = codes.into_iter().collect::<Option<_>>()?;
    codes.sort();
    if let Some(twice) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
        let title = Message::new(format!("« {} » est là deux fois", twice[0]), format!("\"{}\" is there twice", twice[0]));
        reader.error(item.span(), title, Message::new("liste de codes", "list of codes"));
        return None;
    }
    Some(codes)
}

fn departement(reader: &mut Reader<'_>, item: &Item<'_, '_>, baseline: &Baseline) -> Option<String> {
    let all = &baseline.geography.departements;
    // A number without quotes loses the zero of "01" and cannot be "2A", so codes are texts; say so with the code.
    let bare = item.node.get_ref().as_integer().map(|code| format!("\"{:0>2}\"", code.as_str()));
    let code = reader.text(item, bare.as_deref().unwrap_or("\"62\""))?;
    if all.iter().any(|departement| departement.code == code) {
        return Some(code);
    }
    let found = quoted(&code);
    let title = Message::new(
        format!("« {found} » n'est pas un code de département"),
        format!("\"{found}\" is not a code of a département"),
    );
    let padded = format!("{code:0>2}").to_uppercase();
    let named = all.iter().find(|d| d.code == padded || d.name.to_lowercase() == code.to_lowercase());
    let near =
        named.map(|d| &*d.code).or_else(|| all.iter().map(|d| &*d.code).find(|known| code.len() > 3 && code.starts_with(*known)));
    let help = match near {
        Some(near) => did_you_mean(near, [near]),
        None => Some(allowed(["01", "2A", "75", "974"])),
    };
    let problem = reader.error(item.span(), title, Message::new("code INSEE attendu", "INSEE code expected"));
    problem.help.extend(help);
    None
}
