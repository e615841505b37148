//! `population.csv`, `access.csv`, `attraction.csv`, `attraction_territories.csv`: the inhabitants and the pull of places.

use super::{
    Access, Attraction, LAST_HORIZON, Population, START, files::Files, geography::sums_to_one, geography::territory, table::Table,
};
use crate::{diagnostic::Problems, territory::Geography};
use std::collections::BTreeSet;

/// Largest number of inhabitants of a département and age group.
const MANY: u32 = 100_000_000;
/// Largest APL, list and weight accepted: beyond, a unit was mistaken.
const APL_MAX: f64 = 40.0;
const LIST_MAX: f64 = 10_000.0;
const WEIGHT_MAX: f64 = 1_000.0;
const SPREAD_MAX: f64 = 3.0;

/// Reads `population.csv`.
pub(super) fn population(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Population> {
    let columns = ["departement", "year", "0_19", "20_39", "40_59", "60_74", "75_plus"];
    let mut table = Table::read(files, "population.csv", &columns, problems)?;
    let years = usize::from(LAST_HORIZON - START) + 1;
    let mut found: Vec<Vec<Option<[u32; 5]>>> = vec![vec![None; places.departements.len()]; years];
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let departement = table.departement(row, 0, places);
        let year = table.whole(row, 1, u32::from(START)..=u32::from(LAST_HORIZON));
        let mut heads = [0; 5];
        let complete = (0..5).all(|group| {
            let cell = table.whole(row, 2 + group, 0..=MANY);
            heads[group] = cell.unwrap_or_default();
            cell.is_some()
        });
        let (Some(departement), Some(year)) = (departement, year) else { continue };
        if table.claim(row, format!("{} {year}", places.departements[departement].code), &mut seen) && complete {
            found[year as usize - usize::from(START)][departement] = Some(heads);
        }
    }
    let codes = places.departements.iter().map(|departement| departement.code.as_str());
    let keys = codes.flat_map(|code| (START..=LAST_HORIZON).map(move |year| format!("{code} {year}")));
    table.missing(keys.filter(|key| !seen.contains(key)).collect::<Vec<_>>());
    let heads = found.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
    Some(Population { heads })
}

/// Reads `access.csv`.
pub(super) fn access(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Vec<Access>> {
    let columns = ["departement", "apl", "apl_observed", "patients_per_gp", "mep_share", "hospital_share"];
    let mut table = Table::read(files, "access.csv", &columns, problems)?;
    let (mut found, mut seen) = (vec![Access::default(); places.departements.len()], BTreeSet::new());
    for row in table.rows() {
        let departement = table.departement(row, 0, places);
        let (apl, apl_observed) = (table.number(row, 1, 0.0..=APL_MAX), table.word(row, 2, &[("yes", true), ("no", false)]));
        let patients = table.number(row, 3, 0.0..=LIST_MAX);
        let (mep, hospital) = (table.number(row, 4, 0.0..=1.0), table.number(row, 5, 0.0..=1.0));
        let new = table.claim(row, table.text(row, 0).to_owned(), &mut seen);
        if let (Some(d), Some(apl), Some(apl_observed), Some(patients_per_gp), Some(mep_share), Some(hospital_share), true) =
            (departement, apl, apl_observed, patients, mep, hospital, new)
        {
            found[d] = Access { apl, apl_observed, patients_per_gp, mep_share, hospital_share };
        }
    }
    missing(&mut table, places, &seen);
    Some(found)
}

/// Reads `attraction.csv` and `attraction_territories.csv`.
pub(super) fn attraction(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Vec<Attraction>> {
    let mut found = vec![Attraction::default(); places.departements.len()];
    let mut table = Table::read(files, "attraction.csv", &["departement", "weight", "spread"], problems)?;
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let departement = table.departement(row, 0, places);
        let (weight, spread) = (table.number(row, 1, 0.0..=WEIGHT_MAX), table.number(row, 2, 0.0..=SPREAD_MAX));
        let new = table.claim(row, table.text(row, 0).to_owned(), &mut seen);
        if let (Some(departement), Some(weight), Some(spread), true) = (departement, weight, spread, new) {
            found[departement] = Attraction { weight, spread, territories: vec![] };
        }
    }
    missing(&mut table, places, &seen);
    drop(table);
    let mut table = Table::read(files, "attraction_territories.csv", &["departement", "zone", "weight"], problems)?;
    let (mut weights, mut seen) = (vec![0.0; places.territories.len()], BTreeSet::new());
    for row in table.rows() {
        let Some(departement) = table.departement(row, 0, places) else { continue };
        let (here, weight) = (territory(&mut table, row, departement, 1, places), table.number(row, 2, 0.0..=1.0));
        let key = format!("{} {}", table.text(row, 0), table.text(row, 1));
        if let (Some(here), Some(weight), true) = (here, weight, table.claim(row, key, &mut seen)) {
            weights[here] = weight;
        }
    }
    for (found, departement) in found.iter_mut().zip(&places.departements) {
        found.territories = weights[departement.territories.clone()].to_vec();
        sums_to_one(&mut table, &departement.code, found.territories.iter().sum());
    }
    Some(found)
}

fn missing(table: &mut Table<'_>, places: &Geography, seen: &BTreeSet<String>) {
    let codes = places.departements.iter().map(|departement| departement.code.clone());
    table.missing(codes.filter(|code| !seen.contains(code)).collect::<Vec<_>>());
}
