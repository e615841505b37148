//! Chances of each place: pull × closeness, each row summing to 1.

use releve::baseline::Baseline;

/// Distance beyond which places are equally far, km.
const FAR: f64 = 1_000.0;
const EARTH_RADIUS: f64 = 6_371.0;

/// Chances by origin.
pub struct Choice {
    /// `[subdivision][departement]`.
    pub enters: Vec<Vec<f64>>,
    /// `[departement]`, for holders of a foreign degree.
    pub from_abroad: Vec<f64>,
    /// `[departement][territory]`.
    pub installs: Vec<Vec<f64>>,
}

impl Choice {
    pub fn new(baseline: &Baseline) -> Self {
        let (geography, behaviour) = (&baseline.geography, &baseline.behaviour);
        let departements = geography.departements.len();
        let pull = |d: usize| baseline.attraction[d].weight;
        let decay = |km: f64| (-km.min(FAR) / behaviour.decay_km).exp();
        let enters = baseline.training.weights.iter().map(|weights| {
            let nearest = |to: usize| {
                let of_subdivision = (0..departements).filter(|from| weights[*from] > 0.0);
                of_subdivision.map(|from| distance(baseline, from, to)).fold(f64::INFINITY, f64::min)
            };
            let home = |to: usize| (behaviour.home_subdivision * weights[to]).exp();
            shares((0..departements).map(|to| pull(to) * home(to) * decay(nearest(to))))
        });
        let installs = (0..departements).map(|origin| {
            let home = |to: usize| if to == origin { behaviour.home_departement.exp() } else { 1.0 };
            let by_departement = shares((0..departements).map(|to| pull(to) * home(to) * decay(distance(baseline, origin, to))));
            let of_territory = |territory: usize| {
                let d = geography.territories[territory].departement;
                let place = territory - geography.departements[d].territories.start;
                let within = &baseline.attraction[d].territories;
                // Weights are written with six decimals, so their sum is brought to 1.
                by_departement[d] * within[place] / within.iter().sum::<f64>()
            };
            (0..geography.territories.len()).map(of_territory).collect()
        });
        Self { enters: enters.collect(), from_abroad: shares((0..departements).map(pull)), installs: installs.collect() }
    }
}

fn shares(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let weights: Vec<f64> = weights.collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Great circle between centroids, by the spherical law of cosines on unit vectors.
fn distance(baseline: &Baseline, from: usize, to: usize) -> f64 {
    let vector = |index: usize| {
        let place = &baseline.geography.departements[index];
        let (latitude, longitude) = (place.latitude.to_radians(), place.longitude.to_radians());
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    };
    let (a, b) = (vector(from), vector(to));
    let cosine: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    // The arc of a place to itself is 0; the arc cosine of a sum rounded just below 1 would be metres.
    if from == to { 0.0 } else { EARTH_RADIUS * cosine.clamp(-1.0, 1.0).acos() }
}
