//! Who comes to each département in a year, in expected values: graduates, foreign degrees, locums who install, movers.
//!
//! It mirrors the choices of the engine. The weights of départements follow from the arrivals wanted, and the spread of their pull from
//! the spread of growth wanted: a pull shared with the neighbourhood moves fewer people than one against it, since most stay near.

use super::{
    behaviour::ENTRY_INSTALLED,
    choice::{Choice, Closeness, decay, untrusted},
    cohort::{Heads, Stock},
    observed::Observed,
};
use crate::{
    cohort::Status,
    distribution::normal_quantile,
    stream::{Address, Philox, Process, unit},
    territory::Geography,
};

/// Installed who leave their département in a year: 4 % change commune, one in ten of whom leaves the département (G), as in the parameters.
const MOVING: f64 = 0.004;
/// Years over which the growth of départements was observed.
pub(super) const YEARS: f64 = 5.0;
/// Iterations of the proportional fitting; it settles within a few tens.
const ITERATIONS: usize = 300;
/// Draws of the local effects by which a spread is found: with about a hundred départements each, 2 % of error.
const DRAWS: u32 = 64;

/// People who choose a département each year.
pub struct Choosers {
    /// Graduates, by the subdivision of training.
    pub graduates: f64,
    /// Holders of a foreign degree.
    pub foreign: f64,
    /// Those who install from each département.
    pub installing: Vec<f64>,
    /// Installed who leave each département for another.
    pub leaving: Vec<f64>,
}

impl Choosers {
    /// Those of a year in départements of these stocks, whose locums install at these rates by sex and age.
    pub(super) fn of(stocks: &[Stock], locums: &[Heads; 2], gains: &[f64], foreign: f64) -> Self {
        let installing = |(stock, gain): (&Stock, &f64)| installing(stock, locums) + ENTRY_INSTALLED * gain;
        Self {
            graduates: gains.iter().sum::<f64>() - foreign,
            foreign,
            installing: stocks.iter().zip(gains).map(installing).collect(),
            leaving: stocks.iter().map(|stock| MOVING * stock.of(Status::Installed)).collect(),
        }
    }
}

/// Their choices.
pub struct Flows {
    choosers: Choosers,
    interns: Vec<f64>,
    /// `[subdivision][departement]`
    enter: Vec<Vec<f64>>,
    /// `[departement of origin][departement]`
    install: Vec<Vec<f64>>,
}

/// What a year is to bring.
pub struct Wanted<'a> {
    /// Heads that each département is to gain, before exits.
    pub gains: &'a [f64],
    /// Heads of the départements over which growth is measured.
    pub heads: &'a [Option<f64>],
    /// Standard deviation of the growth over [`YEARS`] that no table explains.
    pub unexplained: f64,
}

/// Sets weights and spread of the pull so that the choices of a year, installations and moves among them, give those gains and that
/// spread. Where the last total is not trusted, less is known of the drift.
pub fn balance(observed: &Observed, choice: &mut Choice, choosers: Choosers, wanted: &Wanted<'_>) {
    let home = [choice.home_subdivision, choice.home_departement];
    let flows = Flows::new(&Closeness::new(observed), &observed.geography, home, choosers);
    let weights = flows.weights(wanted.gains);
    let spread = flows.spread(&observed.geography, &weights, wanted.heads, YEARS, wanted.unexplained);
    let all: f64 = wanted.gains.iter().sum();
    let mean = weights.iter().zip(wanted.gains).map(|(weight, gain)| weight * gain).sum::<f64>() / all;
    for (d, (attraction, weight)) in choice.attraction.iter_mut().zip(weights).enumerate() {
        attraction.weight = weight / mean;
        attraction.spread = if untrusted(observed, d) { 1.5 * spread } else { spread };
    }
}

/// Locums of a stock who install in a year.
fn installing(stock: &Stock, rates: &[Heads; 2]) -> f64 {
    let locums = stock.0[Status::Locum as usize].iter().flatten();
    locums.zip(rates[0].iter().flatten()).map(|(heads, rate)| heads * rate).sum()
}

impl Flows {
    /// The choices for these constants.
    pub fn new(closeness: &Closeness<'_>, geography: &Geography, home: [f64; 2], choosers: Choosers) -> Self {
        let count = geography.departements.len();
        let own = libm::exp(home[1]);
        let install = |e: usize| (0..count).map(|d| decay(geography.distance(d, e)) * if d == e { own } else { 1.0 }).collect();
        Self {
            choosers,
            interns: closeness.interns.clone(),
            enter: closeness.factors(home[0]),
            install: (0..count).map(install).collect(),
        }
    }

