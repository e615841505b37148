//! Ages as published: the publisher's own table of GPs by département, age, sex and mode replaces the modelled ages.
//!
//! The table is the DREES workbook saved as CSV: one row per département, age band, sex and mode of practice, with heads in
//! a column `effectif`, or one `effectif_<year>` per year. Heads by status stay those of the baseline, which the workbook
//! does not give; within each département, single ages by status are raked (iterative proportional fitting, Deming and
//! Stephan, 1940) to the published counts by mode, sex and band and to those heads.

use super::{
    curve::largest_remainder,
    files::{by_age, joined},
};
use crate::{
    baseline::{Baseline, Explanation, START},
    cohort::{AGE_MAX, AGE_MIN, AGES, Sex, Status},
    diagnostic::{Problem, Problems, SourceFile, quoted},
    territory::Geography,
    text::Message,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of raking; it stops sooner when nothing moves by a millionth.
const ROUNDS: usize = 500;
/// Weights of ages are whole numbers of thousandths of a head.
const THOUSANDTHS: u32 = 1_000;

/// Modes of practice that statuses tell apart: libéral or mixed, and salaried only.
const GROUPS: [&[Status]; 2] = [&[Status::Installed, Status::Locum, Status::RetiredActive], &[Status::Salaried]];

/// Ages from the first to the last.
type Band = (usize, usize);

/// The published counts.
#[derive(Clone, Debug)]
pub struct Published {
    /// Year of the column read, if its name says so.
    pub year: Option<u16>,
    /// Age bands, from the youngest.
    pub bands: Vec<(usize, usize)>,
    /// Heads by département, group (libéral or mixed; salaried), sex and band.
    heads: Vec<[[Vec<u32>; 2]; 2]>,
    /// Rows of totals that were found and agree.
    pub totals: usize,
}

/// What the import changes in a set of ages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ages {
    /// Mean age on 1 January.
    pub mean: f64,
    /// Share aged 60 and over.
    pub over_60: f64,
    /// Share of women.
    pub women: f64,
}

/// The new ages, and what they change.
#[derive(Clone, Debug)]
pub struct Imported {
    /// `ages.csv`.
    pub table: String,
    /// France before, under each explanation, then as published.
    pub france: [Ages; 3],
    /// Code, heads of the baseline and heads published, by département.
    pub heads: Vec<(String, u32, u32)>,
    /// Code, share aged 60 and over as modelled (mean of both explanations) and as published, by département.
    pub over_60: Vec<(String, f64, f64)>,
    /// Largest share of a département's heads that raking leaves out of place.
    pub residual: f64,
}

/// Reads the publisher's table.
///
/// # Errors
/// Columns that are missing, cells that are not understood, totals that do not agree, départements without a row.
pub fn read(file: &SourceFile, geography: &Geography) -> Result<Published, Problems> {
    let mut problems = Problems::default();
    let published = Reading::open(file, &mut problems).and_then(|reading| reading.read(geography, &mut problems));
    problems.or(published)
}

struct Reading<'f> {
    file: &'f SourceFile,
    rows: Vec<(u64, csv::StringRecord)>,
    columns: Columns,
}

/// Where each thing stands.
struct Columns {
    departement: usize,
    age: usize,
    sex: usize,
    mode: usize,
    heads: usize,
    specialty: Option<usize>,
    /// Column and value of the year, where years are rows.
    year: Option<(usize, u16)>,
    /// Year of the heads.
    of: Option<u16>,
}

