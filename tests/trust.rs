//! What an outsider can check: a run made again, one trajectory as an account, provenance, and ages as published.

mod support;

use releve::{
    baseline::{Baseline, Files, files, observed_files, provenance::Coverage},
    cohort::{Sex, Status},
    levers::{Kind, LEVERS},
};
use serde_json::Value;
use std::{fmt::Write as _, fs, path::Path};
use support::program::{code, done, folder, refused, releve, tables, text};
use tempfile::TempDir;

#[track_caller]
fn ok(folder: &TempDir, words: &[&str]) -> String {
    let output = releve(folder, words);
    done(&output);
    text(&output.stdout)
}

fn run(folder: &TempDir, words: &[&str]) {
    ok(folder, &[&["run"], words, &["--trajectories=260", "--horizon=2028", "--levels=france", "--no-report"]].concat());
}

/// One GP more where the first row of the workforce has one less.
fn one_digit(name: &str, content: &str) -> String {
    let changed = content.replacen("01,ZIP,installed,114", "01,ZIP,installed,113", 1);
    assert!(name != "workforce.csv" || changed != content);
    if name == "workforce.csv" { changed } else { content.to_owned() }
}

#[test]
fn an_archive_is_found_again_identical_whole_or_by_sample() {
    let folder = folder();
    run(&folder, &["garot", "--out=a", "--threshold", "density=40"]);
    let said = ok(&folder, &["verify", "a"]);
    assert!(said.ends_with("IDENTIQUE\n") && said.contains("blocs refaits : 3 sur 3"), "{said}");
    let said = ok(&folder, &["verify", "a", "--sample", "2", "--threads=1"]);
    assert!(said.ends_with("IDENTIQUE\n") && said.contains("blocs refaits : 2 sur 3"), "{said}");
}

#[test]
fn one_digit_of_a_table_is_named_with_its_row() {
    let folder = folder();
    run(&folder, &["--out=a"]);
    tables(&folder, one_digit);
    let output = releve(&folder, &["verify", "a", "--baseline", "tables"]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), Some(1), "{said}");
    assert!(said.contains("workforce.csv, ligne 2") && said.contains("01,ZIP,installed,113"), "{said}");
    assert!(said.contains("1 lignes nouvelles") && said.contains("premier bloc différent, trajectoires 0 à 127"), "{said}");
    assert!(said.contains("première série : headcount") && !said.contains("IDENTIQUE"), "{said}");
}

#[test]
fn a_run_on_other_tables_keeps_them_beside_its_results() {
    let folder = folder();
    tables(&folder, one_digit);
    run(&folder, &["--out=a", "--baseline=tables"]);
    fs::remove_dir_all(folder.path().join("tables")).expect("gone");
    assert!(ok(&folder, &["verify", "a"]).ends_with("IDENTIQUE\n"));
    let kept = folder.path().join("a/baseline/workforce.csv");
    fs::write(&kept, fs::read_to_string(&kept).expect("kept").replacen("installed,113", "installed,112", 1)).expect("written");
    let output = releve(&folder, &["verify", "a"]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), Some(1));
    assert!(said.contains("baseline/workforce.csv a changé") && said.contains("workforce.csv, ligne 2"), "{said}");
    // A run of the program's own tables in the same place takes them away.
    run(&folder, &["--out=a", "--force"]);
    assert!(!folder.path().join("a/baseline").exists());
    assert!(ok(&folder, &["verify", "a"]).ends_with("IDENTIQUE\n"));
}

