//! Naive rivals, from the tables to the date alone (and the realised national total where it is given to all).

use super::{HeldOut, LOCAL_HORIZONS};
use crate::{calibration::Known, text::Text};

/// First year of the trend.
const TREND_FROM: u16 = 2013;
/// Part of the local trend that goes on.
const HALF: f64 = 0.5;

/// A rival at one horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// Its name in files.
    pub name: &'static str,
    /// Its name for the reader.
    pub title: Text,
    /// 1 January.
    pub year: u16,
    /// Whether the realised national total was given.
    pub given: bool,
    /// Mean signed error, per cent.
    pub bias: f64,
    /// Mean absolute error, per cent.
    pub mape: f64,
}

const NO_CHANGE: (&str, Text) = ("no-change", Text { fr: "aucun changement", en: "no change" });
const TREND: (&str, Text) = ("trend", Text { fr: "tendance de 2013-2018", en: "trend of 2013-18" });
const SHARE: (&str, Text) = ("national-share", Text { fr: "part du changement national", en: "share of the national change" });
const HALF_TREND: (&str, Text) =
    ("half-trend", Text { fr: "changement national et demi-tendance locale", en: "national change and half the local trend" });

/// What a rival knows: heads of départements and of France, on the first year of the trend and on the date.
struct Past {
    before: Vec<f64>,
    now: Vec<f64>,
    france: [f64; 2],
    years: f64,
}

impl Past {
    /// Of the tables; the last edition's level, since a definition is no forecast.
    fn of(known: &Known) -> Option<Self> {
        let tables = known.tables();
        let sums =
            |year: u16| -> Option<Vec<f64>> { Some(tables.modes.get(&year)?.iter().map(|modes| modes.iter().sum()).collect()) };
        let (before, now) = (sums(TREND_FROM)?, sums(known.date())?);
        let total = |heads: &[f64]| heads.iter().sum::<f64>();
        let edition = tables.national.get(&known.date())?[0] / total(&now);
        let scaled = |heads: Vec<f64>| heads.into_iter().map(|heads| heads * edition).collect::<Vec<_>>();
        let (before, now) = (scaled(before), scaled(now));
        let france = [total(&before), total(&now)];
        Some(Self { before, now, france, years: f64::from(known.date() - TREND_FROM) })
    }

    /// Heads of every département `ahead` years later.
    fn forecast(&self, name: &str, ahead: f64, given: Option<f64>) -> Vec<f64> {
        let [before, now] = self.france;
        let national = given.unwrap_or(now + (now - before) / self.years * ahead);
        let local = |d: usize| libm::log(self.now[d] / self.before[d] / (now / before)) / self.years * ahead;
        let heads = |d: usize| match name {
            "trend" => self.now[d] + (self.now[d] - self.before[d]) / self.years * ahead,
            "national-share" => self.now[d] * national / now,
            "half-trend" => self.now[d] * national / now * libm::exp(HALF * local(d)),
            _ => self.now[d],
        };
        let heads: Vec<f64> = (0..self.now.len()).map(heads).collect();
        // With the total given, shares are what is left to forecast.
        let factor = given.map_or(1.0, |total| total / heads.iter().sum::<f64>());
        heads.into_iter().map(|heads| heads * factor).collect()
    }
}

/// Every rival at every local horizon; none when the tables lack a year of the trend.
#[must_use]
pub fn rivals(known: &Known, held_out: &HeldOut) -> Vec<Rival> {
    let Some(past) = Past::of(known) else { return Vec::new() };
    let ex_ante = [NO_CHANGE, TREND, HALF_TREND].map(|rival| (rival, false));
    // No change with the total given is a share of the national change.
    let given = [SHARE, TREND, HALF_TREND].map(|rival| (rival, true));
    let mut list = Vec::new();
    for (horizon, year) in LOCAL_HORIZONS.into_iter().enumerate() {
        for ((name, title), given) in given.into_iter().chain(ex_ante) {
            let total = given.then_some(held_out.national[horizon]);
            let forecast = past.forecast(name, f64::from(year - known.date()), total);
            let errors: Vec<f64> = forecast
                .iter()
                .zip(&held_out.departements[horizon])
                .filter_map(|(heads, truth)| Some(100.0 * (heads / (*truth)? - 1.0)))
                .collect();
            let mean =
                |value: &dyn Fn(f64) -> f64| errors.iter().map(|error| value(*error)).sum::<f64>() / errors.len().max(1) as f64;
            list.push(Rival { name, title, year, given, bias: mean(&|error| error), mape: mean(&f64::abs) });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two départements: 100 → 110 and 100 → 90 over five years; France stays at 200.
    fn past() -> Past {
        Past { before: vec![100.0, 100.0], now: vec![110.0, 90.0], france: [200.0, 200.0], years: 5.0 }
    }

    #[test]
    fn rivals_by_hand() {
        let past = past();
        assert_eq!(past.forecast("no-change", 5.0, None), [110.0, 90.0]);
        assert_eq!(past.forecast("trend", 5.0, None), [120.0, 80.0]);
        let close = |found: Vec<f64>, wanted: [f64; 2]| found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close(past.forecast("national-share", 5.0, Some(220.0)), [121.0, 99.0]));
        assert!(close(past.forecast("trend", 5.0, Some(220.0)), [132.0, 88.0]), "brought to the total given");
        // Half of a growth of 10 % on the log scale, then of a fall of 10 %.
        let [up, down] = [110.0 * libm::sqrt(1.1), 90.0 * libm::sqrt(0.9)];
        assert!(close(past.forecast("half-trend", 5.0, None), [up, down]));
        assert!(close(past.forecast("half-trend", 5.0, Some(100.0)), [100.0 * up / (up + down), 100.0 * down / (up + down)]));
    }
}
