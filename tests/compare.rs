//! `releve compare`: what its files hold, and how they relate to those of `releve run`.

mod support;

use serde_json::Value;
use std::{collections::BTreeMap, fs, process::Output};
use support::program::{done, folder, program, refused, releve, text};
use tempfile::TempDir;

/// Short enough to be quick, long enough for a policy of 2027 to act.
const SMALL: [&str; 3] = ["--trajectories=12", "--horizon=2035", "--levels=france,departement"];

/// A variant of two levers and a parameter.
const THREE: &str = "name = \"trois\"\ntitle = \"Trois\"\n[parameters]\nexits.non-retirement = 0.015\n[lever.cumul]\ntake-up = 1.2\n[lever.retirement-shift]\nshift = 1.0\n";

/// Compares with the reference, in the smallest way.
fn compare(folder: &TempDir, words: &[&str]) -> Output {
    let output = releve(folder, &[&["compare", "tendanciel"], words, &SMALL].concat());
    done(&output);
    output
}

type Row = BTreeMap<String, String>;

fn rows(folder: &TempDir, file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.path().join(file)).expect("written");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {:?}", row[column]))
}

const STATISTICS: [&str; 12] =
    ["mean", "sd", "q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975", "probability_positive"];

#[test]
fn a_variant_equal_to_the_reference_differs_by_nothing_at_all() {
    let folder = folder();
    let output = compare(&folder, &["neutre", "--out=a"]);
    assert!(text(&output.stdout).contains("neutre ne change rien à la référence"), "{}", text(&output.stdout));
    let rows = rows(&folder, "a/comparison.csv");
    assert!(rows.len() > 10_000);
    for row in &rows {
        assert!(STATISTICS.iter().all(|column| row[*column].bytes().all(|byte| byte == b'0' || byte == b'.')), "{row:?}");
    }
    // The reference with itself, by its very name.
    compare(&folder, &["tendanciel", "--out=b"]);
    assert_eq!(rows.len(), self::rows(&folder, "b/comparison.csv").len());
}

#[test]
fn threads_change_no_byte_and_the_same_comparison_is_known_again() {
    let folder = folder();
    fs::write(folder.path().join("trois.toml"), THREE).expect("written");
    let compare = |threads: &str, out: &str| {
        let (threads, out) = (format!("--threads={threads}"), format!("--out={out}"));
        let words = ["compare", "tendanciel", "trois.toml", "garot", &threads, &out, "--long", "--excel-fr"];
        let output = releve(&folder, &[&words[..], &["--trajectories=6", "--horizon=2030", "--levels=region"]].concat());
        let (shown, said) = (text(&output.stdout), text(&output.stderr));
        // The last line names the folder.
        (shown.trim_end().rsplit_once('\n').unwrap_or_else(|| panic!("{said}")).0.to_owned(), said)
    };
    let (shown, _) = compare("1", "a");
    let files = [
        "comparison.csv",
        "comparison.parquet",
        "comparison-long.csv",
        "comparison-excel.csv",
        "attribution.csv",
        "manifest.json",
    ];
    for (threads, out) in [("2", "b"), ("7", "c")] {
        assert_eq!(compare(threads, out).0, shown);
        for file in files {
            let read = |out: &str| fs::read(folder.path().join(out).join(file)).expect("written");
            assert!(read("a") == read(out), "{file} differs on {threads} threads");
        }
    }
    let (again, said) = compare("2", "a");
    assert!(said.contains("contient déjà"), "{said}");
    assert_eq!(again, shown, "what is read back is what was shown");
}

#[test]
fn another_comparison_in_the_same_place_needs_force() {
    let folder = folder();
    compare(&folder, &["neutre", "--out=a"]);
    let other = [&["compare", "tendanciel", "neutre", "--out=a", "--seed=2"], &SMALL[..]].concat();
    refused(&releve(&folder, &other), 1, "--force");
    done(&releve(&folder, &[&other[..], &["--force"]].concat()));
    let names: Vec<_> = fs::read_dir(&folder).expect("there").map(|entry| entry.expect("there").file_name()).collect();
    assert_eq!(names, ["a"], "nothing temporary is left");
}

