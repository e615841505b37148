//! Sobol indices: known functions, SALib, and what a prior changes.

mod runs;
mod support;

use releve::{
    engine::indicators::Level,
    parameter::Draw,
    statistics::sensitivity::{Evaluations, Indices, Points, RESAMPLES},
    stream::Philox,
};
use serde_json::Value;
use std::{collections::BTreeMap, fs};
use support::program::{done, folder, refused, releve, text};
use tempfile::TempDir;

/// Coefficients of Sobol's g: the first two decide, the last four hardly matter.
const A: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

fn ishigami(x: &[f64]) -> f64 {
    let (one, two) = (libm::sin(x[0]), libm::sin(x[1]));
    one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
}

fn sobol_g(x: &[f64]) -> f64 {
    x.iter().zip(A).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

/// First and total indices of Ishigami (a = 7, b = 0.1), from the closed form of its partial variances.
fn ishigami_indices() -> ([f64; 3], [f64; 3]) {
    let pi4 = std::f64::consts::PI.powi(4);
    let (one, two) = (0.5 * (1.0 + 0.1 * pi4 / 5.0).powi(2), 49.0 / 8.0);
    let with_third = 0.01 * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
    let all = one + two + with_third;
    ([one / all, two / all, 0.0], [(one + with_third) / all, two / all, with_third / all])
}

/// First and total indices of g, whose partial variances are products of 1 / (3 (1 + a)²).
fn sobol_g_indices() -> ([f64; 8], [f64; 8]) {
    let part = A.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all = part.iter().map(|part| 1.0 + part).product::<f64>();
    let variance = all - 1.0;
    (part.map(|part| part / variance), part.map(|part| part * all / (1.0 + part) / variance))
}

fn design(function: impl Fn(&[f64]) -> f64, a: &[Vec<f64>], b: &[Vec<f64>]) -> Evaluations {
    let mixed = |factor: usize| {
        let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let mut mixed = a.clone();
            mixed[factor] = b[factor];
            function(&mixed)
        };
        a.iter().zip(b).map(row).collect()
    };
    let of = |points: &[Vec<f64>]| points.iter().map(|point| function(point)).collect();
    Evaluations { a: of(a), b: of(b), mixed: (0..a[0].len()).map(mixed).collect() }
}

/// A function of numbers in 0..1, `count` of them, on our own points.
fn ours(function: impl Fn(&[f64]) -> f64, count: usize, rows: u32, seed: u64) -> Indices {
    let points = Points::new(seed, 2 * count);
    let at = |first: usize| -> Vec<Vec<f64>> {
        (0..rows).map(|row| (first..first + count).map(|dimension| points.at(row, dimension)).collect()).collect()
    };
    design(function, &at(0), &at(count)).indices(RESAMPLES).expect("it varies")
}

fn ishigami_of_unit(x: &[f64]) -> f64 {
    ishigami(&x.iter().map(|x| std::f64::consts::PI * (2.0 * x - 1.0)).collect::<Vec<_>>())
}

/// Errors are those of the bootstrap; 4.1 of them leave a chance of one in 1,000 for all 22 comparisons together, were
/// the points independent. That they are spread out makes it less.
const ERRORS: f64 = 4.1;

fn assert_near(indices: &Indices, first: &[f64], total: &[f64]) {
    for (factor, index) in indices.each.iter().enumerate() {
        for (estimate, truth) in [(index.first, first[factor]), (index.total, total[factor])] {
            assert!((estimate.value - truth).abs() <= ERRORS * estimate.error, "x{factor}: {estimate:?} against {truth}");
            assert!(estimate.error < 0.05, "x{factor}: an error that tells nothing: {estimate:?}");
        }
    }
}

#[test]
fn known_functions_give_their_known_indices_within_the_stated_error() {
    let (first, total) = ishigami_indices();
    // The published values (Saltelli and others, Global Sensitivity Analysis: The Primer, 2008).
    for (found, published) in first.iter().chain(&total).zip([0.3139, 0.4424, 0.0, 0.5576, 0.4424, 0.2437]) {
        assert!((found - published).abs() < 5e-5, "{found} against {published}");
    }
    assert_near(&ours(ishigami_of_unit, 3, 4096, 1), &first, &total);
    let (first, total) = sobol_g_indices();
    assert_near(&ours(sobol_g, 8, 4096, 1), &first, &total);
}

