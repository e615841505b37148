//! Instructions of one trajectory and of the histograms, as Valgrind counts them: the same on a busy machine as on a quiet one.
//!
//! Valgrind has no AVX-512, so the engine takes its code for AVX2: counts follow the algorithm, not the fastest vector code.

use gungraun::prelude::*;
use releve::{
    baseline::Baseline,
    engine::{Engine, Workspace, indicators::Level},
    ensemble::{BLOCK, Histogram},
    model::Model,
    scenario::{self, library},
    stream::{Address, Philox, Process},
};
use std::{hint::black_box, sync::Arc};

const LEVELS: [Level; 3] = [Level::France, Level::Region, Level::Departement];

/// An engine with the memory of a worker who has simulated a trajectory.
struct Ready {
    engine: Engine,
    workspace: Workspace,
    row: Vec<i32>,
}

fn ready(scenario: &str) -> Ready {
    let baseline = Arc::new(Baseline::embedded().expect("the embedded baseline is valid"));
    let (name, text) = library::find(scenario).expect("a scenario of the program");
    let (scenario, _) = scenario::read(name, text, None, &baseline).expect("a valid scenario");
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a valid model");
    let engine = Engine::new(Arc::new(model), 1, &LEVELS).expect("the embedded baseline fits the engine");
    let (mut workspace, mut row) = (engine.workspace(), vec![0; engine.layout().len()]);
    engine.simulate(&mut workspace, 0, &mut row);
    Ready { engine, workspace, row }
}

// The memory is handed back, so that giving it up is not counted.
#[library_benchmark]
#[bench::reference(args = ("tendanciel"), setup = ready)]
#[bench::permits(args = ("garot"), setup = ready)]
fn trajectory(ready: Ready) -> Ready {
    let Ready { engine, mut workspace, mut row } = ready;
    engine.simulate(&mut workspace, black_box(1), &mut row);
    black_box(Ready { engine, workspace, row })
}

/// A histogram that holds a block, and the values of another: heads of a département, about a thousand.
fn block(width: u32) -> (Histogram, Vec<i32>) {
    let at = |trajectory| Address { trajectory, subject: 0, process: Process::Local, detail: 0, block: 0 };
    let heads = |trajectory| 900 + (Philox::new(7).words(at(trajectory))[0] >> 24) as i32;
    let values: Vec<_> = (0..2 * BLOCK).map(heads).collect();
    let (first, second) = values.split_at(BLOCK as usize);
    let mut histogram = Histogram::new(width);
    histogram.add(first);
    (histogram, second.to_vec())
}

#[library_benchmark]
#[bench::exact(args = (1), setup = block)]
fn histogram((mut histogram, values): (Histogram, Vec<i32>)) -> (Histogram, Vec<i32>) {
    histogram.add(black_box(&values));
    black_box((histogram, values))
}

library_benchmark_group!(name = counts, benchmarks = [trajectory, histogram]);

main!(library_benchmark_groups = counts);