impl<'f> Reading<'f> {
    fn open(file: &'f SourceFile, problems: &mut Problems) -> Option<Self> {
        let text = file.text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().map(|names| names.iter().map(plain).collect()).unwrap_or_default();
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => rows.push((record.position().map_or(0, csv::Position::line), record)),
                Err(error) => problems.push(fault(file, 0, &format!("{error}"), &format!("{error}"))),
            }
        }
        let columns = columns(&header, &rows, file, problems)?;
        Some(Self { file, rows, columns })
    }

    fn read(&self, geography: &Geography, problems: &mut Problems) -> Option<Published> {
        let mut counts: BTreeMap<(usize, usize, usize, Band), u32> = BTreeMap::new();
        let mut totals: BTreeMap<Option<usize>, (u64, u32)> = BTreeMap::new();
        for (line, row) in &self.rows {
            let cell = |column: usize| row.get(column).unwrap_or_default().trim();
            let Columns { departement, age, sex, mode, heads, .. } = self.columns;
            if !self.is_wanted(row) {
                continue;
            }
            let Some(count) = whole(cell(heads)) else {
                problems.push(self.refuse(*line, cell(heads), "un nombre entier de médecins", "a whole number of GPs"));
                continue;
            };
            let place = plain(cell(departement));
            let whole_of = [age, sex, mode].map(|column| is_total(&plain(cell(column))));
            let place = match departement_of(&place, geography) {
                Some(index) => Some(index),
                None if is_total(&place) || place.contains("region") => None,
                None => {
                    problems.push(self.refuse(*line, cell(departement), "un code ou un nom de département", "a département"));
                    continue;
                }
            };
            if whole_of == [true; 3] {
                if place.is_some() || is_total(&plain(cell(departement))) {
                    totals.insert(place, (*line, count));
                }
                continue;
            }
            let Some(place) = place.filter(|_| whole_of == [false; 3]) else { continue };
            let (band, sex_of, group) = (band(cell(age)), sex_of(cell(sex)), group_of(cell(mode)));
            match (band, sex_of, group) {
                (Some(band), Some(sex), Some(group)) => *counts.entry((place, group, sex as usize, band)).or_default() += count,
                (None, ..) => {
                    problems.push(self.refuse(*line, cell(age), "une tranche d'âge : « 30-34 ans »", "an age band: 30-34"))
                }
                (_, None, _) => problems.push(self.refuse(*line, cell(sex), "Femmes ou Hommes", "women or men")),
                _ => problems.push(self.refuse(*line, cell(mode), "libéral, mixte ou salarié", "libéral, mixed or salaried")),
            }
            if problems.0.len() > 20 {
                break;
            }
        }
        if problems.has_errors() {
            return None;
        }
        self.checked(counts, &totals, geography, problems)
    }

    fn is_wanted(&self, row: &csv::StringRecord) -> bool {
        let cell = |column: usize| plain(row.get(column).unwrap_or_default());
        let general = |text: String| text.contains("medecine generale") || text.contains("generaliste");
        self.columns.specialty.is_none_or(|column| general(cell(column)))
            && self.columns.year.is_none_or(|(column, year)| cell(column).parse() == Ok(year))
    }

    fn checked(
        &self,
        counts: BTreeMap<(usize, usize, usize, Band), u32>,
        totals: &BTreeMap<Option<usize>, (u64, u32)>,
        geography: &Geography,
        problems: &mut Problems,
    ) -> Option<Published> {
        let bands: Vec<Band> = counts.keys().map(|(.., band)| *band).collect::<BTreeSet<_>>().into_iter().collect();
        let adjoin = bands.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0);
        if !adjoin || bands.first().is_none_or(|band| band.0 > AGE_MIN) || bands.last().is_none_or(|band| band.1 < AGE_MAX) {
            let list: Vec<_> = bands.iter().map(|(low, high)| format!("{low}-{high}")).collect();
            let list = list.join(", ");
            problems.push(fault(
                self.file,
                0,
                &format!("les tranches d'âge ne couvrent pas {AGE_MIN} à {AGE_MAX} ans une fois et une seule : {list}"),
                &format!("age bands do not cover {AGE_MIN} to {AGE_MAX} once and only once: {list}"),
            ));
            return None;
        }
        let empty = || std::array::from_fn(|_| std::array::from_fn(|_| vec![0; bands.len()]));
        let mut heads: Vec<[[Vec<u32>; 2]; 2]> = geography.departements.iter().map(|_| empty()).collect();
        for ((place, group, sex, band), count) in counts {
            let rank = bands.iter().position(|known| *known == band)?;
            heads[place][group][sex][rank] = count;
        }
        let published = Published { year: self.columns.of, bands, heads, totals: totals.len() };
        for (place, (line, total)) in totals {
            let sum = place.map_or_else(|| (0..geography.departements.len()).map(|d| published.of(d)).sum(), |d| published.of(d));
            if sum != *total {
                problems.push(fault(
                    self.file,
                    *line,
                    &format!("le total {total} n'est pas la somme de ses lignes, {sum}"),
                    &format!("the total {total} is not the sum of its rows, {sum}"),
                ));
            }
        }
        let absent = geography.departements.iter().enumerate().filter(|(d, _)| published.of(*d) == 0);
        let absent: Vec<_> = absent.map(|(_, departement)| departement.code.as_str()).collect();
        if !absent.is_empty() {
            let list = absent.join(", ");
            problems.push(fault(
                self.file,
                0,
                &format!("aucun médecin dans ces départements : {list}"),
                &format!("no GP in these départements: {list}"),
            ));
        }
        (!problems.has_errors()).then_some(published)
    }

    fn refuse(&self, line: u64, found: &str, fr: &str, en: &str) -> Problem {
        let found = quoted(found);
        fault(self.file, line, &format!("« {found} » ; attendu : {fr}"), &format!("`{found}`; expected: {en}"))
    }
}

