//! The observed tables as read: what publishers counted, before any modelling.

use super::known::AGES;
use crate::{
    baseline::{Files, START, Table, geography::neighbours, limits, observed_files},
    diagnostic::{Problem, Problems, Severity},
    territory::{Departement, Geography, Region, Territory, Zone},
    text::Message,
};
use std::{collections::BTreeMap, path::Path};

/// Largest number of heads accepted in a cell; above the population of any département.
const MANY: u32 = 100_000_000;

/// The table of ages by département and its columns.
const GP_AGES: &str = "observed/gp_ages_2018.csv";
const BANDS: [&str; 11] =
    ["departement", "under_30", "30_34", "35_39", "40_44", "45_49", "50_54", "55_59", "60_64", "65_69", "70_plus"];

/// Everything that `calibrate` rests on. Tables by département are in the order of `geography.departements`.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Départements and régions; territories carry the APL of the inhabitants who have one.
    pub geography: Geography,
    /// Inhabitants of each territory, and of those who live in a commune with an APL.
    pub territory_population: Vec<[u32; 2]>,
    /// GPs on 1 January 2018 by age band (under 30, 30-34 … 65-69, 70 and over).
    pub ages_2018: Vec<[f64; 10]>,
    /// GPs by year and mode (libéral, mixed, hospital salaried, other salaried).
    pub modes: BTreeMap<u16, Vec<[f64; 4]>>,
    /// All GPs of France on 1 January, and those with a foreign degree.
    pub national: BTreeMap<u16, [f64; 2]>,
    /// GPs by year and département; `None` where the publisher's figure is not to be trusted.
    pub totals: BTreeMap<u16, Vec<Option<f64>>>,
    /// All physicians of France by year and age band (under 30 … 60-64, 65 and over).
    pub physicians: BTreeMap<u16, [f64; 9]>,
    /// Published figures that the fit is asked to meet.
    pub targets: Vec<Target>,
    /// Names of the subdivisions.
    pub subdivisions: Vec<String>,
    /// Weight of each département in each subdivision, and how sure.
    pub weights: Vec<(usize, usize, f64, String)>,
    /// Posts opened by class: `[subdivision]`.
    pub posts: BTreeMap<u16, Vec<u32>>,
    /// National posts opened and share filled of the classes before `posts`.
    pub posts_national: BTreeMap<u16, [f64; 2]>,
    /// Places in the second year by autumn, and their kind.
    pub admissions: Vec<(u16, u32, String)>,
    /// Libéral GPs, MEP among them, patients per GP in 2024.
    pub cnam: Vec<[f64; 3]>,
    /// Inhabitants by year, département and broad age.
    pub population: BTreeMap<u16, Vec<[f64; 5]>>,
    /// Inhabitants by year, département and five-year age; `None` where not counted.
    pub population_ages: BTreeMap<u16, Vec<Option<[f64; 20]>>>,
}

/// A published figure to be met within a tolerance (one standard deviation of its own uncertainty).
#[derive(Clone, Debug)]
pub struct Target {
    /// What was counted.
    pub name: String,
    /// 1 January, or calendar year of the flow.
    pub year: u16,
    /// Its value.
    pub value: f64,
    /// One standard deviation.
    pub tolerance: f64,
}

impl Observed {
    /// Reads the embedded tables, or those of a directory.
    ///
    /// # Errors
    /// Every fault found in the tables.
    pub fn read(dir: Option<&Path>) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let files = match dir {
            None => Files::embedded(observed_files()),
            Some(dir) => Files::open(dir, observed_files(), &mut problems),
        };
        let read = read(&files, &mut problems);
        if let Some(observed) = &read {
            observed
                .years()
                .into_iter()
                .filter(|(.., there)| !there)
                .for_each(|(file, year, _)| problems.push(absent(file, year)));
        }
        problems.or(read)
    }

    /// The years that the method starts from, and whether they are there for every département.
    fn years(&self) -> [(&'static str, u16, bool); 9] {
        [
            ("gp_modes.csv", 2013, self.modes.contains_key(&2013)),
            ("gp_modes.csv", 2018, self.modes.contains_key(&2018)),
            ("gp_national.csv", 2018, self.national.contains_key(&2018)),
            ("gp_national.csv", START, self.national.contains_key(&START)),
            ("gp_totals.csv", 2022, self.totals.contains_key(&2022)),
            ("population.csv", START, self.population.contains_key(&START)),
            ("population_ages.csv", 2011, self.population_ages.contains_key(&2011)),
            ("population_ages.csv", 2016, self.population_ages.contains_key(&2016)),
            ("population_ages.csv", 2021, self.population_ages.contains_key(&2021)),
        ]
    }

    /// Number of départements.
    #[must_use]
    pub fn departements(&self) -> usize {
        self.geography.departements.len()
    }
}

