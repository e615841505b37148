//! What several levers share: which territories are short of doctors, and how strongly a pull draws.

use super::{Field, Kind, POLICY_YEARS};
use crate::{
    baseline::Baseline,
    phase::{Now, PlacementRule},
    text::Text,
};

/// The setting of levers that begin some year.
pub(super) const FROM: Field = Field {
    name: "from",
    about: Text { fr: "première année d'application", en: "first year in force" },
    kind: Kind::Year { default: 2027, years: POLICY_YEARS },
};

/// First installations of libéral GPs in a year (Cnam, 12 months to 30 June 2025), until the run has years of its own.
const FIRST_INSTALLATIONS: f64 = 2_293.0;

/// Whether a territory is short of doctors (ZIP or ZAC).
pub(super) fn is_short(baseline: &Baseline, territory: usize) -> bool {
    baseline.geography.territories[territory].zone.is_short()
}

/// Libéral GPs of the territories that `keep` names, on 1 January.
pub(super) fn liberal_of(now: &Now, keep: impl Fn(usize) -> bool) -> f64 {
    let kept = now.liberal.iter().enumerate().filter(|(territory, _)| keep(*territory));
    f64::from(kept.map(|(_, heads)| heads).sum::<u32>())
}

/// Those who chose a territory last year.
pub(super) fn who_chose(now: &Now) -> f64 {
    now.installations.last().map_or(FIRST_INSTALLATIONS, |territories| f64::from(territories.iter().sum::<u32>()))
}

/// Pulls about `heads` more of those who choose a territory this year to the territories that `target` names.
///
/// These territories hold a share s of the choices, taken as their share of libéral GPs; the weight k that lifts it to
/// s + heads / choosers solves k s / (k s + 1 − s) = s + heads / choosers.
pub(super) fn pull(now: &Now, rule: &mut PlacementRule, heads: f64, target: impl Fn(usize) -> bool) {
    let all = liberal_of(now, |_| true);
    let choosers = who_chose(now);
    if heads == 0.0 || all <= 0.0 || choosers <= 0.0 {
        return;
    }
    let share = liberal_of(now, &target) / all;
    if share <= 0.0 || share >= 1.0 {
        return;
    }
    let wanted = (share + heads / choosers).clamp(0.0, MOST);
    let factor = wanted * (1.0 - share) / (share * (1.0 - wanted));
    for territory in (0..now.liberal.len()).filter(|territory| target(*territory)) {
        rule.multiply(territory, factor);
    }
}

/// Largest share of choices that a pull can reach: the others stay free.
const MOST: f64 = 0.99;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Draw;

    #[test]
    fn a_pull_moves_the_heads_it_names() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![]));
        let installed = [vec![1_500, 500]];
        let now = Now { installations: &installed, ..Now::unchanged(&baseline, 2030, &draw, &[6_000, 2_000]) };
        let mut rule = PlacementRule::new(2, 0);
        pull(&now, &mut rule, 200.0, |territory| territory == 1);
        let [first, second] = [0, 1].map(|territory| rule.weights()[territory] * f64::from(now.liberal[territory]));
        // A quarter of 2,000 choices and 200 more are 35 %.
        assert!((second / (first + second) - 0.35).abs() < 4.0 * f64::EPSILON);
        pull(&now, &mut rule, 0.0, |_| true);
        assert_eq!(rule.weights()[0].to_bits(), 1.0_f64.to_bits());
    }
}
