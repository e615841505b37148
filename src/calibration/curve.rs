//! Small numerical tools: monotone interpolation, largest remainder, least squares.

use crate::cohort::{AGE_MAX, AGE_MIN, AGES};

/// Lower edges of the published age bands; nobody is younger than the first.
const EDGES: [f64; 10] = [26.0, 30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0];
/// Ratio of one single age to the one before from 70: gives the split 70-74 / 75-79 / 80 and over of those in cumul in 2022
/// (45, 18 and 5 %; CARMF).
const OLD_AGE_RATIO: f64 = 0.83;

/// Single ages from the ten published bands, by monotone interpolation of the cumulated counts (Fritsch-Carlson).
///
/// Uniform bands would make steps at 60 and 65, exactly where retirement turns.
#[must_use]
pub fn single_ages(bands: &[f64; 10]) -> [f64; AGES] {
    let mut cumulated = [0.0; 10];
    for band in 1..10 {
        cumulated[band] = cumulated[band - 1] + bands[band - 1];
    }
    let old: [f64; AGES] =
        std::array::from_fn(|index| if index + AGE_MIN >= 70 { power(OLD_AGE_RATIO, index + AGE_MIN - 70) } else { 0.0 });
    let old_total: f64 = old.iter().sum();
    let slopes = slopes(&cumulated, bands[9] / old_total);
    let at = |age: f64| hermite(&cumulated, &slopes, age);
    std::array::from_fn(|index| {
        let age = (index + AGE_MIN) as f64;
        if age >= 70.0 { bands[9] * old[index] / old_total } else { (at(age + 1.0) - at(age)).max(0.0) }
    })
}

fn power(base: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

fn slopes(cumulated: &[f64; 10], last: f64) -> [f64; 10] {
    let secant = |band: usize| (cumulated[band + 1] - cumulated[band]) / (EDGES[band + 1] - EDGES[band]);
    std::array::from_fn(|knot| match knot {
        0 => 0.0,
        9 => last.min(3.0 * secant(8)),
        _ => {
            let (left, right) = (secant(knot - 1), secant(knot));
            if left <= 0.0 || right <= 0.0 { 0.0 } else { 2.0 * left * right / (left + right) }
        }
    })
}

fn hermite(values: &[f64; 10], slopes: &[f64; 10], x: f64) -> f64 {
    let x = x.clamp(EDGES[0], EDGES[9]);
    let band = (0..8).rfind(|&band| EDGES[band] <= x && x <= EDGES[band + 1]).unwrap_or(if x >= EDGES[8] { 8 } else { 0 });
    let band = if x >= EDGES[8] { 8 } else { band };
    let width = EDGES[band + 1] - EDGES[band];
    let t = (x - EDGES[band]) / width;
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * values[band]
        + (t3 - 2.0 * t2 + t) * width * slopes[band]
        + (3.0 * t2 - 2.0 * t3) * values[band + 1]
        + (t3 - t2) * width * slopes[band + 1]
}

/// Whole numbers that sum to `total`, in proportion to `weights` (largest remainder; ties to the first).
#[must_use]
pub fn largest_remainder(weights: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        let mut heads = vec![0; weights.len()];
        if let Some(first) = heads.first_mut() {
            *first = total;
        }
        return heads;
    }
    let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * f64::from(total)).collect();
    let mut heads: Vec<u32> = exact.iter().map(|share| libm::floor(*share) as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |index: usize| exact[index] - libm::floor(exact[index]);
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    let missing = total.saturating_sub(heads.iter().sum::<u32>());
    for &index in order.iter().cycle().take(missing as usize) {
        heads[index] += 1;
    }
    heads
}

/// A table by single age moved `years` later: its value at `age - years`, linear in between, the first value before.
#[must_use]
pub fn later(table: &[f64; AGES], years: f64) -> [f64; AGES] {
    std::array::from_fn(|index| {
        let x = (index as f64 - years).clamp(0.0, (AGE_MAX - AGE_MIN) as f64);
        let below = (libm::floor(x) as usize).min(AGES - 2);
        let part = x - below as f64;
        table[below] * (1.0 - part) + table[below + 1] * part
    })
}

