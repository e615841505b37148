//! Heads of all places side by side, from which the tallies of a year are read.

use super::{
    counts::{BANDS, Column, Counts},
    person::MAX_PLACES,
    tally::{Heads, Tally},
};
use crate::cohort::{Sex, Status};
use pulp::{Arch, NullaryFnOnce};

/// What [`Heads`] holds, by place.
struct Measures {
    all: [i64; MAX_PLACES],
    women: [i64; MAX_PLACES],
    over_60: [i64; MAX_PLACES],
    fte: [i64; MAX_PLACES],
}

/// The measures of each status, and of those aged 70 and over.
#[derive(Default)]
pub(super) struct Columns {
    by_status: [Measures; 4],
    over_70: Measures,
}

impl Default for Measures {
    fn default() -> Self {
        let none = [0; MAX_PLACES];
        Self { all: none, women: none, over_60: none, fte: none }
    }
}

impl Columns {
    /// Measures everybody on the last 1 January; `fte` says what one under 50, and one of 50 and over, works in thousandths.
    pub(super) fn fill(&mut self, counts: &Counts, fte: impl Fn(Status, Sex) -> [i64; 2]) {
        *self = Self::default();
        for status in Status::ALL {
            for sex in Sex::ALL {
                let (bands, fte) = (counts.bands(status, sex), fte(status, sex));
                let women = i64::from(sex == Sex::Woman);
                let (of_status, over_70) = (&mut self.by_status[status as usize], &mut self.over_70);
                Arch::new().dispatch(Measure { bands, women, fte, of_status, over_70 });
            }
        }
    }

    /// The heads of a place.
    pub(super) fn tally(&self, place: usize) -> Tally {
        let by_status = self.by_status.each_ref().map(|measures| measures.of(place));
        Tally { by_status, over_70: self.over_70.of(place), ..Tally::default() }
    }
}

/// Adds the heads of a status and sex.
struct Measure<'a> {
    bands: [&'a Column; BANDS],
    /// 1 for women, 0 for men.
    women: i64,
    fte: [i64; 2],
    of_status: &'a mut Measures,
    over_70: &'a mut Measures,
}

impl NullaryFnOnce for Measure<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { bands, women, fte: [young_fte, old_fte], of_status, over_70 } = self;
        for place in 0..MAX_PLACES {
            let [under_40, forties, fifties, sixties, seventies] = bands.map(|heads| i64::from(heads[place]));
            let (young, old) = (under_40 + forties, fifties + sixties + seventies);
            of_status.all[place] += young + old;
            of_status.women[place] += women * (young + old);
            of_status.over_60[place] += sixties + seventies;
            of_status.fte[place] += young * young_fte + old * old_fte;
            over_70.all[place] += seventies;
            over_70.women[place] += women * seventies;
            over_70.over_60[place] += seventies;
            over_70.fte[place] += seventies * old_fte;
        }
    }
}

impl Measures {
    fn of(&self, place: usize) -> Heads {
        Heads { all: self.all[place], women: self.women[place], over_60: self.over_60[place], fte: self.fte[place] }
    }
}
