//! The same bytes whatever the threads, the second time, the order of levers, and at the neutral dose.

use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    ensemble,
    export::{self, Opening, Options, Outcome, Run, Target},
    model::Model,
    scenario::{self, Scenario},
    text::Lang,
};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

/// Two blocks of trajectories, the second not full.
const TRAJECTORIES: u32 = 150;
const HORIZON: u16 = 2036;
const LEVELS: [Level; 2] = [Level::France, Level::Departement];

struct Files {
    csv: Vec<u8>,
    parquet: Vec<u8>,
    manifest: String,
}

fn baseline() -> Arc<Baseline> {
    Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")))
}

fn open(name: &str, baseline: &Baseline) -> Scenario {
    scenario::open(Path::new(name), baseline).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn read(text: &str, baseline: &Baseline) -> Scenario {
    scenario::read("essai.toml", text, None, baseline).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn engine(scenario: &Scenario, baseline: &Arc<Baseline>, seed: u64) -> Engine {
    engine_to(HORIZON, scenario, baseline, seed)
}

fn engine_to(horizon: u16, scenario: &Scenario, baseline: &Arc<Baseline>, seed: u64) -> Engine {
    let model = Model::new(baseline.clone(), scenario.parameters.clone(), &scenario.doses, horizon).expect("a model");
    Engine::new(Arc::new(model), seed, &LEVELS).expect("an engine")
}

fn run(scenario: &Scenario, baseline: &Arc<Baseline>, threads: usize, seed: u64) -> Files {
    let engine = engine(scenario, baseline, seed);
    let cube = ensemble::run(&engine, 0..TRAJECTORIES, threads, &|_| (), &AtomicBool::new(false)).expect("not cancelled");
    let run = Run::new(&scenario.name, scenario.resolved(), &baseline.digests, seed, 0..TRAJECTORIES, engine.layout(), Lang::Fr);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Ok(Opening::Ready(target)) = Target::open(folder.path(), &run, &Options::default().files(), false) else {
        panic!("ready")
    };
    export::write(target, run, &Outcome::of(&scenario.name, cube), Options::default()).expect("written");
    let file = |name| fs::read(folder.path().join(name)).expect("written");
    let manifest = String::from_utf8(file("manifest.json")).expect("UTF-8");
    Files { csv: file("indicators.csv"), parquet: file("indicators.parquet"), manifest }
}

#[test]
fn any_number_of_threads_and_a_second_run_give_the_same_bytes() {
    let baseline = baseline();
    let reference = open("tendanciel", &baseline);
    let first = run(&reference, &baseline, 1, 7);
    for threads in [2, 7, 1] {
        let again = run(&reference, &baseline, threads, 7);
        assert!(again.csv == first.csv, "CSV with {threads} threads");
        assert!(again.parquet == first.parquet, "Parquet with {threads} threads");
        assert!(again.manifest == first.manifest, "manifest with {threads} threads");
    }
    assert!(run(&reference, &baseline, 2, 8).csv != first.csv, "another seed is another future");
}

#[test]
fn every_lever_at_its_neutral_dose_gives_the_reference_but_for_its_name() {
    let baseline = baseline();
    let reference = String::from_utf8(run(&open("tendanciel", &baseline), &baseline, 2, 7).csv).expect("UTF-8");
    let neutral = String::from_utf8(run(&open("neutre", &baseline), &baseline, 2, 7).csv).expect("UTF-8");
    assert!(reference.contains("\ntendanciel,") && neutral.contains("\nneutre,"));
    assert!(reference == neutral.replace("\nneutre,", "\ntendanciel,"));
}

#[test]
fn levers_in_any_order_give_the_same_bytes() {
    let baseline = baseline();
    let head = "name = \"essai\"\ntitle = \"Essai\"\n";
    let tables = [
        "[lever.cumul]\ntake-up = 1.2\n",
        "[lever.training]\ngp-share = 0.02\n",
        "[lever.one-for-one]\npopulation-share = 0.2\n",
        "[lever.retirement-shift]\nshift = 0.5\n",
    ];
    let forwards = read(&(head.to_owned() + &tables.concat()), &baseline);
    let backwards = read(&(head.to_owned() + &tables.iter().rev().copied().collect::<String>()), &baseline);
    let [one, two] = [forwards, backwards].map(|scenario| run(&scenario, &baseline, 2, 7));
    assert!(one.csv == two.csv && one.manifest == two.manifest);
    assert!(one.csv != run(&read(head, &baseline), &baseline, 2, 7).csv, "these levers do something");
}

/// Digests of the rows of the first trajectories that are found twice.
fn found_twice(trajectories: u32) -> usize {
    let baseline = baseline();
    let engine = engine(&open("tendanciel", &baseline), &baseline, 7);
    let (mut workspace, mut row) = (engine.workspace(), vec![0; engine.layout().len()]);
    let mut seen = BTreeSet::new();
    let is_new = |trajectory: &u32| {
        engine.simulate(&mut workspace, *trajectory, &mut row);
        seen.insert(*blake3::hash(&row.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>()).as_bytes())
    };
    trajectories as usize - (0..trajectories).filter(is_new).count()
}

#[test]
fn all_trajectories_are_distinct() {
    assert_eq!(found_twice(TRAJECTORIES), 0);
}

#[test]
#[ignore = "minutes: .ci/heavy"]
fn ten_thousand_trajectories_are_distinct() {
    assert_eq!(found_twice(10_000), 0);
}

#[test]
fn what_a_year_holds_does_not_depend_on_the_horizon() {
    let baseline = baseline();
    let scenario = open("tendanciel", &baseline);
    let [near, far] = [HORIZON, HORIZON + 4].map(|horizon| engine_to(horizon, &scenario, &baseline, 3));
    let layout = near.layout();
    for trajectory in 0..4 {
        let [(row, _), (further, _)] = [&near, &far].map(|engine| engine.replay(trajectory));
        for (position, value) in row[..layout.at_run(0, 0)].iter().enumerate() {
            let key = layout.key(position);
            let (series, year) = (position / layout.years, position % layout.years);
            if layout.has_value(&key) {
                let (name, code) = (key.slot.name(), &key.place.code);
                assert_eq!(*value, further[series * far.layout().years + year], "{name} of {code} in {}", key.year);
            }
        }
    }
}
