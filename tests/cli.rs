//! What a user types and what comes of it: files, words and exit codes.

mod support;

use releve::scenario::library::{LIBRARY, VALIDATION};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};
use support::program::{code, done, flat, folder, program, refused, releve, stopped, text};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The smallest run that is still one: four years, a few futures, France and the départements.
const SMALL: [&str; 4] = ["--trajectories=8", "--horizon=2030", "--levels=france,departement", "--threads=2"];

fn small(folder: &TempDir, words: &[&str]) -> Output {
    releve(folder, &[&["run"], words, &SMALL].concat())
}

fn is_empty(folder: &TempDir) -> bool {
    fs::read_dir(folder).expect("readable").next().is_none()
}

fn scenario(folder: &TempDir, body: &str) -> PathBuf {
    let path = folder.path().join("essai.toml");
    fs::write(&path, format!("name = \"essai\"\ntitle = \"Essai\"\n{body}")).expect("written");
    path
}

#[test]
fn a_run_without_a_verb_shows_the_reference_and_writes_its_files() {
    let folder = folder();
    let output = releve(&folder, &SMALL);
    let shown = text(&output.stdout);
    done(&output);
    for words in [
        "Tendanciel",
        "8 trajectoires, graine 1, de 2026 à 2030",
        "2026   100\u{202f}974",
        "Année du creux",
        "results/tendanciel",
    ] {
        assert!(shown.contains(words), "{words:?} is missing in\n{shown}");
    }
    assert!(shown.lines().all(|line| line.chars().count() <= 80 || line.starts_with("Fichiers")), "{shown}");
    for file in ["indicators.csv", "indicators.parquet", "summary.svg", "manifest.json"] {
        assert!(folder.path().join("results/tendanciel").join(file).is_file(), "{file}");
    }
    let csv = fs::read_to_string(folder.path().join("results/tendanciel/indicators.csv")).expect("written");
    let first = csv.lines().find(|line| line.contains("headcount,") && line.contains(",P1,")).expect("a row");
    assert!(first.starts_with("tendanciel,2026,france,FR,,P1,headcount,médecins,100974.00,0.00,100974,"), "{first}");
}

#[test]
fn progress_is_a_line_each_tenth_where_there_is_no_terminal() {
    let output = small(&folder(), &[]);
    let said = text(&output.stderr);
    assert!(said.contains("100 % : 8 trajectoires sur 8"), "{said}");
    assert!(said.contains("trop peu") || said.contains("ne suffisent pas"), "too few trajectories are told: {said}");
}

#[test]
fn the_same_run_again_says_so_and_another_needs_force() {
    let folder = folder();
    let first = small(&folder, &["--out=a"]);
    let before = fs::read(folder.path().join("a/indicators.csv")).expect("written");
    let again = small(&folder, &["--out=a"]);
    done(&again);
    assert!(text(&again.stderr).contains("contient déjà"), "{}", text(&again.stderr));
    assert_eq!(text(&again.stdout), text(&first.stdout), "what is read back is what was shown");
    refused(&small(&folder, &["--out=a", "--seed=2"]), 1, "--force");
    assert_eq!(fs::read(folder.path().join("a/indicators.csv")).expect("kept"), before);
    done(&small(&folder, &["--out=a", "--seed=2", "--force"]));
    assert_ne!(fs::read(folder.path().join("a/indicators.csv")).expect("written"), before);
}

#[test]
fn json_is_one_document_with_what_the_tables_say() {
    let folder = folder();
    let output = small(&folder, &["--json", "--out=a"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    let france = &document["results"]["france"];
    assert_eq!(france[0]["headcount_P1"]["mean"], 100_974.0);
    assert_eq!(france.as_array().expect("years").len(), 5);
    assert_eq!(document["results"]["worst"].as_array().expect("départements").len(), 5);
    for file in document["files"].as_array().expect("files") {
        assert!(folder.path().join(file.as_str().expect("a path")).is_file(), "{file}");
    }
}

#[test]
fn thresholds_are_reported_and_make_another_run() {
    let folder = folder();
    let watched = ["--out=a", "--threshold=headcount=300,P1", "--threshold=density=60"];
    done(&small(&folder, &watched));
    let csv = fs::read_to_string(folder.path().join("a/indicators.csv")).expect("written");
    // 225 GPs in Nièvre at the start, known.
    let nievre = "tendanciel,2026,departement,58,,P1,headcount_under_300,probabilité,1.0000,0.0000,1.00,";
    let counted = "tendanciel,2026,france,FR,,P1,departements_headcount_under_300,départements,";
    for row in [nievre, counted] {
        assert!(csv.lines().any(|line| line.starts_with(row)), "{row} is missing");
    }
    assert!(!csv.lines().any(|line| line.contains(",departement,") && line.contains(",departements_")));
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.path().join("a/manifest.json")).expect("written")).expect("JSON");
    assert_eq!(manifest["run"]["thresholds"], serde_json::json!(["headcount_under_300 P1", "density_under_60 P5"]));
    assert!(text(&small(&folder, &watched).stderr).contains("contient déjà"));
    assert_eq!(code(&small(&folder, &["--out=a"])), Some(1), "a run without thresholds is another");
    let wrong = small(&folder, &["--out=b", "--threshold=densite=40", "--threshold=density=40,P7"]);
    for words in ["vouliez-vous dire `density` ?", "permis : `headcount`", "champ `P7`", "2 problèmes"] {
        refused(&wrong, 3, words);
    }
    assert!(!folder.path().join("b").exists());
}

