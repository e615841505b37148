//! Who watches a trajectory changes nothing in it, and is told of every phase in its order.

mod runs;

use releve::engine::{Phase, Watch, indicators::Level};
use runs::{engine, rows};

/// The phases, as they are told.
#[derive(Default)]
struct Told(Vec<Option<Phase>>);

impl Watch for Told {
    fn begin(&mut self) {
        self.0.push(None);
    }

    fn after(&mut self, phase: Phase) {
        self.0.push(Some(phase));
    }
}

#[test]
fn watching_changes_nothing_and_every_phase_is_told_in_its_order() {
    let engine = engine("horizon = 2028", &[Level::France, Level::Departement], vec![]);
    let (mut workspace, mut told, mut watched) = (engine.workspace(), Told::default(), vec![0; engine.layout().len()]);
    for (number, alone) in (0..).zip(rows(&engine, 3)) {
        told.0.clear();
        engine.simulate_watched(&mut workspace, number, &mut watched, &mut told);
        assert!(alone == watched, "trajectory {number}");
    }
    // Two years with flows and the horizon.
    let year = |phase: &Phase| (Phase::BeginYear..=Phase::RecordFlows).contains(phase);
    let once = |wanted: fn(&Phase) -> bool| Phase::ALL.into_iter().filter(wanted).map(Some);
    let first = once(|phase| *phase < Phase::BeginYear);
    let years = (0..2).flat_map(|_| Phase::ALL.into_iter().filter(year).map(Some));
    let horizon = once(|phase| (Phase::BeginYear..=Phase::RecordStocks).contains(phase));
    let wanted: Vec<_> = std::iter::once(None).chain(first).chain(years).chain(horizon).chain([Some(Phase::RecordRun)]).collect();
    assert_eq!(told.0, wanted);
}

#[test]
fn a_phase_is_named_after_a_function_of_step() {
    let step = include_str!("../src/engine/step.rs");
    for phase in Phase::ALL {
        assert!(step.contains(&format!("self.{}(", phase.key())), "{}", phase.key());
    }
}