impl Published {
    /// Heads of a département.
    fn of(&self, departement: usize) -> u32 {
        self.heads[departement].iter().flatten().flatten().sum()
    }
}

fn fault(file: &SourceFile, line: u64, fr: &str, en: &str) -> Problem {
    let name = &file.name;
    let at = |word: &str| if line == 0 { String::new() } else { format!(", {word} {line}") };
    let title = Message::new(format!("{name}{} : {fr}", at("ligne")), format!("{name}{}: {en}", at("line")));
    Problem::unreadable(title).help(Message::new(
        "la table attendue : departement, exercice, tranche_age, sexe, effectif (ou effectif_2026) ; specialites si elle en tient plusieurs",
        "the table expected: departement, exercice, tranche_age, sexe, effectif (or effectif_2026); specialites if it holds several",
    ))
}

fn columns(header: &[String], rows: &[(u64, csv::StringRecord)], file: &SourceFile, problems: &mut Problems) -> Option<Columns> {
    let find = |test: &dyn Fn(&str) -> bool| header.iter().position(|name| test(name));
    let starts = |word: &'static str| find(&move |name| name.starts_with(word));
    let mut need = |found: Option<usize>, name: &str| {
        if found.is_none() {
            let list = header.join(", ");
            problems.push(fault(
                file,
                1,
                &format!("pas de colonne `{name}` parmi {list}"),
                &format!("no column `{name}` among {list}"),
            ));
        }
        found
    };
    let year_of = |name: &str| name.strip_prefix("effectif_").or(name.strip_prefix("effectif "))?.parse::<u16>().ok();
    let latest = (0..header.len()).filter_map(|at| Some((year_of(&header[at])?, at))).filter(|(year, _)| *year <= START).max();
    let heads = latest.map(|(_, at)| at).or_else(|| find(&|name| name == "effectif" || name == "effectifs"));
    let departement = need(starts("departement"), "departement");
    let age = need(find(&|name| name.contains("age")), "tranche_age");
    let sex = need(starts("sexe"), "sexe");
    let mode = need(starts("exercice").or_else(|| starts("mode")), "exercice");
    let heads = need(heads, "effectif");
    let specialty = find(&|name| name == "specialites" || name == "specialite").or_else(|| starts("specialite"));
    let year = starts("annee").and_then(|column| {
        let years = rows.iter().filter_map(|(_, row)| row.get(column)?.trim().parse::<u16>().ok());
        Some((column, years.filter(|year| *year <= START).max()?))
    });
    Some(Columns {
        departement: departement?,
        age: age?,
        sex: sex?,
        mode: mode?,
        heads: heads?,
        specialty,
        year,
        of: latest.map(|(year, _)| year).or(year.map(|(_, year)| year)),
    })
}

/// Lower-case letters without accents.
fn plain(text: &str) -> String {
    let letter = |letter: char| match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '’' => '\'',
        other => other,
    };
    text.trim().trim_start_matches('\u{feff}').to_lowercase().chars().map(letter).collect()
}

fn is_total(plain: &str) -> bool {
    ["ensemble", "total", "france", "tous", "toutes"].iter().any(|word| plain.contains(word))
}

/// « 01 », « 01-Ain », « 1 » or « Ain ».
fn departement_of(text: &str, geography: &Geography) -> Option<usize> {
    let code = text.split(['-', ' ']).next().unwrap_or_default().to_uppercase();
    let padded = format!("{code:0>2}");
    geography.find(&padded).or_else(|| geography.departements.iter().position(|departement| plain(&departement.name) == text))
}

/// « moins de 30 ans », « 30-34 ans », « 02-30 à 34 ans », « 70 ans et plus »: the last numbers count, the first may number
/// the row.
fn band(text: &str) -> Option<Band> {
    let text = plain(text);
    let numbers: Vec<usize> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let last = *numbers.last()?;
    if text.contains("moins") || text.contains('<') {
        return Some((AGE_MIN, last.checked_sub(1)?));
    }
    if text.contains("plus") || text.contains('+') || text.contains('>') {
        return Some((last, AGE_MAX));
    }
    let first = *numbers.get(numbers.len().checked_sub(2)?)?;
    (first <= last && first >= 15).then_some((first, last))
}

