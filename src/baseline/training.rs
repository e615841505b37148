//! `admissions.csv`, `posts.csv`, `subdivisions.csv`, `entrants.csv`.

use super::{AgeMix, START, Training, age_columns, files::Files, geography::sums_to_one, table::Table, workforce::age_row};
use crate::{
    cohort::{AGES, Sex},
    diagnostic::{Problems, Severity},
    territory::Geography,
    text::Message,
};
use std::collections::{BTreeMap, BTreeSet};

/// Largest number of places or posts accepted.
const MANY: u32 = 1_000_000;
/// First autumn that matters: admitted then, in practice before the last horizon.
const FIRST_AUTUMN: u32 = 1990;
/// First class whose interns may still register after the start: three years of internship and three of lag.
const FIRST_CLASS: u16 = START - 6;

/// Reads the four tables.
pub(super) fn read(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Training> {
    let admissions = admissions(files, problems);
    let (subdivisions, weights) = subdivisions(files, problems, places)?;
    let posts = posts(files, problems, &subdivisions);
    let entrant_ages = entrants(files, problems);
    let (first_class, posts) = posts?;
    Some(Training { admissions: admissions?, subdivisions, weights, first_class, posts, entrant_ages: entrant_ages? })
}

fn admissions(files: &Files, problems: &mut Problems) -> Option<Vec<(u16, u32)>> {
    let mut table = Table::read(files, "admissions.csv", &["autumn", "places"], problems)?;
    let (mut admissions, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for row in table.rows() {
        let (autumn, places) = (table.whole(row, 0, FIRST_AUTUMN..=2070), table.whole(row, 1, 0..=MANY));
        if let (Some(autumn), Some(places)) = (autumn, places)
            && table.claim(row, autumn, &mut seen)
        {
            admissions.insert(autumn as u16, places);
        }
    }
    consecutive(&mut table, &admissions);
    Some(admissions.into_iter().collect())
}

fn consecutive<T>(table: &mut Table<'_>, years: &BTreeMap<u16, T>) {
    if let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value()) {
        table.missing((*first..=*last).filter(|year| !years.contains_key(year)).collect::<Vec<_>>());
    }
}

type Weights = (Vec<String>, Vec<Vec<f64>>);

fn subdivisions(files: &Files, problems: &mut Problems, places: &Geography) -> Option<Weights> {
    let mut table = Table::read(files, "subdivisions.csv", &["subdivision", "departement", "weight", "certainty"], problems)?;
    let certainties = [("sure", ()), ("likely", ()), ("split", ())];
    let (mut names, mut weights): Weights = (vec![], vec![]);
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let name = table.text(row, 0).to_owned();
        let (departement, weight) = (table.departement(row, 1, places), table.number(row, 2, 0.0..=1.0));
        table.word(row, 3, &certainties);
        let key = format!("{name} {}", table.text(row, 1));
        if let (Some(departement), Some(weight), true) = (departement, weight, table.claim(row, key, &mut seen)) {
            let index = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                weights.push(vec![0.0; places.departements.len()]);
                names.len() - 1
            });
            weights[index][departement] = weight;
        }
    }
    for (d, departement) in places.departements.iter().enumerate() {
        sums_to_one(&mut table, &departement.code, weights.iter().map(|row| row[d]).sum());
    }
    Some((names, weights))
}

fn posts(files: &Files, problems: &mut Problems, subdivisions: &[String]) -> Option<(u16, Vec<Vec<u32>>)> {
    let mut table = Table::read(files, "posts.csv", &["class", "subdivision", "posts"], problems)?;
    let words: Vec<(&str, usize)> = subdivisions.iter().map(String::as_str).zip(0..).collect();
    let mut found: BTreeMap<u16, Vec<Option<u32>>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let (class, subdivision) = (table.whole(row, 0, FIRST_AUTUMN..=2070), table.word(row, 1, &words));
        let posts = table.whole(row, 2, 0..=MANY);
        let key = format!("{} {}", table.text(row, 0), table.text(row, 1));
        if let (Some(class), Some(subdivision), true) = (class, subdivision, table.claim(row, key, &mut seen)) {
            found.entry(class as u16).or_insert_with(|| vec![None; subdivisions.len()])[subdivision] = posts;
        }
    }
    let absent = found.iter().flat_map(|(class, posts)| {
        posts.iter().zip(subdivisions).filter(|(posts, _)| posts.is_none()).map(move |(_, name)| format!("{class} {name}"))
    });
    table.missing(absent.collect::<Vec<_>>());
    consecutive(&mut table, &found);
    let first = found.first_key_value().map_or(u16::MAX, |(class, _)| *class);
    let last = found.last_key_value().map_or(0, |(class, _)| *class);
    if first > FIRST_CLASS || last + 1 < START {
        let title = Message::new("des promotions manquent", "classes are missing");
        let help = Message::new(
            format!("toutes les promotions de {FIRST_CLASS} (ou avant) à {} (ou après)", START - 1),
            format!("every class from {FIRST_CLASS} (or before) to {} (or after)", START - 1),
        );
        table.remark(Severity::Error, title, help);
    }
    Some((first, found.into_values().map(|posts| posts.into_iter().map(Option::unwrap_or_default).collect()).collect()))
}

fn entrants(files: &Files, problems: &mut Problems) -> Option<[Box<AgeMix>; 2]> {
    let mut columns = ["source", "sex"].map(str::to_owned).to_vec();
    columns.extend(age_columns());
    let mut table = Table::read(files, "entrants.csv", &columns, problems)?;
    let sexes = Sex::ALL.map(|sex| (sex.key(), sex));
    let mut mixes: [Box<AgeMix>; 2] = [(); 2].map(|()| Box::new([[0; AGES]; 2]));
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let source = table.word(row, 0, &[("graduate", 0), ("foreign", 1)]);
        let (sex, mix) = (table.word(row, 1, &sexes), age_row(&mut table, row, 2));
        let key = format!("{} {}", table.text(row, 0), table.text(row, 1));
        if let (Some(source), Some(sex), Some(mix), true) = (source, sex, mix, table.claim(row, key, &mut seen)) {
            mixes[source][sex as usize] = mix;
        }
    }
    let keys = ["graduate F", "graduate M", "foreign F", "foreign M"];
    table.missing(keys.into_iter().filter(|key| !seen.contains(*key)).collect::<Vec<_>>());
    for (mix, name) in mixes.iter().zip(["graduate", "foreign"]) {
        if mix.iter().flatten().all(|weight| *weight == 0) {
            let title = Message::new(format!("{name} : aucun âge"), format!("{name}: no age at all"));
            table.remark(Severity::Error, title, Message::new("donnez au moins un poids", "give at least one weight"));
        }
    }
    Some(mixes)
}
