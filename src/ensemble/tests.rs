use super::*;
use crate::{
    engine::indicators::{INDICATORS, Indicator, Level, Place, Slot},
    stream::{Address, Philox, Process},
};

/// An indicator of the registry.
pub(crate) fn indicator(name: &str) -> &'static Indicator {
    INDICATORS.iter().find(|indicator| indicator.name == name).unwrap()
}

/// A layout of France and two régions over three years.
pub(crate) fn toy_layout() -> Layout {
    let place = |level, code: &str, index| Place { level, code: code.into(), zone: "", index };
    let slot = |name| Slot::new(indicator(name), None);
    Layout {
        places: vec![place(Level::France, "FR", 0), place(Level::Region, "53", 0), place(Level::Region, "84", 1)],
        slots: vec![slot("headcount"), slot("fte"), slot("installations")],
        run_slots: vec![slot("trough_year")],
        start: 2026,
        years: 3,
    }
}

/// A simulation whose values are addressed words, the workspace serving to show that nothing leaks from one trajectory to the next.
pub(crate) struct Toy {
    pub(crate) layout: Layout,
    pub(crate) seed: u64,
}

impl Simulate for Toy {
    type Workspace = u32;

    fn workspace(&self) -> u32 {
        0
    }

    fn simulate(&self, workspace: &mut u32, trajectory: u32, row: &mut [i32]) {
        *workspace += 1;
        for (subject, value) in (0..).zip(row) {
            let at = Address { trajectory, subject, process: Process::Local, detail: 0, block: 0 };
            *value = 100_000 + (Philox::new(self.seed).words(at)[0] % 5_000) as i32;
        }
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}

pub(crate) fn run_toy(range: Range<u32>, threads: usize) -> Cube {
    run(&Toy { layout: toy_layout(), seed: 7 }, range, threads, &|_| (), &AtomicBool::new(false)).unwrap()
}

#[test]
fn any_number_of_threads_gives_the_same_cube() {
    let alone = run_toy(0..300, 1);
    for threads in [2, 7] {
        let together = run_toy(0..300, threads);
        assert_eq!(together.blocks(), alone.blocks());
        assert_eq!(together.digest(), alone.digest());
    }
    assert_ne!(run_toy(0..299, 1).digest(), alone.digest());
}

#[test]
fn every_series_holds_its_own_column() {
    let cube = run_toy(0..300, 2);
    let toy = Toy { layout: toy_layout(), seed: 7 };
    let mut row = vec![0; toy.layout.len()];
    let mut expected = vec![(i32::MAX, i32::MIN, 0_i64); row.len()];
    for trajectory in 0..300 {
        toy.simulate(&mut 0, trajectory, &mut row);
        expected.iter_mut().zip(&row).for_each(|(seen, &value)| {
            *seen = (seen.0.min(value), seen.1.max(value), seen.2 + i64::from(value));
        });
    }
    let held = |histogram: &Histogram| (histogram.bounds().unwrap().0, histogram.bounds().unwrap().1, histogram.sum());
    assert_eq!(cube.series().iter().map(held).collect::<Vec<_>>(), expected);
}

#[test]
fn blocks_are_those_of_any_shard_cut_at_their_bounds() {
    let whole = run_toy(0..3 * BLOCK, 2);
    let shard = run_toy(BLOCK..3 * BLOCK, 1);
    assert_eq!(whole.blocks()[1..], *shard.blocks());
    assert_eq!(blocks(100..300, BLOCK).collect::<Vec<_>>(), [100..128, 128..256, 256..300]);
    assert_eq!(blocks(5..5, BLOCK).count(), 0);
    assert_eq!(blocks(u32::MAX - 1..u32::MAX, BLOCK).count(), 1);
}

#[test]
fn a_long_run_on_few_threads_holds_halves_of_blocks_and_gives_the_same() {
    let end = LONG as u32 + 300;
    let (halves, blocks) = (run_toy(0..end, FEW), run_toy(0..end, FEW + 1));
    assert_eq!([held(end as usize, FEW), held(end as usize, FEW + 1), held(LONG, 1)], [BLOCK / 2, BLOCK, BLOCK]);
    assert_eq!((halves.digest(), halves.blocks()), (blocks.digest(), blocks.blocks()));
}

#[test]
fn progress_counts_every_trajectory_and_a_cancelled_run_leaves_nothing() {
    let toy = Toy { layout: toy_layout(), seed: 7 };
    let (done, cancelled) = (std::sync::atomic::AtomicU32::new(0), AtomicBool::new(false));
    let progress = |more| {
        if done.fetch_add(more, Ordering::Relaxed) + more == 200 {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    assert!(run(&toy, 0..200, 2, &progress, &cancelled).is_ok());
    assert!(matches!(run(&toy, 0..200, 2, &|_| (), &cancelled), Err(RunError::Cancelled)));
}
