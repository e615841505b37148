//! What randomness costs: a block of four words, and all parameters of a trajectory.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use releve::{
    baseline::Baseline,
    parameter::{Draw, Parameters},
    stream::{Address, Philox, Process},
};
use std::hint::black_box;

const PERSONS: u32 = 1_000;

fn draws(criterion: &mut Criterion) {
    let generator = Philox::new(7);
    let mut group = criterion.benchmark_group("philox");
    group.throughput(Throughput::Elements(u64::from(4 * PERSONS)));
    group.bench_function("words of 1,000 persons", |bencher| {
        bencher.iter(|| {
            let at = |subject| Address { trajectory: 1, subject, process: Process::Spell, detail: 0, block: 0 };
            (0..black_box(PERSONS)).fold(0, |sum, person| generator.words(at(person)).into_iter().fold(sum, |a, b| a ^ b))
        });
    });
    group.finish();
    let baseline = Baseline::embedded().expect("the embedded baseline is valid");
    let parameters = Parameters::new(baseline.parameters).expect("parameters that stand together");
    let (mut draw, mut trajectory) = (Draw::default(), 0);
    criterion.bench_function("parameters of a trajectory", |bencher| {
        bencher.iter(|| {
            parameters.draw_into(&generator, trajectory, &mut draw);
            trajectory += 1;
            black_box(draw.0[0])
        });
    });
}

criterion_group!(benches, draws);
criterion_main!(benches);
