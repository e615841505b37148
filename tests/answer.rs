//! What can be quoted: `releve answer`, its grammar and its formats.

mod support;

use releve::{
    answer::{
        self, About,
        document::{Block, Document},
        facts::{Bounds, Facts, Way, facts, needed},
        names,
        places::Asked,
        sample::{Samples, simulate},
    },
    baseline::{Baseline, START},
    cohort::Count,
    engine::{Engine, indicators::Level},
    ensemble,
    model::Model,
    scenario::{self, Scenario},
    statistics::projection::{Projection, place as place_of, position},
};
use serde_json::Value;
use std::{
    fmt::Write as _,
    fs,
    io::Read as _,
    path::Path,
    process::Output,
    sync::{Arc, LazyLock, atomic::AtomicBool},
};
use support::program::{done, folder, refused, releve, text};
use tempfile::TempDir;

const HORIZON: u16 = 2031;

/// One small simulation of the reference and a measure, for every place.
struct World {
    baseline: Arc<Baseline>,
    scenarios: Vec<Scenario>,
    samples: Samples,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let open = |name: &str| scenario::open(Path::new(name), &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let scenarios = vec![open("tendanciel"), open("retraites-plus-tardives"), open("neutre")];
    let engine = |scenario: &Scenario| {
        let model = Model::new(baseline.clone(), scenario.parameters.clone(), &scenario.doses, HORIZON).expect("a model");
        Engine::new(Arc::new(model), 1, &[Level::France, Level::Region, Level::Departement]).expect("an engine")
    };
    let engines: Vec<_> = scenarios.iter().map(engine).collect();
    let places = needed(&every(&baseline), &baseline.geography);
    let engines: Vec<_> = engines.iter().collect();
    let samples = simulate(&engines, &places, 0..20, 0, &|_| (), &AtomicBool::new(false)).expect("simulated");
    World { baseline, scenarios, samples }
});

fn every(baseline: &Baseline) -> Vec<Asked> {
    let geography = &baseline.geography;
    let departements = (0..geography.departements.len()).map(Asked::Departement);
    departements.chain((0..geography.regions.len()).map(Asked::Region)).chain([Asked::France]).collect()
}

fn about<'a>(world: &'a World, question: &'a str) -> About<'a> {
    let (scenarios, baseline) = (&world.scenarios, &world.baseline);
    About { question, command: "releve answer", digest: "0", trajectories: 20, seed: 1, scenarios, baseline }
}

fn numbers(place: Asked, world: &World) -> Facts {
    facts(place, &world.samples, &world.scenarios[1..], &world.baseline.geography).expect("kept")
}

fn document(place: Asked, world: &World) -> Document {
    answer::answer(place, &numbers(place, world), &about(world, ""))
}

fn texts(document: &Document) -> Vec<String> {
    let of = |block: &Block| match block {
        Block::Heading(text) | Block::Paragraph(text) | Block::Lead(text) => vec![text.clone()],
        Block::List(items) | Block::Notes(items) => items.clone(),
        Block::Table(table) => [vec![table.caption.clone()], table.head.clone(), table.rows.concat()].concat(),
        Block::Figure(figure) => vec![figure.caption.clone(), figure.description.clone()],
        Block::Command(_) => Vec::new(),
    };
    [document.title.clone()].into_iter().chain(document.blocks.iter().flat_map(of)).collect()
}

#[test]
fn articles_and_prepositions_are_those_of_usage() {
    let world = &*WORLD;
    let geography = &world.baseline.geography;
    let mut said = String::new();
    for place in every(&world.baseline) {
        let (key, within, of) = (place.key(geography), names::within(place, geography), names::of(place, geography));
        let _ = writeln!(said, "{key} : {within} ; {of}");
    }
    insta::assert_snapshot!("grammar_of_places", said);
}

