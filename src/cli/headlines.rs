//! The main results of a projection: what the screen and the JSON say.

use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{projection::Projection, quantiles::Summary},
    territory::Geography,
};
use serde::Serialize;

/// Mean and 80 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Figure {
    pub mean: f64,
    pub q10: f64,
    pub q90: f64,
}

/// France on 1 January.
#[derive(Debug, Serialize)]
pub(super) struct Year {
    pub year: u16,
    #[serde(rename = "headcount_P1")]
    pub gps: Figure,
    #[serde(rename = "headcount_P5")]
    pub with_list: Figure,
    #[serde(rename = "fte_P1")]
    pub fte: Figure,
    #[serde(rename = "dj_headcount")]
    pub juniors: Figure,
    pub without_mt: Figure,
}

/// The lowest headcount from the start to the horizon.
#[derive(Debug, Serialize)]
pub(super) struct Trough {
    pub count: &'static str,
    pub median_year: f64,
    pub q10_year: f64,
    pub q90_year: f64,
    pub headcount: Figure,
}

/// The change of a département.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    pub code: String,
    pub name: String,
    /// P1 at the start, which is known.
    pub start: f64,
    /// P1 at the horizon.
    pub horizon: Figure,
    /// Relative change of P1 (0.1: a tenth more).
    pub change: Figure,
}

/// The main results. What the levels that were run do not hold is empty.
#[derive(Debug, Default, Serialize)]
pub(super) struct Headlines {
    pub france: Vec<Year>,
    pub troughs: Vec<Trough>,
    /// The five départements that fare worst, the worst first.
    pub worst: Vec<Change>,
    /// The five that fare best, the best first.
    pub best: Vec<Change>,
    /// First and last year.
    #[serde(skip)]
    pub period: [u16; 2],
}

/// Départements in each list.
const LISTED: usize = 5;
/// Years from the start that are all shown; after them one in five.
const YEARLY: u16 = 10;

impl Headlines {
    /// The main results of a projection.
    pub fn of(projection: &Projection, geography: &Geography) -> Self {
        let (worst, best) = extremes(changes(projection, geography));
        let years = shown_years(projection.layout.start, projection.horizon());
        Self {
            france: years.filter_map(|year| Year::of(projection, year)).collect(),
            troughs: [Count::P1, Count::P5].into_iter().filter_map(|count| Trough::of(projection, count)).collect(),
            worst,
            best,
            period: [projection.layout.start, projection.horizon()],
        }
    }
}

/// Every year to ten years ahead, then multiples of five, and the horizon.
fn shown_years(start: u16, horizon: u16) -> impl Iterator<Item = u16> {
    (start..=horizon).filter(move |year| *year <= start + YEARLY || year % 5 == 0 || *year == horizon)
}

impl Year {
    fn of(projection: &Projection, year: u16) -> Option<Self> {
        let figure = |indicator, count| projection.get(Level::France, "FR", "", indicator, count, year).map(Figure::from);
        Some(Self {
            year,
            gps: figure("headcount", Some(Count::P1))?,
            with_list: figure("headcount", Some(Count::P5))?,
            fte: figure("fte", Some(Count::P1))?,
            juniors: figure("dj_headcount", None)?,
            without_mt: figure("without_mt", None)?,
        })
    }
}

impl Trough {
    fn of(projection: &Projection, count: Count) -> Option<Self> {
        let summary = |indicator| projection.get(Level::France, "FR", "", indicator, Some(count), projection.horizon());
        let (year, value) = (summary("trough_year")?, summary("trough_value")?);
        let interval = Figure::from(year);
        Some(Self {
            count: count.key(),
            median_year: year.median(),
            q10_year: interval.q10,
            q90_year: interval.q90,
            headcount: value.into(),
        })
    }
}

impl From<&Summary> for Figure {
    fn from(summary: &Summary) -> Self {
        let (q10, q90) = summary.interval(80).unwrap_or((summary.mean, summary.mean));
        Self { mean: summary.mean, q10, q90 }
    }
}

impl Figure {
    fn relative_to(self, start: f64) -> Self {
        let relative = |value: f64| value / start - 1.0;
        Self { mean: relative(self.mean), q10: relative(self.q10), q90: relative(self.q90) }
    }
}

fn changes(projection: &Projection, geography: &Geography) -> Vec<Change> {
    let headcount = |code: &str, year| projection.get(Level::Departement, code, "", "headcount", Some(Count::P1), year);
    let change = |departement: &crate::territory::Departement| {
        let start = headcount(&departement.code, projection.layout.start)?.mean;
        let horizon = Figure::from(headcount(&departement.code, projection.horizon())?);
        let (code, name) = (departement.code.clone(), departement.name.clone());
        (start > 0.0).then(|| Change { code, name, start, horizon, change: horizon.relative_to(start) })
    };
    geography.departements.iter().filter_map(change).collect()
}

/// The ends of the list by mean change; a département is never in both.
fn extremes(mut changes: Vec<Change>) -> (Vec<Change>, Vec<Change>) {
    changes.sort_by(|a, b| a.change.mean.total_cmp(&b.change.mean));
    let listed = LISTED.min(changes.len() / 2);
    let mut best = changes.split_off(changes.len() - listed);
    best.reverse();
    changes.truncate(listed);
    (changes, best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_all_shown_at_first_then_one_in_five_and_the_last() {
        let years: Vec<_> = shown_years(2026, 2052).collect();
        assert_eq!(years[..11], (2026..=2036).collect::<Vec<_>>());
        assert_eq!(years[11..], [2040, 2045, 2050, 2052]);
        assert_eq!(shown_years(2026, 2027).count(), 2);
    }

    #[test]
    fn the_worst_and_the_best_do_not_overlap() {
        let figure = |mean| Figure { mean, q10: mean, q90: mean };
        let change = |index: u32| {
            let horizon = figure(f64::from(index * 7 % 11));
            Change { code: index.to_string(), name: String::new(), start: 10.0, horizon, change: horizon.relative_to(10.0) }
        };
        let (worst, best) = extremes((0..11).map(change).collect());
        assert_eq!(worst.iter().map(|change| change.horizon.mean).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(best.iter().map(|change| change.horizon.mean).collect::<Vec<_>>(), [10.0, 9.0, 8.0, 7.0, 6.0]);
        assert!((best[0].change.mean - 0.0).abs() < 1e-12);
        assert_eq!(extremes(vec![change(1)]).0.len(), 0);
    }
}
