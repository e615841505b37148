//! A baseline with one mistake: the message names the file, the place and what is allowed, and nothing panics.

mod support;

use releve::{
    baseline::{Baseline, START, files, limits, observed_files},
    diagnostic::{Problems, Severity},
    engine::Engine,
    model::Model,
    text::Lang,
};
use std::{fs, process::Output, sync::Arc};
use support::{
    baseline,
    program::{code, done, folder, refused, releve, tables, text},
};

/// File, text replaced, replacement, and the words that the problem must hold.
const MISTAKES: &[(&str, &str, &str, &[&str])] = &[
    ("workforce.csv", "\n01,ZIP,installed,", "\n1,ZIP,installed,", &["`departement`", "`1`", "leading zeros"]),
    ("workforce.csv", "\n01,ZIP,installed,", "\n01,ZIP,installed,-", &["`heads`", "whole"]),
    (
        "workforce.csv",
        "\n01,ZIP,installed,",
        "\n01,ZAR,installed,",
        &["`zone`", "`ZAR`", "one of", "missing row: 01 ZIP installed"],
    ),
    ("workforce.csv", "\n01,,locum,", "\n01,ZIP,locum,", &["`zone`", "nothing"]),
    (
        "workforce.csv",
        "departement,zone,status,heads",
        "departement,zone,status",
        &["wrong header", "departement,zone,status,heads"],
    ),
    ("hazards.csv", "retirement,installed,F,0.000000,", "retirement,installed,F,1.000000,", &["`a24`", "number from 0"]),
    ("hazards.csv", "retirement,installed,F,0.000000,", "retirement,installed,F,0.500000,", &["`a25`", "never falls with age"]),
    ("territories.csv", "\n01,ZIP,0.", "\n01,ZIP,1.", &["`population_share`", "from 0 to 1"]),
    ("territories.csv", "\n01,ZIP,0.", "\n01,ZIP,0.0", &["01", "sum to", "instead of 1"]),
    ("access.csv", "\n971,", "\n977,", &["`977`", "missing row: 971"]),
    ("population.csv", "\n01,2027,", "\n01,2026,", &["duplicate row: 01 2026", "missing row: 01 2027"]),
    ("posts.csv", "\n2023,LIMOGES,", "\n2023,LIMOGE,", &["`subdivision`", "`LIMOGES`", "missing row: 2023 LIMOGES"]),
    ("calibrated.csv", "decay_km,", "decay,", &["`name`", "`decay_km`", "missing row: decay_km"]),
    ("ages.csv", "later-retirement,01,installed,F,", "later-retirement,01,installed,F,x", &["`a24`", "whole"]),
    ("subdivisions.csv", ",02,1,sure", ",02,1.5,sure", &["`weight`", "from 0 to 1"]),
    ("entrants.csv", "graduate,F,", "student,F,", &["`source`", "one of `graduate`, `foreign`"]),
    ("durations.csv", "installed,3,", "installed,x,", &["`years`", "missing row: installed 3"]),
];

fn open_with(name: &str, text: Option<&[u8]>) -> Result<Baseline, Problems> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for (known, content) in files() {
        match text {
            Some(text) if *known == name => fs::write(dir.path().join(known), text).expect("written"),
            None if *known == name => {}
            _ => fs::write(dir.path().join(known), content).expect("written"),
        }
    }
    Baseline::open(dir.path())
}

fn words(problems: &Problems) -> String {
    let problem = |problem: &releve::diagnostic::Problem| {
        let help: Vec<&str> = problem.help.iter().map(|help| help.get(Lang::En)).collect();
        format!("{}\n{}\n{}\n", problem.title.get(Lang::En), problem.label.get(Lang::En), help.join("\n"))
    };
    problems.0.iter().map(problem).collect()
}