#[test]
fn no_place_breaks_a_sentence() {
    let world = &*WORLD;
    for place in every(&world.baseline) {
        let document = document(place, world);
        let name = &document.title;
        for text in texts(&document) {
            for broken in [
                "  ",
                " ,",
                " .",
                "..",
                "NaN",
                "inf",
                "de le ",
                "de les ",
                " 0 médecin",
                "−0 ",
                "()",
                " à à ",
                "'",
                "dans le département ",
            ] {
                assert!(!text.contains(broken), "{broken:?} in {name}: {text}");
            }
            // No plain space before what French sets apart.
            for mark in [" :", " ;", " ?", " !", " %", " »", "« "] {
                assert!(!text.contains(mark), "{mark:?} in {name}: {text}");
            }
            // Titles of sources are as published.
            if text.contains("confiance") {
                continue;
            }
            for vowel in ["a", "e", "é", "É", "i", "Î", "o", "A", "E", "I", "O"] {
                for article in [" de ", " le ", " la "] {
                    assert!(!text.contains(&format!("{article}{vowel}")), "{article}{vowel} in {name}: {text}");
                }
            }
        }
        for sentence in texts(&document).iter().filter(|text| text.ends_with('.')) {
            let first = sentence.chars().next().expect("a letter");
            assert!(!first.is_lowercase(), "{sentence}");
            assert_eq!(sentence.matches('(').count(), sentence.matches(')').count(), "{sentence}");
        }
    }
}

/// The numbers of an answer are those of the tables: means are equal; quantiles too where the bins of the tables are as wide
/// as a head, and within a bin elsewhere.
#[test]
fn numbers_are_those_of_the_tables() {
    let world = &*WORLD;
    let Scenario { parameters, doses, .. } = &world.scenarios[0];
    let model = Model::new(world.baseline.clone(), parameters.clone(), doses, HORIZON).expect("a model");
    let engine = Engine::new(Arc::new(model), 1, &[Level::France, Level::Region, Level::Departement]).expect("an engine");
    let cube = ensemble::run(&engine, 0..20, 0, &|_| (), &AtomicBool::new(false)).expect("simulated");
    let tables = Projection::of("tendanciel", &cube);
    for place in every(&world.baseline) {
        let facts = numbers(place, world);
        let (level, code) = (place.level(), place.code(&world.baseline.geography).to_owned());
        let compare = |indicator: &str, count, year, bounds: &Bounds| {
            let slot = tables.layout.slots.iter().chain(&tables.layout.run_slots).find(|slot| slot.indicator.name == indicator);
            let indicator_of = slot.expect("in the layout").indicator;
            let bin = f64::from(indicator_of.widths[level as usize] - 1) / f64::from(indicator_of.scale);
            let key = place_of(&tables.layout, level, &code, "").expect("a place");
            let position = position(&tables.layout, key, indicator, count, year).expect("a value");
            let table = &tables.summaries[position];
            assert!((table.mean - bounds.mean).abs() <= 1e-9 * table.mean.abs().max(1.0), "{code} {indicator} {year}");
            for (table, own) in [(table.q[2], bounds.low), (table.median(), bounds.median), (table.q[6], bounds.high)] {
                assert!((table - own).abs() <= bin + 1e-9, "{code} {indicator} {year}: {table} in the tables, {own}");
            }
        };
        let Facts { headcount, with_list, without_mt, .. } = &facts;
        for (indicator, count, course) in [
            ("headcount", Some(Count::P1), headcount),
            ("headcount", Some(Count::P5), with_list),
            ("without_mt", None, without_mt),
        ] {
            compare(indicator, count, START, &course.start);
            compare(indicator, count, HORIZON, &course.horizon);
        }
        compare("trough_year", Some(Count::P1), HORIZON, &facts.trough_year);
        compare("trough_value", Some(Count::P1), HORIZON, &facts.trough_heads);
        for juniors in &facts.juniors {
            compare("dj_headcount", None, juniors.year, &juniors.heads);
            compare("dj_fte", None, juniors.year, &juniors.fte_net_of_supervision);
        }
    }
}

#[test]
fn docteurs_juniors_are_those_of_the_first_year_and_of_the_horizon() {
    let world = &*WORLD;
    let years: Vec<_> = numbers(Asked::France, world).juniors.iter().map(|juniors| juniors.year).collect();
    assert_eq!(years, [2027, HORIZON]);
    let said = texts(&document(Asked::France, world)).join("\n");
    assert!(said.contains("Net du temps de leurs encadrants") && said.contains("Au 1er janvier 2027"), "{said}");
}

