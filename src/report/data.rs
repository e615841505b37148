//! The numbers of the page: medians and intervals of every place and year, packed for the script.
//!
//! For each series and place, whole numbers in its last shown decimal: the median from year to year, then each gap from
//! the median outwards (50, 80, 95 %), also from year to year. A variant, whose luck is that of the first scenario, is what
//! it adds to the numbers of that one. All as zigzag varints, deflated, in base 64.

use super::{Subject, words};
use crate::{
    baseline::Baseline,
    cohort::Count,
    engine::indicators::{INDICATORS, Indicator, Level, Place, When},
    statistics::quantiles::Summary,
    text::Lang,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

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
const OUTWARDS: [(usize, usize); 6] = [(4, 3), (3, 2), (2, 0), (4, 5), (5, 6), (6, 8)];
const MEDIAN: usize = 4;

#[derive(Serialize)]
struct Data<'a> {
    lang: &'static str,
    start: u16,
    years: usize,
    ticks: Vec<usize>,
    words: words::Script,
    series: Vec<SeriesOf>,
    places: Vec<PlaceOf<'a>>,
    scenarios: Vec<ScenarioOf<'a>>,
}

/// Short names, for they are repeated: key, count, name, unit, decimals.
#[derive(Serialize)]
struct SeriesOf {
    k: &'static str,
    c: &'static str,
    n: &'static str,
    u: &'static str,
    d: i32,
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
}

/// A series of the page.
struct Shown {
    indicator: &'static Indicator,
    count: Option<Count>,
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
        let bytes = pack(numbers(subject, &series, &places).iter().zip(added).map(|(own, base)| own - base));
        STANDARD.encode(miniz_oxide::deflate::compress_to_vec(&bytes, BEST))
    };
    let data = Data {
        lang: if lang == Lang::En { "en" } else { "fr" },
        start: layout.start,
        years: layout.years,
        ticks: (0..layout.years).filter(|year| (usize::from(layout.start) + year) % 5 == 0).collect(),
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
            })
            .collect(),
    };
    // A closing tag in a name must not end the script.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}

/// Compression that takes its time: a page is written once and forwarded many times.
const BEST: u8 = 9;

const fn letter(level: Level) -> &'static str {
    match level {
        Level::France => "F",
        Level::Region => "R",
        Level::Departement => "D",
        Level::Territory => "T",
    }
}

impl Shown {
    /// Decimals of the page: people without a médecin traitant are counted in hundreds, far within their interval.
    const fn decimals(&self) -> i32 {
        if matches!(self.indicator.name.as_bytes(), b"without_mt") { -2 } else { self.indicator.decimals as i32 }
    }

    fn of(&self, lang: Lang) -> SeriesOf {
        let Indicator { name, unit, when, .. } = self.indicator;
        SeriesOf {
            k: name,
            c: self.count.map_or("", Count::key),
            n: words::indicator(name).get(lang),
            u: unit.get(lang),
            d: self.decimals(),
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
        let Shown { indicator, count } = shown;
        let unit = libm::pow(10.0, shown.decimals().into());
        for (place, _) in places {
            let years = subject.projection.layout.start..=subject.projection.horizon();
            let get = |year| subject.projection.get(place.level, &place.code, "", indicator.name, *count, year);
            let rows: Vec<&Summary> = years.filter_map(get).collect();
            let whole = |row: &Summary, quantile: usize| libm::round(row.q[quantile] * unit) as i64;
            in_turn(&mut numbers, rows.iter().map(|row| whole(row, MEDIAN)));
            for (from, to) in OUTWARDS {
                in_turn(&mut numbers, rows.iter().map(|row| (whole(row, to) - whole(row, from)).abs()));
            }
        }
    }
    numbers
}

/// Differences from one value to the next.
fn in_turn(numbers: &mut Vec<i64>, values: impl Iterator<Item = i64>) {
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
    fn everything_shown_is_an_indicator_with_a_name() {
        for (name, counts) in SHOWN {
            let indicator = INDICATORS.iter().find(|indicator| indicator.name == name).expect(name);
            assert!(counts.iter().all(|count| indicator.counts.contains(count)), "{name}");
            assert!(!words::indicator(name).fr.is_empty(), "{name}");
        }
    }
}
