//! The main results of the reference, to be read as a difference when they move: say in CHANGELOG.md which figures moved,
//! for which years, by how much, and why. To renew: INSTA_UPDATE=always cargo test --test reference.

use releve::{
    baseline::Baseline,
    cohort::Count,
    engine::{Engine, indicators::Level},
    ensemble,
    model::Model,
    scenario,
    statistics::projection::Projection,
};
use std::{
    fmt::Write,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

/// One whole block and a part of another; the snapshot holds what this seed gives, not what the model means.
const TRAJECTORIES: u32 = 150;

const SHOWN: [(&str, Option<Count>); 12] = [
    ("headcount", Some(Count::P1)),
    ("headcount", Some(Count::P2)),
    ("headcount", Some(Count::P5)),
    ("fte", Some(Count::P1)),
    ("share_women", Some(Count::P1)),
    ("acts_per_inhabitant", None),
    ("without_mt", None),
    ("dj_headcount", None),
    ("dj_fte", None),
    ("graduates", None),
    ("installations", None),
    ("exits", None),
];

fn reference() -> Projection {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let scenario = scenario::open(Path::new("tendanciel"), &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a model");
    let engine = Engine::new(Arc::new(model), 1, &[Level::France]).expect("an engine");
    let cube = ensemble::run(&engine, 0..TRAJECTORIES, 0, &|_| (), &AtomicBool::new(false)).expect("not cancelled");
    Projection::of("tendanciel", &cube)
}

#[test]
fn the_main_results_of_the_reference() {
    let projection = reference();
    let mut table = String::from("France: mean [q10, q90]\n");
    for (indicator, count) in SHOWN {
        let _ = writeln!(table, "\n{indicator} {}", count.map_or("", Count::key));
        for year in [2026, 2027, 2028, 2030, 2035, 2040, 2050] {
            if let Some(summary) = projection.get(Level::France, "FR", "", indicator, count, year) {
                let (q10, q90) = summary.interval(80).expect("a known interval");
                let _ = writeln!(table, "{year}  {:.3}  [{q10:.3}, {q90:.3}]", summary.mean);
            }
        }
    }
    for indicator in ["trough_year", "trough_value"] {
        let summary = projection.get(Level::France, "FR", "", indicator, Some(Count::P1), projection.horizon());
        let _ = writeln!(table, "\n{indicator} P1: {:?}", summary.map(|summary| summary.q));
    }
    insta::assert_snapshot!(table);
}