#[test]
fn words_follow_the_interval() {
    let world = &*WORLD;
    let (mut flat, mut told) = (0, 0);
    for place in every(&world.baseline) {
        let facts = numbers(place, world);
        let document = answer::answer(place, &facts, &about(world, ""));
        let Block::Paragraph(changes) = &document.blocks[1] else { panic!("a paragraph") };
        let of_p1 = changes.split("Les seuls").next().expect("the sentence of P1");
        let (low, high) = (facts.headcount.change.bounds.low, facts.headcount.change.bounds.high);
        let expected = match (low > 0.0, high < 0.0) {
            (true, _) => (Way::Up, "augmenterait"),
            (_, true) => (Way::Down, "baisserait"),
            _ => (Way::Flat, "ne changerait pas de façon assurée"),
        };
        assert_eq!(facts.headcount.change.way(), expected.0);
        assert!(of_p1.contains(expected.1), "{of_p1}");
        for other in ["augmenterait", "baisserait", "ne changerait"].iter().filter(|other| !expected.1.starts_with(**other)) {
            assert!(!of_p1.contains(other), "{of_p1}");
        }
        if expected.0 == Way::Flat { flat += 1 } else { told += 1 }
    }
    assert!(flat > 5 && told > 5, "both are seen: {flat}, {told}");
}

#[test]
fn what_comes_and_goes_makes_the_change() {
    let world = &*WORLD;
    for place in every(&world.baseline) {
        let Facts { flows, headcount, name, .. } = numbers(place, world);
        let moved = if place == Asked::France { 0.0 } else { flows.moves.mean };
        let sum = flows.entrants.mean - flows.exits.mean + moved;
        assert!((sum - headcount.change.bounds.mean).abs() < 1e-6, "{name}: {sum} and {}", headcount.change.bounds.mean);
    }
}

#[test]
fn a_measure_that_changes_nothing_is_said_to() {
    let world = &*WORLD;
    let facts = numbers(Asked::France, world);
    assert_eq!(facts.measures.len(), 2);
    let [later, neutral] = [0, 1].map(|rank| facts.measures[rank].headcount.change);
    assert!(later.way() == Way::Up && neutral.bounds.low == 0.0 && neutral.bounds.high == 0.0);
    let said = texts(&document(Asked::France, world)).join("\n");
    assert!(said.contains("serait le même") && said.contains("aucun effet") && said.contains("oui (à 95\u{a0}%)"), "{said}");
}

fn small(folder: &TempDir, words: &[&str]) -> Output {
    releve(folder, &[words, &["--trajectories=4", "--horizon=2028"]].concat())
}

#[test]
fn names_and_codes_ask_the_same_and_threads_change_nothing() {
    let folder = folder();
    let shown = |words: &[&str]| {
        let output = small(&folder, words);
        done(&output);
        text(&output.stdout)
    };
    let by_code = shown(&["answer", "--departement", "62", "--threads=1"]);
    assert!(by_code.starts_with("# Combien de médecins généralistes dans le Pas-de-Calais d’ici à 2028"), "{by_code}");
    assert_eq!(shown(&["repondre", "--departement", "pas de calais", "--threads=2"]), by_code);
    let several = shown(&["answer", "--departement", "Aveyron,bretagne", "--departement", "France"]);
    for within in ["en Aveyron", "en Bretagne", "en France"] {
        assert!(several.contains(&format!("# Combien de médecins généralistes {within} ")), "{several}");
    }
    assert_eq!(fs::read_dir(&folder).expect("readable").count(), 0, "what is shown is not written");
    let unknown = small(&folder, &["answer", "--departement", "Pas de Calé"]);
    refused(&unknown, 3, "vouliez-vous dire Pas-de-Calais");
}

/// One run answers about all départements, and takes no longer than a few answers would.
#[test]
fn one_run_answers_about_every_departement() {
    let folder = folder();
    let output = small(&folder, &["answer", "--departement", "tous", "--scenario", "garot", "--out=tous"]);
    done(&output);
    let names: Vec<_> =
        fs::read_dir(folder.path().join("tous")).expect("written").map(|entry| entry.expect("read").path()).collect();
    assert_eq!(names.len(), 4 * 101);
    let all = names.iter().filter(|path| path.extension().is_some_and(|end| end == "json"));
    let all: Vec<Value> = all.map(|path| serde_json::from_slice(&fs::read(path).expect("read")).expect("JSON")).collect();
    let digests: std::collections::BTreeSet<_> = all.iter().map(|answer| answer["digest"].to_string()).collect();
    assert_eq!((all.len(), digests.len()), (101, 1), "one simulation");
    let heads: f64 = all.iter().map(|answer| answer["numbers"]["headcount_P1"]["start"]["median"].as_f64().expect("heads")).sum();
    assert_eq!(heads, 100_974.0);
}