#[test]
fn a_bad_scenario_is_refused_with_its_place_and_nothing_is_written() {
    let folder = folder();
    let inputs = TempDir::new().expect("a temporary folder");
    let path = scenario(&inputs, "[lever.one-for-on]\nrate = 1\n[lever.cumul]\ntake-up = \"a\"\n");
    let path = path.to_str().expect("UTF-8");
    let output = small(&folder, &[path]);
    for words in ["essai.toml:3:", "one-for-one", "essai.toml:6:", "2 problèmes"] {
        refused(&output, 3, words);
    }
    assert!(output.stdout.is_empty() && is_empty(&folder));
    let json = small(&folder, &[path, "--json"]);
    let document: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(document["error"]["problems"].as_array().expect("problems").len(), 2);
    assert_eq!(code(&releve(&folder, &["check", path])), Some(3));
    assert_eq!(code(&small(&folder, &["nowhere.toml"])), Some(3));
    assert!(is_empty(&folder));
}

#[test]
fn a_bad_baseline_is_refused_with_its_place_and_nothing_is_written() {
    let (folder, inputs) = (folder(), folder());
    done(&releve(&inputs, &["init", "."]));
    let table = inputs.path().join("baseline/workforce.csv");
    let broken = fs::read_to_string(&table).expect("written by init").replacen("01,ZIP,installed,", "01,ZIP,installed,-", 1);
    fs::write(&table, broken).expect("written");
    let tables = format!("--baseline={}", inputs.path().join("baseline").display());
    refused(&small(&folder, &[&tables]), 3, "workforce.csv:");
    assert!(is_empty(&folder));
}

#[test]
fn what_is_mistyped_is_said_in_the_language_of_the_user() {
    let folder = folder();
    let mistyped = ["run", "--sed", "3"];
    refused(&releve(&folder, &mistyped), 2, "argument inconnu : --sed ; vouliez-vous dire --seed ?");
    refused(&releve(&folder, &[&mistyped[..], &["--lang=en"]].concat()), 2, "unexpected argument");
    refused(&releve(&folder, &["garot"]), 2, "releve run garot");
    for mistake in [
        &["--trajectories=0"][..],
        &["--horizon=2026"],
        &["--horizon=2071"],
        &["--levels=commune"],
        &["--threads=0"],
        &["frobnicate"],
    ] {
        assert_eq!(code(&releve(&folder, mistake)), Some(2), "{mistake:?}");
    }
    assert!(is_empty(&folder));
}

#[test]
fn a_wrong_value_of_checkpoint_is_told_alone() {
    for value in ["soon", "-1", "86401", "1.5", ""] {
        let output = releve(&folder(), &["run", "--checkpoint", value]);
        let alone = format!(
            "erreur: --checkpoint <SECONDS> : la valeur « {value} » n'est pas permise \
             (permis : un nombre entier de 0 à 86400 ; sans cette option : 30) Voir `releve --help`."
        );
        assert_eq!((code(&output), flat(&output.stderr)), (Some(2), alone.replace("«  »", "« »")));
        let output = releve(&folder(), &["run", "--checkpoint", value, "--lang=en"]);
        refused(&output, 2, "allowed: a whole number from 0 to 86400; without this option: 30");
    }
}

