//! What one trajectory costs, of the reference and under permits: all of France, to 2050, at the default levels.

use criterion::{Criterion, criterion_group, criterion_main};
use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    model::Model,
    scenario,
};
use std::{hint::black_box, sync::Arc};

const LEVELS: [Level; 3] = [Level::France, Level::Region, Level::Departement];

fn engine(lever: &str) -> Engine {
    let baseline = Arc::new(Baseline::embedded().expect("the embedded baseline is valid"));
    let text = format!("name = \"bench\"\ntitle = \"Bench\"\nhorizon = 2050\n{lever}");
    let (scenario, _) = scenario::read("bench.toml", &text, None, &baseline).expect("a valid scenario");
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a valid model");
    Engine::new(Arc::new(model), 1, &LEVELS).expect("the embedded baseline fits the engine")
}

fn trajectory(criterion: &mut Criterion) {
    let permits = "[lever.one-for-one]\npopulation-share = 0.13\n";
    for (name, lever) in [("reference", ""), ("one for one", permits)] {
        let engine = engine(lever);
        let (mut workspace, mut row, mut number) = (engine.workspace(), vec![0; engine.layout().len()], 0);
        criterion.bench_function(&format!("trajectory, {name}"), |bencher| {
            bencher.iter(|| {
                engine.simulate(&mut workspace, number, &mut row);
                number += 1;
                black_box(row[0])
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = trajectory
}
criterion_main!(benches);
