//! `workforce.csv`, `ages.csv`.

use super::{AgeMix, Explanation, Workforce, age_columns, files::Files, geography::territory, limits, table::Row, table::Table};
use crate::{
    cohort::{AGES, Sex, Status},
    diagnostic::{Problems, Severity},
    territory::Geography,
    text::Message,
};
use std::collections::BTreeSet;

/// GPs of France on 1 January 2026 (DREES, edition of July 2026).
const FRANCE: u32 = 100_974;
/// Largest weight of an age.
const MANY: u32 = 10_000_000;

/// Reads the two tables.
pub(super) fn read(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Workforce> {
    let heads = heads(files, problems, places)?;
    let ages = ages(files, problems, places, &heads)?;
    Some(Workforce { heads, ages })
}

fn heads(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Vec<[u32; 4]>> {
    let mut table = Table::read(files, "workforce.csv", &["departement", "zone", "status", "heads"], problems)?;
    let statuses = Status::ALL.map(|status| (status.key(), status));
    let (mut heads, mut seen) = (vec![[0; 4]; places.places()], BTreeSet::new());
    for row in table.rows() {
        let (departement, status) = (table.departement(row, 0, places), table.word(row, 2, &statuses));
        let count = limits::heads(&mut table, row, 3);
        let (Some(departement), Some(status)) = (departement, status) else { continue };
        let place = place(&mut table, row, departement, status, places);
        let key = [0, 1, 2].map(|column| table.text(row, column).to_owned()).join(" ");
        if let (Some(place), Some(count), true) = (place, count, table.claim(row, key, &mut seen)) {
            heads[place][status as usize] = count;
        }
    }
    let expected = expected(places);
    table.missing(expected.into_iter().filter(|key| !seen.contains(key)));
    let total: u32 = heads.iter().flatten().fold(0, |sum: u32, heads| sum.saturating_add(*heads));
    if total > limits::GPS {
        let title =
            Message::new(format!("{total} médecins, au plus {}", limits::GPS), format!("{total} GPs, at most {}", limits::GPS));
        table.remark(Severity::Error, title, Message::new("vérifiez la colonne `heads`", "check the column `heads`"));
    } else if total != FRANCE {
        let title = Message::new(
            format!("l'effectif vaut {total}, la France en compte {FRANCE}"),
            format!("heads sum to {total}, France has {FRANCE}"),
        );
        let help = Message::new("rien à faire si cette base est la vôtre", "nothing to do if this baseline is your own");
        table.remark(Severity::Warning, title, help);
    }
    Some(heads)
}

/// Installed and retired-active stand in a territory, locums and salaried in the département.
fn place(table: &mut Table<'_>, row: Row, departement: usize, status: Status, places: &Geography) -> Option<usize> {
    if matches!(status, Status::Installed | Status::RetiredActive) {
        return territory(table, row, departement, 1, places);
    }
    if !table.text(row, 1).is_empty() {
        table.refuse(
            row,
            1,
            Message::new("rien : ce statut est compté par département", "nothing: this status is counted by département"),
        );
        return None;
    }
    Some(places.place_of(departement))
}

fn expected(places: &Geography) -> Vec<String> {
    let mut keys = Vec::new();
    for departement in &places.departements {
        for status in Status::ALL {
            let (code, status_key) = (&departement.code, status.key());
            if matches!(status, Status::Installed | Status::RetiredActive) {
                let zones = departement.territories.clone().map(|territory| places.territories[territory].zone.key());
                keys.extend(zones.map(|zone| format!("{code} {zone} {status_key}")));
            } else {
                keys.push(format!("{code}  {status_key}"));
            }
        }
    }
    keys
}

fn ages(files: &Files, problems: &mut Problems, places: &Geography, heads: &[[u32; 4]]) -> Option<[Vec<[AgeMix; 4]>; 2]> {
    let mut columns = ["explanation", "departement", "status", "sex"].map(str::to_owned).to_vec();
    columns.extend(age_columns());
    let mut table = Table::read(files, "ages.csv", &columns, problems)?;
    let explanations = Explanation::ALL.map(|explanation| (explanation.key(), explanation));
    let statuses = Status::ALL.map(|status| (status.key(), status));
    let sexes = Sex::ALL.map(|sex| (sex.key(), sex));
    let mut ages = [(); 2].map(|()| vec![[[[0; AGES]; 2]; 4]; places.departements.len()]);
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let (explanation, departement) = (table.word(row, 0, &explanations), table.departement(row, 1, places));
        let (status, sex) = (table.word(row, 2, &statuses), table.word(row, 3, &sexes));
        let mix = age_row(&mut table, row, 4);
        let (Some(e), Some(d), Some(status), Some(sex), Some(mix)) = (explanation, departement, status, sex, mix) else {
            continue;
        };
        if table.claim(row, key(e, &places.departements[d].code, status, sex), &mut seen) {
            ages[e as usize][d][status as usize][sex as usize] = mix;
        }
    }
    missing(&mut table, places, heads, &ages, &seen);
    Some(ages)
}

/// A row of whole weights by single age.
pub(super) fn age_row(table: &mut Table<'_>, row: Row, first: usize) -> Option<[u32; AGES]> {
    let mut mix = [0; AGES];
    for (index, weight) in mix.iter_mut().enumerate() {
        *weight = table.whole(row, first + index, 0..=MANY)?;
    }
    Some(mix)
}

fn key(explanation: Explanation, code: &str, status: Status, sex: Sex) -> String {
    format!("{} {code} {} {}", explanation.key(), status.key(), sex.key())
}

/// Rows that are absent, and statuses that have heads but no ages.
fn missing(table: &mut Table<'_>, places: &Geography, heads: &[[u32; 4]], ages: &[Vec<[AgeMix; 4]>; 2], seen: &BTreeSet<String>) {
    for explanation in Explanation::ALL {
        for (d, departement) in places.departements.iter().enumerate() {
            for status in Status::ALL {
                let absent = Sex::ALL.map(|sex| key(explanation, &departement.code, status, sex)).into_iter();
                let absent: Vec<String> = absent.filter(|key| !seen.contains(key)).collect();
                let local = departement.territories.clone().chain([places.place_of(d)]);
                let has_heads = local.map(|place| heads[place][status as usize]).any(|heads| heads > 0);
                let has_ages = ages[explanation as usize][d][status as usize].iter().flatten().any(|weight| *weight > 0);
                if absent.is_empty() && has_heads && !has_ages {
                    let name = format!("{} {} {}", explanation.key(), departement.code, status.key());
                    let title = Message::new(format!("{name} : des médecins mais aucun âge"), format!("{name}: GPs but no ages"));
                    table.remark(Severity::Error, title, Message::new("donnez au moins un âge", "give at least one age"));
                }
                table.missing(absent);
            }
        }
    }
}
