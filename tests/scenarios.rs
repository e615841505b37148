//! What scenarios mean: overrides, doses, and what is laid over what.

mod support;

use releve::{
    baseline::Baseline,
    diagnostic::Problem,
    distribution::Law,
    levers::{Kind, LEVERS},
    scenario::{self, DEFAULT_HORIZON, Scenario, library::LIBRARY, schema::schema},
    source::Confidence,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use support::{baseline, levers};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn read(text: &str) -> (Scenario, Vec<Problem>) {
    let text = format!("name = \"essai\"\ntitle = \"Essai\"\n{text}");
    scenario::read_with(&levers(), "essai.toml", &text, None, &baseline()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is said of a scenario that is refused.
fn refused(text: &str) -> String {
    let text = format!("name = \"essai\"\ntitle = \"Essai\"\n{text}");
    let read = scenario::read_with(&levers(), "essai.toml", &text, None, &baseline());
    read.err().map_or_else(|| panic!("{text} is accepted"), |problems| problems.render(releve::text::Lang::En, false))
}

fn law(scenario: &Scenario, name: &str) -> Law {
    scenario.parameters.iter().find(|parameter| parameter.name == name).expect(name).law
}

#[test]
fn a_scenario_that_says_nothing_is_the_declared_defaults() {
    let (scenario, warnings) = read("");
    assert!(warnings.is_empty());
    assert_eq!(scenario.horizon, DEFAULT_HORIZON);
    assert_eq!(scenario.doses.len(), levers().len());
    let baseline = baseline();
    assert_eq!(scenario.parameters[..baseline.parameters.len()], baseline.parameters);
    let dose = |name| &scenario.doses.iter().find(|(entry, _)| entry.name == name).expect("registered").1;
    assert!(dose("docteurs-juniors").switches["enabled"]);
    assert_eq!(dose("one-for-one").years["from"], 2027);
    assert!(dose("training").paths["admissions"].is_empty() && dose("training").shares["split"].is_empty());
    assert_eq!((dose("probe").choices["how"].as_str(), dose("probe").places["where"].len()), ("gently", 0));
}

#[test]
fn each_number_of_a_lever_is_the_parameter_of_its_name() {
    let (scenario, _) = read("[lever.one-for-one]\nrate = 0.8\npopulation-share = 0.13");
    for (entry, dose) in &scenario.doses {
        let numbers = entry.fields.iter().filter(|field| matches!(field.kind, Kind::Number { .. })).count();
        assert_eq!(dose.numbers.len(), numbers);
        for (field, id) in &dose.numbers {
            assert_eq!(scenario.parameters[usize::from(id.0)].name, format!("lever.{}.{field}", entry.name));
        }
    }
    assert_eq!(law(&scenario, "lever.one-for-one.rate"), Law::Fixed { value: 0.8 });
}

#[test]
fn a_law_that_a_scenario_writes_is_no_longer_the_publishers() {
    let (scenario, _) = read("[parameters]\nexits.non-retirement = { kind = \"uniform\", low = 0.01, high = 0.02 }");
    let parameter = scenario.parameters.iter().find(|parameter| parameter.name == "exits.non-retirement").unwrap();
    assert_eq!(parameter.law, Law::Uniform { low: 0.01, high: 0.02 });
    assert_eq!((parameter.source.as_str(), parameter.confidence), (scenario::SOURCE, Confidence::G));
}

#[test]
fn a_child_overrides_its_parent_key_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let parent = "name = \"parent\"\ntitle = \"Parent\"\ndescription = \"D\"\nhorizon = 2040\nextends = \"tendanciel.toml\"\n\
        [parameters]\nexits.non-retirement = 0.02\nexits.cumul-length = 1.0\n\
        [lever.one-for-one]\nrate = 0.5\nfrom = 2030\n[lever.training]\nadmissions = { 2026 = 10000, 2030 = 12000 }\n";
    let child = "name = \"child\"\ntitle = \"Child\"\nextends = \"parent.toml\"\n\
        [parameters.exits]\ncumul-length = 0.5\n\
        [lever.one-for-one]\nrate = 0.9\n[lever.training]\nadmissions = { 2028 = 9000 }\n";
    fs::write(folder.path().join("parent.toml"), parent).unwrap();
    let path = folder.path().join("child.toml");
    fs::write(&path, child).unwrap();
    let (scenario, _) = scenario::open(&path, &baseline()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((scenario.name.as_str(), scenario.horizon, scenario.description.en.as_str()), ("child", 2040, ""));
    assert_eq!(law(&scenario, "exits.non-retirement"), Law::Fixed { value: 0.02 });
    assert_eq!(law(&scenario, "exits.cumul-length"), Law::Fixed { value: 0.5 });
    assert_eq!(law(&scenario, "lever.one-for-one.rate"), Law::Fixed { value: 0.9 });
    let dose = |name| &scenario.doses.iter().find(|(entry, _)| entry.name == name).expect("registered").1;
    assert_eq!(dose("one-for-one").years["from"], 2030);
    assert_eq!(dose("training").paths["admissions"], BTreeMap::from([(2028, 9000.0)]));
}

#[test]
fn neutral_doses_resolve_as_no_dose_and_are_told() {
    let (nothing, _) = read("");
    let (neutral, warnings) = read("[lever.retirement-shift]\nshift = 0.0\nfrom = 2027\n[lever.one-for-one]\n");
    assert_eq!(nothing.resolved(), neutral.resolved());
    let titles: Vec<_> = warnings.iter().map(|warning| warning.title.en.as_str()).collect();
    assert_eq!(titles, ["the lever `retirement-shift` has no effect", "the lever `one-for-one` has no effect"]);
    let (shifted, warnings) = read("[lever.retirement-shift]\nshift = 1.0\n");
    assert!(warnings.is_empty() && shifted.resolved() != nothing.resolved());
}

#[test]
fn the_neutral_scenario_writes_every_setting_and_means_the_reference() {
    let baseline = baseline();
    let open = |name: &str| scenario::open(Path::new(name), &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let mut neutral = open("neutre");
    let reference = open("tendanciel");
    (neutral.name, neutral.title, neutral.description) =
        (reference.name.clone(), reference.title.clone(), reference.description.clone());
    assert_eq!(neutral.resolved(), reference.resolved());
    assert_eq!(neutral.parameters, reference.parameters, "even the citations stay");
    let text: toml::Table = LIBRARY.iter().find(|(name, _)| *name == "neutre.toml").unwrap().1.parse().unwrap();
    for lever in LEVERS {
        let written: BTreeSet<_> = text["lever"][lever.name].as_table().unwrap().keys().map(String::as_str).collect();
        assert_eq!(written, lever.fields.iter().map(|field| field.name).collect(), "{}", lever.name);
    }
}

#[test]
fn the_order_in_which_levers_are_written_changes_nothing() {
    let one = read("[lever.cumul]\ntake-up = 1.1\n[lever.training]\ngp-share = 0.01\n").0;
    let two = read("[lever.training]\ngp-share = 0.01\n[lever.cumul]\ntake-up = 1.1\n").0;
    assert_eq!(one.resolved().to_string(), two.resolved().to_string());
}

#[test]
fn a_horizon_beyond_the_tables_is_used_and_told() {
    let (scenario, warnings) = read("horizon = 2060");
    assert_eq!(scenario.horizon, 2060);
    assert!(warnings[0].title.en.contains("far"));
}

#[test]
fn every_scenario_of_the_program_is_valid_and_embedded() {
    let baseline = baseline();
    let mut on_disk: Vec<String> = fs::read_dir(Path::new(ROOT).join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    on_disk.sort();
    let embedded: Vec<_> = LIBRARY.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(on_disk, embedded, "src/scenario/library.rs lists what scenarios/ holds");
    for (name, text) in LIBRARY {
        let (scenario, warnings) = scenario::read(name, text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(*name, format!("{}.toml", scenario.name));
        // The neutral scenario names every lever in order to show its dose: that is told, and nothing else.
        let said = warnings.iter().filter(|warning| *name != "neutre.toml" || !warning.title.en.ends_with("has no effect"));
        assert_eq!(said.map(|warning| &warning.title.en).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
        assert!(text.starts_with("#:schema ./scenario.schema.json\n"), "{name} names its schema");
    }
}

#[test]
fn every_default_of_a_lever_is_a_law_within_its_bounds_and_has_a_source() {
    let Baseline { sources, .. } = baseline();
    for (lever, field) in LEVERS.iter().flat_map(|lever| lever.fields.iter().map(move |field| (lever, field))) {
        let name = format!("{}.{}", lever.name, field.name);
        match &field.kind {
            Kind::Number { bounds: [least, greatest], law, source, .. } => {
                let [low, high] = law.support();
                assert!(law.check().is_ok() && low >= *least && high <= *greatest, "{name}");
                assert!(sources.contains_key(*source), "{name}: {source}");
            }
            Kind::Path { bounds: [least, greatest], years: [first, _], default, source, .. } => {
                assert!(sources.contains_key(*source), "{name}: {source}");
                assert!(default.iter().all(|(year, v)| year >= first && v >= least && v <= greatest), "{name}");
            }
            _ => {}
        }
    }
}

#[test]
fn the_schema_file_is_the_one_that_the_program_makes() {
    let made = serde_json::to_string_pretty(&schema(&baseline())).unwrap() + "\n";
    let path = Path::new(ROOT).join("scenarios/scenario.schema.json");
    // To renew it: RENEW=1 cargo test --test scenarios, then look at the difference.
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let file = fs::read_to_string(&path).unwrap_or_default();
    assert!(file == made, "{} differs: renew it with RENEW=1", path.display());
}

#[test]
fn settings_that_contradict_one_another_are_told_with_both_places() {
    let warned = |text: &str| {
        let (_, warnings) = read(text);
        warnings.iter().map(|warning| warning.render(releve::text::Lang::En, false)).collect::<Vec<_>>().join("\n")
    };
    let [garot, agreement] = ["one-for-one", "conventionnement-selectif"]
        .map(|lever| move |share: f64| format!("[lever.{lever}]\npopulation-share = {share:?}\n"));
    let both = warned(&(garot(0.13) + &agreement(0.10)));
    for words in
        ["two rules for the same territories", "essai.toml:6:20", "with `lever.one-for-one.population-share`: essai.toml, line 4"]
    {
        assert!(both.contains(words), "{words:?} is missing in\n{both}");
    }
    assert_eq!(warned(&(garot(0.13) + &agreement(0.0) + "rate = 0.5\n")), "");
    // Some 68 % of people live in ZIP or ZAC: 40 % of the population cannot be found elsewhere, 30 % can.
    let aid = "[lever.installation-aid]\nannounced = { 2027 = 500 }\n";
    assert!(warned(&(garot(0.40) + aid)).contains("both closed and aided"));
    assert_eq!(warned(&(garot(0.30) + aid)), "");
    let missions = |scheme: &str| format!("[lever.solidarity-missions]\nscheme = \"{scheme}\"\nvolunteers = 400\n");
    assert_eq!(warned(&missions("voluntary")), "");
    let refused = refused(&(missions("compulsory") + "[lever.one-for-one]\nrate = 3.0\n"));
    assert!(refused.contains("essai.toml:7:8"), "every mistake is told, not only the first kind:\n{refused}");
    for words in ["missions both compulsory and voluntary", "line 4", "essai.toml:5:14", "scheme = \"voluntary\""] {
        assert!(refused.contains(words), "{words:?} is missing in\n{refused}");
    }
}