fn absent(file: &str, year: u16) -> Problem {
    Problem {
        severity: Severity::Error,
        file: None,
        span: 0..0,
        title: Message::new(
            format!("{file} : l'année {year} manque ou est incomplète"),
            format!("{file}: year {year} is missing or incomplete"),
        ),
        label: Message::new("", ""),
        help: vec![Message::new("une ligne par département est attendue", "one row by département is expected")],
    }
}

fn read(files: &Files, problems: &mut Problems) -> Option<Observed> {
    let mut observed = Observed { geography: departements(files, problems)?, ..Observed::default() };
    territories(files, problems, &mut observed)?;
    observed.ages_2018 = by_departement(files, GP_AGES, &BANDS, &observed.geography, problems)?;
    let cnam = ["departement", "liberal_gps", "of_which_mep", "patients_per_gp_2016", "patients_per_gp_2024"];
    let rows: Vec<[f64; 4]> = by_departement(files, "observed/cnam_2024.csv", &cnam, &observed.geography, problems)?;
    observed.cnam = rows.into_iter().map(|[all, mep, _, patients]| [all, mep, patients]).collect();
    let modes = ["year", "departement", "liberal", "mixed", "salaried_hospital", "salaried_other"];
    observed.modes = complete(by_year(files, "observed/gp_modes.csv", &modes, &observed.geography, problems)?);
    let broad = ["year", "departement", "0_19", "20_39", "40_59", "60_74", "75_plus"];
    observed.population = complete(by_year(files, "observed/population.csv", &broad, &observed.geography, problems)?);
    let mut ages = vec!["year".to_owned(), "departement".to_owned()];
    ages.extend((0..19).map(|band| format!("{}_{}", band * 5, band * 5 + 4)).chain(["95_plus".to_owned()]));
    observed.population_ages = by_year(files, "observed/population_ages.csv", &ages, &observed.geography, problems)?;
    totals(files, problems, &mut observed)?;
    national(files, problems, &mut observed)?;
    too_many(files, problems, &observed);
    training(files, problems, &mut observed)?;
    Some(observed)
}

fn departements(files: &Files, problems: &mut Problems) -> Option<Geography> {
    let columns = ["code", "name", "region", "region_name", "latitude", "longitude", "neighbours"];
    let mut table = Table::read(files, "observed/departements.csv", &columns, problems)?;
    let rows = table.rows();
    let mut regions: BTreeMap<String, String> = BTreeMap::new();
    for &row in &rows {
        regions.insert(table.text(row, 2).to_owned(), table.text(row, 3).to_owned());
    }
    let regions: Vec<Region> = regions.into_iter().map(|(code, name)| Region { code, name }).collect();
    let mut departements = Vec::new();
    for &row in &rows {
        let region = regions.iter().position(|region| region.code == table.text(row, 2))?;
        departements.push(Departement {
            code: table.text(row, 0).to_owned(),
            name: table.text(row, 1).to_owned(),
            region,
            latitude: table.number(row, 4, -90.0..=90.0)?,
            longitude: table.number(row, 5, -180.0..=180.0)?,
            neighbours: Vec::new(),
            territories: 0..0,
        });
    }
    limits::departements(&mut table, &rows);
    let mut geography = Geography::new(regions, departements, Vec::new());
    for (index, &row) in rows.iter().enumerate() {
        geography.departements[index].neighbours = neighbours(&mut table, row, 6, &geography)?;
    }
    Some(geography)
}

