//! One mistake per file of `tests/bad/scenarios`, and the words that its message must hold.

mod support;

use proptest::prelude::*;
use releve::{
    baseline::Baseline,
    diagnostic::{Problems, Severity},
    scenario,
    text::Lang,
};
use std::{fs, path::Path};
use support::{baseline, levers};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bad/scenarios");

fn read(name: &str, text: &str, baseline: &Baseline) -> Result<(), Problems> {
    scenario::read_with(&levers(), name, text, Some(Path::new(FOLDER)), baseline).map(|_| ())
}

/// The words after `# expects:` on the first line, separated by commas.
fn expected(text: &str) -> Vec<&str> {
    let line = text.lines().next().and_then(|line| line.strip_prefix("# expects: "));
    line.expect("the first line says what is expected").split(", ").collect()
}

#[test]
fn every_mistake_is_told_with_its_place_and_its_cure() {
    let baseline = baseline();
    let mut files: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 30);
    let mut failures = String::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let Err(problems) = read(&name, &text, &baseline) else {
            failures += &format!("{name} is accepted\n");
            continue;
        };
        let shown = problems.render(Lang::En, false);
        let errors = problems.0.iter().filter(|problem| problem.severity == Severity::Error).count();
        let missing: Vec<_> = expected(&text).into_iter().filter(|words| !shown.contains(words)).collect();
        let has_place = shown.contains(&format!("{name}:")) && problems.to_json(Lang::En)[0]["line"].is_u64();
        // A slip of syntax may be several errors to a parser that goes on.
        let is_alone = errors == 1 || shown.contains("syntax");
        if !missing.is_empty() || !has_place || !is_alone {
            failures += &format!("{name}: missing {missing:?}, {errors} errors, place: {has_place}\n{shown}\n");
        }
        let french = problems.render(Lang::Fr, false);
        assert!(french.contains("erreur: ") && !french.contains("error: "), "{french}");
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn all_mistakes_of_all_files_are_told_at_once() {
    let text = "name = \"Essai\"\ntitle = 3\nextends = \"unknown-lever.toml\"\nhorizon = 1\n[lever.cumul]\nstay = \"a\"\n";
    let problems = read("many.toml", text, &baseline()).unwrap_err();
    assert_eq!(problems.0.len(), 5, "{problems}");
}

#[test]
fn a_file_that_is_no_text_or_far_too_long_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        scenario::open(&path, &baseline()).err().expect("an error").render(Lang::En, false)
    };
    assert!(open("latin.toml", b"name = \"d\xe9partement\"\n").contains("not UTF-8"));
    assert!(open("long.toml", &vec![b'#'; 10 << 20]).contains("too long: 10485760 bytes"));
    assert!(open("nested.toml", "[".repeat(1 << 20).as_bytes()).contains("error"));
    let keys: String = (0..100_000).map(|key| format!("k{key}=1\n")).collect();
    assert!(open("keys.toml", keys.as_bytes()).ends_with("… and 99902 more\n"));
    assert!(open("empty.toml", b"").contains("`name` is missing"));
    let absent = scenario::open(&folder.path().join("absent.toml"), &baseline()).err().expect("an error");
    assert!(absent.render(Lang::En, false).contains("cannot read"));
    assert!(scenario::open(folder.path(), &baseline()).is_err());
}

/// A scenario with one of everything.
const VALID: &str = r#"name = "essai"
title = { fr = "Essai", en = "Trial" }
description = "Quelques mots"
extends = "tendanciel.toml"
horizon = 2040
[parameters]
exits.non-retirement = { kind = "pert", low = 0.01, mode = 0.02, high = 0.03 }
[lever.training]
admissions = { 2021 = 9361, 2030 = 12000 }
split = { "LIMOGES" = 1.2 }
[lever.docteurs-juniors]
enabled = false
[lever.probe]
where = ["62", "2A"]
how = "firmly"
"#;

#[test]
fn the_valid_scenario_of_these_tests_is_valid() {
    read("valid.toml", VALID, &baseline()).unwrap();
}

proptest! {
    // Each case reads one file, some ten microseconds: cheap enough for many.
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
        let _ = read("any.toml", &text, &Baseline::default()).map_err(|problems| problems.render(Lang::Fr, true));
    }

    #[test]
    fn any_slip_in_a_valid_scenario_is_read_without_panic(
        at in 0..VALID.len(),
        removed in 0..20_usize,
        typed in prop::sample::select(vec!["", "\"", "[", "]", "{", "}", "=", ".", ",", "\n", "é", "\0", "'", "nan", "-1e999", "0x", "#", "\u{1b}", "[lever.", "kind"]),
    ) {
        let end = (at + removed).min(VALID.len());
        let slipped = format!("{}{typed}{}", &VALID[..at], &VALID[end..]);
        if let Err(problems) = read("slip.toml", &slipped, &Baseline::default()) {
            prop_assert!(!problems.render(Lang::En, false).is_empty());
            prop_assert!(problems.to_json(Lang::Fr).is_array());
        }
    }
}
