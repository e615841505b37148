//! Indicators of access: acts and places where people live, the queue for a médecin traitant, work on offer and its cost.

use super::{FTE, HEADS, PEOPLE, SHARE, stock};
use crate::{
    engine::{
        indicators::{Indicator, Level, Value, When},
        inequality::Spread,
        tally::ratio,
    },
    text::Text,
};

pub(super) const LOW_ACCESS: Indicator = Indicator {
    widths: [5_000, 1_000, 500, 200],
    ..stock(
        "population_under_2_5",
        PEOPLE,
        Text {
            fr: "habitants à moins de 2,5 actes par habitant standardisé et par an, les communes d'un territoire se répartissant autour de sa moyenne comme celles de sa classe dans l'APL 2023 (loi log-normale)",
            en: "inhabitants with fewer than 2.5 acts per standardised inhabitant and year, communes of a territory being spread around its mean as those of its class in the APL of 2023 (lognormal law)",
        },
        &|tally, _| tally.low_access,
    )
};

pub(super) const LOW_ACCESS_SHARE: Indicator = Indicator {
    scale: 100_000,
    widths: [50, 100, 100, 200],
    decimals: 3,
    ..stock(
        "population_under_2_5_share",
        SHARE,
        Text {
            fr: "part des habitants à moins de 2,5 actes par habitant standardisé et par an",
            en: "share of inhabitants with fewer than 2.5 acts per standardised inhabitant and year",
        },
        &|tally, _| ratio(tally.low_access, tally.population, 100_000),
    )
};

const fn spread(name: &'static str, about: Text, value: fn(&Spread) -> i64) -> Indicator {
    Indicator {
        scale: 10_000,
        decimals: 3,
        levels: &[Level::France, Level::Region],
        value: Value::Spread(value),
        ..stock(name, Text { fr: "indice", en: "index" }, about, &|_, _| 0)
    }
}

pub(super) const P90_P10: Indicator = Indicator {
    widths: [20, 100, 100, 100],
    ..spread(
        "access_p90_p10",
        Text {
            fr: "inégalité d'accès entre territoires : actes par habitant au dernier décile d'habitants rapportés au premier (1 dans une région d'un seul territoire, 0 si le premier décile n'a rien)",
            en: "inequality of access between territories: acts per inhabitant at the last decile of inhabitants over the first (1 in a région of one territory, 0 if the first decile has nothing)",
        },
        |spread| spread.p90_p10,
    )
};

pub(super) const GINI: Indicator = spread(
    "access_gini",
    Text {
        fr: "inégalité d'accès entre territoires pondérés par leurs habitants : indice de Gini des actes par habitant (0 : égalité, ou région d'un seul territoire)",
        en: "inequality of access between territories weighted by inhabitants: Gini index of acts per inhabitant (0: equality, or a région of one territory)",
    },
    |spread| spread.gini,
);

pub(super) const THEIL: Indicator = spread(
    "access_theil",
    Text {
        fr: "inégalité d'accès entre territoires pondérés par leurs habitants : indice de Theil des actes par habitant (0 : égalité, ou région d'un seul territoire)",
        en: "inequality of access between territories weighted by inhabitants: Theil index of acts per inhabitant (0: equality, or a région of one territory)",
    },
    |spread| spread.theil,
);

pub(super) const WITHOUT_MT_ALD: Indicator = Indicator {
    widths: [500, 100, 20, 10],
    ..stock(
        "without_mt_ald",
        PEOPLE,
        Text {
            fr: "dont personnes en affection de longue durée (ALD) ; même part dans tous les départements, faute de mieux publié",
            en: "of whom people with a long illness (ALD); the same share in every département, nothing better being published",
        },
        &|tally, _| tally.without_mt_ald,
    )
};

pub(super) const SATURATION: Indicator = Indicator {
    scale: 100_000,
    widths: [50, 100, 100, 200],
    decimals: 3,
    ..stock(
        "saturation",
        SHARE,
        Text {
            fr: "part des médecins à patientèle (P5) qui ne prennent pas de nouveau patient comme médecin traitant",
            en: "share of GPs with a list (P5) who take no new patient as médecin traitant",
        },
        &|tally, _| ratio(tally.saturated, tally.with_list.all, 100_000),
    )
};

pub(super) const URGENT_CARE_ADDED: Indicator = Indicator {
    widths: [2_000, 500, 100, 50],
    ..stock(
        "urgent_care_added",
        PEOPLE,
        Text {
            fr: "habitants amenés depuis le 1er janvier 2026 à moins de 30 minutes de soins urgents par les politiques du scénario ; combien y étaient déjà n'est pas dans les tables",
            en: "inhabitants brought within 30 minutes of urgent care since 1 January 2026 by the policies of the scenario; how many already were is not in the tables",
        },
        &|tally, _| tally.urgent,
    )
};

pub(super) const FTE_AVAILABLE: Indicator = Indicator {
    scale: 1_000,
    widths: [10_000, 2_000, 200, 50],
    decimals: 1,
    ..stock(
        "fte_available",
        FTE,
        Text {
            fr: "travail de tous ceux qui offrent des soins, là où ils travaillent : installés, cumul, salariés hors hôpital, docteurs juniors, appui ; le temps donné à un autre territoire y est déplacé, jamais créé",
            en: "work of all who offer care, where they work: installed, retired-active, salaried outside hospital, docteurs juniors, support; time given to another territory is moved there, never created",
        },
        &|tally, _| tally.capacity,
    )
};

pub(super) const UNCONVENTIONED: Indicator = stock(
    "unconventioned",
    HEADS,
    Text { fr: "médecins installés sans conventionnement", en: "GPs in practice without an agreement with the Cnam" },
    &|tally, _| tally.unconventioned,
);

pub(super) const PUBLIC_COST: Indicator = Indicator {
    widths: [1_000, 100, 10, 10],
    when: When::Flow,
    ..stock(
        "public_cost",
        Text { fr: "milliers d'euros", en: "thousand euros" },
        Text {
            fr: "coût public des politiques du scénario dans l'année, pour celles dont une source donne le prix",
            en: "public cost in the year of the policies of the scenario, for those whose price a source gives",
        },
        &|tally, _| ratio(tally.cost, 1_000, 1),
    )
};
