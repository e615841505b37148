//! The numbers of the page: medians and intervals of every place and year, packed for the script.
//!
//! For each series and place, whole numbers in its last shown decimal: the median from year to year, then each gap from
//! the median outwards (50, 80, 95 %), also from year to year. A variant, whose luck is that of the first scenario, is what
//! it adds to the numbers of that one. All as zigzag varints, deflated, in base 85 (a page is text, and each byte counts).
//!
//! What a variant changes is packed likewise: of a comparison the quantiles of the differences paired trajectory by
//! trajectory, and of their ratio to the reference; of runs, whose quantiles say nothing of that of their difference, the
//! difference of the means, which is the mean of the differences.

use super::{
    Subject,
    changes::changes,
    map::{DIVERGING, SEQUENTIAL, STEPS},
    words,
};
use crate::{
    baseline::Baseline,
    cohort::Count,
    engine::indicators::{INDICATORS, Indicator, Level, Place, When},
    statistics::quantiles::Summary,
    text::Lang,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the page shows of every place, in the order of its menu.
const SHOWN: [(&str, &[Count]); 13] = [
    ("headcount", &Count::ALL),
    ("fte", &[Count::P1]),
    ("density", &[Count::P1, Count::P5]),
    ("acts_per_inhabitant", &[]),
    ("without_mt", &[]),
    ("without_mt_share", &[]),
    ("share_60_plus", &[Count::P1]),
    ("entrants", &[]),
    ("graduates", &[]),
    ("installations", &[]),
    ("exits", &[]),
    ("retirements", &[]),
    ("dj_headcount", &[]),
];

/// Quantiles from the median outwards, as positions in a [`Summary`]: each with the one it is counted from.
pub(super) const OUTWARDS: [(usize, usize); 6] = [(4, 3), (3, 2), (2, 0), (4, 5), (5, 6), (6, 8)];
const MEDIAN: usize = 4;

/// What is of the whole run, and read by the sentences of the page.
const OF_RUN: [&str; 2] = ["trough_year", "trough_value"];

/// Whether the page shows something of an indicator.
pub(super) fn is_shown(name: &str) -> bool {
    SHOWN.iter().map(|(shown, _)| *shown).chain(OF_RUN).any(|shown| shown == name)
}

#[derive(Serialize)]
struct Data<'a> {
    lang: &'static str,
    start: u16,
    years: usize,
    ticks: Vec<usize>,
    /// Whether differences are paired, with quantiles; else they are means.
    paired: bool,
    diverging: [&'static str; 8],
    sequential: [&'static str; 8],
    steps: &'static [f64],
    words: BTreeMap<&'static str, &'static str>,
    series: Vec<SeriesOf>,
    places: Vec<PlaceOf<'a>>,
    scenarios: Vec<ScenarioOf<'a>>,
}

/// Short names, for they are repeated: key, count, name, unit, decimals, those of a difference, whether it has a ratio.
#[derive(Serialize)]
struct SeriesOf {
    k: &'static str,
    c: &'static str,
    n: &'static str,
    u: &'static str,
    d: i32,
    e: i32,
    r: bool,
    flow: bool,
    share: bool,
}

#[derive(Serialize)]
struct PlaceOf<'a> {
    level: &'static str,
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct ScenarioOf<'a> {
    name: &'a str,
    title: &'a str,
    short: &'a str,
    values: String,
    /// What it changes; empty of the first.
    change: String,
}

/// A series of the page.
pub(super) struct Shown {
    pub indicator: &'static Indicator,
    pub count: Option<Count>,
}

/// The data of the page as JSON that may stand in a script element.
pub(super) fn json(subjects: &[Subject], baseline: &Baseline, lang: Lang) -> String {
    let Some(first) = subjects.first() else { return "{}".to_owned() };
    let (series, places) = (shown(first), places(first, baseline));
    let layout = &first.projection.layout;
    let base = numbers(first, &series, &places);
    let nothing = vec![0; base.len()];
    let packed = |rank: usize, subject: &Subject| {
        let added = if rank == 0 { &nothing } else { &base };
        deflated(&pack(numbers(subject, &series, &places).iter().zip(added).map(|(own, base)| own - base)))
    };
    let paired = subjects[1..].iter().all(|subject| subject.change.is_some());
    let change = |subject: &Subject| deflated(&pack(changes(subject, first, paired, &series, &places).into_iter()));
    let data = Data {
        lang: if lang == Lang::En { "en" } else { "fr" },
        start: layout.start,
        years: layout.years,
        ticks: (0..layout.years).filter(|year| (usize::from(layout.start) + year) % 5 == 0).collect(),
        paired,
        diverging: DIVERGING,
        sequential: SEQUENTIAL,
        steps: &STEPS,
        words: words::script(lang),
        series: series.iter().map(|series| series.of(lang)).collect(),
        places: places.iter().map(|(place, name)| PlaceOf { level: letter(place.level), code: &place.code, name }).collect(),
        scenarios: subjects
            .iter()
            .enumerate()
            .map(|(rank, subject)| ScenarioOf {
                name: &subject.projection.scenario,
                title: subject.title.get(lang),
                short: subject.short(lang),
                values: packed(rank, subject),
                change: if rank == 0 { String::new() } else { change(subject) },
            })
            .collect(),
    };
    // A closing tag in a name must not end the script.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}

/// Compression that takes its time: a page is written once and forwarded many times.
const BEST: u8 = 9;

fn deflated(bytes: &[u8]) -> String {
    base_85(&miniz_oxide::deflate::compress_to_vec(bytes, BEST))
}

const fn letter(level: Level) -> &'static str {
    match level {
        Level::France => "F",
        Level::Region => "R",
        Level::Departement => "D",
        Level::Territory => "T",
    }
}

impl Shown {
    /// Decimals of the page: people without a médecin traitant are counted in hundreds and FTE whole, far within their
    /// intervals.
    fn decimals(&self) -> i32 {
        match self.indicator.name {
            "without_mt" => -2,
            "fte" => 0,
            _ => self.indicator.decimals as i32,
        }
    }

    /// Decimals of a difference: one more than those of what it is of where it is much smaller.
    pub fn finer(&self) -> i32 {
        match self.indicator.name {
            "headcount" | "fte" | "density" => self.decimals(),
            _ if self.decimals() == 0 => 0,
            _ => self.decimals() + 1,
        }
    }

    /// Whether its difference is best read as a share: a number, not already a share or a density.
    pub fn has_ratio(&self) -> bool {
        ["headcount", "fte", "without_mt"].contains(&self.indicator.name)
    }

    fn of(&self, lang: Lang) -> SeriesOf {
        let Indicator { name, unit, when, .. } = self.indicator;
        SeriesOf {
            k: name,
            c: self.count.map_or("", Count::key),
            n: words::indicator(name).get(lang),
            u: unit.get(lang),
            d: self.decimals(),
            e: self.finer(),
            r: self.has_ratio(),
            flow: *when == When::Flow,
            share: name.contains("share"),
        }
    }
}

/// The series that the run holds.
fn shown(subject: &Subject) -> Vec<Shown> {
    let held = |indicator: &Indicator| subject.projection.layout.slots.iter().any(|slot| slot.indicator.name == indicator.name);
    let find = |name: &str| INDICATORS.iter().find(|indicator| indicator.name == name && held(indicator));
    let each = |(name, counts): &(&str, &[Count])| {
        let indicator = find(name)?;
        let counts = if counts.is_empty() { vec![None] } else { counts.iter().copied().map(Some).collect() };
        Some(counts.into_iter().map(|count| Shown { indicator, count }).collect::<Vec<_>>())
    };
    SHOWN.iter().filter_map(each).flatten().collect()
}

/// The places of the run that have a name, territories apart.
fn places<'a>(subject: &'a Subject, baseline: &'a Baseline) -> Vec<(&'a Place, &'a str)> {
    let geography = &baseline.geography;
    let name = |place: &Place| match place.level {
        Level::France => Some("France"),
        Level::Region => geography.regions.get(place.index).map(|region| region.name.as_str()),
        Level::Departement => geography.departements.get(place.index).map(|departement| departement.name.as_str()),
        Level::Territory => None,
    };
    subject.projection.layout.places.iter().filter_map(|place| Some((place, name(place)?))).collect()
}

