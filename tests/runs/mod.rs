//! Scenarios run on the embedded baseline.

use rayon::prelude::*;
use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    levers::Lever,
    model::Model,
    scenario,
};
use std::sync::{Arc, OnceLock};

const SEED: u64 = 7;

/// The embedded baseline, read once.
pub fn baseline() -> Arc<Baseline> {
    static BASELINE: OnceLock<Arc<Baseline>> = OnceLock::new();
    BASELINE.get_or_init(|| Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")))).clone()
}

/// The engine of a scenario that says `settings`, with policies made for a test.
pub fn engine(settings: &str, levels: &[Level], policies: Vec<Box<dyn Lever>>) -> Engine {
    let (baseline, text) = (baseline(), format!("name = \"essai\"\ntitle = \"Essai\"\n{settings}"));
    let (scenario, _) =
        scenario::read("essai.toml", &text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let mut model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a valid scenario");
    model.levers.extend(policies);
    Engine::new(Arc::new(model), SEED, levels).expect("the embedded baseline fits the engine")
}

/// The rows of the first trajectories.
pub fn rows(engine: &Engine, trajectories: u32) -> Vec<Vec<i32>> {
    let one = |workspace: &mut _, number| {
        let mut row = vec![0; engine.layout().len()];
        engine.simulate(workspace, number, &mut row);
        row
    };
    (0..trajectories).into_par_iter().map_init(|| engine.workspace(), one).collect()
}
