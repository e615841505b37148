//! Settings that contradict one another: one policy undoes, repeats or forbids what another does.
//!
//! No lever knows another, so what cannot stand together is said here, in one list, and checked when a scenario is read.

use crate::{baseline::Baseline, diagnostic::Severity, territory::Geography, text::Text};

/// Two settings that a scenario should not hold at once.
pub struct Contradiction {
    /// Whether such a scenario is refused or only told.
    pub severity: Severity,
    /// The two settings.
    pub between: [Side; 2],
    /// What is wrong, in one line.
    pub title: Text,
    /// What happens, or what to do.
    pub label: Text,
}

/// One of the settings.
#[derive(Clone, Copy)]
pub struct Side {
    /// Name of the lever.
    pub lever: &'static str,
    /// Name of its field.
    pub field: &'static str,
    /// What the field must say.
    pub says: Says,
}

/// What a field must say to contradict another.
#[derive(Clone, Copy)]
pub enum Says {
    /// Anything but its neutral value.
    Something,
    /// This word.
    Word(&'static str),
    /// A share of the population, best served first, that can only be reached with people of short zones.
    MoreThanOutsideShortZones,
}

/// The share of a population ranked from the best served beyond which some of it must live in ZIP or ZAC.
#[must_use]
pub fn outside_short_zones(baseline: &Baseline) -> f64 {
    let Geography { territories, .. } = &baseline.geography;
    let outside = (0..territories.len()).filter(|territory| !territories[*territory].zone.is_short());
    let people = outside.map(|territory| baseline.population.of_territory_at_start(&baseline.geography, territory)).sum::<f64>();
    people / baseline.population.total_at_start()
}

const fn something(lever: &'static str, field: &'static str) -> Side {
    Side { lever, field, says: Says::Something }
}

/// Two rules on the same best-served territories.
const fn ruled_twice(one: &'static str, other: &'static str, label: Text) -> Contradiction {
    Contradiction {
        severity: Severity::Warning,
        between: [something(one, "population-share"), something(other, "population-share")],
        title: Text { fr: "deux règles pour les mêmes territoires", en: "two rules for the same territories" },
        label,
    }
}

/// A rule that keeps newcomers out of territories where an aid draws them.
const fn closed_and_aided(rule: &'static str, aid: &'static str, field: &'static str) -> Contradiction {
    let says = Says::MoreThanOutsideShortZones;
    Contradiction {
        severity: Severity::Warning,
        between: [Side { lever: rule, field: "population-share", says }, something(aid, field)],
        title: Text { fr: "des territoires sont fermés et aidés à la fois", en: "some territories are both closed and aided" },
        label: Text {
            fr: "l'aide attire en ZIP et ZAC, où une part aussi grande de la population finit par vivre",
            en: "the aid draws to ZIP and ZAC, where part of so large a share of the population lives",
        },
    }
}

/// The stricter cap holds, and the way out is everybody's.
const STRICTER: Text = Text {
    fr: "la plus stricte l'emporte (le minimum des deux), et la sortie sans convention vaut pour tous les refusés",
    en: "the stricter holds (the minimum of both), and the way out without an agreement is that of all the refused",
};

/// Both conditions at once, while the texts offer them as alternatives.
const BOTH: Text = Text {
    fr: "s'y installer demande alors un départ et un engagement ; dans les textes, l'un tient lieu de l'autre",
    en: "to install there then takes a departure and a commitment; in the texts, one stands for the other",
};

/// Missions of all and missions of volunteers.
const COMPULSORY_AND_VOLUNTARY: Contradiction = Contradiction {
    severity: Severity::Error,
    between: [
        Side { lever: "solidarity-missions", field: "scheme", says: Says::Word("compulsory") },
        something("solidarity-missions", "volunteers"),
    ],
    title: Text { fr: "missions obligatoires et volontaires à la fois", en: "missions both compulsory and voluntary" },
    label: Text {
        fr: "obligatoires, elles n'ont pas de volontaires : retirer ce réglage, ou écrire `scheme = \"voluntary\"`",
        en: "compulsory missions have no volunteers: take this setting away, or write `scheme = \"voluntary\"`",
    },
};

/// All of them.
pub static CONTRADICTIONS: &[Contradiction] = &[
    COMPULSORY_AND_VOLUNTARY,
    ruled_twice("one-for-one", "conventionnement-selectif", STRICTER),
    ruled_twice("one-for-one", "part-time-commitment", BOTH),
    ruled_twice("conventionnement-selectif", "part-time-commitment", BOTH),
    closed_and_aided("one-for-one", "installation-aid", "announced"),
    closed_and_aided("one-for-one", "fee-supplements", "supplement"),
    closed_and_aided("one-for-one", "ptmg", "announced"),
    closed_and_aided("one-for-one", "cesp", "contracts"),
    closed_and_aided("conventionnement-selectif", "installation-aid", "announced"),
    closed_and_aided("conventionnement-selectif", "fee-supplements", "supplement"),
    closed_and_aided("conventionnement-selectif", "ptmg", "announced"),
    closed_and_aided("conventionnement-selectif", "cesp", "contracts"),
    closed_and_aided("part-time-commitment", "installation-aid", "announced"),
    closed_and_aided("part-time-commitment", "fee-supplements", "supplement"),
    closed_and_aided("part-time-commitment", "ptmg", "announced"),
    closed_and_aided("part-time-commitment", "cesp", "contracts"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::levers::{Kind, LEVERS, support::tests::two_departements};

    #[test]
    fn every_side_names_a_setting_that_can_say_so() {
        for Side { lever, field, says } in CONTRADICTIONS.iter().flat_map(|contradiction| contradiction.between) {
            let entry = LEVERS.iter().find(|entry| entry.name == lever).unwrap_or_else(|| panic!("{lever}"));
            let known = entry.fields.iter().find(|known| known.name == field).unwrap_or_else(|| panic!("{lever}.{field}"));
            let can = match (says, &known.kind) {
                (Says::Something, _) | (Says::MoreThanOutsideShortZones, Kind::Number { .. }) => true,
                (Says::Word(word), Kind::Choice { options, .. }) => options.contains(&word),
                _ => false,
            };
            assert!(can, "{lever}.{field}");
        }
    }

    #[test]
    fn people_outside_short_zones_are_counted() {
        // Of 2,000 people, 200 live in a HZ.
        assert!((outside_short_zones(&two_departements()) - 0.1).abs() < f64::EPSILON);
    }
}
