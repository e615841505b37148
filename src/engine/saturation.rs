//! Refusal of new patients: the share of GPs with a list who take none, by the adults there are for each place on a list.
//!
//! A logistic relation between départements and over time, its constant such that France starts where it was observed.

/// What of a département decides refusals at the start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Lists, in any unit.
    pub(super) lists: f64,
    /// Logarithm of adults per place on a list.
    pub(super) pressure: f64,
}

/// The relation of a trajectory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Saturation {
    constant: f64,
    slope: f64,
}

impl Saturation {
    /// The relation of this slope by which a share of all lists is closed.
    pub(super) fn new(places: impl Iterator<Item = Place> + Clone, slope: f64, share: f64) -> Self {
        let lists: f64 = places.clone().map(|place| place.lists).sum();
        // None or all closed has no constant: held just within.
        let share = share.clamp(0.001, 0.999);
        let mut relation = Self { constant: libm::log(share / (1.0 - share)), slope };
        // Newton's method: the sum of logistics is smooth and rising, and places differ by less than one in the exponent,
        // so eight steps reach the last digits.
        for _ in 0..8 {
            let (mut closed, mut rise) = (0.0, 0.0);
            for place in places.clone() {
                let here = relation.share(place.pressure);
                closed += here * place.lists;
                rise += here * (1.0 - here) * place.lists;
            }
            relation.constant -= (closed - share * lists) / rise.max(f64::MIN_POSITIVE);
        }
        relation
    }

    /// Share of lists closed under a pressure.
    pub(super) fn share(&self, pressure: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-self.constant - self.slope * pressure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn france_starts_where_it_was_observed_and_pressure_closes_lists() {
        let places = [(10.0, -0.4), (30.0, 0.0), (60.0, 0.3)].map(|(lists, pressure)| Place { lists, pressure });
        for share in [0.44, 0.65, 0.9] {
            let relation = Saturation::new(places.iter().copied(), 8.0, share);
            let closed: f64 = places.iter().map(|place| relation.share(place.pressure) * place.lists).sum();
            // Rounding of a few hundred operations on numbers near 1.
            assert!((closed / 100.0 - share).abs() < 1e-12, "{closed}");
            assert!(relation.share(-0.4) < relation.share(0.0) && relation.share(0.0) < relation.share(0.3));
        }
        let level = Saturation::new(places.iter().copied(), 0.0, 0.5);
        assert!((level.share(0.3) - 0.5).abs() < 1e-12, "without a slope all are alike");
    }
}