#[test]
fn help_and_version_are_there_in_both_languages() {
    let folder = folder();
    let french = text(&releve(&folder, &["--help"]).stdout);
    assert!(french.contains("Usage : releve") && french.contains("Commandes") && !french.contains("Print help"), "{french}");
    let english = text(&releve(&folder, &["run", "--help", "--lang=en"]).stdout);
    assert!(english.contains("Number of futures drawn [1000]"), "{english}");
    assert!(french.lines().chain(english.lines()).all(|line| line.chars().count() <= 80));
    assert_eq!(text(&releve(&folder, &["--version"]).stdout), format!("releve {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_readme_lists_every_command_and_every_option_of_run() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("there");
    let section = readme.split_once("## Commands\n").expect("a section").1.split("\n## ").next().expect("its text");
    let help = text(&releve(&folder(), &["--help", "--lang=en"]).stdout);
    let commands = help.split_once("Commands:\n").expect("a list").1.split("\n\n").next().expect("its lines");
    let verbs: Vec<_> =
        commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|verb| !verb.is_empty())).collect();
    let rows: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split([' ', '`']).next()).collect();
    assert_eq!(rows, verbs);
    let options = text(&releve(&folder(), &["run", "--help", "--lang=en"]).stdout);
    let named = |line: &str| Some(format!("--{}", line.split_once("--")?.1.split(' ').next()?));
    for option in options.lines().filter_map(named).filter(|option| !["--lang", "--help"].contains(&option.as_str())) {
        assert!(section.contains(&format!("`{option}`")), "{option}");
    }
}

#[test]
fn a_reader_who_leaves_early_causes_no_panic() {
    for verb in ["levers", "sources", "schema"] {
        let mut child = program(&folder()).arg(verb).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ended");
        assert_eq!(text(&output.stderr), "", "{verb}");
        assert_eq!(code(&output), Some(0), "{verb}");
    }
}

#[test]
fn each_name_is_explained_and_a_near_one_suggested() {
    let folder = folder();
    let explain = |name: &str| releve(&folder, &["explain", name]);
    let cases = [
        ("exits.non-retirement", "de 0,01 à 0,02, PERT [par an]"),
        ("exits.non-retirement", "Cessations et premières installations"),
        ("lever.one-for-one.population-share", "garot.toml"),
        ("lever.training.admissions", "valeurs par année"),
        ("one-for-one", "Garot"),
        ("headcount", "P1, P2, P3, P4, P5"),
        ("P5", "hors MEP"),
        ("carmf-2024", "exits.cumul-take-up"),
    ];
    for (name, words) in cases {
        let output = explain(name);
        assert!(flat(&output.stdout).contains(words), "{name}: {words:?} is missing in\n{}", text(&output.stdout));
        done(&output);
    }
    refused(&explain("exits.non-retirment"), 3, "vouliez-vous dire `exits.non-retirement` ?");
}

#[test]
fn lists_hold_every_lever_indicator_and_source() {
    let folder = folder();
    let list = |verb: &str| text(&releve(&folder, &[verb]).stdout);
    let levers = list("levers");
    for lever in releve::levers::LEVERS {
        assert!(levers.contains(&format!("[lever.{}]", lever.name)), "{}", lever.name);
    }
    let indicators = list("indicators");
    for indicator in releve::engine::indicators::INDICATORS {
        assert!(indicators.contains(&format!("{} [{}]", indicator.name, indicator.unit.fr)), "{}", indicator.name);
    }
    assert!(list("sources").contains("Carmf, Cumul emploi-retraite"));
    assert!([levers, indicators].iter().all(|text| text.lines().all(|line| line.chars().count() <= 80)));
    assert_eq!(code(&releve(&folder, &["levers", "garrot"])), Some(3));
}

#[test]
fn check_shows_what_a_scenario_changes_and_all_that_it_assumes() {
    let shown = flat(&releve(&folder(), &["check", "garot"]).stdout);
    for words in [
        "valide, horizon 2050",
        "lever.one-for-one.population-share = 0,13, de 0,1 à 0,3, PERT (0)",
        "lever.one-for-one.salaried = true (false)",
        "exits.non-retirement",
        "l'auteur du scénario. G, hypothèse",
    ] {
        assert!(shown.contains(words), "{words:?} is missing in\n{shown}");
    }
    let json = releve(&folder(), &["check", "garot", "--json"]);
    let document: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(document["scenario"]["levers"]["one-for-one"]["salaried"], true);
}

#[test]
fn the_schema_is_the_file_that_scenarios_name() {
    let printed = text(&releve(&folder(), &["schema"]).stdout);
    assert_eq!(printed, fs::read_to_string(Path::new(ROOT).join("scenarios/scenario.schema.json")).expect("there"));
}

#[test]
fn what_init_copies_gives_the_same_results_and_is_not_overwritten() {
    let folder = folder();
    done(&releve(&folder, &["init", "mine"]));
    refused(&releve(&folder, &["init", "mine"]), 1, "--force");
    done(&releve(&folder, &["init", "mine", "--force"]));
    small(&folder, &["--out=own"]);
    for (name, _) in LIBRARY.iter().chain(VALIDATION) {
        done(&releve(&folder, &["check", &format!("mine/{name}"), "--baseline=mine/baseline"]));
    }
    let copy = small(&folder, &["mine/tendanciel.toml", "--baseline=mine/baseline", "--out=copy"]);
    done(&copy);
    let csv = |directory: &str| fs::read(folder.path().join(directory).join("indicators.csv")).expect("written");
    assert_eq!(csv("own"), csv("copy"));
    // What extends a copy that was edited follows it.
    let reference = folder.path().join("mine/tendanciel.toml");
    let edited = fs::read_to_string(&reference).expect("there") + "\n[parameters]\nentry.foreign = 150.0\n";
    fs::write(&reference, edited).expect("written");
    let shown = text(&releve(&folder, &["check", "mine/drees-2023.toml"]).stdout);
    assert!(shown.contains("entry.foreign = 150  ("), "{shown}");
}