/// 200 studies of 256 rows on seeds 1 to 200: each 95 % interval holds the truth in 95 % of them, less three binomial
/// standard errors (4.6 points), at least. More is allowed: evenly spread points do better than the bootstrap believes.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let (first, total) = ishigami_indices();
    let studies = 200;
    let mut held = [[0_u32; 2]; 3];
    for seed in 1..=studies {
        let indices = ours(ishigami_of_unit, 3, 256, seed);
        for (factor, index) in indices.each.iter().enumerate() {
            for (order, (estimate, truth)) in [(index.first, first[factor]), (index.total, total[factor])].into_iter().enumerate()
            {
                held[factor][order] += u32::from(estimate.low <= truth && truth <= estimate.high);
            }
        }
    }
    let least = studies as f64 * (0.95 - 3.0 * (0.05 * 0.95 / studies as f64).sqrt());
    assert!(held.iter().flatten().all(|held| f64::from(*held) >= least), "{held:?} of {studies}");
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// Same points, same formulas: what is left is the order of sums and the last bit of sines, some 1e-16 times the number
/// of terms (64 rows, up to ten evaluations each). 1e-12 is a thousand times that.
/// Half-widths are 1.96 standard deviations over 1,000 resamples on either side, each known to 1 / √2,000 = 2.2 %: their
/// ratio to 3.2 %, of which 4.1 are allowed for 22 comparisons.
#[test]
fn salib_gives_the_same_indices_on_the_same_points() {
    let values: Value = serde_json::from_str(include_str!("salib/values.json")).expect("JSON");
    for case in values["cases"].as_array().expect("cases") {
        let points = |key: &str| case[key].as_array().expect("points").iter().map(numbers).collect::<Vec<_>>();
        let function = if case["function"] == "ishigami" { ishigami } else { sobol_g };
        let indices = design(function, &points("a"), &points("b")).indices(RESAMPLES).expect("it varies");
        for (order, key) in ["first", "total"].into_iter().enumerate() {
            let half_widths = numbers(&case[format!("{key}_half_width").as_str()]);
            for ((index, value), half_width) in indices.each.iter().zip(numbers(&case[key])).zip(half_widths) {
                let ours = [index.first, index.total][order];
                assert!((ours.value - value).abs() < 1e-12, "{}: {key} {} against {value}", case["function"], ours.value);
                let ratio = 1.959_964 * ours.error / half_width;
                assert!((ratio - 1.0).abs() < 4.1 * 0.032, "{}: {key} error {ratio} times", case["function"]);
            }
        }
    }
}

/// Few factors and years: exits and training one by one, the rest in two groups.
const SMALL: [&str; 8] = [
    "--indicator=headcount",
    "--code=FR",
    "--year=2029",
    "--base=32",
    "--group=access=access,demand.need-75-plus",
    "--group=levers=lever",
    "--group=rest=capacity,demand,moves,placement,entry,start",
    "--json",
];

fn study(folder: &TempDir, words: &[&str]) -> Value {
    let output = releve(folder, &[&["sensitivity"], words, &SMALL].concat());
    done(&output);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn total<'a>(study: &'a Value, factor: &str) -> Option<&'a Value> {
    let factors = study["factors"].as_array().expect("factors");
    factors.iter().find(|found| found["factor"] == factor).map(|found| &found["total"])
}

fn warned(study: &Value, parameter: &str) -> bool {
    let warnings = study["warnings"].as_array().expect("warnings");
    warnings.iter().any(|warning| warning["kind"] == "deciding-prior" && warning["parameter"] == parameter)
}