/// The whole numbers of a scenario, each less the one of the year before.
fn numbers(subject: &Subject, series: &[Shown], places: &[(&Place, &str)]) -> Vec<i64> {
    let mut numbers = Vec::new();
    for shown in series {
        let unit = libm::pow(10.0, shown.decimals().into());
        places.iter().for_each(|(place, _)| quantiles(&mut numbers, &rows(subject, shown, place), &OUTWARDS, unit));
    }
    numbers
}

/// The rows of a place, one a year.
pub(super) fn rows<'a>(subject: &'a Subject, shown: &Shown, place: &Place) -> Vec<&'a Summary> {
    let years = subject.projection.layout.start..=subject.projection.horizon();
    let get = |year| subject.projection.get(place.level, &place.code, "", shown.indicator.name, shown.count, year);
    years.filter_map(get).collect()
}

/// The median by year, then each gap from one quantile to the next; halves are rounded to the even, as numbers in words are.
pub(super) fn quantiles(numbers: &mut Vec<i64>, rows: &[&Summary], outwards: &[(usize, usize)], unit: f64) {
    let whole = |row: &Summary, quantile: usize| libm::rint(row.q[quantile] * unit) as i64;
    in_turn(numbers, rows.iter().map(|row| whole(row, MEDIAN)));
    for (from, to) in outwards {
        in_turn(numbers, rows.iter().map(|row| (whole(row, *to) - whole(row, *from)).abs()));
    }
}

