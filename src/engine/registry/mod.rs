//! The registry: every indicator, in the order of files.

mod access;

use super::{
    indicators::{Indicator, Level, Value, When},
    tally::{Flow, Tally, ratio},
};
use crate::{cohort::Count, text::Text};

const HEADS: Text = Text { fr: "médecins", en: "GPs" };
const FTE: Text = Text { fr: "ETP", en: "FTE" };
const PEOPLE: Text = Text { fr: "personnes", en: "people" };
const SHARE: Text = Text { fr: "part", en: "share" };
const PER_100_000: Text = Text { fr: "pour 100 000 habitants", en: "per 100,000 inhabitants" };
const EXACT: [u32; 4] = [1; 4];

const fn stock<F: Fn(&Tally, Count) -> i64 + Sync>(name: &'static str, unit: Text, about: Text, value: &'static F) -> Indicator {
    let value = Value::Of(value);
    let (levels, when) = (&Level::ALL, When::Stock);
    Indicator { name, unit, about, counts: &[], scale: 1, widths: EXACT, decimals: 0, when, levels, value }
}

const fn flow<F: Fn(&Tally, Count) -> i64 + Sync>(name: &'static str, about: Text, value: &'static F) -> Indicator {
    Indicator { when: When::Flow, ..stock(name, HEADS, about, value) }
}

const fn trough(name: &'static str, unit: Text, about: Text, value: Value) -> Indicator {
    Indicator { counts: &[Count::P1, Count::P5], when: When::Run, value, ..stock(name, unit, about, &|_, _| 0) }
}

/// The flow of this name, as it stands in the tally.
macro_rules! count_of {
    ($flow:ident) => {
        &|tally, _| tally.flows[Flow::$flow as usize]
    };
}