#[test]
fn calibrate_shows_the_fit_and_writes_a_whole_baseline() {
    let folder = folder();
    let output = releve(&folder, &["calibrate", "--out=tables"]);
    done(&output);
    assert!(text(&output.stdout).contains("généralistes (P1)"));
    for (name, committed) in releve::baseline::files() {
        assert_eq!(fs::read_to_string(folder.path().join("tables").join(name)).expect("written"), *committed, "{name}");
    }
    refused(&releve(&folder, &["calibrate", "--out=tables"]), 1, "--force");
    assert_eq!(code(&releve(&folder, &["calibrate", "--observed=nowhere"])), Some(3));
}

#[test]
fn long_and_excel_files_come_on_request_and_files_are_french_unless_told() {
    let folder = folder();
    small(&folder, &["--out=fr", "--long", "--excel-fr"]);
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).expect("written");
    assert!(read("fr/indicators-excel.csv").starts_with("\u{feff}scénario;année;"));
    assert!(read("fr/indicators-long.csv").starts_with("scenario,year,level,code,zone,count,indicator,unit,statistic,value"));
    assert!(read("fr/summary.svg").contains("Médecins généralistes"));
    small(&folder, &["--out=en", "--lang=en"]);
    assert!(read("en/summary.svg").contains("General practitioners"));
}

#[test]
fn completions_are_there_for_each_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(text(&releve(&folder(), &["completions", shell]).stdout).contains("releve"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_finished_and_nothing_else() {
    let folder = folder();
    // Many more trajectories than can be done before the signal.
    let mut child = program(&folder)
        .args(["run", "--trajectories=10000000", "--levels=france", "--horizon=2030", "--out=a"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    // The folder of what is being written appears before the first trajectory.
    while is_empty(&folder) {
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(child.try_wait().expect("known").is_none(), "ended before it was interrupted");
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    let output = stopped(child, "-INT");
    assert_eq!(code(&output), Some(130));
    // Whether a block was finished before the signal depends on the machine.
    let said = text(&output.stderr);
    if said.contains("rien n'a été écrit") {
        return assert!(is_empty(&folder));
    }
    assert!(said.contains("--resume"), "{said}");
    let left: Vec<_> =
        fs::read_dir(folder.path().join("a")).expect("readable").map(|entry| entry.expect("readable").file_name()).collect();
    assert_eq!(left, ["ensemble.part"]);
    assert_eq!(fs::read_dir(&folder).expect("readable").count(), 1, "nothing else");
}

#[test]
fn a_hindcast_is_shown_written_and_not_overwritten() {
    let folder = folder();
    let output = releve(&folder, &["hindcast", "--trajectories=20", "--out=h"]);
    done(&output);
    let shown = text(&output.stdout);
    for words in ["2025 départements, total donné", "Objectifs", "hindcast.html"] {
        assert!(shown.contains(words), "{words:?} is missing in\n{shown}");
    }
    for file in releve::hindcast::FILES {
        assert!(folder.path().join("h").join(file).is_file(), "{file}");
    }
    refused(&releve(&folder, &["hindcast", "--trajectories=20", "--out=h"]), 1, "--force");
    assert_eq!(code(&releve(&folder, &["hindcast", "--from=2019"])), Some(2), "only 2018 has ages by département");
    let json = releve(&folder, &["hindcast", "--trajectories=20", "--out=h", "--force", "--json"]);
    let document: Value = serde_json::from_slice(&json.stdout).expect("JSON and nothing else");
    assert_eq!(document["scores"].as_array().expect("scores").len(), 3 + 2 + 2);
    assert_eq!(document["rivals"].as_array().expect("rivals").len(), 12);
}

#[test]
fn published_projections_are_shown_beside_ours() {
    let folder = folder();
    let output = releve(&folder, &["validate", "--trajectories=4", "--out=v"]);
    done(&output);
    assert!(text(&output.stdout).contains("129\u{202f}152"), "{}", text(&output.stdout));
    for file in releve::validation::FILES {
        assert!(folder.path().join("v").join(file).is_file(), "{file}");
    }
    refused(&releve(&folder, &["validate", "--out=v"]), 1, "--force");
}