#[test]
fn a_narrower_prior_shows_in_the_indices_in_the_tornado_and_in_the_warnings() {
    const PRIOR: &str = "training.thesis-lag";
    let folder = folder();
    let narrow = "name = \"etroit\"\ntitle = \"Étroit\"\n[parameters]\n\
                  training.thesis-lag = { kind = \"uniform\", low = 0.98, high = 1.02 }\n";
    fs::write(folder.path().join("etroit.toml"), narrow).expect("written");
    let (wide, narrow) = (study(&folder, &["tendanciel"]), study(&folder, &["etroit.toml"]));
    let bound = |study: &Value, end: &str| total(study, PRIOR).map_or(0.0, |total| total[end].as_f64().expect("a number"));
    assert!(bound(&wide, "low") > 0.1 && bound(&narrow, "high") < 0.01, "{wide}\n{narrow}");
    assert!(warned(&wide, PRIOR) && !warned(&narrow, PRIOR));
    let decides = |study: &Value| study["deciding"].as_array().expect("names").contains(&PRIOR.into());
    assert!(decides(&wide) && !decides(&narrow));
    let width = |study: &Value| {
        let bars = study["tornado"].as_array().expect("bars");
        let bar = bars.iter().find(|bar| bar["parameter"] == PRIOR).expect("it acts");
        (bar["swing"]["high"].as_f64().unwrap_or_default() - bar["swing"]["low"].as_f64().unwrap_or_default()).abs()
    };
    assert!(width(&narrow) < 0.1 * width(&wide), "{} against {}", width(&narrow), width(&wide));
    // The rest then has more of a smaller variance.
    assert!(narrow["sd"].as_f64() < wide["sd"].as_f64());
    // What neither people nor places depend on changes no headcount.
    let idle = wide["without_effect"].as_array().expect("names");
    assert!(idle.contains(&"access".into()) && !idle.contains(&"exits.retirement-age".into()), "{idle:?}");
}

