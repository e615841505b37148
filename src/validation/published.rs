//! What was published: figures of `evidence.md` §§ 1.1 and 2, each with where it was read.

use crate::{source::Confidence, text::Text};

/// A figure of a published projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// Its number in the list of targets.
    pub id: &'static str,
    /// Who published it, and when.
    pub who: &'static str,
    /// What it is.
    pub what: Text,
    /// Its value.
    pub value: f64,
    /// Decimals shown.
    pub decimals: usize,
    /// Whether thousands are set apart: not in a year.
    pub is_year: bool,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Whether ours is run from 2018 on the hypotheses of the DREES of 2021, else the reference of today.
    pub same: bool,
}

/// Trough of the GPs under 70 (year, heads) and their number in 2050: DREES, September 2021.
pub(super) const DREES_2021: ((u16, f64), f64) = ((2028, 92_427.0), 129_152.0);

const DREES_21: &str = "DREES, septembre 2021 (Le Quotidien du Médecin, 25/09/2021)";
const DREES_23: &str = "DREES, août 2023 (20 Minutes, 29/08/2023 ; AEF 698250)";

const fn published(id: &'static str, who: &'static str, what: Text, value: f64, decimals: usize) -> Published {
    Published { id, who, what, value, decimals, is_year: false, confidence: Confidence::B, same: true }
}

/// The figures that are compared.
pub static TARGETS: &[Published] = &[
    published(
        "P2-2021",
        "DREES, Dossiers no 76, mars 2021",
        Text { fr: "P2 en 2021, constaté", en: "P2 in 2021, observed" },
        94_500.0,
        0,
    ),
    Published {
        is_year: true,
        ..published(
            "V20-year",
            DREES_21,
            Text { fr: "généralistes de moins de 70 ans (P2) : année du creux", en: "GPs under 70 (P2): year of the trough" },
            2028.0,
            0,
        )
    },
    published("V20", DREES_21, Text { fr: "P2 au creux", en: "P2 at the trough" }, 92_427.0, 0),
    published("V21", DREES_21, Text { fr: "P2 en 2050", en: "P2 in 2050" }, 129_152.0, 0),
    published(
        "V21-growth",
        DREES_21,
        Text { fr: "P2, croissance par an de 2028 à 2050, %", en: "P2, growth a year from 2028 to 2050, %" },
        1.53,
        2,
    ),
    published(
        "V22-liberal",
        DREES_21,
        Text { fr: "part des libéraux et mixtes en 2050, %", en: "share of libéral and mixed in 2050, %" },
        69.0,
        0,
    ),
    published("V22-women", DREES_21, Text { fr: "part des femmes en 2040, %", en: "share of women in 2040, %" }, 64.0, 0),
    published(
        "V11",
        "CNOM, atlas 2018 (Le Quotidien du Médecin)",
        Text { fr: "activité régulière (P3), 2018 à 2025, %", en: "regular activity (P3), 2018 to 2025, %" },
        -6.8,
        1,
    ),
    Published {
        is_year: true,
        same: false,
        ..published(
            "V24-year",
            DREES_23,
            Text {
                fr: "tous médecins de moins de 70 ans : fin de la stagnation (nous : creux de P2)",
                en: "all physicians under 70: end of stagnation (ours: trough of P2)",
            },
            2027.0,
            0,
        )
    },
    Published {
        same: false,
        ..published(
            "V24-growth",
            DREES_23,
            Text {
                fr: "tous médecins de moins de 70 ans, croissance par an de 2030 à 2050, % (nous : P2)",
                en: "all physicians under 70, growth a year from 2030 to 2050, % (ours: P2)",
            },
            1.7,
            2,
        )
    },
    Published {
        same: false,
        ..published(
            "V25",
            DREES_23,
            Text {
                fr: "densité standardisée, 2021 à 2050, % (nous : P2, 2026 à 2050)",
                en: "standardised density, 2021 to 2050, % (ours: P2, 2026 to 2050)",
            },
            31.0,
            0,
        )
    },
    Published {
        same: false,
        ..published(
            "V7",
            "DREES, É&R 679, 2009 (Banque des territoires)",
            Text {
                fr: "généralistes, tous modes, en 2030 (ADELI ; nous : P1)", en: "GPs, all modes, in 2030 (ADELI; ours: P1)"
            },
            105_000.0,
            0,
        )
    },
];

/// How a past official projection did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    /// Who, when and what.
    pub what: Text,
    /// Years ahead.
    pub years: u16,
    /// Realised less projected, per cent of the projected: least and greatest reading.
    pub error: [f64; 2],
}

/// The record of past official projections (`evidence.md` § 2).
pub static PAST: &[Past] = &[
    Past {
        what: Text {
            fr: "DREES 2002, densité de tous les médecins en 2020",
            en: "DREES 2002, density of all physicians in 2020",
        },
        years: 18,
        error: [36.0, 36.0],
    },
    Past {
        what: Text {
            fr: "DREES 2004 (É&R 352), tous les médecins en 2025", en: "DREES 2004 (É&R 352), all physicians in 2025"
        },
        years: 21,
        error: [27.5, 27.5],
    },
    Past {
        what: Text {
            fr: "DREES 2009 (É&R 679), tous les médecins en 2019", en: "DREES 2009 (É&R 679), all physicians in 2019"
        },
        years: 10,
        error: [10.0, 18.0],
    },
    Past {
        what: Text { fr: "CNOM 2013, généralistes réguliers en 2018", en: "CNOM 2013, GPs in regular activity in 2018" },
        years: 5,
        error: [1.6, 1.6],
    },
    Past {
        what: Text {
            fr: "CNOM 2016, généralistes libéraux en 2025 (lu en 2023)",
            en: "CNOM 2016, libéral GPs in 2025 (read in 2023)",
        },
        years: 9,
        error: [11.0, 11.0],
    },
    Past {
        what: Text {
            fr: "CNOM 2018, généralistes réguliers en 2025 (lu en 2023)",
            en: "CNOM 2018, GPs in regular activity in 2025 (read in 2023)",
        },
        years: 7,
        error: [2.0, 3.0],
    },
];