#[test]
fn a_comparison_is_found_again_and_its_first_difference_is_named() {
    let folder = folder();
    let few = ["--trajectories=20", "--horizon=2028", "--levels=france", "--no-report", "--out=a"];
    let variants = ["tendanciel", "garot", "padhue", "conventionnement-selectif", "cumul-encourage"];
    ok(&folder, &[&["compare"], &variants[..], &few].concat());
    let said = ok(&folder, &["verify", "a"]);
    for words in ["Scénario cumul-encourage : tel qu'il était", "variantes refaites : 4 sur 4", "non refait", "IDENTIQUE\n"] {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
    refused(&releve(&folder, &["verify", "a", "--sample=1"]), 3, "ce dossier vient de `releve compare`, ôtez l'option");
    tables(&folder, one_digit);
    let output = releve(&folder, &["verify", "a", "--baseline", "tables"]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), Some(1), "{said}");
    for words in ["workforce.csv, ligne 2", "les différences ne sont plus les mêmes, garot", "première série : headcount"] {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
}

#[test]
fn a_changed_scenario_or_file_is_named() {
    let folder = folder();
    run(&folder, &["--out=a"]);
    let path = folder.path().join("a/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).expect("there")).expect("JSON");
    manifest["run"]["crates"]["libm"] = "0.0.1".into();
    manifest["blocks"][1]["digest"] = "0".into();
    fs::write(&path, manifest.to_string()).expect("written");
    fs::write(folder.path().join("a/summary.svg"), "<svg/>").expect("written");
    let output = releve(&folder, &["verify", "a"]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), Some(1));
    for words in ["summary.svg a changé", "libm 0.0.1 → ", "trajectoires 128 à 255"] {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
    refused(&releve(&folder, &["verify", "b"]), 3, "manifest.json");
}

#[test]
fn a_trajectory_is_an_account_that_closes() {
    let folder = folder();
    let replay = |words: &[&str]| ok(&folder, &[&["replay", "--trajectory=5", "--horizon=2034"], words].concat());
    for words in [&["--departement=62"][..], &[], &["garot", "--departement", "pas de calais"]] {
        let document: Value = serde_json::from_str(&replay(&[words, &["--json"]].concat())).expect("JSON");
        let years = document["years"].as_array().expect("years");
        assert_eq!(years.len(), 8);
        let number = |year: &Value, key: &str| year[key].as_i64().expect("a number");
        for year in years {
            let comes = ["graduates", "foreign", "arrivals"].map(|key| number(year, key)).iter().sum::<i64>();
            let goes = ["retirements", "other_exits", "departures"].map(|key| number(year, key)).iter().sum::<i64>();
            assert_eq!(number(year, "opening") + comes - goes, number(year, "closing"), "{year}");
        }
        assert!(years.windows(2).all(|pair| pair[0]["closing"] == pair[1]["opening"]));
    }
    let shown = replay(&["--departement=62"]);
    for words in ["Paramètres tirés", "exits.non-retirement = ", "Événements", "retraite : ", "+1  diplômé"] {
        assert!(shown.contains(words), "{words} is missing in\n{shown}");
    }
    assert_eq!(shown, replay(&["--departement=62"]));
    assert_eq!(code(&releve(&folder, &["replay", "--trajectory=1", "--departement=Bretagne"])), Some(3));
}

#[test]
fn everything_says_where_it_comes_from() {
    let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    let is_cited = |key: &str| baseline.sources.get(key).is_some_and(|source| !source.date.is_empty());
    assert!(baseline.parameters.iter().all(|parameter| is_cited(&parameter.source) && parameter.review_by >= 2026));
    for field in LEVERS.iter().flat_map(|lever| lever.fields) {
        if let Kind::Number { source, review_by, .. } = field.kind {
            assert!(is_cited(source) && review_by >= 2026, "{}", field.name);
        }
    }
    for list in [files(), observed_files()] {
        let coverage = Coverage::of(&baseline.tables, &Files::embedded(list), list.iter().map(|(name, _)| *name));
        assert!(coverage.faults.is_empty(), "{:?}", coverage.faults);
    }
    let folder = folder();
    let said = ok(&folder, &["sources", "--check"]);
    assert_eq!(said.matches("(100\u{a0}%)").count(), 3, "{said}");
}

#[test]
fn a_row_without_a_source_is_refused() {
    let folder = folder();
    tables(&folder, |name, content| match name {
        "tables.toml" => content.replace("from = \"2020\", to = \"2026\"", "from = \"2020\", to = \"2025\""),
        _ => content.to_owned(),
    });
    let output = releve(&folder, &["check", "tendanciel", "--baseline", "tables"]);
    refused(&output, 3, "posts.csv, ligne 282");
    refused(&output, 3, "sans source");
}

#[test]
fn a_figure_is_followed_down_to_its_rows() {
    let folder = folder();
    let said = ok(&folder, &["explain", "headcount", "--departement", "62", "--year", "2036"]);
    for words in
        ["exits.non-retirement", "workforce.csv:", "62,ZIP,installed,", "LILLE", "training.thesis-lag", "drees-rpps-2026"]
    {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
    assert!(!said.contains("access.slope") && !said.contains("demand.growth"), "{said}");
    let access = ok(&folder, &["explain", "without_mt", "--departement", "12"]);
    assert!(access.contains("access.slope") && access.contains("population.csv:"), "{access}");
    assert_eq!(code(&releve(&folder, &["explain", "garot", "--year", "2030"])), Some(3));
}

/// A table of the shape of the publisher's, made of the modelled ages but for GPs of 60 and over, half of whom are 55-59.
fn published(baseline: &Baseline) -> String {
    let mut table = "\u{feff}departement;specialites;exercice;tranche_age;sexe;effectif_2025;effectif_2026\n".to_owned();
    let bands: Vec<(usize, usize, String)> = std::iter::once((24, 29, "01-Moins de 30 ans".to_owned()))
        .chain((30..70).step_by(5).zip(2..).map(|(low, rank)| (low, low + 4, format!("{rank:02}-{low}-{} ans", low + 4))))
        .chain([(70, 95, "10-70 ans et plus".to_owned())])
        .collect();
    let mut france = 0;
    for (d, departement) in baseline.geography.departements.iter().enumerate() {
        let mut all = 0;
        let name = format!("{}-{}", departement.code, departement.name);
        for (mode, statuses) in [
            ("1-Libéral exclusif", &[Status::Installed, Status::Locum, Status::RetiredActive][..]),
            ("3-Salarié hospitalier", &[Status::Salaried]),
        ] {
            for (sex, word) in [(Sex::Woman, "2-Femmes"), (Sex::Man, "1-Hommes")] {
                let mix = &baseline.workforce.ages[0][d];
                let of = |low: usize, high: usize| -> f64 {
                    let weights = |status: &Status| mix[*status as usize][sex as usize][low - 24..=high - 24].iter().sum::<u32>();
                    f64::from(statuses.iter().map(weights).sum::<u32>()) / 1_000.0
                };
                for (low, high, label) in &bands {
                    let heads = match *low {
                        55 => of(55, 59) + of(60, 95) / 2.0,
                        60.. => of(*low, *high) / 2.0,
                        _ => of(*low, *high),
                    };
                    let heads = heads.round() as u32;
                    all += heads;
                    let _ = writeln!(table, "{name};Médecine générale;{mode};{label};{word};0;{heads}");
                    let _ = writeln!(table, "{name};Cardiologie;{mode};{label};{word};9;9");
                }
            }
        }
        france += all;
        let _ = writeln!(table, "{name};Médecine générale;0-Ensemble;00-Ensemble;0-Ensemble;0;{all}");
    }
    let _ = writeln!(table, "000-France entière;Médecine générale;0-Ensemble;00-Ensemble;0-Ensemble;0;{france}");
    table
}

#[test]
fn published_ages_take_the_place_of_modelled_ones() {
    let folder = folder();
    let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    let table = published(&baseline);
    fs::write(folder.path().join("drees.csv"), &table).expect("written");
    let said = ok(&folder, &["baseline", "import", "drees.csv", "--out", "mine"]);
    for words in ["10 tranches d'âge", "102 lignes de totaux", "2026", "60 ans et plus", "Calage"] {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
    let mine = Baseline::open(&folder.path().join("mine")).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(mine.workforce.heads, baseline.workforce.heads);
    let over_60 = |baseline: &Baseline, explanation: usize| {
        let ages = baseline.workforce.ages[explanation].iter().flatten().flatten();
        let (mut old, mut all) = (0.0, 0.0);
        for mix in ages {
            all += mix.iter().map(|weight| f64::from(*weight)).sum::<f64>();
            old += mix[36..].iter().map(|weight| f64::from(*weight)).sum::<f64>();
        }
        old / all
    };
    // Half of those of 60 and over are counted younger, up to the heads that rounding moves: half a head by row.
    let rounding = 0.5 * 40.0 * 101.0 / 100_974.0;
    assert!((over_60(&mine, 0) - over_60(&baseline, 0) / 2.0).abs() < rounding);
    assert_eq!(mine.workforce.ages[0], mine.workforce.ages[1], "what is published leaves one explanation");
    let source = &mine.sources["imported-ages"];
    assert!(source.via.contains("drees.csv"), "{source:?}");
    assert!(mine.tables.iter().any(|set| set.name == "ages" && set.sources == ["imported-ages"]));
    run(&folder, &["--baseline=mine", "--out=a"]);
    assert!(ok(&folder, &["verify", "a"]).ends_with("IDENTIQUE\n"));
    bad_tables(&folder, &table);
}

fn bad_tables(folder: &TempDir, table: &str) {
    let total = table.lines().last().expect("a row").to_owned();
    let cases = [
        (table.replace("tranche_age", "tranche"), "pas de colonne `tranche_age`"),
        (table.replace("2-Femmes;0;", "2-Dames;0;"), "Femmes ou Hommes"),
        (
            table.replace(
                &total,
                &total.replace(
                    "entière;Médecine générale;0-Ensemble;00-Ensemble;0-Ensemble;0;",
                    "entière;Médecine générale;0-Ensemble;00-Ensemble;0-Ensemble;0;9",
                ),
            ),
            "n'est pas la somme",
        ),
        (table.replace("62-Pas-de-Calais;Médecine", "62-Pas-de-Calais;Autre"), "aucun médecin dans ces départements : 62"),
        (table.replace("05-45-49 ans", "05-45-48 ans"), "ne couvrent pas"),
        (String::new(), "pas de colonne"),
    ];
    for (text_of, said) in cases {
        fs::write(folder.path().join("bad.csv"), text_of).expect("written");
        refused(&releve(folder, &["baseline", "import", "bad.csv", "--out", "bad"]), 3, said);
    }
    assert!(!Path::new(folder.path()).join("bad").exists(), "nothing is written");
}
