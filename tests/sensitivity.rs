//! Sobol indices: known functions, SALib, and what a prior changes.

use releve::statistics::sensitivity::{Evaluations, Indices, Points, RESAMPLES};
use serde_json::Value;

/// Coefficients of Sobol's g: the first two decide, the last four hardly matter.
const A: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

fn ishigami(x: &[f64]) -> f64 {
    let (one, two) = (libm::sin(x[0]), libm::sin(x[1]));
    one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
}

fn sobol_g(x: &[f64]) -> f64 {
    x.iter().zip(A).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

/// First and total indices of Ishigami (a = 7, b = 0.1), from the closed form of its partial variances.
fn ishigami_indices() -> ([f64; 3], [f64; 3]) {
    let pi4 = std::f64::consts::PI.powi(4);
    let (one, two) = (0.5 * (1.0 + 0.1 * pi4 / 5.0).powi(2), 49.0 / 8.0);
    let with_third = 0.01 * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
    let all = one + two + with_third;
    ([one / all, two / all, 0.0], [(one + with_third) / all, two / all, with_third / all])
}

/// First and total indices of g, whose partial variances are products of 1 / (3 (1 + a)²).
fn sobol_g_indices() -> ([f64; 8], [f64; 8]) {
    let part = A.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all = part.iter().map(|part| 1.0 + part).product::<f64>();
    let variance = all - 1.0;
    (part.map(|part| part / variance), part.map(|part| part * all / (1.0 + part) / variance))
}

fn design(function: impl Fn(&[f64]) -> f64, a: &[Vec<f64>], b: &[Vec<f64>]) -> Evaluations {
    let mixed = |factor: usize| {
        let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let mut mixed = a.clone();
            mixed[factor] = b[factor];
            function(&mixed)
        };
        a.iter().zip(b).map(row).collect()
    };
    let of = |points: &[Vec<f64>]| points.iter().map(|point| function(point)).collect();
    Evaluations { a: of(a), b: of(b), mixed: (0..a[0].len()).map(mixed).collect() }
}

/// A function of numbers in 0..1, `count` of them, on our own points.
fn ours(function: impl Fn(&[f64]) -> f64, count: usize, rows: u32, seed: u64) -> Indices {
    let points = Points::new(seed, 2 * count);
    let at = |first: usize| -> Vec<Vec<f64>> {
        (0..rows).map(|row| (first..first + count).map(|dimension| points.at(row, dimension)).collect()).collect()
    };
    design(function, &at(0), &at(count)).indices(RESAMPLES).expect("it varies")
}

fn ishigami_of_unit(x: &[f64]) -> f64 {
    ishigami(&x.iter().map(|x| std::f64::consts::PI * (2.0 * x - 1.0)).collect::<Vec<_>>())
}

/// Errors are those of the bootstrap; 4.1 of them leave a chance of one in 1,000 for all 22 comparisons together, were
/// the points independent. That they are spread out makes it less.
const ERRORS: f64 = 4.1;

fn assert_near(indices: &Indices, first: &[f64], total: &[f64]) {
    for (factor, index) in indices.each.iter().enumerate() {
        for (estimate, truth) in [(index.first, first[factor]), (index.total, total[factor])] {
            assert!((estimate.value - truth).abs() <= ERRORS * estimate.error, "x{factor}: {estimate:?} against {truth}");
            assert!(estimate.error < 0.05, "x{factor}: an error that tells nothing: {estimate:?}");
        }
    }
}

#[test]
fn known_functions_give_their_known_indices_within_the_stated_error() {
    let (first, total) = ishigami_indices();
    // The published values (Saltelli and others, Global Sensitivity Analysis: The Primer, 2008).
    for (found, published) in first.iter().chain(&total).zip([0.3139, 0.4424, 0.0, 0.5576, 0.4424, 0.2437]) {
        assert!((found - published).abs() < 5e-5, "{found} against {published}");
    }
    assert_near(&ours(ishigami_of_unit, 3, 4096, 1), &first, &total);
    let (first, total) = sobol_g_indices();
    assert_near(&ours(sobol_g, 8, 4096, 1), &first, &total);
}

/// 200 studies of 256 rows on seeds 1 to 200: each 95 % interval holds the truth in 95 % of them, less three binomial
/// standard errors (4.6 points), at least. More is allowed: evenly spread points do better than the bootstrap believes.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let (first, total) = ishigami_indices();
    let studies = 200;
    let mut held = [[0_u32; 2]; 3];
    for seed in 1..=studies {
        let indices = ours(ishigami_of_unit, 3, 256, seed);
        for (factor, index) in indices.each.iter().enumerate() {
            for (order, (estimate, truth)) in [(index.first, first[factor]), (index.total, total[factor])].into_iter().enumerate()
            {
                held[factor][order] += u32::from(estimate.low <= truth && truth <= estimate.high);
            }
        }
    }
    let least = studies as f64 * (0.95 - 3.0 * (0.05 * 0.95 / studies as f64).sqrt());
    assert!(held.iter().flatten().all(|held| f64::from(*held) >= least), "{held:?} of {studies}");
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// Same points, same formulas: what is left is the order of sums and the last bit of sines, some 1e-16 times the number
/// of terms (64 rows, up to ten evaluations each). 1e-12 is a thousand times that.
/// Half-widths are 1.96 standard deviations over 1,000 resamples on either side, each known to 1 / √2,000 = 2.2 %: their
/// ratio to 3.2 %, of which 4.1 are allowed for 22 comparisons.
#[test]
fn salib_gives_the_same_indices_on_the_same_points() {
    let values: Value = serde_json::from_str(include_str!("salib/values.json")).expect("JSON");
    for case in values["cases"].as_array().expect("cases") {
        let points = |key: &str| case[key].as_array().expect("points").iter().map(numbers).collect::<Vec<_>>();
        let function = if case["function"] == "ishigami" { ishigami } else { sobol_g };
        let indices = design(function, &points("a"), &points("b")).indices(RESAMPLES).expect("it varies");
        for (order, key) in ["first", "total"].into_iter().enumerate() {
            let half_widths = numbers(&case[format!("{key}_half_width").as_str()]);
            for ((index, value), half_width) in indices.each.iter().zip(numbers(&case[key])).zip(half_widths) {
                let ours = [index.first, index.total][order];
                assert!((ours.value - value).abs() < 1e-12, "{}: {key} {} against {value}", case["function"], ours.value);
                let ratio = 1.959_964 * ours.error / half_width;
                assert!((ratio - 1.0).abs() < 4.1 * 0.032, "{}: {key} error {ratio} times", case["function"]);
            }
        }
    }
}