#[test]
fn any_number_of_threads_gives_the_same_files_and_nothing_is_written_over() {
    let folder = folder();
    let words = [
        "--groups",
        "--indicator=headcount",
        "--code=62",
        "--year=2027",
        "--base=16",
        "--group=rest=lever,access,demand,capacity",
    ];
    for threads in ["1", "3"] {
        let (threads, out) = (format!("--threads={threads}"), format!("--out={threads}"));
        let output = releve(&folder, &[&["sensitivity"], &words[..], &[&threads, &out]].concat());
        done(&output);
        assert!(output.stdout.windows(5).any(|window| window == "décid".as_bytes().get(..5).unwrap_or_default()));
    }
    let files = ["sensitivity.csv", "tornado.csv", "sensitivity.svg", "sensitivity.json", "manifest.json"];
    for file in files {
        let read = |threads: &str| fs::read(folder.path().join(threads).join(file)).expect("written");
        assert_eq!(read("1"), read("3"), "{file}");
    }
    let mut reader = csv::Reader::from_path(folder.path().join("1/sensitivity.csv")).expect("written");
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    let mut names: Vec<_> = rows.iter().map(|row| row["factor"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["entry", "exits", "luck", "moves", "placement", "rest", "start", "training"]);
    let again = |more: &[&str]| releve(&folder, &[&["sensitivity"], &words[..], &["--out=1"], more].concat());
    refused(&again(&[]), 0, "contient déjà ce résultat même : rien à refaire");
    assert_eq!(again(&["--json"]).stdout, fs::read(folder.path().join("1/sensitivity.json")).expect("written"));
    refused(&again(&["--seed=2"]), 1, "--force");
    refused(&again(&["--group=more=training"]), 1, "--force");
    let manifest = manifest(&folder, "1");
    let (run, asked) = (&manifest["run"], &manifest["run"]["resolved"]["sensitivity"]);
    assert_eq!((run["seed"].as_u64(), &run["trajectories"]), (Some(1), &serde_json::json!({ "start": 0, "end": 16 })));
    assert_eq!((&asked["code"], asked["year"].as_u64(), asked["base"].as_u64()), (&"62".into(), Some(2027), Some(16)));
    found_again(&folder, "1");
    refused(&releve(&folder, &["report", "1"]), 3, "vient de `releve sensitivity`, qui n'a pas de page");
}

fn manifest(folder: &TempDir, directory: &str) -> Value {
    let path = folder.path().join(directory).join("manifest.json");
    serde_json::from_slice(&fs::read(path).expect("written")).expect("JSON")
}

/// A study is found again from its directory, unless it was another.
fn found_again(folder: &TempDir, directory: &str) {
    let verify = || releve(folder, &["verify", directory]);
    let found = verify();
    done(&found);
    assert!(text(&found.stdout).ends_with("Résultats identiques : tout a été refait\nIDENTIQUE\n"));
    refused(&releve(folder, &["verify", directory, "--sample=2"]), 3, "ôtez l'option");
    let mut other = manifest(folder, directory);
    other["run"]["seed"] = 5.into();
    fs::write(folder.path().join(directory).join("manifest.json"), other.to_string()).expect("written");
    refused(&verify(), 1, "les chiffres des tables ne sont plus les mêmes");
}

#[test]
fn mistakes_are_told_before_anything_is_simulated() {
    let folder = folder();
    for (words, code, said) in [
        (["sensitivity", "--indicator=headcont"], 3, "headcount"),
        (["sensitivity", "--code=20"], 3, "lieu inconnu"),
        (["sensitivity", "--group=a=exit"], 3, "exits"),
        (["sensitivity", "--group=exits"], 3, "avenir=training,entry"),
        (["sensitivity", "--base=100"], 2, "permis"),
        (["sensitivity", "--indicator=without_mt --count=P5"], 3, "without_mt"),
    ] {
        let output = releve(&folder, &words.iter().flat_map(|words| words.split(' ')).collect::<Vec<_>>());
        refused(&output, code, said);
    }
    assert!(fs::read_dir(&folder).expect("readable").next().is_none());
}

#[test]
fn a_narrower_law_takes_its_parameter_out_of_the_warnings_of_a_comparison() {
    let folder = folder();
    let said = |name: &str, low: f64, high: f64| {
        let law = format!("{{ kind = \"uniform\", low = {low:.2}, high = {high:.2} }}");
        let text = format!("name = \"{name}\"\ntitle = \"Essai\"\n[lever.retirement-shift]\nshift = {law}\n");
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("written");
        let (file, out) = (format!("{name}.toml"), format!("--out={name}"));
        let words = ["compare", "tendanciel", &file, "--trajectories=60", "--horizon=2029", "--levels=france", "--json", &out];
        let output = releve(&folder, &words);
        done(&output);
        let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let warnings = found["warnings"].as_array().expect("warnings").clone();
        let of = |warning: &Value| warning["kind"] == "driving-prior" && warning["parameter"] == "lever.retirement-shift.shift";
        warnings.iter().any(of)
    };
    assert!(said("large", 0.0, 2.0));
    assert!(!said("etroit", 0.99, 1.01));
}

#[test]
fn an_engine_given_the_draw_of_a_trajectory_gives_that_trajectory() {
    let engine = runs::engine("horizon = 2029\n", &[Level::Departement], Vec::new());
    let (mut workspace, mut draw) = (engine.workspace(), Draw::default());
    for (number, expected) in (0..3).zip(runs::rows(&engine, 3)) {
        // The seed of `runs`.
        engine.model().parameters.draw_into(&Philox::new(7), number, &mut draw);
        let mut row = vec![0; engine.layout().len()];
        engine.simulate_at(&mut workspace, number, &draw, &mut row);
        assert!(row == expected, "trajectory {number}");
        engine.simulate_at(&mut workspace, number + 1, &draw, &mut row);
        assert!(row != expected, "the luck of another trajectory");
    }
}

#[test]
fn shares_of_parameters_and_luck_sum_to_one_and_luck_matters_more_in_a_departement() {
    let folder = folder();
    let output = releve(&folder, &["variance", "--draws=40", "--horizon=2029", "--out=v"]);
    done(&output);
    let mut reader = csv::Reader::from_path(folder.path().join("v/variance.csv")).expect("written");
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().expect("a number");
    for row in &rows {
        // Two numbers of four decimals whose sum is 1 by construction: nothing but the last bit of the addition.
        assert!((number(row, "share_parameters") + number(row, "share_luck") - 1.0).abs() < 1e-12, "{row:?}");
    }
    let of = |level: &str| {
        let is = |row: &&BTreeMap<String, String>| {
            row["level"] == level && row["indicator"] == "headcount" && row["count"] == "P1" && row["year"] == "2029"
        };
        rows.iter().filter(is).map(|row| number(row, "share_parameters")).collect::<Vec<_>>()
    };
    let (france, departements) = (of("france"), of("departement"));
    assert_eq!((france.len(), departements.len()), (1, 101));
    // Luck evens out over 101 départements, parameters do not.
    assert!(france[0] > departements.iter().sum::<f64>() / 101.0);
    let again = |more: &[&str]| releve(&folder, &[&["variance", "--draws=40", "--horizon=2029", "--out=v"], more].concat());
    refused(&again(&[]), 0, "contient déjà ce résultat même : rien à refaire");
    assert_eq!(text(&again(&[]).stdout), text(&output.stdout));
    refused(&again(&["--seed=2"]), 1, "--force");
    found_again(&folder, "v");
}
