//! What feeds a figure: every parameter is moved, and what moves with it must be said to depend on it.

use releve::{
    baseline::{Baseline, provenance::part_of},
    distribution::{Law, Quantile},
    engine::{
        Engine,
        indicators::{INDICATORS, Level},
        inputs::parts,
    },
    model::Model,
    parameter::Parameter,
    scenario,
};
use std::{collections::BTreeSet, path::Path, sync::Arc};

const HORIZON: u16 = 2032;

/// What a value of a row is: name of the indicator, and count.
type Read = (&'static str, Option<releve::cohort::Count>);

/// What each value of a row is, and the rows of two trajectories.
fn rows(baseline: &Arc<Baseline>, parameters: Vec<Parameter>) -> (Vec<Read>, Vec<Vec<i32>>) {
    let reference = scenario::open(Path::new("tendanciel"), baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let model = Model::new(baseline.clone(), parameters, &reference.doses, HORIZON).expect("a model");
    let engine = Engine::new(Arc::new(model), 1, &[Level::France, Level::Departement]).expect("an engine");
    let layout = engine.layout();
    let keys =
        (0..layout.len()).map(|position| layout.key(position).slot).map(|slot| (slot.indicator.name, slot.count)).collect();
    let row = |number| {
        let mut row = vec![0; layout.len()];
        engine.simulate(&mut engine.workspace(), number, &mut row);
        row
    };
    (keys, (0..2).map(row).collect())
}

#[test]
fn what_moves_with_a_parameter_is_said_to_depend_on_it() {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let reference = scenario::open(Path::new("tendanciel"), &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let with = |rank: usize, value: f64| {
        let mut parameters = reference.parameters.clone();
        parameters[rank].law = Law::Fixed { value };
        rows(&baseline, parameters)
    };
    let (mut faults, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (rank, parameter) in reference.parameters.iter().enumerate() {
        let Some(part) = part_of(parameter).filter(|_| !parameter.law.is_fixed()) else { continue };
        let quantile = Quantile::new(&parameter.law);
        let (keys, low) = with(rank, quantile.at(0.02));
        let (_, high) = with(rank, quantile.at(0.98));
        for (low, high) in low.iter().zip(&high) {
            for (key, _) in keys.iter().zip(low.iter().zip(high)).filter(|(_, (low, high))| low != high) {
                seen.insert((*key, part));
            }
        }
    }
    for ((name, count), part) in &seen {
        let indicator = INDICATORS.iter().find(|indicator| indicator.name == *name).expect("known");
        if !parts(indicator, *count).contains(part) {
            faults.insert(format!("{name} {count:?} moves with {part}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    for name in ["headcount", "fte", "density", "dj_headcount", "acts_per_inhabitant", "without_mt"] {
        let indicator = INDICATORS.iter().find(|indicator| indicator.name == name).expect("known");
        let count = indicator.counts.first().copied();
        for part in parts(indicator, count).into_iter().filter(|part| *part != "lists") {
            assert!(seen.contains(&((name, count), part)), "{name} is said to depend on {part}, and nothing of it moves it");
        }
    }
}