/// Differences from one value to the next.
pub(super) fn in_turn(numbers: &mut Vec<i64>, values: impl Iterator<Item = i64>) {
    let mut before = 0;
    for value in values {
        numbers.push(value - before);
        before = value;
    }
}

fn pack(numbers: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers.for_each(|number| varint(&mut bytes, number));
    bytes
}

/// Seven bits a byte, the lowest first; the sign in the lowest bit.
fn varint(bytes: &mut Vec<u8>, value: i64) {
    let mut left = ((value << 1) ^ (value >> 63)) as u64;
    while left >= 0x80 {
        bytes.push(left as u8 | 0x80);
        left >>= 7;
    }
    bytes.push(left as u8);
}

/// Digits of base 85: what may stand in JSON and in markup as it is.
fn digits() -> [u8; 85] {
    let mut digits = (b'#'..=b'~').filter(|digit| !b"&'<\\".contains(digit));
    std::array::from_fn(|_| digits.next().unwrap_or_default())
}

/// Four bytes as five digits, the highest first; one to three last bytes as one digit more than they are.
fn base_85(bytes: &[u8]) -> String {
    let digits = digits();
    let five = |four: &[u8]| {
        let number = (0..4).fold(0_u32, |number, rank| number << 8 | u32::from(four.get(rank).copied().unwrap_or(0)));
        let digit = |rank: u32| char::from(digits[(number / 85_u32.pow(rank) % 85) as usize]);
        [4, 3, 2, 1, 0].into_iter().take(four.len() + 1).map(digit).collect::<Vec<_>>()
    };
    bytes.chunks(4).flat_map(five).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_of_either_sign_take_one_byte() {
        let mut bytes = Vec::new();
        [0, -1, 1, -64, 63, 64, 300].into_iter().for_each(|value| varint(&mut bytes, value));
        assert_eq!(bytes, [0, 1, 2, 127, 126, 0x80, 1, 0xD8, 4]);
    }

    #[test]
    fn digits_are_unlike_and_four_bytes_are_five_of_them() {
        let mut sorted = digits().to_vec();
        sorted.dedup();
        assert_eq!(sorted.len(), 85);
        let value = |text: &str| {
            text.bytes().fold(0_u64, |sum, byte| sum * 85 + digits().iter().position(|digit| *digit == byte).unwrap() as u64)
        };
        assert_eq!(value(&base_85(&[1, 2, 3, 4])), 0x0102_0304);
        assert_eq!((base_85(&[255; 4]).len(), value(&base_85(&[255; 4]))), (5, 0xFFFF_FFFF));
        // Two digits are enough for a byte: filled up with the highest digit, they are read as that byte and some rest.
        let read = |text: &str| (0..5 - text.len()).fold(value(text), |sum, _| sum * 85 + 84) >> 24;
        assert!((0..=255).all(|byte| base_85(&[byte]).len() == 2 && read(&base_85(&[byte])) == u64::from(byte)));
    }

    #[test]
    fn everything_shown_is_an_indicator_with_a_name() {
        for (name, counts) in SHOWN {
            let indicator = INDICATORS.iter().find(|indicator| indicator.name == name).expect(name);
            assert!(counts.iter().all(|count| indicator.counts.contains(count)), "{name}");
            assert!(!words::indicator(name).fr.is_empty(), "{name}");
        }
        assert!(OF_RUN.iter().all(|name| INDICATORS.iter().any(|indicator| indicator.name == *name)));
    }
}