fn territories(files: &Files, problems: &mut Problems, observed: &mut Observed) -> Option<()> {
    let columns = ["departement", "zone", "population", "population_with_apl", "apl"];
    let mut table = Table::read(files, "observed/territories.csv", &columns, problems)?;
    let zones = Zone::ALL.map(|zone| (zone.key(), zone));
    let rows = table.rows();
    limits::places(&mut table, &rows, observed.departements());
    for row in rows {
        let departement = table.departement(row, 0, &observed.geography)?;
        let zone = table.word(row, 1, &zones)?;
        let population = table.whole(row, 2, 0..=MANY)?;
        let with_apl = table.whole(row, 3, 0..=population)?;
        let apl = if with_apl == 0 { 0.0 } else { table.number(row, 4, 0.0..=40.0)? };
        let here = &mut observed.geography.departements[departement];
        let next = observed.geography.territories.len();
        if !here.territories.is_empty() && here.territories.end != next {
            let help = Message::new("groupez les classes d'un même département", "keep the classes of a département together");
            table.fault(row, Message::new("classe à l'écart", "class set apart"), help);
            return None;
        }
        here.territories = if here.territories.is_empty() { next..next + 1 } else { here.territories.start..next + 1 };
        observed.geography.territories.push(Territory { departement, zone, population_share: 0.0, apl });
        observed.territory_population.push([population, with_apl]);
    }
    for departement in &observed.geography.departements {
        let total: f64 = departement.territories.clone().map(|t| f64::from(observed.territory_population[t][0])).sum();
        for territory in departement.territories.clone() {
            let share = f64::from(observed.territory_population[territory][0]) / total;
            observed.geography.territories[territory].population_share = share;
        }
    }
    Some(())
}

fn by_departement<const N: usize>(
    files: &Files,
    name: &str,
    columns: &[&str],
    geography: &Geography,
    problems: &mut Problems,
) -> Option<Vec<[f64; N]>> {
    let mut table = Table::read(files, name, columns, problems)?;
    let mut found = vec![None; geography.departements.len()];
    for row in table.rows() {
        let departement = table.departement(row, 0, geography)?;
        found[departement] = numbers(&mut table, row, 1);
    }
    let missing = (0..found.len()).filter(|&d| found[d].is_none()).map(|d| geography.departements[d].code.clone());
    table.missing(missing.collect::<Vec<_>>());
    found.into_iter().collect()
}

type ByYear<const N: usize> = BTreeMap<u16, Vec<Option<[f64; N]>>>;

fn by_year<const N: usize, C: AsRef<str>>(
    files: &Files,
    name: &str,
    columns: &[C],
    geography: &Geography,
    problems: &mut Problems,
) -> Option<ByYear<N>> {
    let mut table = Table::read(files, name, columns, problems)?;
    let mut found = ByYear::new();
    for row in table.rows() {
        let year = table.whole(row, 0, 1990..=2100)? as u16;
        let departement = table.departement(row, 1, geography)?;
        let values = numbers(&mut table, row, 2)?;
        found.entry(year).or_insert_with(|| vec![None; geography.departements.len()])[departement] = Some(values);
    }
    Some(found)
}

/// The years in which every département is present.
fn complete<const N: usize>(table: ByYear<N>) -> BTreeMap<u16, Vec<[f64; N]>> {
    table.into_iter().filter_map(|(year, rows)| Some((year, rows.into_iter().collect::<Option<Vec<_>>>()?))).collect()
}

fn numbers<const N: usize>(table: &mut Table<'_>, row: crate::baseline::Row, first: usize) -> Option<[f64; N]> {
    let mut values = [0.0; N];
    for (index, value) in values.iter_mut().enumerate() {
        *value = table.number(row, first + index, 0.0..=f64::from(MANY))?;
    }
    Some(values)
}

fn totals(files: &Files, problems: &mut Problems, observed: &mut Observed) -> Option<()> {
    let mut table = Table::read(files, "observed/gp_totals.csv", &["year", "departement", "heads", "trusted"], problems)?;
    for row in table.rows() {
        let year = table.whole(row, 0, 2000..=2100)? as u16;
        let departement = table.departement(row, 1, &observed.geography)?;
        let heads = table.number(row, 2, 0.0..=f64::from(MANY))?;
        let trusted = table.word(row, 3, &[("yes", true), ("no", false)])?;
        let count = observed.geography.departements.len();
        observed.totals.entry(year).or_insert_with(|| vec![None; count])[departement] = trusted.then_some(heads);
    }
    Some(())
}

