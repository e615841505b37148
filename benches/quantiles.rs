//! What the outputs cost: adding a block to a histogram, and the quantiles of one.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use releve::{
    ensemble::{BLOCK, Histogram},
    statistics::quantiles::Summary,
    stream::{Address, Philox, Process},
};
use std::hint::black_box;

/// Heads of a département of a thousand GPs, spread by a tenth (sum of four uniform bytes: standard deviation 148).
fn heads(trajectories: u32) -> Vec<i32> {
    let at = |trajectory| Address { trajectory, subject: 0, process: Process::Local, detail: 0, block: 0 };
    let sum = |trajectory| Philox::new(7).words(at(trajectory))[0].to_le_bytes().into_iter().map(i32::from).sum::<i32>();
    (0..trajectories).map(|trajectory| 1_000 + (sum(trajectory) - 510) * 2 / 3).collect()
}

fn quantiles(criterion: &mut Criterion) {
    let values = heads(100 * BLOCK);
    for (name, width) in [("exact", 1), ("width 10", 10)] {
        let mut full = Histogram::new(width);
        full.add(&values);
        criterion.bench_function(&format!("add a block, {name}"), |bencher| {
            bencher.iter_batched_ref(
                || full.clone(),
                |histogram| histogram.add(&values[..BLOCK as usize]),
                BatchSize::SmallInput,
            );
        });
        criterion.bench_function(&format!("summary of 12,800, {name}"), |bencher| {
            bencher.iter(|| Summary::of(black_box(&full), 1));
        });
    }
}

criterion_group!(benches, quantiles);
criterion_main!(benches);
