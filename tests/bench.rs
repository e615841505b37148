//! What `releve bench` prints. No time and no speed is pinned: they are of the machine and of the moment.

mod support;

use serde_json::Value;
use std::process::Output;
use support::program::{done, folder, refused, releve, text};

const SMALL: [&str; 4] = ["--trajectories=4", "--rounds=1", "--horizon=2028", "--threads=1"];

fn bench(words: &[&str]) -> Output {
    releve(".", &[&["bench"], words, &SMALL].concat())
}

/// The one line that is printed.
fn json(words: &[&str]) -> Value {
    let output = bench(&[words, &["--json"]].concat());
    let said = text(&output.stdout);
    assert!(output.status.success() && said.ends_with('\n') && said.lines().count() == 1, "{said}{}", text(&output.stderr));
    serde_json::from_str(&said).expect("JSON")
}

fn positive(value: &Value) -> f64 {
    value.as_f64().filter(|value| *value > 0.0).unwrap_or_else(|| panic!("{value} is not above 0"))
}

#[test]
fn speed_is_one_line_of_json_whose_phases_sum_to_the_whole() {
    let said = json(&[]);
    assert_eq!((&said["scenario"], &said["trajectories"], &said["threads"]), (&"tendanciel".into(), &4.into(), &1.into()));
    for key in ["trajectories_per_cpu_second", "trajectories_per_second", "cpu_seconds", "wall_seconds", "start_cpu_seconds"] {
        positive(&said[key]);
    }
    assert!(cfg!(not(target_os = "linux")) || positive(&said["peak_memory_bytes"]) > 1e6);
    let phases = said["phases"].as_object().expect("an object");
    // Each share is rounded to four digits.
    let sum: f64 = phases.values().map(|share| share.as_f64().expect("a number")).sum();
    assert!((sum - 1.0).abs() < 0.01, "{sum}");
    assert!(phases.contains_key("people") && phases.contains_key("outputs"));
    assert!(json(&["--no-phases"])["phases"].is_null());
}

#[test]
fn the_events_of_a_trajectory_lead_from_the_first_stock_to_the_last() {
    let work = &json(&[])["work"];
    let [start, entries, exits] = ["start", "entries", "exits"].map(|key| positive(&work[key]));
    let folder = folder();
    done(&releve(&folder, &["run", "--trajectories=1", "--horizon=2028", "--levels=france", "--no-report", "--out=one"]));
    let heads = |year| {
        let table = std::fs::read_to_string(folder.path().join("one/indicators.csv")).expect("written");
        let line =
            table.lines().find(|line| line.starts_with(&format!("tendanciel,{year},france,FR,,P1,headcount,"))).expect("a row");
        line.split(',').nth(8).expect("a mean").parse::<f64>().expect("a number")
    };
    assert_eq!(start, heads(2026));
    assert_eq!(start + entries - exits, heads(2028));
    let parts = ["start", "entries", "changes", "moves", "exits"].map(|key| positive(&work[key]));
    assert_eq!(parts.iter().sum::<f64>(), positive(&work["events"]));
}

#[test]
fn a_comparison_says_what_a_precise_difference_costs() {
    let said = json(&["--comparison", "garot"]);
    assert_eq!((&said["comparison"], &said["year"]), (&"garot".into(), &2028.into()));
    for (place, half_width) in [("france", 20.0), ("median_departement", 0.5)] {
        let aim = &said[place];
        assert_eq!(aim["half_width"], half_width);
        let (trajectories, pair) = (positive(&aim["trajectories"]), positive(&said["cpu_seconds_per_pair"]));
        assert!(trajectories >= 200.0);
        assert!((positive(&aim["cpu_seconds"]) / (trajectories * pair) - 1.0).abs() < 0.01, "{aim}");
    }
    let shown = text(&bench(&["--comparison", "garot"]).stdout);
    assert!(shown.contains("± 20,0") && shown.contains("département médian"), "{shown}");
}

#[test]
fn scaling_tries_threads_and_processes_on_shared_and_on_growing_work() {
    // The last of a repeated option would be refused: the words of SMALL but for the threads.
    let words = ["bench", "--scaling", "--json", "--threads=2", "--trajectories=4", "--rounds=1", "--horizon=2028"];
    let output = releve(".", &words);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    let points = said["scaling"].as_array().expect("a list");
    let found: Vec<_> = points
        .iter()
        .map(|point| [&point["workers"], &point["growth"], &point["count"]].map(Value::to_string).join(" "))
        .collect();
    let lines = |workers: &str| {
        [("strong", 1), ("strong", 2), ("weak", 2)].map(|(growth, count)| format!("\"{workers}\" \"{growth}\" {count}"))
    };
    assert_eq!(found, [lines("threads"), lines("processes")].concat());
    for point in points {
        positive(&point["wall_seconds"]);
        positive(&point["cpu_seconds"]);
        positive(&point["efficiency"]);
    }
}

#[test]
fn what_cannot_be_measured_is_said_with_what_can() {
    let few = bench(&["--comparison", "garot", "--levels", "region"]);
    refused(&few, 3, "--levels doit contenir france et departement");
    refused(&bench(&["--comparison", "garo"]), 3, "garot");
    refused(&bench(&["--comparison", "garot", "--scaling"]), 2, "--comparison <SCENARIO> ne va pas avec --scaling");
}
