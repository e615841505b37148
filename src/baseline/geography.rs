//! `regions.csv`, `departements.csv`, `territories.csv`.

use super::{files::Files, limits, table::Row, table::Table};
use crate::{
    diagnostic::Problems,
    territory::{Departement, Geography, Region, Territory, Zone},
    text::Message,
};
use std::collections::{BTreeMap, BTreeSet};

/// Largest APL accepted: the greatest of a commune in 2023 is 40.
const APL_MAX: f64 = 40.0;
/// Half of the last decimal of five shares written with six: what rounding may take from a sum of 1.
pub(super) const ROUNDING: f64 = 5.0 * 0.5e-6;

/// Reads the three tables.
pub(super) fn read(files: &Files, problems: &mut Problems) -> Option<Geography> {
    let regions = regions(files, problems)?;
    let mut geography = departements(files, problems, regions)?;
    territories(files, problems, &mut geography)?;
    let Geography { regions, departements, territories, .. } = geography;
    let geography = Geography::new(regions, departements, territories);
    Some(geography)
}

fn regions(files: &Files, problems: &mut Problems) -> Option<Vec<Region>> {
    let mut table = Table::read(files, "regions.csv", &["code", "name"], problems)?;
    let (mut regions, mut seen) = (Vec::new(), BTreeSet::new());
    for row in table.rows() {
        let (code, name) = (table.text(row, 0).to_owned(), table.text(row, 1).to_owned());
        if table.claim(row, code.clone(), &mut seen) {
            regions.push(Region { code, name });
        }
    }
    Some(regions)
}

fn departements(files: &Files, problems: &mut Problems, regions: Vec<Region>) -> Option<Geography> {
    let columns = ["code", "name", "region", "latitude", "longitude", "neighbours"];
    let mut table = Table::read(files, "departements.csv", &columns, problems)?;
    let words: Vec<(&str, usize)> = regions.iter().map(|region| region.code.as_str()).zip(0..).collect();
    let (mut departements, mut kept, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in table.rows() {
        let (code, name) = (table.text(row, 0).to_owned(), table.text(row, 1).to_owned());
        let region = table.word(row, 2, &words);
        let (latitude, longitude) = (table.number(row, 3, -90.0..=90.0), table.number(row, 4, -180.0..=180.0));
        let new = table.claim(row, code.clone(), &mut seen);
        if let (Some(region), Some(latitude), Some(longitude), true) = (region, latitude, longitude, new) {
            kept.push(row);
            departements.push(Departement { code, name, region, latitude, longitude, neighbours: vec![], territories: 0..0 });
        }
    }
    limits::departements(&mut table, &kept);
    let mut geography = Geography::new(regions.clone(), departements, vec![]);
    for (index, row) in kept.into_iter().enumerate() {
        geography.departements[index].neighbours = neighbours(&mut table, row, 5, &geography).unwrap_or_default();
    }
    Some(geography)
}

/// A field of blank-separated codes of départements.
pub fn neighbours(table: &mut Table<'_>, row: Row, column: usize, geography: &Geography) -> Option<Vec<usize>> {
    let codes: Vec<String> = table.text(row, column).split_whitespace().map(str::to_owned).collect();
    let found: Option<Vec<usize>> = codes.iter().map(|code| geography.find(code)).collect();
    if found.is_none() {
        let help =
            Message::new("des codes de departements.csv séparés par des blancs", "codes of departements.csv separated by blanks");
        table.refuse(row, column, help);
    }
    found
}

fn territories(files: &Files, problems: &mut Problems, geography: &mut Geography) -> Option<()> {
    let columns = ["departement", "zone", "population_share", "apl"];
    let mut table = Table::read(files, "territories.csv", &columns, problems)?;
    let zones = Zone::ALL.map(|zone| (zone.key(), zone));
    let mut found: BTreeMap<(usize, Zone), (f64, f64)> = BTreeMap::new();
    let (mut kept, mut seen) = (Vec::new(), BTreeSet::new());
    for row in table.rows() {
        let (departement, zone) = (table.departement(row, 0, geography), table.word(row, 1, &zones));
        let (share, apl) = (table.number(row, 2, 0.0..=1.0), table.number(row, 3, 0.0..=APL_MAX));
        let key = format!("{} {}", table.text(row, 0), table.text(row, 1));
        let new = table.claim(row, key, &mut seen);
        if let (Some(departement), Some(zone), true) = (departement, zone, new) {
            // Not a number: already said, and neither the sum below nor the tables that name this territory should complain again.
            found.insert((departement, zone), (share.unwrap_or(f64::NAN), apl.unwrap_or(f64::NAN)));
            kept.push(row);
        }
    }
    limits::places(&mut table, &kept, geography.departements.len());
    for index in 0..geography.departements.len() {
        let start = geography.territories.len();
        let here = found.range((index, Zone::Zip)..=(index, Zone::Nc));
        geography.territories.extend(here.map(|(&(departement, zone), &(population_share, apl))| Territory {
            departement,
            zone,
            population_share,
            apl,
        }));
        let range = start..geography.territories.len();
        let sum: f64 = geography.territories[range.clone()].iter().map(|territory| territory.population_share).sum();
        let code = geography.departements[index].code.clone();
        geography.departements[index].territories = range;
        sums_to_one(&mut table, &code, sum);
    }
    Some(())
}

/// Says when the shares of a département do not sum to 1; none at all is a missing row.
pub(super) fn sums_to_one(table: &mut Table<'_>, code: &str, sum: f64) {
    if sum == 0.0 {
        table.missing([code]);
    } else if (sum - 1.0).abs() > ROUNDING {
        let title = Message::new(
            format!("{code} : la somme des parts vaut {sum:.6} au lieu de 1"),
            format!("{code}: the shares sum to {sum:.6} instead of 1"),
        );
        let help = Message::new("ramenez les parts de ce département à 1", "bring the shares of this département to 1");
        table.remark(crate::diagnostic::Severity::Error, title, help);
    }
}

/// The index of a territory, from two columns; a class that does not exist there is a fault.
pub(super) fn territory(table: &mut Table<'_>, row: Row, departement: usize, column: usize, places: &Geography) -> Option<usize> {
    let range = places.departements[departement].territories.clone();
    let words: Vec<(&str, usize)> = range.map(|index| (places.territories[index].zone.key(), index)).collect();
    table.word(row, column, &words)
}
