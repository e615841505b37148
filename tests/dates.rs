//! The dates of the public debate come out of the length of studies: none is typed in.

use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    model::Model,
    scenario,
};
use std::sync::Arc;

const TRAJECTORIES: u32 = 4;
/// No waiting after a three-year internship, so that a class registers in the year it ends.
const NO_LAG: &str = "name = \"essai\"\ntitle = \"essai\"\nhorizon = 2033\n[parameters]\ntraining.thesis-lag = 0.0\n";

/// Values of an indicator for France by year, one row a trajectory.
fn france(indicator: &str, levers: &str) -> Vec<Vec<i32>> {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let text = format!("{NO_LAG}{levers}");
    let scenario = scenario::read("essai.toml", &text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}")).0;
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a model");
    let engine = Engine::new(Arc::new(model), 1, &[Level::France]).expect("an engine");
    let layout = engine.layout();
    let slot = layout.slots.iter().position(|slot| slot.indicator.name == indicator).expect("an indicator");
    let mut workspace = engine.workspace();
    let simulate = |trajectory| {
        let mut row = vec![0; layout.len()];
        engine.simulate(&mut workspace, trajectory, &mut row);
        row[layout.at(0, slot, 0)..][..layout.years].to_vec()
    };
    (0..TRAJECTORIES).map(simulate).collect()
}

fn year(calendar: u16) -> usize {
    usize::from(calendar - 2026)
}

#[test]
fn nobody_graduates_in_november_2026_and_a_whole_class_does_a_year_later() {
    for graduates in france("graduates", "") {
        assert_eq!(graduates[year(2026)], 0);
        assert!(graduates[year(2027)] > 3_000, "{graduates:?}");
    }
}

#[test]
fn docteurs_juniors_are_in_post_from_november_2026() {
    for juniors in france("dj_headcount", "") {
        assert_eq!(juniors[year(2026)], 0);
        assert!((3_300..=3_900).contains(&juniors[year(2027)]), "{juniors:?}");
    }
}

#[test]
fn without_a_fourth_year_the_class_of_2023_graduates_in_november_2026() {
    let with = france("graduates", "");
    let without = france("graduates", "[lever.docteurs-juniors]\nenabled = false\n");
    for (with, without) in with.iter().zip(&without) {
        assert_eq!(without[year(2026)], with[year(2027)], "the same persons a year sooner");
    }
}

#[test]
fn the_end_of_the_numerus_clausus_reaches_practice_with_the_graduates_of_november_2030() {
    let ended = france("graduates", "");
    let kept = france("graduates", "[lever.training]\nadmissions = { 2021 = 9361 }\n");
    for (ended, kept) in ended.iter().zip(&kept) {
        let first = ended.iter().zip(kept).position(|(ended, kept)| ended != kept);
        assert_eq!(first, Some(year(2030)), "{ended:?} {kept:?}");
        assert!(ended[year(2030)] > kept[year(2030)]);
    }
}
