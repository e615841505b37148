//! Transfers: work done elsewhere than at home. What one territory gains others lose, to the thousandth.

use std::ops::Range;

/// What a transfer moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Acts alone: a visitor follows no list.
    Acts,
    /// Acts and lists: a second practice has patients of its own.
    ActsAndLists,
}

/// Work moved in one year, in thousandths of a full GP by territory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transfers {
    acts: Vec<i64>,
    lists: Vec<i64>,
}

impl Transfers {
    /// Everybody works at home.
    #[must_use]
    pub fn new(territories: usize) -> Self {
        Self { acts: vec![0; territories], lists: vec![0; territories] }
    }

    /// Back to neutral.
    pub fn reset(&mut self) {
        self.acts.fill(0);
        self.lists.fill(0);
    }

    /// Moves the work of `gps` full GPs from territories in proportion to one weight to others in proportion to another.
    /// Nothing moves when either side has no weight.
    pub fn shift(&mut self, work: Work, gps: f64, from: impl Fn(usize) -> f64, to: impl Fn(usize) -> f64) {
        self.shift_within(0..self.acts.len(), work, gps, from, to);
    }

    /// [`Self::shift`] among the territories of a range, such as those of a département: the others are not looked at.
    pub fn shift_within(
        &mut self,
        range: Range<usize>,
        work: Work,
        gps: f64,
        from: impl Fn(usize) -> f64,
        to: impl Fn(usize) -> f64,
    ) {
        let total = |weight: &dyn Fn(usize) -> f64| range.clone().map(weight).sum::<f64>();
        let (given, taken) = (total(&from), total(&to));
        let thousandths = libm::round(gps * 1_000.0);
        if given <= 0.0 || taken <= 0.0 || thousandths <= 0.0 {
            return;
        }
        self.spread(range.clone(), work, -thousandths, |territory| from(territory) / given);
        self.spread(range, work, thousandths, |territory| to(territory) / taken);
    }

    /// Whole thousandths whose sums in turn are the rounded sums of the shares.
    fn spread(&mut self, range: Range<usize>, work: Work, signed: f64, share: impl Fn(usize) -> f64) {
        let (sign, thousandths) = if signed < 0.0 { (-1, -signed) } else { (1, signed) };
        let (mut sum, mut before) = (0.0, 0);
        let last = range.clone().rev().find(|territory| share(*territory) > 0.0);
        for territory in range {
            sum += share(territory) * thousandths;
            let reached = if Some(territory) == last { thousandths as i64 } else { (sum + 0.5) as i64 };
            let part = sign * (reached.max(before) - before);
            before = reached.max(before);
            self.acts[territory] += part;
            if work == Work::ActsAndLists {
                self.lists[territory] += part;
            }
            if Some(territory) == last {
                return;
            }
        }
    }

    /// Work gained (lost if negative) by territory.
    #[must_use]
    pub fn acts(&self) -> &[i64] {
        &self.acts
    }

    /// Of it, work that follows lists.
    #[must_use]
    pub fn lists(&self) -> &[i64] {
        &self.lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_gain_others_lose_to_the_thousandth() {
        let mut transfers = Transfers::new(7);
        let from = |territory: usize| [0.0, 1.0, 3.0, 0.1, 0.0, 0.0, 0.0][territory];
        let to = |territory: usize| [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0][territory];
        transfers.shift(Work::ActsAndLists, 10.0, from, to);
        assert_eq!(transfers.acts(), [3_333, -2_439, -7_317, -244, 3_334, 3_333, 0]);
        assert_eq!(transfers.lists(), transfers.acts());
        transfers.shift(Work::Acts, 0.777, from, to);
        assert_eq!(transfers.acts().iter().sum::<i64>(), 0);
        assert_eq!(transfers.lists().iter().map(|work| work.abs()).sum::<i64>(), 20_000);
    }

    #[test]
    fn a_range_has_what_it_moves_to_itself() {
        let mut transfers = Transfers::new(5);
        transfers.shift_within(
            1..4,
            Work::ActsAndLists,
            1.0,
            |territory| territory as f64,
            |territory| f64::from(territory == 1),
        );
        assert_eq!(transfers.lists(), [0, 1_000 - 167, -333, -500, 0]);
    }

    #[test]
    fn nothing_moves_without_somewhere_to_go() {
        let mut transfers = Transfers::new(2);
        transfers.shift(Work::Acts, 5.0, |_| 1.0, |_| 0.0);
        transfers.shift(Work::Acts, 5.0, |_| 0.0, |_| 1.0);
        transfers.shift(Work::Acts, -5.0, |_| 1.0, |_| 1.0);
        assert_eq!(transfers, Transfers::new(2));
    }
}