#[test]
fn what_is_mistyped_is_an_invalid_input() {
    let folder = folder();
    fs::write(folder.path().join("faux.toml"), "name = \"faux\"\ntitle = \"Faux\"\n[lever.garo]\n").expect("written");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["--departement", "99"], 3, "lieu inconnu"),
        (&["--departement", ""], 3, "lieu inconnu"),
        (&["--departement", "62,Pas de Calé,<b>"], 3, "vouliez-vous dire Pas-de-Calais"),
        (&["--departement", "62", "--scenario", "absent.toml"], 3, "absent.toml"),
        (&["--departement", "62", "--scenario", "faux.toml"], 3, "garo"),
        (&["--departement", "62", "--format", "pdf"], 2, "docx"),
    ];
    for (words, code, said) in cases {
        refused(&small(&folder, &[&["answer"], words].concat()), code, said);
    }
    assert_eq!(fs::read_dir(&folder).expect("readable").count(), 1, "nothing is written");
}

#[test]
fn hostile_words_are_shown_and_run_nothing() {
    let folder = folder();
    let scenario =
        "name = \"mal\"\ntitle = \"<img src=x onerror=alert(1)> `a` | [b](c) \\u202Efin\"\nextends = \"tendanciel.toml\"\n";
    fs::write(folder.path().join("mal.toml"), scenario).expect("written");
    let question = "<script>alert('x')</script> & \"]]>\u{202e}\u{0}".replace('\u{0}', "\u{b}");
    let words = ["answer", "--departement=12", "--scenario", "mal.toml", "--out=a", "--question", &question];
    let output = small(&folder, &words);
    done(&output);
    let read = |name: &str| fs::read(folder.path().join("a").join(name)).expect("written");
    let (markdown, html) = (text(&read("reponse-12.md")), text(&read("reponse-12.html")));
    assert!(
        markdown.contains("\\<script\\>") && markdown.contains("\\<img") && markdown.contains("\\`a\\` \\| \\[b\\]"),
        "{markdown}"
    );
    assert!(html.contains("&lt;script&gt;") && html.contains("&lt;img") && html.contains("default-src 'none'"));
    for (format, page) in [("md", &markdown), ("html", &html)] {
        assert!(!page.contains('\u{202e}') && page.contains("(U+202E)") && page.contains("(U+000B)"), "{format}");
    }
    assert!(!html.contains("<script") && !html.contains("<img"));
    let numbers: Value = serde_json::from_slice(&read("reponse-12.json")).expect("JSON");
    assert_eq!(numbers["question"].as_str(), Some(question.as_str()));
    assert_eq!(numbers["numbers"]["headcount_P1"]["start"]["median"], 388.0);
    assert!(parts(&read("reponse-12.docx")).contains("&lt;script&gt;"));
    let before = read("reponse-12.docx");
    refused(&small(&folder, &words), 1, "--force");
    done(&small(&folder, &[&words[..], &["--force"]].concat()));
    assert!(before == read("reponse-12.docx"), "the same command gives the same bytes");
}

/// The text of `word/document.xml`, an archive being read by its central names.
fn parts(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut part = archive.by_name("word/document.xml").expect("there");
    let mut xml = String::new();
    part.read_to_string(&mut xml).expect("UTF-8");
    xml
}

#[test]
fn a_word_processor_finds_headings_tables_and_a_picture() {
    let world = &*WORLD;
    let bytes = answer::docx(&document(Asked::France, world)).expect("made");
    let xml = parts(&bytes);
    for found in [
        "<w:tblHeader />",
        "descr=\"Médecins généralistes de France",
        "<w:numPr>",
        "<w:pStyle w:val=\"Heading1\"",
        "<w:pStyle w:val=\"Heading2\"",
        "<w:tbl>",
        "<w:drawing",
    ] {
        assert!(xml.contains(found), "{found}");
    }
    assert_eq!(START, 2026);
}
