//! The integers of one place and year from which every indicator is read.

use crate::cohort::{Count, Status};
use std::ops::AddAssign;

/// Flows of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Flow {
    Entrants,
    Graduates,
    Installations,
    Exits,
    Retirements,
    CumulEntries,
    Arrivals,
    Departures,
    Refused,
    RefusedElsewhere,
    RefusedWaiting,
    RefusedSalaried,
    RefusedOut,
    RefusedUnconventioned,
}

/// Number of flows.
pub(super) const FLOWS: usize = Flow::RefusedUnconventioned as usize + 1;

/// A measure of heads: all, women, aged 60 and over, and full-time equivalents in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Heads {
    pub(super) all: i64,
    pub(super) women: i64,
    pub(super) over_60: i64,
    pub(super) fte: i64,
}

impl Heads {
    pub(super) const fn minus(self, other: Self) -> Self {
        Self {
            all: self.all - other.all,
            women: self.women - other.women,
            over_60: self.over_60 - other.over_60,
            fte: self.fte - other.fte,
        }
    }

    const fn times(self, factor: i64) -> Self {
        Self { all: self.all * factor, women: self.women * factor, over_60: self.over_60 * factor, fte: self.fte * factor }
    }
}

impl AddAssign for Heads {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.women += other.women;
        self.over_60 += other.over_60;
        self.fte += other.fte;
    }
}

/// What is known of a place on 1 January and of its year. Every field adds up from places to départements, régions and
/// France, but arrivals and departures, which are counted at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(super) by_status: [Heads; 4],
    pub(super) over_70: Heads,
    /// Thousandths: (installed + retired-active) × (1 − share of MEP).
    pub(super) with_list: Heads,
    /// Heads and thousandths of full GPs without an agreement, among the installed and retired-active.
    pub(super) unconventioned: i64,
    pub(super) unconventioned_fte: i64,
    /// Thousandths of full GPs in salaried posts opened by policies, among the salaried.
    pub(super) posts_fte: i64,
    /// Thousandths of full GPs at work here: those in place, docteurs juniors, support and transfers.
    pub(super) capacity: i64,
    /// Public cost of policies in the year, euros.
    pub(super) cost: i64,
    /// Acts offered in a year, on the scale of the APL, hundredths.
    pub(super) acts: i64,
    /// Inhabitants.
    pub(super) population: i64,
    /// Inhabitants weighted by need, thousandths.
    pub(super) need: i64,
    /// Inhabitants aged 17 and over.
    pub(super) adults: i64,
    /// Of them, without a médecin traitant.
    pub(super) without_mt: i64,
    /// Of them, with a long illness (ALD).
    pub(super) without_mt_ald: i64,
    /// Thousandths: GPs with a list who take no new patient.
    pub(super) saturated: i64,
    /// Inhabitants whose access is low.
    pub(super) low_access: i64,
    /// Inhabitants whom policies have brought within 30 minutes of urgent care.
    pub(super) urgent: i64,
    pub(super) juniors: i64,
    /// Thousandths.
    pub(super) juniors_fte: i64,
    pub(super) flows: [i64; FLOWS],
}

impl Tally {
    /// A count in thousandths (FTE in millionths).
    pub(super) fn count(&self, count: Count) -> Heads {
        let of = |status: Status| self.by_status[status as usize];
        let mut heads = of(Status::Installed);
        match count {
            Count::P1 | Count::P2 => {
                heads += of(Status::Locum);
                heads += of(Status::Salaried);
                heads += of(Status::RetiredActive);
                if count == Count::P2 {
                    heads = heads.minus(self.over_70);
                }
            }
            Count::P3 => heads += of(Status::Salaried),
            Count::P4 => {}
            Count::P5 => return self.with_list,
        }
        heads.times(1_000)
    }

    /// Adds the heads of another: all that places are counted by.
    pub(super) fn add_heads(&mut self, other: &Self) {
        for (mine, theirs) in self.by_status.iter_mut().zip(other.by_status) {
            *mine += theirs;
        }
        self.over_70 += other.over_70;
        self.with_list += other.with_list;
        self.unconventioned += other.unconventioned;
        self.unconventioned_fte += other.unconventioned_fte;
        self.posts_fte += other.posts_fte;
    }

    /// Acts per standardised inhabitant and year.
    pub(super) fn access(&self) -> f64 {
        if self.need > 0 { self.acts as f64 * 10.0 / self.need as f64 } else { 0.0 }
    }

    pub(super) fn flow(&mut self, flow: Flow) -> &mut i64 {
        &mut self.flows[flow as usize]
    }
}

impl AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.add_heads(other);
        self.capacity += other.capacity;
        self.cost += other.cost;
        self.acts += other.acts;
        self.population += other.population;
        self.need += other.need;
        self.adults += other.adults;
        self.without_mt += other.without_mt;
        self.without_mt_ald += other.without_mt_ald;
        self.saturated += other.saturated;
        self.low_access += other.low_access;
        self.urgent += other.urgent;
        self.juniors += other.juniors;
        self.juniors_fte += other.juniors_fte;
        for (mine, theirs) in self.flows.iter_mut().zip(other.flows) {
            *mine += theirs;
        }
    }
}

/// `part / whole` × `scale`, rounded to the nearest; 0 when there is no whole. One division of whole numbers below 2^53.
#[inline]
pub(super) fn ratio(part: i64, whole: i64, scale: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    nearest(part as f64 * scale as f64 / whole as f64)
}

/// The nearest whole number, halves away from zero.
#[inline]
pub(super) fn nearest(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_made_of_statuses() {
        let heads = |all| Heads { all, women: all / 2, over_60: 0, fte: all * 900 };
        let tally = Tally {
            by_status: [heads(100), heads(40), heads(60), heads(10)],
            over_70: heads(12),
            with_list: heads(99).times(1_000),
            ..Tally::default()
        };
        let all = Count::ALL.map(|count| tally.count(count).all / 1_000);
        assert_eq!(all, [210, 198, 160, 100, 99]);
    }

    #[test]
    fn ratios_round_to_the_nearest() {
        assert_eq!([ratio(1, 3, 100), ratio(2, 3, 100), ratio(-2, 3, 100), ratio(5, 0, 100)], [33, 67, -67, 0]);
    }
}
