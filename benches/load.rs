//! What stands before the first trajectory: reading the baseline, a scenario, and preparing the engine.

use criterion::{Criterion, criterion_group, criterion_main};
use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    model::Model,
    scenario::{self, library},
};
use std::sync::Arc;

fn load(criterion: &mut Criterion) {
    criterion.bench_function("baseline", |bencher| bencher.iter(|| Baseline::embedded().expect("a valid baseline")));
    let baseline = Arc::new(Baseline::embedded().expect("a valid baseline"));
    let (name, text) = library::find("tendanciel").expect("the reference is embedded");
    let read = || scenario::read(name, text, None, &baseline).expect("a valid scenario").0;
    criterion.bench_function("scenario", |bencher| bencher.iter(read));
    let scenario = read();
    criterion.bench_function("engine and workspace", |bencher| {
        bencher.iter(|| {
            let model = Model::new(baseline.clone(), scenario.parameters.clone(), &scenario.doses, scenario.horizon);
            let levels = [Level::France, Level::Region, Level::Departement];
            Engine::new(Arc::new(model.expect("a valid model")), 1, &levels).expect("an engine").workspace()
        });
    });
}

criterion_group!(benches, load);
criterion_main!(benches);
