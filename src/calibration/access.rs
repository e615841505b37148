//! APL by territory and département where it is missing, lists, MEP and hospital shares.

use super::{cohort::FROM, observed::Observed};
use crate::{
    baseline::{Access, START},
    territory::Zone,
};

/// Share of the inhabitants who must have an APL for a département's mean to be the publisher's: Marseille and Lyon have none.
const COVERED: f64 = 0.9;
/// Share below which even a mean of suburbs says nothing.
const HARDLY: f64 = 0.1;

/// Mean APL of each territory; inhabitants of communes without one take the national mean of the class.
#[must_use]
pub fn territory_apl(observed: &Observed) -> Vec<f64> {
    let territories = &observed.geography.territories;
    let mean = |zone: Zone| {
        let (mut acts, mut heads) = (0.0, 0.0);
        for (territory, population) in territories.iter().zip(&observed.territory_population) {
            if territory.zone == zone {
                acts += territory.apl * f64::from(population[1]);
                heads += f64::from(population[1]);
            }
        }
        if heads > 0.0 { acts / heads } else { 0.0 }
    };
    let means = Zone::ALL.map(mean);
    let here = |(territory, population): (&crate::territory::Territory, &[u32; 2])| {
        let part = f64::from(population[1]) / f64::from(population[0].max(1));
        territory.apl * part + means[territory.zone as usize] * (1.0 - part)
    };
    territories.iter().zip(&observed.territory_population).map(here).collect()
}

/// Access to care of every département.
#[must_use]
pub fn table(observed: &Observed) -> Vec<Access> {
    let count = observed.departements();
    let covered: Vec<f64> = (0..count).map(|d| sums(observed, d)[1] / sums(observed, d)[0]).collect();
    let apl: Vec<f64> = (0..count).map(|d| sums(observed, d)[2] / sums(observed, d)[1].max(1.0)).collect();
    let density: Vec<f64> = (0..count).map(|d| list_density(observed, d)).collect();
    let known: Vec<usize> = (0..count).filter(|&d| covered[d] > COVERED).collect();
    let line = regression(&known.iter().map(|&d| (density[d], apl[d])).collect::<Vec<_>>());
    (0..count)
        .map(|d| Access {
            apl: if covered[d] > HARDLY { apl[d] } else { line(density[d]) },
            apl_observed: covered[d] > COVERED,
            patients_per_gp: observed.cnam[d][2],
            mep_share: observed.cnam[d][1] / observed.cnam[d][0],
            hospital_share: hospital_share(&observed.modes[&FROM][d]),
        })
        .collect()
}

fn sums(observed: &Observed, departement: usize) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for territory in observed.geography.departements[departement].territories.clone() {
        let [all, with_apl] = observed.territory_population[territory].map(f64::from);
        sums[0] += all;
        sums[1] += with_apl;
        sums[2] += with_apl * observed.geography.territories[territory].apl;
    }
    sums
}

/// Libéral GPs with a list per 1,000 inhabitants.
fn list_density(observed: &Observed, departement: usize) -> f64 {
    let [all, mep, _] = observed.cnam[departement];
    1_000.0 * (all - mep) / observed.population[&START][departement].iter().sum::<f64>()
}

fn hospital_share(modes: &[f64; 4]) -> f64 {
    modes[2] / (modes[2] + modes[3])
}

/// The straight line of least squares through points.
fn regression(points: &[(f64, f64)]) -> impl Fn(f64) -> f64 + use<> {
    let n = points.len() as f64;
    let (mean_x, mean_y) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let covariance: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    let slope = covariance / variance;
    move |x| mean_y + slope * (x - mean_x)
}