#[test]
fn the_mean_difference_is_the_difference_of_the_means() {
    let folder = folder();
    compare(&folder, &["garot", "--out=compared"]);
    for scenario in ["tendanciel", "garot"] {
        let out = format!("--out={scenario}");
        let output = releve(&folder, &[&["run", scenario, &out], &SMALL[..]].concat());
        done(&output);
    }
    let key = |row: &Row| ["year", "level", "code", "zone", "count", "indicator"].map(|column| row[column].clone());
    let means = |scenario: &str| -> BTreeMap<_, (f64, usize)> {
        let decimals = |row: &Row| row["mean"].split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let rows = rows(&folder, &format!("{scenario}/indicators.csv"));
        rows.iter().map(|row| (key(row), (number(row, "mean"), decimals(row)))).collect()
    };
    let (reference, variant) = (means("tendanciel"), means("garot"));
    let (mut compared, mut moved, mut relative) = (0, 0, 0);
    for row in rows(&folder, "compared/comparison.csv") {
        let probability = number(&row, "probability_positive");
        assert!((0.0..=1.0).contains(&probability), "{row:?}");
        if row["difference"] == "relative" {
            relative += 1;
            assert!(reference[&key(&row)].0 > 0.0, "nothing is divided by nothing: {row:?}");
            continue;
        }
        let ((from, decimals), (to, _)) = (reference[&key(&row)], variant[&key(&row)]);
        // Two roundings of the means, and one, finer, of the difference.
        let rounding = 1.01 * 10_f64.powi(-(decimals as i32));
        assert!((number(&row, "mean") - (to - from)).abs() <= rounding, "{from} to {to}: {row:?}");
        compared += 1;
        moved += usize::from(number(&row, "mean") != 0.0);
        assert!(number(&row, "mean") <= 0.0 || probability > 0.0, "{row:?}");
    }
    assert_eq!(compared, reference.len());
    assert!(moved > 1_000, "{moved} of {compared}");
    assert!(relative > compared / 2 && relative < compared, "{relative} of {compared}");
}

#[test]
fn the_attribution_sums_to_the_total() {
    let folder = folder();
    fs::write(folder.path().join("trois.toml"), THREE).expect("written");
    let output = compare(&folder, &["trois.toml", "garot", "--out=a"]);
    assert!(text(&output.stdout).contains("somme des leviers seuls"), "{}", text(&output.stdout));
    let rows = rows(&folder, "a/attribution.csv");
    let mut series: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| {
        series.entry(["scenario", "year", "count", "indicator"].map(|column| &row[column])).or_default().push(row)
    });
    assert_eq!(series.len(), 2 * 2 * (5 + 5 + 1 + 1), "two scenarios, two years, four indicators by count");
    for ([scenario, ..], parts) in series {
        let of =
            |effect: &str| parts.iter().filter(|row| row["effect"] == effect).map(|row| number(row, "mean")).collect::<Vec<_>>();
        let sum = |effect: &str| of(effect).iter().sum::<f64>();
        let pieces = if scenario == "trois" { 3 } else { 1 };
        assert_eq!((of("first_in").len(), of("last_in").len()), (pieces, pieces));
        // Each mean is rounded to two decimals beyond those of its indicator; heads have none.
        let decimals = parts[0]["mean"].split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let rounding = 0.51 * 10_f64.powi(-(decimals as i32)) * (pieces + 2) as f64;
        assert!((sum("first_in") + sum("interaction") - sum("total")).abs() <= rounding, "{parts:#?}");
        assert!((sum("first_in") - sum("sum_of_first_in")).abs() <= rounding);
        if pieces == 1 {
            assert_eq!((of("first_in"), of("last_in"), of("interaction")), (of("total"), of("total"), vec![0.0]));
        }
    }
    let bare = compare(&folder, &["trois.toml", "--out=b", "--no-attribution"]);
    assert!(!text(&bare.stdout).contains("somme des leviers seuls") && !folder.path().join("b/attribution.csv").exists());
}