/// All indicators, in the order of files.
pub static INDICATORS: &[Indicator] = &[
    Indicator {
        counts: &Count::ALL,
        ..stock(
            "headcount",
            HEADS,
            Text { fr: "médecins généralistes au 1er janvier", en: "general practitioners on 1 January" },
            &|tally, count| ratio(tally.count(count).all, 1_000, 1),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [10_000, 2_000, 200, 50],
        decimals: 1,
        ..stock(
            "fte",
            FTE,
            Text {
                fr: "équivalents temps plein au 1er janvier selon l'âge et le sexe (1 : moyenne des installés au départ), docteurs juniors non compris",
                en: "full-time equivalents on 1 January by age and sex (1: mean of the installed at the start), docteurs juniors apart",
            },
            &|tally, count| ratio(tally.count(count).fte, 1_000, 1),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [20, 50, 100, 500],
        decimals: 1,
        ..stock(
            "density",
            PER_100_000,
            Text { fr: "médecins pour 100 000 habitants", en: "GPs per 100,000 inhabitants" },
            &|tally, count| ratio(tally.count(count).all, tally.population, 100_000),
        )
    },
    Indicator {
        counts: &Count::ALL,
        scale: 1_000,
        widths: [20, 50, 100, 500],
        decimals: 1,
        ..stock(
            "density_standardised",
            PER_100_000,
            Text {
                fr: "médecins pour 100 000 habitants pondérés par les besoins de leur âge (moyenne de 2026 : 1)",
                en: "GPs per 100,000 inhabitants weighted by the needs of their age (mean of 2026: 1)",
            },
            &|tally, count| ratio(tally.count(count).all, tally.need, 100_000_000),
        )
    },
    Indicator {
        scale: 10_000,
        widths: [20, 50, 100, 200],
        decimals: 2,
        ..stock(
            "acts_per_inhabitant",
            Text { fr: "actes par habitant et par an", en: "acts per inhabitant and year" },
            Text {
                fr: "actes offerts par habitant standardisé et par an, calés sur l'APL 2023 de chaque département et de chaque territoire au départ",
                en: "acts offered per standardised inhabitant and year, calibrated on the APL of 2023 of each département and territory at the start",
            },
            &|tally, _| ratio(tally.acts, tally.need, 100_000),
        )
    },
    access::LOW_ACCESS,
    access::LOW_ACCESS_SHARE,
    access::P90_P10,
    access::GINI,
    access::THEIL,
    Indicator {
        widths: [5_000, 500, 100, 50],
        ..stock(
            "without_mt",
            PEOPLE,
            Text {
                fr: "personnes de 17 ans et plus sans médecin traitant",
                en: "people aged 17 and over without a médecin traitant",
            },
            &|tally, _| tally.without_mt,
        )
    },
    Indicator {
        scale: 100_000,
        widths: [50, 100, 100, 200],
        decimals: 3,
        ..stock(
            "without_mt_share",
            SHARE,
            Text {
                fr: "part des 17 ans et plus sans médecin traitant",
                en: "share of those aged 17 and over without a médecin traitant",
            },
            &|tally, _| ratio(tally.without_mt, tally.adults, 100_000),
        )
    },
    access::WITHOUT_MT_ALD,
    access::SATURATION,
    access::URGENT_CARE_ADDED,
    Indicator {
        counts: &Count::ALL,
        scale: 100_000,
        widths: [50, 100, 100, 500],
        decimals: 3,
        ..stock("share_60_plus", SHARE, Text { fr: "part des 60 ans et plus", en: "share aged 60 and over" }, &|tally, count| {
            let heads = tally.count(count);
            ratio(heads.over_60, heads.all, 100_000)
        })
    },
    Indicator {
        counts: &Count::ALL,
        scale: 100_000,
        widths: [50, 100, 100, 500],
        decimals: 3,
        ..stock("share_women", SHARE, Text { fr: "part des femmes", en: "share of women" }, &|tally, count| {
            let heads = tally.count(count);
            ratio(heads.women, heads.all, 100_000)
        })
    },
    flow(
        "entrants",
        Text {
            fr: "nouveaux inscrits de l'année : diplômés et diplômes étrangers",
            en: "new GPs of the year: graduates and foreign degrees",
        },
        count_of!(Entrants),
    ),
    flow(
        "graduates",
        Text { fr: "diplômés de l'internat inscrits dans l'année", en: "graduates of the internship registered in the year" },
        count_of!(Graduates),
    ),
    flow(
        "installations",
        Text {
            fr: "installations libérales de l'année (entrée, remplacement ou salariat ; hors déménagements)",
            en: "libéral installations of the year (from entry, locum or salaried; moves apart)",
        },
        count_of!(Installations),
    ),
    flow("exits", Text { fr: "sorties de l'activité dans l'année", en: "exits from activity in the year" }, count_of!(Exits)),
    flow(
        "retirements",
        Text { fr: "dont départs à la retraite sans cumul", en: "of whom retiring without cumul" },
        count_of!(Retirements),
    ),
    flow("cumul_entries", Text { fr: "passages en cumul emploi-retraite", en: "entries into cumul" }, count_of!(CumulEntries)),
    flow(
        "arrivals",
        Text { fr: "médecins venus d'un autre lieu du même niveau", en: "GPs who came from another place of the same level" },
        count_of!(Arrivals),
    ),
    flow(
        "departures",
        Text {
            fr: "médecins partis vers un autre lieu du même niveau", en: "GPs who left for another place of the same level"
        },
        count_of!(Departures),
    ),
    flow(
        "refused",
        Text {
            fr: "premiers refus d'installation de l'année ; leurs suites sont les cinq lignes qui viennent",
            en: "first refusals of installation in the year; what became of them is in the next five",
        },
        count_of!(Refused),
    ),
    flow(
        "refused_elsewhere",
        Text { fr: "refusés installés ailleurs", en: "refused who installed elsewhere" },
        count_of!(RefusedElsewhere),
    ),
    flow(
        "waiting",
        Text { fr: "refusés qui attendent un an comme remplaçants", en: "refused who wait a year as locums" },
        count_of!(RefusedWaiting),
    ),
    flow(
        "refused_salaried",
        Text { fr: "refusés qui prennent un poste salarié", en: "refused who take a salaried post" },
        count_of!(RefusedSalaried),
    ),
    flow("refused_out", Text { fr: "refusés qui cessent d'exercer", en: "refused who stop practising" }, count_of!(RefusedOut)),
    flow(
        "refused_unconventioned",
        Text { fr: "refusés qui s'installent sans conventionnement", en: "refused who practise without an agreement" },
        count_of!(RefusedUnconventioned),
    ),
    access::UNCONVENTIONED,
    stock(
        "dj_headcount",
        Text { fr: "docteurs juniors", en: "docteurs juniors" },
        Text { fr: "docteurs juniors en poste au 1er janvier", en: "docteurs juniors in post on 1 January" },
        &|tally, _| tally.juniors,
    ),
    Indicator {
        scale: 1_000,
        widths: [1_000, 200, 50, 20],
        decimals: 1,
        ..stock(
            "dj_fte",
            FTE,
            Text {
                fr: "travail des docteurs juniors dans l'année, net de l'encadrement, selon les mois en poste",
                en: "work of docteurs juniors in the year, net of supervision, by months in post",
            },
            &|tally, _| tally.juniors_fte,
        )
    },
    access::FTE_AVAILABLE,
    access::PUBLIC_COST,
    trough(
        "trough_year",
        Text { fr: "année", en: "year" },
        Text {
            fr: "année du minimum de l'effectif entre le départ et l'horizon",
            en: "year of the lowest headcount between start and horizon",
        },
        Value::TroughYear,
    ),
    trough(
        "trough_value",
        HEADS,
        Text { fr: "minimum de l'effectif entre le départ et l'horizon", en: "lowest headcount between start and horizon" },
        Value::TroughHeads,
    ),
];

#[cfg(test)]
mod tests {
    use super::{super::tally::Heads, *};

    /// Ten times the GPs of France, three times its people, 25 acts for each and a thousand billion euros.
    fn larger_than_france() -> Tally {
        let people = 200_000_000;
        let of_status = Heads { all: 250_000, women: 250_000, over_60: 250_000, fte: 375_000_000 };
        let with_list = Heads { all: 500_000_000, women: 500_000_000, over_60: 500_000_000, fte: 750_000_000_000 };
        Tally {
            by_status: [of_status; 4],
            with_list,
            unconventioned: 500_000,
            capacity: 1_500_000_000,
            cost: 1_000_000_000_000,
            acts: people * 2_500,
            population: people,
            need: people * 1_000,
            adults: people,
            without_mt: people,
            without_mt_ald: people,
            saturated: with_list.all,
            low_access: people,
            urgent: people,
            juniors: 100_000,
            juniors_fte: 100_000_000,
            flows: [1_000_000; super::super::tally::FLOWS],
            ..Tally::default()
        }
    }

    #[test]
    fn every_value_fits_a_row_with_room_to_spare() {
        let (large, none) = (larger_than_france(), Tally::default());
        for indicator in INDICATORS {
            let counts: Vec<Option<Count>> = match indicator.counts {
                [] => vec![None],
                counts => counts.iter().copied().map(Some).collect(),
            };
            for count in counts {
                let Value::Of(value) = indicator.value else { continue };
                for tally in [&large, &none] {
                    let value = value.of(tally, count.unwrap_or(Count::P1));
                    assert!(i32::try_from(value).is_ok_and(|value| value >= 0), "{} {count:?}: {value}", indicator.name);
                }
                assert_eq!(indicator.of(&none, count), 0, "{}: nobody is nought", indicator.name);
            }
        }
    }

    #[test]
    fn indicators_have_names_of_their_own_and_widths_within_what_they_show() {
        for (rank, indicator) in INDICATORS.iter().enumerate() {
            let alone = INDICATORS[..rank].iter().all(|other| other.name != indicator.name);
            assert!(alone, "{} twice", indicator.name);
            assert!(indicator.name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{}", indicator.name);
            assert!(indicator.widths.iter().all(|width| *width >= 1), "{}", indicator.name);
            assert!(!indicator.levels.is_empty() && indicator.scale >= 1, "{}", indicator.name);
            // Decimals beyond those of the integers of the row would be made up.
            assert!(10_u32.pow(indicator.decimals as u32) <= indicator.scale, "{}", indicator.name);
        }
    }
}