fn sex_of(text: &str) -> Option<Sex> {
    let text = plain(text);
    let ends = |letter| text == letter || text.ends_with(&format!("-{letter}"));
    if text.contains("femme") || ends("f") {
        return Some(Sex::Woman);
    }
    (text.contains("homme") || ends("h") || ends("m")).then_some(Sex::Man)
}

/// Rank among [`GROUPS`].
fn group_of(text: &str) -> Option<usize> {
    let text = plain(text);
    if text.contains("mixte") || (text.contains("liberal") && !text.contains("salarie")) {
        return Some(0);
    }
    text.contains("salarie").then_some(1)
}

fn whole(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// Puts the published ages in the place of the modelled ones.
#[must_use]
pub fn import(published: &Published, baseline: &Baseline) -> Imported {
    let departements = &baseline.geography.departements;
    let mut ages = baseline.workforce.ages.clone();
    let (mut residual, mut heads, mut over_60) = (0.0_f64, Vec::new(), Vec::new());
    for (d, departement) in departements.iter().enumerate() {
        let places = || departement.territories.clone().chain([baseline.geography.place_of(d)]);
        let of_status =
            Status::ALL.map(|status| places().map(|place| baseline.workforce.heads[place][status as usize]).sum::<u32>());
        let mut mix = [[[0; AGES]; 2]; 4];
        for (group, statuses) in GROUPS.iter().enumerate() {
            let targets: Vec<u32> = statuses.iter().map(|status| of_status[*status as usize]).collect();
            let start: Vec<_> = statuses.iter().map(|status| seed(baseline, d, *status)).collect();
            let (raked, left) = rake(&start, &targets, &published.heads[d][group], &published.bands);
            residual = residual.max(left);
            for (status, weights) in statuses.iter().zip(raked) {
                mix[*status as usize] = weights;
            }
        }
        ages.iter_mut().for_each(|mixes| mixes[d] = mix);
        let before = Explanation::ALL.map(|explanation| summary(&baseline.workforce.ages[explanation as usize][d..=d]).over_60);
        over_60.push((departement.code.clone(), (before[0] + before[1]) / 2.0, summary(&ages[0][d..=d]).over_60));
        heads.push((departement.code.clone(), of_status.iter().sum(), published.of(d)));
    }
    let [later, recoding] = Explanation::ALL.map(|explanation| summary(&baseline.workforce.ages[explanation as usize]));
    Imported { table: table(&ages, baseline), france: [later, recoding, summary(&ages[0])], heads, over_60, residual }
}

/// Weights from which raking starts: those of both explanations, for what is published stands under either.
fn seed(baseline: &Baseline, departement: usize, status: Status) -> [[u32; AGES]; 2] {
    let [later, recoding] = baseline.workforce.ages.each_ref().map(|mixes| mixes[departement][status as usize]);
    let mut sum = later;
    sum.iter_mut().flatten().zip(recoding.iter().flatten()).for_each(|(sum, weight)| *sum += weight);
    sum
}

/// Weights by status, sex and age that have the published shares by sex and band and the heads by status, and the largest
/// share of heads left out of place.
fn rake(start: &[[[u32; AGES]; 2]], targets: &[u32], published: &[Vec<u32>; 2], bands: &[Band]) -> (Vec<[[u32; AGES]; 2]>, f64) {
    let (all, counted): (u32, u32) = (targets.iter().sum(), published.iter().flatten().sum());
    if all == 0 || counted == 0 {
        return (start.to_vec(), 0.0);
    }
    let mut cells: Vec<[[f64; AGES]; 2]> = start.iter().map(|status| status.map(|sex| sex.map(f64::from))).collect();
    let scale = f64::from(all) / f64::from(counted);
    let ages = |(low, high): Band| low.max(AGE_MIN) - AGE_MIN..=high.min(AGE_MAX) - AGE_MIN;
    // A band that the model leaves empty and the publisher does not: any age of it, in any status.
    for (sex, heads) in published.iter().enumerate() {
        for (band, heads) in bands.iter().zip(heads) {
            let held: f64 = cells.iter().map(|status| status[sex][ages(*band)].iter().sum::<f64>()).sum();
            if *heads > 0 && held <= 0.0 {
                cells.iter_mut().for_each(|status| status[sex][ages(*band)].fill(1.0));
            }
        }
    }
    let mut left = 0.0;
    for _ in 0..ROUNDS {
        for (sex, heads) in published.iter().enumerate() {
            for (band, heads) in bands.iter().zip(heads) {
                let held: f64 = cells.iter().map(|status| status[sex][ages(*band)].iter().sum::<f64>()).sum();
                let factor = if held > 0.0 { f64::from(*heads) * scale / held } else { 0.0 };
                cells.iter_mut().for_each(|status| status[sex][ages(*band)].iter_mut().for_each(|cell| *cell *= factor));
            }
        }
        left = 0.0;
        for (status, target) in cells.iter_mut().zip(targets) {
            let held: f64 = status.iter().flatten().sum();
            left += (held - f64::from(*target)).abs() / f64::from(all);
            let factor = if held > 0.0 { f64::from(*target) / held } else { 0.0 };
            status.iter_mut().flatten().for_each(|cell| *cell *= factor);
        }
        if left < 1e-6 {
            break;
        }
    }
    let one = |(status, target): (&[[f64; AGES]; 2], &u32)| {
        let weights = largest_remainder(&status.concat(), *target * THOUSANDTHS);
        let mut mix = [[0; AGES]; 2];
        mix.iter_mut().flatten().zip(weights).for_each(|(cell, weight)| *cell = weight);
        mix
    };
    (cells.iter().zip(targets).map(one).collect(), left)
}

fn summary(departements: &[[[[u32; AGES]; 2]; 4]]) -> Ages {
    let (mut all, mut years, mut over_60, mut women) = (0.0, 0.0, 0.0, 0.0);
    for sexes in departements.iter().flatten() {
        for (sex, mix) in Sex::ALL.into_iter().zip(sexes) {
            for (age, weight) in (AGE_MIN..).zip(mix) {
                let weight = f64::from(*weight);
                all += weight;
                years += weight * age as f64;
                over_60 += if age >= 60 { weight } else { 0.0 };
                women += if sex == Sex::Woman { weight } else { 0.0 };
            }
        }
    }
    Ages { mean: years / all, over_60: over_60 / all, women: women / all }
}

fn table(ages: &[Vec<[[[u32; AGES]; 2]; 4]>; 2], baseline: &Baseline) -> String {
    let mut rows = Vec::new();
    for explanation in Explanation::ALL {
        for (departement, mixes) in baseline.geography.departements.iter().zip(&ages[explanation as usize]) {
            for status in Status::ALL {
                for sex in Sex::ALL {
                    let mix = joined(&mixes[status as usize][sex as usize]);
                    rows.push(format!("{},{},{},{},{mix}", explanation.key(), departement.code, status.key(), sex.key()));
                }
            }
        }
    }
    by_age("explanation,departement,status,sex", rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_the_publisher_writes_them() {
        assert_eq!(band("01-moins de 30 ans"), Some((AGE_MIN, 29)));
        assert_eq!(band("02-30-34 ans"), Some((30, 34)));
        assert_eq!(band("30 à 34 ans"), Some((30, 34)));
        assert_eq!(band("70 ans et plus"), Some((70, AGE_MAX)));
        assert_eq!((band("Ensemble"), band("34")), (None, None));
        assert_eq!((sex_of("2-Femmes"), sex_of("H"), sex_of("x")), (Some(Sex::Woman), Some(Sex::Man), None));
        let groups = ["1-Libéral exclusif", "2-Mixte", "3-Salarié hospitalier", "4-Autre salarié", "autre"].map(group_of);
        assert_eq!(groups, [Some(0), Some(0), Some(1), Some(1), None]);
        assert_eq!((whole("1 234"), whole(""), whole("1,5")), (Some(1_234), Some(0), None));
    }

    #[test]
    fn raking_meets_both_margins() {
        let mut start = vec![[[0; AGES]; 2]; 3];
        start[0][0][10] = 5;
        start[0][1][40] = 5;
        start[1][0][10] = 1;
        start[1][1][40] = 3;
        start[2][1][45] = 2;
        let bands = [(AGE_MIN, 59), (60, AGE_MAX)];
        let published = [vec![30, 0], vec![0, 70]];
        let (raked, left) = rake(&start, &[50, 40, 10], &published, &bands);
        assert!(left < 1e-6, "{left}");
        let of_status: Vec<u32> = raked.iter().map(|status| status.iter().flatten().sum()).collect();
        assert_eq!(of_status, [50_000, 40_000, 10_000]);
        let women: u32 = raked.iter().map(|status| status[0].iter().sum::<u32>()).sum();
        assert!(women.abs_diff(30_000) <= 3, "{women}");
    }
}