#[test]
fn json_is_one_document_with_the_effects_and_the_warnings() {
    let folder = folder();
    let output = compare(&folder, &["retraites-plus-tardives", "neutre", "--json", "--out=a"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    let [later, neutral] = [0, 1].map(|rank| &document["variants"][rank]);
    assert_eq!(later["france"][1]["year"], 2035);
    assert!(later["france"][1]["headcount_P1"]["mean"].as_f64().expect("a number") > 0.0);
    assert_eq!(neutral["france"][1]["headcount_P1"]["larger_than_luck"], "nothing");
    assert_eq!((&neutral["departements"]["unchanged"], &neutral["departements"]["gain"]), (&101.into(), &0.into()));
    let warnings = document["warnings"].as_array().expect("a list");
    for kind in ["few-trajectories", "same-as-reference", "idle-lever"] {
        let found = warnings.iter().find(|warning| warning["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {warnings:?}"));
        assert!(found["message"].is_string() && found["remedy"].is_string());
    }
    for file in document["files"].as_array().expect("files") {
        assert!(folder.path().join(file.as_str().expect("a path")).is_file(), "{file}");
    }
    let again = compare(&folder, &["retraites-plus-tardives", "neutre", "--json", "--out=a"]);
    assert_eq!(text(&again.stdout), text(&output.stdout));
}

#[test]
fn a_cost_is_shown_where_a_source_gives_a_price_and_nowhere_else() {
    let folder = folder();
    let output = compare(&folder, &["pacte-2014", "garot", "--json", "--out=a"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let [aided, free] = [0, 1].map(|rank| &document["variants"][rank]["cost"]);
    assert!(free.is_null(), "{free}");
    assert!(aided["total_thousand_euros"]["median"].as_f64().expect("a cost") > 0.0);
    let defined = aided["euros_per_fte_year"]["defined"].as_f64().expect("a share");
    assert!((0.0..=1.0).contains(&defined));
    // The mean cost of each year is in the table, in thousand euros; the totals of trajectories lie around their sum.
    let rows = rows(&folder, "a/comparison.csv");
    let yearly =
        rows.iter().filter(|row| row["scenario"] != "garot" && row["indicator"] == "public_cost" && row["level"] == "france");
    let sum: f64 = yearly.filter(|row| row["difference"] == "absolute").map(|row| number(row, "mean")).sum();
    let [low, high] = ["q10", "q90"].map(|bound| aided["total_thousand_euros"][bound].as_f64().expect("a bound"));
    assert!(low * 0.5 < sum && sum < high * 2.0, "{low} … {high} around {sum}");
    let shown = text(&compare(&folder, &["pacte-2014", "garot", "--out=a"]).stdout);
    assert_eq!(shown.matches("Coût public").count(), 1, "{shown}");
}

#[test]
fn an_old_figure_is_named_once_its_year_is_past() {
    let folder = folder();
    let mut command = program(&folder);
    // 1 January 2100.
    command.env("SOURCE_DATE_EPOCH", "4102444800").args(["compare", "tendanciel", "garot", "--json"]).args(SMALL);
    let output = command.output().expect("started");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let past = |warning: &&Value| warning["kind"] == "past-review" && warning["parameter"] == "exits.non-retirement";
    assert_eq!(document["warnings"].as_array().expect("a list").iter().filter(past).count(), 1);
}

#[test]
fn what_cannot_be_compared_is_refused_and_nothing_is_written() {
    let folder = folder();
    let refused = |words: &[&str], code: i32, said: &str| refused(&releve(&folder, words), code, said);
    let inputs = TempDir::new().expect("a temporary folder");
    let path = |name: &str, text: &str| {
        let path = inputs.path().join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let far = path("loin.toml", "name = \"loin\"\ntitle = \"Loin\"\nhorizon = 2045\n");
    let bad = path("faux.toml", "name = \"faux\"\ntitle = \"Faux\"\n[lever.cumul]\ntake-up = \"a\"\n");
    refused(&["compare", "tendanciel", "garot", "garot"], 3, "deux variantes s'appellent garot");
    refused(&["compare", "tendanciel", &far], 3, "--horizon 2050");
    refused(&["compare", "tendanciel", &bad, "nulle-part"], 3, "faux.toml:4:");
    refused(&["compare", "tendanciel", &bad, "nulle-part"], 3, "nulle-part");
    refused(&["compare", "tendanciel"], 2, "il manque");
    refused(&["compare", "tendanciel", "garot", "--trajectories=0"], 2, "n'est pas permise");
    assert_eq!(fs::read_dir(&folder).expect("readable").count(), 0);
}

#[test]
fn words_are_those_of_the_language_that_is_asked_for() {
    let folder = folder();
    let french = text(&compare(&folder, &["garot", "--out=a"]).stdout);
    let english = text(&compare(&folder, &["garot", "--out=b", "--lang=en"]).stdout);
    for words in ["Écart en France", "intervalle de prévision", "c'est une convention", "perdent le plus"] {
        assert!(french.contains(words), "{words:?} is missing in\n{french}");
    }
    for words in ["Difference in France", "prediction interval", "a convention", "lose most"] {
        assert!(english.contains(words), "{words:?} is missing in\n{english}");
    }
    for shown in [french, english] {
        assert!(shown.lines().all(|line| line.chars().count() <= 80 || line.starts_with("Fi")), "{shown}");
    }
    let unit = |out: &str| rows(&folder, &format!("{out}/comparison.csv"))[0]["unit"].clone();
    assert_eq!([unit("a"), unit("b")], ["médecins", "GPs"]);
}

#[test]
fn the_parquet_file_holds_what_the_csv_says() {
    use parquet::{file::reader::FileReader, file::serialized_reader::SerializedFileReader, record::RowAccessor};
    let folder = folder();
    compare(&folder, &["garot", "retraites-plus-tardives", "--out=a"]);
    let file = fs::File::open(folder.path().join("a/comparison.parquet")).expect("written");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let rows = rows(&folder, "a/comparison.csv");
    let mut seen = 0;
    for (found, row) in reader.get_row_iter(None).expect("rows").zip(&rows) {
        let found = found.expect("a row");
        assert_eq!(found.get_string(1).expect("a scenario"), &row["scenario"]);
        assert_eq!(found.get_int(2).expect("a year").to_string(), row["year"]);
        assert_eq!(found.get_string(9).expect("a difference"), &row["difference"]);
        // Ten thousandths, as the CSV shows it.
        assert!((found.get_double(21).expect("a share") - number(row, "probability_positive")).abs() <= 0.51e-4);
        seen += 1;
    }
    assert_eq!(seen, rows.len());
}