#[test]
fn every_mistake_is_named_with_its_place_and_cure() {
    for (name, from, to, expected) in MISTAKES {
        let (_, content) = files().iter().find(|(known, _)| known == name).expect("a table of the baseline");
        assert!(content.contains(from), "{name} has no {from:?}");
        let problems = open_with(name, Some(content.replacen(from, to, 1).as_bytes())).expect_err(name);
        let said = words(&problems);
        for word in *expected {
            assert!(said.contains(word), "{name}, {to:?}: {word:?} not in\n{said}");
        }
        for problem in problems.0.iter().filter(|problem| problem.severity == Severity::Error) {
            let file = problem.file.as_ref().expect("a file");
            assert!(file.name.ends_with(name) && file.text.get(problem.span.clone()).is_some(), "{name}: no place");
        }
    }
}

#[test]
fn a_field_is_marked_exactly() {
    let (_, content) = files().iter().find(|(known, _)| *known == "access.csv").expect("a table");
    let problems = open_with("access.csv", Some(content.replacen("\n02,", "\n02,oops", 1).as_bytes())).expect_err("refused");
    let problem = &problems.0[0];
    let marked = &problem.file.as_ref().expect("a file").text[problem.span.clone()];
    assert!(marked.starts_with("oops"), "{marked}");
}

#[test]
fn a_missing_file_or_one_that_is_not_text_is_a_problem() {
    assert!(open_with("posts.csv", None).expect_err("refused").to_string().contains("posts.csv"));
    assert!(open_with("posts.csv", Some(&[0xff, 0xfe, 0x00])).is_err());
    assert!(open_with("posts.csv", Some(b"")).is_err());
}

#[test]
fn a_total_of_ones_own_is_only_a_warning() {
    let (_, content) = files().iter().find(|(known, _)| *known == "workforce.csv").expect("a table");
    let changed = content.replacen("\n01,,locum,", "\n01,,locum,1", 1);
    assert!(open_with("workforce.csv", Some(changed.as_bytes())).is_ok());
}

#[test]
fn all_mistakes_are_found_at_once() {
    let folder = folder();
    tables(&folder, |name, content| match name {
        "access.csv" => content.replacen("\n01,", "\n100,", 1),
        "posts.csv" => content.replacen("\n2023,LIMOGES,", "\n2023,LIMOGE,", 1),
        _ => content.to_owned(),
    });
    let said = words(&Baseline::open(&folder.path().join("tables")).expect_err("refused"));
    assert!(said.contains("`100`") && said.contains("`LIMOGE`"), "{said}");
}

/// What `check` and the shortest run say of tables changed in this way, which they refuse in the same words or not at all.
fn on(change: impl Fn(&str, &str) -> String) -> Output {
    let folder = folder();
    tables(&folder, change);
    let run = releve(&folder, &["run", "--baseline=tables", "--trajectories=1", "--horizon=2027", "--no-report", "--out=a"]);
    assert_eq!(folder.path().join("a").exists(), run.status.success());
    let check = releve(&folder, &["check", "tendanciel", "--baseline=tables"]);
    assert_eq!(code(&check), code(&run));
    if !run.status.success() {
        assert_eq!(text(&check.stderr), text(&run.stderr));
    }
    check
}

/// The workforce with as many heads in each of its first rows.
fn with_heads(heads: u32, rows: usize) -> impl Fn(&str, &str) -> String {
    move |name, content| {
        let changed = |(number, row): (usize, &str)| match row.rsplit_once(',') {
            Some((key, _)) if name == "workforce.csv" && (1..=rows).contains(&number) => format!("{key},{heads}\n"),
            _ => format!("{row}\n"),
        };
        content.lines().enumerate().map(changed).collect()
    }
}

/// Every table with more départements, all like the first.
fn with_copies(count: usize) -> impl Fn(&str, &str) -> String {
    move |name, content| {
        let key = if name == "departements.csv" { "code" } else { "departement" };
        let header = content.lines().next().expect("a line");
        let Some(column) = header.split(',').position(|column| column == key) else { return content.to_owned() };
        let rows: Vec<Vec<&str>> = content.lines().map(|row| row.split(',').collect()).collect();
        let mut copied = content.to_owned();
        for code in (0..count).map(|number| format!("copy-{number}")) {
            for row in rows.iter().filter(|row| row[column] == "01") {
                let row = [&row[..column], &[&code], &row[column + 1..]].concat();
                copied += &format!("{}\n", row.join(","));
            }
        }
        copied
    }
}

