use super::*;
use crate::{
    cohort::Count,
    engine::indicators::{Layout, Level, Place, Slot},
    ensemble::{Simulate, run, tests::indicator},
    stream::{Address, Philox, Process},
};
use ::parquet::{
    file::{reader::FileReader, serialized_reader::SerializedFileReader},
    record::RowAccessor,
};
use std::{collections::BTreeMap, fs, path::Path, sync::atomic::AtomicBool};

/// France and its 101 départements, of which each grows at a pace of its own after a national trough.
struct Toy(Layout);

impl Toy {
    fn new() -> Self {
        let numbered = (1..=19).chain(21..=95).map(|code| format!("{code:02}"));
        let others = ["2A", "2B", "971", "972", "973", "974", "976"].map(str::to_owned);
        let place = |level, index, code| Place { level, code, zone: "", index };
        let departements = numbered.chain(others).enumerate().map(|(index, code)| place(Level::Departement, index, code));
        let slot = |name| Slot::new(indicator(name), Some(Count::P1));
        Self(Layout {
            places: std::iter::once(place(Level::France, 0, "FR".to_owned())).chain(departements).collect(),
            slots: vec![slot("headcount")],
            run_slots: vec![slot("trough_year"), slot("trough_value")],
            start: 2026,
            years: 25,
        })
    }

    fn uniform(trajectory: u32, subject: u32) -> f64 {
        let at = Address { trajectory, subject, process: Process::Local, detail: 0, block: 0 };
        f64::from(Philox::new(7).words(at)[0]) / f64::from(u32::MAX)
    }
}

impl Simulate for Toy {
    type Workspace = ();

    fn workspace(&self) {}

    fn simulate(&self, (): &mut (), trajectory: u32, row: &mut [i32]) {
        let luck = Self::uniform(trajectory, 1000) + Self::uniform(trajectory, 1001) - 1.0;
        let lag = 3.0 * Self::uniform(trajectory, 1002);
        for place in 0..self.0.places.len() {
            let own = if place == 0 { 0.0 } else { Self::uniform(0, 2000 + place as u32) - 0.45 };
            for year in 0..self.0.years {
                let t = year as f64;
                let growth = 0.0002 * t * (t - 4.0 - lag) * (1.0 + luck) * 1.8 + 0.035 * own * t;
                let base = if place == 0 { 100_974.0 } else { 1_000.0 };
                row[self.0.at(place, 0, year)] = (base * (1.0 + growth)) as i32;
            }
            let series = &row[self.0.at(place, 0, 0)..][..self.0.years];
            let (year, value) = (0..).zip(series).min_by_key(|(_, value)| **value).map_or((0, 0), |(year, value)| (year, *value));
            row[self.0.at_run(place, 0)] = 2026 + year;
            row[self.0.at_run(place, 1)] = value;
        }
    }

    fn layout(&self) -> &Layout {
        &self.0
    }
}

fn facts(seed: u64, lang: Lang) -> Run {
    let baseline = [("workforce.csv".to_owned(), vec!["00ff".to_owned()])];
    Run::new(
        "essai & <b>",
        serde_json::json!({ "horizon": 2050, "share": 0.1 + 0.2 }),
        &baseline,
        seed,
        0..300,
        &Toy::new().0,
        lang,
    )
}

fn results() -> Outcome {
    Outcome::of("essai & <b>", run(&Toy::new(), 0..300, 2, &|_| (), &AtomicBool::new(false)).unwrap())
}

fn ready(opening: Opening) -> Target {
    match opening {
        Opening::Ready(target) => target,
        Opening::AlreadyThere(_) => panic!("not this run"),
    }
}

/// Every file of a directory.
fn contents(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default())).collect()
}

const ALL: Options = Options { long: true, excel_fr: true };

#[test]
fn the_same_run_gives_the_same_bytes_and_is_known_again() {
    let (outcome, scratch) = (results(), tempfile::tempdir().unwrap());
    for name in ["a", "b"] {
        let target = ready(Target::open(&scratch.path().join(name), &facts(7, Lang::Fr), &ALL.files(), false).unwrap());
        write(target, facts(7, Lang::Fr), &outcome, ALL).unwrap();
    }
    let written = contents(&scratch.path().join("a"));
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        ["indicators-excel.csv", "indicators-long.csv", "indicators.csv", "indicators.parquet", "manifest.json", "summary.svg"]
    );
    assert_eq!(written, contents(&scratch.path().join("b")));
    assert_eq!(contents(scratch.path()).len(), 2, "nothing temporary is left");
    let again = Target::open(&scratch.path().join("a"), &facts(7, Lang::Fr), &Options::default().files(), false).unwrap();
    assert!(matches!(again, Opening::AlreadyThere(manifest) if manifest.results == outcome.results.to_hex().as_str()));
}