/// The parameters that make the sum of squared residuals least, by damped Gauss-Newton steps from `start`.
///
/// It stops when a step gains next to nothing; the same input gives the same bytes each time.
#[must_use]
pub fn least_squares(start: &[f64], steps: &[f64], residuals: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    const ITERATIONS: usize = 60;
    const SETTLED: f64 = 1e-10;
    let cost = |residuals: &[f64]| residuals.iter().map(|residual| residual * residual).sum::<f64>();
    let mut best = start.to_vec();
    let mut base = residuals(&best);
    let mut slopes = jacobian(&best, &base, steps, &residuals);
    let mut damping = 1e-3;
    for _ in 0..ITERATIONS {
        let step = normal_step(&slopes, &base, damping);
        let trial: Vec<f64> = best.iter().zip(&step).map(|(value, step)| value - step).collect();
        let there = residuals(&trial);
        if cost(&there) < cost(&base) {
            let settled = cost(&base) - cost(&there) < SETTLED * cost(&base);
            (best, base, damping) = (trial, there, (damping * 0.1_f64).max(1e-9));
            if settled {
                break;
            }
            slopes = jacobian(&best, &base, steps, &residuals);
        } else {
            damping *= 4.0;
        }
    }
    best
}

fn jacobian(at: &[f64], base: &[f64], steps: &[f64], residuals: &impl Fn(&[f64]) -> Vec<f64>) -> Vec<Vec<f64>> {
    let slope = |index: usize| {
        let mut moved = at.to_vec();
        moved[index] += steps[index];
        residuals(&moved).iter().zip(base).map(|(after, before)| (after - before) / steps[index]).collect()
    };
    (0..at.len()).map(slope).collect()
}

/// Solves (JᵀJ + damping × diagonal) step = Jᵀ residuals by Gaussian elimination with partial pivoting.
fn normal_step(jacobian: &[Vec<f64>], residuals: &[f64], damping: f64) -> Vec<f64> {
    let n = jacobian.len();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut matrix: Vec<Vec<f64>> = (0..n)
        .map(|row| {
            let mut line: Vec<f64> = (0..n).map(|column| dot(&jacobian[row], &jacobian[column])).collect();
            line[row] += damping * line[row] + 1e-12;
            line.push(dot(&jacobian[row], residuals));
            line
        })
        .collect();
    for pivot in 0..n {
        let best = (pivot..n).max_by(|&a, &b| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs())).unwrap_or(pivot);
        matrix.swap(pivot, best);
        for row in 0..n {
            if row != pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot];
                let line = matrix[pivot].clone();
                matrix[row].iter_mut().zip(&line).skip(pivot).for_each(|(value, above)| *value -= factor * above);
            }
        }
    }
    (0..n).map(|row| matrix[row][n] / matrix[row][row]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_ages_keep_every_band() {
        let bands = [2509.0, 11467.0, 8372.0, 8575.0, 9791.0, 12583.0, 18820.0, 16941.0, 9549.0, 3859.0];
        let ages = single_ages(&bands);
        let sum = |from: usize, to: usize| ages[from - AGE_MIN..to - AGE_MIN].iter().sum::<f64>();
        for (band, from, to) in [(0, 24, 30), (1, 30, 35), (6, 55, 60), (8, 65, 70), (9, 70, 96)] {
            assert!((sum(from, to) - bands[band]).abs() < 1e-6, "band {band}");
        }
        assert!(ages.iter().all(|heads| *heads >= 0.0));
    }

    #[test]
    fn the_largest_remainder_keeps_the_total() {
        assert_eq!(largest_remainder(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
        assert_eq!(largest_remainder(&[0.0, 0.0], 3), [3, 0]);
    }

    #[test]
    fn least_squares_finds_a_known_optimum() {
        let found = least_squares(&[0.0, 0.0], &[1e-5, 1e-5], |x| vec![x[0] - 3.0, 10.0 * (x[1] - x[0] * x[0])]);
        assert!((found[0] - 3.0).abs() < 1e-5 && (found[1] - 9.0).abs() < 1e-4, "{found:?}");
    }
}
