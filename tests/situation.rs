//! A lever that looks at the situation sees that of 1 January of the year, not of another.

use releve::{
    baseline::{Baseline, START},
    cohort::Count,
    engine::{Engine, indicators::Level},
    levers::Lever,
    model::Model,
    phase::{CapacityFactors, Now, PlacementRule},
    scenario,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Libéral GPs by territory, as shown each year.
type Seen = Arc<Mutex<BTreeMap<u16, Vec<u32>>>>;

struct Witness {
    placement: Seen,
    capacity: Seen,
}

fn note(seen: &Seen, now: &Now) {
    seen.lock().expect("no panic elsewhere").insert(now.year, now.liberal.to_vec());
}

impl Lever for Witness {
    fn placement(&self, now: &Now, _: &mut PlacementRule) {
        note(&self.placement, now);
    }

    fn capacity(&self, now: &Now, _: &mut CapacityFactors) {
        note(&self.capacity, now);
    }
}

/// Those with a list in a département: what the engine writes as P5.
fn with_list(baseline: &Baseline, departement: usize, liberal: &[u32]) -> i64 {
    let keep = ((1.0 - baseline.access[departement].mep_share) * 1e6 + 0.5) as i64;
    let territories = baseline.geography.departements[departement].territories.clone();
    let thousandths: i64 = territories.map(|territory| (i64::from(liberal[territory]) * keep + 500) / 1_000).sum();
    (thousandths + 500) / 1_000
}

#[test]
fn levers_see_the_first_of_january_of_their_year() {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let text = "name = \"essai\"\ntitle = \"essai\"\nhorizon = 2032\n";
    let scenario = scenario::read("essai.toml", text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let mut model = Model::new(baseline.clone(), scenario.parameters, &scenario.doses, scenario.horizon).expect("a model");
    let (placement, capacity) = (Seen::default(), Seen::default());
    model.levers.push(Box::new(Witness { placement: placement.clone(), capacity: capacity.clone() }));
    let engine = Engine::new(Arc::new(model), 1, &[Level::Departement]).expect("an engine");
    let layout = engine.layout();
    let mut row = vec![0; layout.len()];
    engine.simulate(&mut engine.workspace(), 0, &mut row);
    let p5 = layout
        .slots
        .iter()
        .position(|slot| slot.indicator.name == "headcount" && slot.count == Some(Count::P5))
        .expect("a headcount");
    for seen in [placement, capacity] {
        let seen = seen.lock().expect("no panic elsewhere");
        assert_eq!(seen.len(), layout.years);
        for (year, liberal) in seen.iter() {
            for departement in 0..layout.places.len() {
                let written = row[layout.at(departement, p5, usize::from(year - START))];
                assert_eq!(with_list(&baseline, departement, liberal), i64::from(written), "{departement} in {year}");
            }
        }
    }
}
