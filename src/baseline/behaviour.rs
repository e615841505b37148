//! `hazards.csv`, `durations.csv`, `calibrated.csv`.

use super::{Behaviour, Hazards, age_columns, files::Files, table::Row, table::Table};
use crate::{
    cohort::{AGES, Sex, Status},
    diagnostic::Problems,
    text::Message,
};
use std::collections::{BTreeMap, BTreeSet};

/// Greatest yearly hazard: below 1, so that survival never meets zero before the last age.
const HAZARD_MAX: f64 = 0.999_999;
/// Greatest multiple of the level of the other exits at an age.
const SHAPE_MAX: f64 = 50.0;
/// Longest stay as a locum that a table may tell apart, years.
const YEARS_MAX: u32 = 60;

/// Reads the three tables.
pub(super) fn read(files: &Files, problems: &mut Problems) -> Option<Behaviour> {
    let hazards = hazards(files, problems);
    let durations = durations(files, problems);
    let constants = constants(files, problems);
    let ([retirement, other_exit], [locum_to_installed, locum_to_salaried]) = (hazards?, durations?);
    let [women, men, later_retirement_years, recoding, home_subdivision, decay_km, home_departement] = constants?;
    Some(Behaviour {
        retirement: Box::new(retirement),
        other_exit: Box::new(other_exit),
        locum_to_installed,
        locum_to_salaried,
        cumul_take_up: [women, men],
        later_retirement_years,
        recoding,
        home_subdivision,
        decay_km,
        home_departement,
    })
}

fn hazards(files: &Files, problems: &mut Problems) -> Option<[Hazards; 2]> {
    let mut columns = ["cause", "status", "sex"].map(str::to_owned).to_vec();
    columns.extend(age_columns());
    let mut table = Table::read(files, "hazards.csv", &columns, problems)?;
    let statuses = Status::ALL.map(|status| (status.key(), status));
    let sexes = Sex::ALL.map(|sex| (sex.key(), sex));
    let (mut hazards, mut seen) = ([[[[0.0; AGES]; 2]; 4]; 2], BTreeSet::new());
    for row in table.rows() {
        let cause = table.word(row, 0, &[("retirement", 0), ("other-exit", 1)]);
        let (status, sex) = (table.word(row, 1, &statuses), table.word(row, 2, &sexes));
        let (Some(cause), Some(status), Some(sex)) = (cause, status, sex) else { continue };
        let values = age_row(&mut table, row, if cause == 0 { HAZARD_MAX } else { SHAPE_MAX });
        let key = [0, 1, 2].map(|column| table.text(row, column).to_owned()).join(" ");
        if let (Some(values), true) = (values, table.claim(row, key, &mut seen)) {
            if cause == 0 {
                never_falls(&mut table, row, &values);
            }
            hazards[cause][status as usize][sex as usize] = values;
        }
    }
    let keys = ["retirement", "other-exit"].into_iter().flat_map(|cause| {
        let rows = Status::ALL.into_iter().flat_map(|status| Sex::ALL.map(|sex| (status.key(), sex.key())));
        rows.map(move |(status, sex)| format!("{cause} {status} {sex}"))
    });
    table.missing(keys.filter(|key| !seen.contains(key)).collect::<Vec<_>>());
    Some(hazards)
}

fn age_row(table: &mut Table<'_>, row: Row, most: f64) -> Option<[f64; AGES]> {
    let mut values = [0.0; AGES];
    for (index, value) in values.iter_mut().enumerate() {
        *value = table.number(row, 3 + index, 0.0..=most)?;
    }
    Some(values)
}

/// A shift of retirement must never bring anybody forward, so its hazard may not fall with age.
fn never_falls(table: &mut Table<'_>, row: Row, values: &[f64; AGES]) {
    if let Some(index) = (1..AGES).find(|&index| values[index] < values[index - 1]) {
        let least = values[index - 1];
        let allowed = Message::new(
            format!("au moins {least}, le risque de l'âge d'avant (il ne baisse jamais avec l'âge)"),
            format!("at least {least}, the hazard of the age before (it never falls with age)"),
        );
        table.refuse(row, 3 + index, allowed);
    }
}

fn durations(files: &Files, problems: &mut Problems) -> Option<[Vec<f64>; 2]> {
    let mut table = Table::read(files, "durations.csv", &["transition", "years", "hazard"], problems)?;
    let (mut found, mut seen) = ([BTreeMap::new(), BTreeMap::new()], BTreeSet::new());
    for row in table.rows() {
        let transition = table.word(row, 0, &[("installed", 0), ("salaried", 1)]);
        let (years, hazard) = (table.whole(row, 1, 0..=YEARS_MAX), table.number(row, 2, 0.0..=HAZARD_MAX));
        let key = format!("{} {}", table.text(row, 0), table.text(row, 1));
        if let (Some(transition), Some(years), Some(hazard), true) = (transition, years, hazard, table.claim(row, key, &mut seen))
        {
            found[transition].insert(years, hazard);
        }
    }
    let last = found.iter().filter_map(|years| years.keys().last().copied()).max().unwrap_or(0);
    let mut absent = Vec::new();
    for (transition, name) in ["installed", "salaried"].into_iter().enumerate() {
        absent.extend((0..=last).filter(|years| !found[transition].contains_key(years)).map(|years| format!("{name} {years}")));
    }
    table.missing(absent);
    Some(found.map(|years| years.into_values().collect()))
}

/// Names of `calibrated.csv`, with the least and greatest value that makes sense.
const CONSTANTS: [(&str, f64, f64); 7] = [
    ("cumul_take_up_f", 0.0, 1.0),
    ("cumul_take_up_m", 0.0, 1.0),
    ("later_retirement_years", 0.0, 10.0),
    ("recoding", 0.0, 0.5),
    ("home_subdivision", 0.0, 20.0),
    ("decay_km", 1.0, 20_000.0),
    ("home_departement", 0.0, 20.0),
];

fn constants(files: &Files, problems: &mut Problems) -> Option<[f64; 7]> {
    let mut table = Table::read(files, "calibrated.csv", &["name", "value", "meaning"], problems)?;
    let names: Vec<(&str, usize)> = CONSTANTS.iter().map(|(name, ..)| *name).zip(0..).collect();
    let (mut values, mut seen) = ([0.0; 7], BTreeSet::new());
    for row in table.rows() {
        let Some(index) = table.word(row, 0, &names) else { continue };
        let (name, low, high) = CONSTANTS[index];
        if let (Some(value), true) = (table.number(row, 1, low..=high), table.claim(row, name, &mut seen)) {
            values[index] = value;
        }
    }
    table.missing(CONSTANTS.iter().map(|(name, ..)| *name).filter(|name| !seen.contains(name)).collect::<Vec<_>>());
    Some(values)
}
