//! How much sharper a difference is when both scenarios share their luck. Parameters are drawn in both.
//!
//! `cargo test --release --test pairing -- --nocapture` shows the ratios.

mod runs;

use releve::{
    cohort::Count,
    engine::indicators::{Layout, Level},
    statistics::projection::position,
};
use runs::{engine, rows};

/// A ratio of two variances of 64 values is known to a factor of about 1.7 (95 % of a law of F with 63 and 63 degrees).
const TRAJECTORIES: u32 = 64;
/// Each policy with what it moves: assistants change what doctors do, not how many there are.
const POLICIES: [(&str, &str, Option<Count>); 3] = [
    ("garot", "headcount", Some(Count::P1)),
    ("retraites-plus-tardives", "headcount", Some(Count::P1)),
    ("assistants-10000", "acts_per_inhabitant", None),
];

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (n, sum) = values.clone().fold((0.0, 0.0), |(n, sum), value| (n + 1.0, sum + value));
    values.map(|value| (value - sum / n).powi(2)).sum::<f64>() / (n - 1.0)
}

/// Variance of the difference between runs of unlike seeds, which is the sum of both variances, over that of the paired
/// difference; infinite where nothing differs.
fn ratio(reference: &[Vec<i32>], variant: &[Vec<i32>], at: usize) -> f64 {
    let values = |rows: &'_ [Vec<i32>]| rows.iter().map(|row| f64::from(row[at])).collect::<Vec<_>>();
    let (from, to) = (values(reference), values(variant));
    let apart = variance(from.iter().copied()) + variance(to.iter().copied());
    apart / variance(from.iter().zip(&to).map(|(from, to)| to - from))
}

fn ratios(layout: &Layout, indicator: &str, count: Option<Count>, of: impl Fn(usize) -> f64) -> (f64, f64) {
    let horizon = layout.start + (layout.years - 1) as u16;
    let at = |place| of(position(layout, place, indicator, count, horizon).expect("reported"));
    let mut departements: Vec<_> = (1..layout.places.len()).map(at).collect();
    departements.sort_by(f64::total_cmp);
    (at(0), departements[departements.len() / 2])
}

#[test]
fn paired_differences_vary_less_than_independent_ones() {
    let levels = [Level::France, Level::Departement];
    let base = engine("horizon = 2050", &levels, vec![]);
    let reference = rows(&base, TRAJECTORIES);
    println!("{:24} {:20} {:>8} {:>20}", "variance ratio", "of", "France", "median département");
    for (policy, indicator, count) in POLICIES {
        let variant = rows(&engine(&format!("extends = \"{policy}.toml\"\nhorizon = 2050"), &levels, vec![]), TRAJECTORIES);
        let (france, median) = ratios(base.layout(), indicator, count, |at| ratio(&reference, &variant, at));
        println!("{policy:24} {indicator:20} {france:8.0} {median:20.0}");
        // Without pairing both would be 1, and a law of F with 63 and 63 degrees is below 2.3 in 999 cases of 1,000.
        assert!(france > 2.3 && median > 2.3, "{policy}: {france} and {median}");
    }
}
