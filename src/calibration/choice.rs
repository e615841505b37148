//! Where people go: attraction of départements, and the constants of the discrete choices.
//!
//! p(département d | subdivision s) ∝ weight_d × exp(home_subdivision × w[s][d]) × exp(−distance(d, s) / decay_km), where the distance is to
//! the nearest département of the subdivision and is capped, so that overseas interns may come back.
//! p(d | from e) ∝ weight_d × exp(home_departement × [d = e]) × exp(−distance(d, e) / decay_km).

use super::{cohort::FROM, departements::Paths, observed::Observed};
use crate::{baseline::Attraction, territory::Geography};

/// Weight of what 2018-25 shows beyond the share of young GPs: half, as it overlaps with own-age ageing and with chance.
const SHRINK: f64 = 0.5;
/// Length over which drift is shared between départements, km.
const DRIFT_KM: f64 = 250.0;
/// Least and greatest change of an entry weight that the residual may ask for.
const CORRECTION: [f64; 2] = [0.5, 1.8];
/// Length of the exponential decay of the choices, km (G; half of the libéral practise within 85 km of their birthplace, a tenth go far).
pub const DECAY_KM: f64 = 150.0;
/// Distances beyond this count the same, km.
pub const FAR_KM: f64 = 1_000.0;
/// Share of first registrations in a région of the subdivision of training (ONDPS).
pub const IN_REGION: f64 = 0.63;
/// Share of installations in the département where one is a locum (G).
pub const IN_DEPARTEMENT: f64 = 0.75;
/// First and last class whose posts say where interns are.
const CLASSES: std::ops::RangeInclusive<u16> = 2020..=2026;

/// Constants of the choices.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Pull of each département, mean 1 weighted by entrants, with its unexplained spread.
    pub attraction: Vec<Attraction>,
    /// Extra log weight of the départements of the subdivision.
    pub home_subdivision: f64,
    /// Extra log weight of one's own département.
    pub home_departement: f64,
}

/// First shares of entrants: GPs under 40 in 2018.
#[must_use]
pub fn young(observed: &Observed) -> Vec<f64> {
    shares(observed.ages_2018.iter().map(|bands| bands[0] + bands[1] + bands[2]).collect())
}

/// Shares of entrants corrected by what totals show beyond ageing, shared over neighbours and shrunk.
#[must_use]
pub fn corrected(observed: &Observed, young: &[f64], entrants: f64, paths: &Paths) -> Vec<f64> {
    let own: Vec<f64> = (0..young.len()).map(|d| paths.residual[d] / (paths.years[d] * entrants * young[d])).collect();
    let shared = smooth(&observed.geography, &own, young);
    let factor = |d: usize| (1.0 + SHRINK * (own[d] + shared[d]) / 2.0).clamp(CORRECTION[0], CORRECTION[1]);
    shares((0..young.len()).map(|d| young[d] * factor(d)).collect())
}

fn shares(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Mean of the départements around, by weight and a Gaussian of the distance.
pub(super) fn smooth(geography: &Geography, values: &[f64], weights: &[f64]) -> Vec<f64> {
    let kernel = |a: usize, b: usize| {
        let x = geography.distance(a, b) / DRIFT_KM;
        libm::exp(-2.0 * x * x)
    };
    (0..values.len())
        .map(|a| {
            let (mut sum, mut mass) = (0.0, 0.0);
            for b in 0..values.len() {
                let weight = kernel(a, b) * weights[b];
                sum += weight * values[b];
                mass += weight;
            }
            sum / mass
        })
        .collect()
}

/// Standard deviation of the growth of départements over five years that no table explains.
///
/// They grew 2013-18 with a standard deviation around France's; less the chance of heads; less what the same drift still explains
/// afterwards (its squared correlation with the residual of 2018-25).
#[must_use]
pub fn unexplained(observed: &Observed, paths: &Paths) -> f64 {
    // Over five years entries and exits, about 3.5 % of heads each a year, are Poisson: variance 0.35 per head.
    const CHANCE: f64 = 0.35;
    let sum = |modes: &[f64; 4]| modes.iter().sum::<f64>();
    let (before, after) = (&observed.modes[&2013], &observed.modes[&FROM]);
    let france = after.iter().map(sum).sum::<f64>() / before.iter().map(sum).sum::<f64>();
    let growth: Vec<f64> = before.iter().zip(after).map(|(before, after)| sum(after) / sum(before) / france - 1.0).collect();
    let chance = before.iter().map(|modes| CHANCE / sum(modes)).sum::<f64>() / before.len() as f64;
    let real = (variance(&growth) - chance).max(0.0);
    let totals = observed.ages_2018.iter().map(|bands| bands.iter().sum::<f64>());
    let later: Vec<f64> = paths.residual.iter().zip(totals).map(|(residual, heads)| residual / heads).collect();
    let explained = correlation(&growth, &later);
    libm::sqrt(real * (1.0 - explained * explained))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum::<f64>() / (a.len() as f64 - 1.0)
}

fn variance(values: &[f64]) -> f64 {
    covariance(values, values)
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    covariance(a, b) / libm::sqrt(variance(a) * variance(b))
}

/// Fits the constants: weights so that each département receives its share of entrants, then the two home terms by bisection. The pull
/// has no spread yet: see [`balance`](super::flows::balance).
#[must_use]
pub fn fit(observed: &Observed, shares: &[f64], territories: &[f64]) -> Choice {
    let closeness = Closeness::new(observed);
    let (mut low, mut high) = (0.0, 12.0);
    let mut weights = shares.to_vec();
    for _ in 0..25 {
        let home = (low + high) / 2.0;
        weights = closeness.weights(shares, home);
        if closeness.in_region(&weights, home) < IN_REGION { low = home } else { high = home }
    }
    let home_subdivision = (low + high) / 2.0;
    let home_departement = home_departement(&observed.geography, &weights, shares);
    let mean: f64 = weights.iter().zip(shares).map(|(weight, share)| weight * share).sum();
    let attraction = observed.geography.departements.iter().enumerate().map(|(d, departement)| Attraction {
        weight: weights[d] / mean,
        spread: 0.0,
        territories: territories[departement.territories.clone()].to_vec(),
    });
    Choice { attraction: attraction.collect(), home_subdivision, home_departement }
}

/// Whether the last total of a département is not trusted: less is known of its drift.
pub(super) fn untrusted(observed: &Observed, departement: usize) -> bool {
    observed.totals.values().any(|totals| totals[departement].is_none())
}

pub(super) fn decay(km: f64) -> f64 {
    libm::exp(-km.min(FAR_KM) / DECAY_KM)
}

/// How near départements are to the subdivisions of training.
pub(super) struct Closeness<'a> {
    observed: &'a Observed,
    /// Share of interns by subdivision.
    pub(super) interns: Vec<f64>,
    /// Weight of départements in subdivisions.
    own: Vec<Vec<f64>>,
    /// Decay from the subdivision to the département.
    decay: Vec<Vec<f64>>,
    /// Whether the département lies in a région of the subdivision.
    regional: Vec<Vec<bool>>,
}