    /// Arrivals of a year in each département, its own locums who install there included.
    #[must_use]
    pub fn arrivals(&self, weights: &[f64]) -> Vec<f64> {
        let mut arrivals = vec![0.0; weights.len()];
        let mut share = |heads: f64, closeness: &dyn Fn(usize) -> f64| {
            let pulls: Vec<f64> = weights.iter().enumerate().map(|(d, weight)| weight * closeness(d)).collect();
            let all: f64 = pulls.iter().sum();
            arrivals.iter_mut().zip(pulls).for_each(|(arrivals, pull)| *arrivals += heads * pull / all);
        };
        for (interns, enter) in self.interns.iter().zip(&self.enter) {
            share(self.choosers.graduates * interns, &|d| enter[d]);
        }
        share(self.choosers.foreign, &|_| 1.0);
        for (e, install) in self.install.iter().enumerate() {
            share(self.choosers.installing[e], &|d| install[d]);
            share(self.choosers.leaving[e], &|d| if d == e { 0.0 } else { install[d] });
        }
        arrivals
    }

    /// Weights under which each département gains `gains` beyond those who leave it to install or practise elsewhere.
    #[must_use]
    pub fn weights(&self, gains: &[f64]) -> Vec<f64> {
        let of = |d: usize| gains[d] + self.choosers.installing[d] + self.choosers.leaving[d];
        let wanted: Vec<f64> = (0..gains.len()).map(of).collect();
        let mut weights = gains.to_vec();
        for _ in 0..ITERATIONS {
            let given = self.arrivals(&weights);
            weights.iter_mut().zip(wanted.iter().zip(&given)).for_each(|(weight, (wanted, given))| *weight *= wanted / given);
        }
        weights
    }

    /// Spread of the log pull under which the growth over `years` of départements of these heads has the standard deviation `wanted`, over
    /// those that have heads.
    #[must_use]
    pub fn spread(&self, geography: &Geography, weights: &[f64], heads: &[Option<f64>], years: f64, wanted: f64) -> f64 {
        let shared = geography.shared_effects();
        let generator = Philox::new(0);
        let effects: Vec<Vec<f64>> = (0..DRAWS).map(|draw| effects(&generator, draw, &shared)).collect();
        let mean = self.arrivals(weights);
        let deviation = |spread: f64| {
            let mut squares = 0.0;
            for effect in &effects {
                let pulled: Vec<f64> =
                    weights.iter().zip(effect).map(|(weight, effect)| weight * libm::exp(spread * effect)).collect();
                let arrivals = self.arrivals(&pulled);
                for ((more, mean), heads) in arrivals.iter().zip(&mean).zip(heads) {
                    let growth = heads.map_or(0.0, |heads| (more - mean) / heads * years);
                    squares += growth * growth;
                }
            }
            let measured = heads.iter().flatten().count() * effects.len();
            libm::sqrt(squares / measured as f64)
        };
        let (mut low, mut high) = (0.0, 3.0);
        for _ in 0..20 {
            let middle = (low + high) / 2.0;
            if deviation(middle) < wanted { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    }
}

fn effects(generator: &Philox, draw: u32, shared: &[Vec<f64>]) -> Vec<f64> {
    let normal = |d: usize| {
        let address = Address { trajectory: draw, subject: d as u32, process: Process::Local, detail: 0, block: 0 };
        normal_quantile(unit(generator.words(address)[0]))
    };
    let noise: Vec<f64> = (0..shared.len()).map(normal).collect();
    shared.iter().map(|row| row.iter().zip(&noise).map(|(weight, z)| weight * z).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::Known;

    #[test]
    fn weights_give_the_gains_wanted_and_nobody_is_lost() {
        let known = Known::on(2018, &Observed::read(None).expect("sound"));
        let observed = known.tables();
        let count = observed.departements();
        let heads: Vec<f64> = observed.ages_2018.iter().map(|bands| bands.iter().sum()).collect();
        let all: f64 = heads.iter().sum();
        let choosers = Choosers {
            graduates: 3_000.0,
            foreign: 200.0,
            installing: heads.iter().map(|heads| 0.02 * heads).collect(),
            leaving: heads.iter().map(|heads| 0.003 * heads).collect(),
        };
        let gains: Vec<f64> = heads.iter().map(|heads| 3_200.0 * heads / all).collect();
        let flows = Flows::new(&Closeness::new(observed), &observed.geography, [3.0, 4.0], choosers);
        let weights = flows.weights(&gains);
        let arrivals = flows.arrivals(&weights);
        let expected = 3_200.0 + 0.023 * all;
        assert!((arrivals.iter().sum::<f64>() - expected).abs() < 1e-6 * expected);
        for d in 0..count {
            let gained = arrivals[d] - 0.023 * heads[d];
            // Proportional fitting has settled to a thousandth of the gain, and to a hundredth of a head where it is smallest.
            assert!((gained - gains[d]).abs() < 1e-3 * gains[d] + 0.01, "{d}: {gained} {}", gains[d]);
        }
    }
}
