//! What a variant changes in every place and year, as whole numbers for the script: see [`super::data`].

use super::{
    Subject,
    data::{Shown, in_turn, quantiles, rows},
};
use crate::{
    engine::indicators::Place,
    statistics::{comparison::Comparison, quantiles::Summary},
};

/// Quantiles outwards from the median, each with the one it is counted from: the interval at 80 %, for a page is light.
const OUTWARDS: [(usize, usize); 2] = [(4, 2), (4, 6)];
/// Parts of a ratio that are told apart: a tenth of a per cent.
const RATIO: f64 = 1_000.0;

/// By series and place the differences, then, where it has a ratio, 1 and the ratios, or 0 where the reference is 0 in some
/// trajectory. `paired`: the quantiles of paired differences, else the difference of the means.
pub(super) fn changes(subject: &Subject, first: &Subject, paired: bool, series: &[Shown], places: &[(&Place, &str)]) -> Vec<i64> {
    let mut numbers = Vec::new();
    for shown in series {
        let unit = libm::pow(10.0, shown.finer().into());
        for (place, _) in places {
            match &subject.change {
                Some(change) if paired => of_pairs(&mut numbers, &change.comparison, shown, place, unit),
                _ => of_means(&mut numbers, [&rows(first, shown, place), &rows(subject, shown, place)], shown, unit),
            }
        }
    }
    numbers
}

fn of_pairs(numbers: &mut Vec<i64>, comparison: &Comparison, shown: &Shown, place: &Place, unit: f64) {
    let layout = &comparison.layout;
    let years = layout.start..layout.start + layout.years as u16;
    let get = |year| comparison.get(place.level, &place.code, shown.indicator.name, shown.count, year);
    let effects: Vec<_> = years.filter_map(get).collect();
    let absolute: Vec<_> = effects.iter().map(|(effect, _)| &effect.summary).collect();
    quantiles(numbers, &absolute, &OUTWARDS, unit);
    if shown.has_ratio() {
        let relative: Option<Vec<_>> = effects.iter().map(|(_, relative)| relative.map(|effect| &effect.summary)).collect();
        numbers.push(i64::from(relative.is_some()));
        relative.iter().for_each(|rows| quantiles(numbers, rows, &OUTWARDS, RATIO));
    }
}

fn of_means(numbers: &mut Vec<i64>, [from, to]: [&[&Summary]; 2], shown: &Shown, unit: f64) {
    let pairs = || from.iter().zip(to).map(|(from, to)| (from.mean, to.mean));
    in_turn(numbers, pairs().map(|(from, to)| libm::round((to - from) * unit) as i64));
    if shown.has_ratio() {
        let divides = pairs().all(|(from, _)| from > 0.0);
        numbers.push(i64::from(divides));
        if divides {
            in_turn(numbers, pairs().map(|(from, to)| libm::round((to / from - 1.0) * RATIO) as i64));
        }
    }
}