#[test]
fn more_than_the_engine_can_number_is_refused_by_row_with_what_to_try() {
    done(&on(with_heads(16_384, 1)));
    let one_row = on(with_heads(16_385, 1));
    for words in ["tables/workforce.csv:2:18", "`heads` : valeur refusée `16385`", "de 0 à 16384", "divisez ce lieu"] {
        refused(&one_row, 3, words);
    }
    let all = on(with_heads(16_384, 100));
    for words in ["tables/workforce.csv:1:1", "médecins, au plus 1048576", "vérifiez la colonne `heads`"] {
        refused(&all, 3, words);
    }
    // A département more is four places: three territories and itself, as the first. The last rows are too many.
    done(&on(with_copies(34)));
    let rows = files().iter().find(|(name, _)| *name == "territories.csv").expect("a table").1.lines().count();
    let places = on(with_copies(35));
    for words in [
        "380 territoires et 136 départements font 516 lieux, au plus 512",
        &format!("tables/territories.csv:{}:1", rows + 35 * 3 - 3),
        "réunissez des départements",
    ] {
        refused(&places, 3, words);
    }
}

#[test]
fn all_that_is_too_large_is_told_at_once() {
    let (heads, copies) = (with_heads(20_000, 2), with_copies(156));
    let said = on(move |name, content| copies(name, &heads(name, content)));
    for words in [
        "257 départements, au plus 256",
        "tables/departements.csv:258:1",
        "1000 lieux, au plus 512",
        "tables/workforce.csv:2:18",
        "tables/workforce.csv:3:23",
    ] {
        refused(&said, 3, words);
    }
}

#[test]
fn observed_tables_are_held_to_the_same_limits() {
    let faults: [(&str, &str, &str, &[&str]); 2] = [
        (
            "observed/gp_ages_2018.csv",
            "\n01,",
            "\n01,20000",
            &["observed/gp_ages_2018.csv:2:1", "médecins dans ce département, au plus 16384", "vérifiez cette ligne"],
        ),
        ("observed/gp_national.csv", "\n2018,", "\n2018,1,2000000,1\n2018,", &["observed/gp_national.csv:8:8", "à 1048576"]),
    ];
    for (table, from, to, said) in faults {
        let folder = folder();
        fs::create_dir(folder.path().join("observed")).expect("made");
        for (name, content) in observed_files() {
            let content = if *name == table { content.replacen(from, to, 1) } else { (*content).to_owned() };
            fs::write(folder.path().join(name), content).expect("written");
        }
        for verb in [&["hindcast", "--trajectories=20"][..], &["calibrate"]] {
            let output = releve(&folder, &[verb, &["--observed=observed"]].concat());
            said.iter().for_each(|words| refused(&output, 3, words));
        }
    }
}

#[test]
fn a_baseline_made_in_code_is_held_to_them_too() {
    let too_large = |change: &dyn Fn(&mut Baseline)| {
        let mut baseline = baseline();
        change(&mut baseline);
        let parameters = baseline.parameters.clone();
        let model = Model::new(Arc::new(baseline), parameters, &[], START + 1).expect("every parameter");
        Engine::new(Arc::new(model), 1, &[]).err().map(|error| error.to_string())
    };
    assert_eq!(too_large(&|_| ()), None);
    let said = |what: &str| Some(format!("the baseline has more {what} than `baseline::limits` allow"));
    let departements = |baseline: &mut Baseline| {
        baseline.geography.territories.clear();
        baseline.geography.departements = vec![baseline.geography.departements[0].clone(); limits::DEPARTEMENTS + 1];
    };
    assert_eq!(too_large(&departements), said("départements"));
    assert_eq!(too_large(&|baseline| baseline.workforce.heads[0][0] = limits::HEADS + 1), said("GPs of one status in one place"));
}