#[test]
fn another_run_needs_force_and_spares_what_is_not_ours() {
    let (outcome, scratch) = (results(), tempfile::tempdir().unwrap());
    let directory = scratch.path();
    fs::write(directory.join("notes.txt"), "à garder").unwrap();
    let target = ready(Target::open(directory, &facts(7, Lang::Fr), &ALL.files(), false).unwrap());
    write(target, facts(7, Lang::Fr), &outcome, ALL).unwrap();
    let other = facts(8, Lang::Fr);
    assert!(matches!(Target::open(directory, &other, &ALL.files(), false), Err(TargetError::Occupied(_))));
    let before = contents(directory);
    drop(Target::open(directory, &other, &ALL.files(), true).unwrap());
    assert_eq!(contents(directory), before, "a run that is given up changes nothing");
    let target = ready(Target::open(directory, &other, &Options::default().files(), true).unwrap());
    write(target, other, &outcome, Options::default()).unwrap();
    let names: Vec<_> = contents(directory).into_keys().collect();
    assert_eq!(names, ["indicators.csv", "indicators.parquet", "manifest.json", "notes.txt", "summary.svg"]);
}

#[test]
fn a_changed_file_is_not_overwritten_unasked() {
    let (outcome, scratch) = (results(), tempfile::tempdir().unwrap());
    let open = || Target::open(scratch.path(), &facts(7, Lang::Fr), &Options::default().files(), false);
    write(ready(open().unwrap()), facts(7, Lang::Fr), &outcome, Options::default()).unwrap();
    fs::write(scratch.path().join("indicators.csv"), "annoté").unwrap();
    assert!(matches!(open(), Err(TargetError::Occupied(_))));
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_any_trajectory() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("file");
    fs::write(&file, "").unwrap();
    let open = |path: &Path| Target::open(path, &facts(7, Lang::Fr), &Options::default().files(), false);
    assert!(matches!(open(&file), Err(TargetError::NotADirectory(_))));
    assert!(matches!(open(&file.join("below")), Err(TargetError::NotWritable(..))));
}

#[test]
fn tables_hold_every_series_in_each_form() {
    let (outcome, scratch) = (results(), tempfile::tempdir().unwrap());
    let target = ready(Target::open(scratch.path(), &facts(7, Lang::Fr), &ALL.files(), false).unwrap());
    write(target, facts(7, Lang::Fr), &outcome, ALL).unwrap();
    let text = |name| fs::read_to_string(scratch.path().join(name)).unwrap();
    let (wide, long, excel) = (text("indicators.csv"), text("indicators-long.csv"), text("indicators-excel.csv"));
    let projection = &outcome.projection;
    let series = projection.layout.len();
    assert_eq!(
        wide.lines().next(),
        Some("scenario,year,level,code,zone,count,indicator,unit,mean,sd,q025,q05,q10,q25,q50,q75,q90,q95,q975")
    );
    assert_eq!(wide.lines().count(), 1 + series);
    assert!(wide.lines().nth(1).unwrap().starts_with("essai & <b>,2026,france,FR,,P1,headcount,médecins,100974.00,0.00,100974,"));
    assert_eq!(long.lines().count(), 1 + 11 * series);
    assert!(long.contains(",2026,france,FR,,P1,headcount,médecins,q50,100974\n"));
    assert!(excel.starts_with("\u{feff}scénario;année;niveau;"));
    assert!(excel.contains(";2026;france;FR;;P1;headcount;médecins;100974,00;0,00;100974;"));
    let reader = SerializedFileReader::new(fs::File::open(scratch.path().join("indicators.parquet")).unwrap()).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    for (row, (key, summary)) in rows.iter().zip(projection.rows()) {
        assert_eq!((row.get_int(1).unwrap(), row.get_string(3).unwrap()), (i32::from(key.year), &key.place.code));
        assert_eq!((row.get_double(8).unwrap(), row.get_double(18).unwrap()), (summary.mean, summary.q[8]));
    }
    assert_eq!(rows.len(), series);
}

#[test]
fn the_picture_holds_every_departement_and_no_stray_markup() {
    let projection = results().projection;
    for lang in [Lang::Fr, Lang::En] {
        let svg = summary_svg(&projection, &facts(7, lang), lang);
        assert_eq!(svg.matches("<title>").count(), 105);
        assert!(!svg.contains("#e6e6e6"), "every change is known");
        assert!(svg.contains("essai &amp; &lt;b&gt;") && !svg.contains("NaN") && !svg.contains("inf"));
    }
}