fn national(files: &Files, problems: &mut Problems, observed: &mut Observed) -> Option<()> {
    let columns = ["year", "physicians", "gps", "gps_foreign_degree"];
    let mut table = Table::read(files, "observed/gp_national.csv", &columns, problems)?;
    for row in table.rows() {
        let year = table.whole(row, 0, 2000..=2100)? as u16;
        let [_, _, foreign] = numbers(&mut table, row, 1)?;
        let gps = table.number(row, 2, 0.0..=f64::from(limits::GPS))?;
        observed.national.insert(year, [gps, foreign]);
    }
    drop(table);
    let ages = ["year", "under_30", "30_34", "35_39", "40_44", "45_49", "50_54", "55_59", "60_64", "65_plus"];
    let mut table = Table::read(files, "observed/physicians_ages.csv", &ages, problems)?;
    for row in table.rows() {
        let year = table.whole(row, 0, 2000..=2100)? as u16;
        let values = numbers(&mut table, row, 1)?;
        observed.physicians.insert(year, values);
    }
    drop(table);
    let columns = ["name", "year", "value", "tolerance", "confidence", "source"];
    let mut table = Table::read(files, "observed/targets.csv", &columns, problems)?;
    for row in table.rows() {
        observed.targets.push(Target {
            name: table.text(row, 0).to_owned(),
            year: table.whole(row, 1, 2000..=2100)? as u16,
            value: table.number(row, 2, 0.0..=f64::from(MANY))?,
            tolerance: table.number(row, 3, 1e-9..=f64::from(MANY))?,
        });
    }
    Some(())
}

/// Refuses the départements whose GPs, in the total of France, a start on the date of the ages could not hold in one place.
fn too_many(files: &Files, problems: &mut Problems, observed: &Observed) {
    let of = |bands: &[f64; 10]| bands.iter().sum::<f64>();
    let all: f64 = observed.ages_2018.iter().map(of).sum();
    let (Some([gps, _]), Some(mut table)) = (observed.national.get(&AGES), Table::read(files, GP_AGES, &BANDS, problems)) else {
        return;
    };
    for row in table.rows() {
        let Some(departement) = table.departement(row, 0, &observed.geography) else { continue };
        let heads = libm::ceil(of(&observed.ages_2018[departement]) * gps / all);
        if heads > f64::from(limits::HEADS) {
            let title = Message::new(
                format!("{heads} médecins dans ce département, au plus {}", limits::HEADS),
                format!("{heads} GPs in this département, at most {}", limits::HEADS),
            );
            let help = Message::new(
                format!("vérifiez cette ligne et l'année {AGES} de gp_national.csv, ou divisez ce département"),
                format!("check this row and the year {AGES} of gp_national.csv, or divide this département"),
            );
            table.fault(row, title, help);
        }
    }
}

fn training(files: &Files, problems: &mut Problems, observed: &mut Observed) -> Option<()> {
    let columns = ["subdivision", "departement", "weight", "certainty"];
    let mut table = Table::read(files, "observed/subdivisions.csv", &columns, problems)?;
    for row in table.rows() {
        let name = table.text(row, 0).to_owned();
        let departement = table.departement(row, 1, &observed.geography)?;
        let weight = table.number(row, 2, 0.0..=1.0)?;
        let certainty = table.text(row, 3).to_owned();
        let known = observed.subdivisions.iter().position(|subdivision| *subdivision == name);
        let index = known.unwrap_or_else(|| {
            observed.subdivisions.push(name);
            observed.subdivisions.len() - 1
        });
        observed.weights.push((index, departement, weight, certainty));
    }
    drop(table);
    let mut table = Table::read(files, "observed/posts.csv", &["class", "subdivision", "posts", "of_which_cesp"], problems)?;
    let names: Vec<(String, usize)> = observed.subdivisions.iter().cloned().zip(0..).collect();
    let words: Vec<(&str, usize)> = names.iter().map(|(name, index)| (name.as_str(), *index)).collect();
    for row in table.rows() {
        let class = table.whole(row, 0, 2000..=2100)? as u16;
        let subdivision = table.word(row, 1, &words)?;
        let posts = table.whole(row, 2, 0..=MANY)?;
        observed.posts.entry(class).or_insert_with(|| vec![0; words.len()])[subdivision] = posts;
    }
    drop(table);
    let columns = ["class", "posts", "filled_share", "confidence"];
    let mut table = Table::read(files, "observed/posts_national.csv", &columns, problems)?;
    for row in table.rows() {
        let class = table.whole(row, 0, 2000..=2100)? as u16;
        let values = [table.number(row, 1, 0.0..=f64::from(MANY))?, table.number(row, 2, 0.0..=1.0)?];
        observed.posts_national.insert(class, values);
    }
    drop(table);
    let mut table = Table::read(files, "observed/admissions.csv", &["autumn", "places", "kind"], problems)?;
    for row in table.rows() {
        let autumn = table.whole(row, 0, 1990..=2100)? as u16;
        let places = table.whole(row, 1, 0..=MANY)?;
        observed.admissions.push((autumn, places, table.text(row, 2).to_owned()));
    }
    Some(())
}