impl<'a> Closeness<'a> {
    pub(super) fn new(observed: &'a Observed) -> Self {
        let (count, geography) = (observed.departements(), &observed.geography);
        let mut own = vec![vec![0.0; count]; observed.subdivisions.len()];
        for (subdivision, departement, weight, _) in &observed.weights {
            own[*subdivision][*departement] = *weight;
        }
        let posts =
            |s: usize| CLASSES.filter_map(|class| observed.posts.get(&class)).map(|posts| f64::from(posts[s])).sum::<f64>();
        let young: Vec<f64> = observed.ages_2018.iter().map(|bands| bands[0] + bands[1] + bands[2]).collect();
        // Before 2020 no key of posts by subdivision is known: the GPs under 40 of each.
        let young = |s: usize| own[s].iter().zip(&young).map(|(weight, young)| weight * young).sum::<f64>();
        let interns = shares((0..own.len()).map(|s| if observed.posts.is_empty() { young(s) } else { posts(s) }).collect());
        let members = |s: usize| (0..count).filter(|&d| own[s][d] > 0.0).collect::<Vec<_>>();
        let nearest = |s: usize, d: usize| members(s).into_iter().map(|e| geography.distance(d, e)).fold(FAR_KM, f64::min);
        let region = |d: usize| geography.departements[d].region;
        let decay = (0..own.len()).map(|s| (0..count).map(|d| decay(nearest(s, d))).collect()).collect();
        let regional =
            (0..own.len()).map(|s| (0..count).map(|d| members(s).iter().any(|&e| region(e) == region(d))).collect()).collect();
        Self { observed, interns, own, decay, regional }
    }

    /// Closeness of every département to every subdivision: `[subdivision][departement]`.
    pub(super) fn factors(&self, home: f64) -> Vec<Vec<f64>> {
        let row = |(own, decay): (&Vec<f64>, &Vec<f64>)| {
            own.iter().zip(decay).map(|(own, decay)| libm::exp(home * own) * decay).collect()
        };
        self.own.iter().zip(&self.decay).map(row).collect()
    }

    fn law(&self, s: usize, weights: &[f64], home: f64) -> Vec<f64> {
        shares(
            weights.iter().enumerate().map(|(d, weight)| weight * libm::exp(home * self.own[s][d]) * self.decay[s][d]).collect(),
        )
    }

    /// Iterative proportional fitting: the mix of laws gives each département its share.
    fn weights(&self, wanted: &[f64], home: f64) -> Vec<f64> {
        let mut weights = wanted.to_vec();
        for _ in 0..60 {
            let mut given = vec![0.0; weights.len()];
            for (s, interns) in self.interns.iter().enumerate() {
                self.law(s, &weights, home).iter().zip(&mut given).for_each(|(p, given)| *given += interns * p);
            }
            weights.iter_mut().zip(wanted.iter().zip(&given)).for_each(|(weight, (wanted, given))| *weight *= wanted / given);
        }
        weights
    }

    fn in_region(&self, weights: &[f64], home: f64) -> f64 {
        let inside = |s: usize| {
            let law = self.law(s, weights, home);
            law.iter().zip(&self.regional[s]).filter(|(_, regional)| **regional).map(|(p, _)| p).sum::<f64>()
        };
        debug_assert_eq!(self.interns.len(), self.observed.subdivisions.len());
        self.interns.iter().enumerate().map(|(s, interns)| interns * inside(s)).sum()
    }
}

fn home_departement(geography: &Geography, weights: &[f64], shares: &[f64]) -> f64 {
    let count = weights.len();
    let pull: Vec<Vec<f64>> =
        (0..count).map(|e| (0..count).map(|d| weights[d] * decay(geography.distance(d, e))).collect()).collect();
    let staying = |home: f64| {
        let stay = |e: usize| {
            let own = pull[e][e] * libm::exp(home);
            own / (own + pull[e].iter().sum::<f64>() - pull[e][e])
        };
        (0..count).map(|e| shares[e] * stay(e)).sum::<f64>()
    };
    let (mut low, mut high) = (0.0, 12.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if staying(middle) < IN_DEPARTEMENT { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}
