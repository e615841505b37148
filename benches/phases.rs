//! What each phase of a trajectory costs: CPU time told by the hook of the yearly step, of the reference to 2050.
//!
//! Trajectories are simulated once, each under a stopwatch of its own; criterion then draws its samples from these times, since
//! it would otherwise simulate whole trajectories until a phase of some microseconds has filled its seconds.

use criterion::{Criterion, criterion_group, criterion_main};
use releve::{
    baseline::Baseline,
    engine::{Engine, Phase, indicators::Level},
    measure::Stopwatch,
    model::Model,
    scenario::{self, library},
};
use std::{sync::Arc, time::Duration};

const LEVELS: [Level; 3] = [Level::France, Level::Region, Level::Departement];
const TRAJECTORIES: u32 = 64;
/// Trajectories after which memory has been touched and caches hold the tables.
const WARM_UP: u32 = 4;

fn engine() -> Engine {
    let baseline = Arc::new(Baseline::embedded().expect("the embedded baseline is valid"));
    let (name, text) = library::find(library::REFERENCE).expect("the reference is embedded");
    let (scenario, _) = scenario::read(name, text, None, &baseline).expect("a valid scenario");
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a valid model");
    Engine::new(Arc::new(model), 1, &LEVELS).expect("the embedded baseline fits the engine")
}

fn watched(engine: &Engine) -> Vec<Stopwatch> {
    let (mut workspace, mut row) = (engine.workspace(), vec![0; engine.layout().len()]);
    (0..WARM_UP).for_each(|number| engine.simulate(&mut workspace, number, &mut row));
    let mut one = |number| {
        let mut watch = Stopwatch::default();
        engine.simulate_watched(&mut workspace, number, &mut row, &mut watch);
        watch
    };
    (WARM_UP..WARM_UP + TRAJECTORIES).map(&mut one).collect()
}

/// What a phase took in so many trajectories, one after another and round again.
fn taken(watches: &[Stopwatch], phase: Phase, trajectories: u64) -> Duration {
    let sum = |some: &[Stopwatch]| some.iter().map(|watch| watch.spent(phase)).sum::<Duration>();
    let (rounds, rest) = (trajectories / watches.len() as u64, trajectories % watches.len() as u64);
    Duration::from_secs_f64(sum(watches).as_secs_f64() * rounds as f64) + sum(&watches[..rest as usize])
}

fn phases(criterion: &mut Criterion) {
    let watches = watched(&engine());
    let mut group = criterion.benchmark_group("phase");
    for phase in Phase::ALL {
        group.bench_function(phase.key(), |bencher| bencher.iter_custom(|count| taken(&watches, phase, count)));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(50)).measurement_time(Duration::from_millis(500));
    targets = phases
}
criterion_main!(benches);
