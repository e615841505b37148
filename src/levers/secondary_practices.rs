//! *Cabinets secondaires*: GPs of well-served territories open a second practice in the ZIP of their département.
//!
//! What is announced is more than is open on 1 January 2026. The practices are split among départements as their libéral
//! GPs outside short zones; a département without ZIP, or without such GPs, has none. The time is moved, not created.

use super::{
    Entry, Field, Lever, announced, cited, prior,
    promise::REALISED,
    support::{held, is_short, is_zip, spend},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Costs, Dose, Now, Transfers, Work},
    source::Confidence,
    text::Text,
};
use std::{collections::BTreeMap, ops::Range};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "secondary-practices",
    title: Text { fr: "Cabinets secondaires en ZIP", en: "Secondary practices in ZIP" },
    origin: Text {
        fr: "Cour des comptes, 13 mai 2024, recommandation 5 ; proposition de loi no 494 adoptée par le Sénat le 13 mai 2025 ; convention médicale 2024-2029, aide à l'ouverture depuis le 1er janvier 2026",
        en: "Cour des comptes, 13 May 2024, recommendation 5; bill 494 adopted by the Sénat on 13 May 2025; medical agreement 2024-2029, aid for opening since 1 January 2026",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "cabinets secondaires ouverts en ZIP dans l'année, de plus qu'au 1er janvier 2026, maintenus jusqu'à l'année suivante indiquée (vide : aucun)",
                en: "secondary practices open in ZIP in the year, beyond those of 1 January 2026, held until the next year given (empty: none)",
            },
            kind: announced(Unit::Head, [0.0, 10_000.0], "convention-2024"),
        },
        REALISED,
        Field {
            name: "time",
            about: Text {
                fr: "part d'un plein temps passée au cabinet secondaire",
                en: "share of a full-time GP spent in the secondary practice",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.1, mode: 0.2, high: 0.4 }),
        },
        Field {
            name: "aid",
            about: Text {
                fr: "aide publique, en une fois, par cabinet secondaire ouvert",
                en: "public aid, once, per secondary practice opened",
            },
            kind: cited(Unit::Euro, [0.0, 100_000.0], Law::Fixed { value: 3_000.0 }, "convention-2024", Confidence::B),
        },
    ],
    build: |dose| Box::new(SecondaryPractices::new(dose)),
};

struct SecondaryPractices {
    announced: BTreeMap<u16, f64>,
    realised: ParameterId,
    time: ParameterId,
    aid: ParameterId,
}

impl SecondaryPractices {
    fn new(dose: &Dose) -> Self {
        Self {
            announced: dose.paths["announced"].clone(),
            realised: dose.numbers["realised"],
            time: dose.numbers["time"],
            aid: dose.numbers["aid"],
        }
    }

    /// Practices open in a year.
    fn open(&self, now: &Now, year: u16) -> f64 {
        held(&self.announced, year).unwrap_or(0.0) * now.draw[self.realised]
    }
}

/// Libéral GPs of a territory, if `keep`.
fn liberal(now: &Now, territory: usize, keep: bool) -> f64 {
    if keep { f64::from(now.liberal[territory]) } else { 0.0 }
}

/// Libéral GPs of the territories of a département outside short zones, if any of its ZIP has some too.
fn givers(now: &Now, territories: &Range<usize>) -> f64 {
    let of = |keep: fn(&Now, usize) -> bool| territories.clone().map(|t| liberal(now, t, keep(now, t))).sum::<f64>();
    if of(|now, territory| is_zip(now.baseline, territory)) > 0.0 {
        of(|now, territory| !is_short(now.baseline, territory))
    } else {
        0.0
    }
}

impl Lever for SecondaryPractices {
    fn transfers(&self, now: &Now, transfers: &mut Transfers) {
        let gps = self.open(now, now.year) * now.draw[self.time];
        let departements = now.baseline.geography.departements.iter().map(|departement| &departement.territories);
        let all: f64 = departements.clone().map(|territories| givers(now, territories)).sum();
        if gps <= 0.0 || all <= 0.0 {
            return;
        }
        for territories in departements {
            let share = givers(now, territories) / all;
            let from = |territory| liberal(now, territory, !is_short(now.baseline, territory));
            let to = |territory| liberal(now, territory, is_zip(now.baseline, territory));
            transfers.shift_within(territories.clone(), Work::ActsAndLists, gps * share, from, to);
        }
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        let opened = self.open(now, now.year) - self.open(now, now.year - 1);
        spend(now, costs, opened.max(0.0) * now.draw[self.aid], |territory| is_zip(now.baseline, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn time_moves_within_the_departement_and_each_opening_is_aided_once() {
        let lever = SecondaryPractices {
            announced: BTreeMap::from([(2028, 100.0)]),
            realised: ParameterId(0),
            time: ParameterId(1),
            aid: ParameterId(2),
        };
        let (baseline, draw) = (two_departements(), Draw(vec![0.5, 0.2, 3_000.0]));
        let year = |year| {
            let now = Now::unchanged(&baseline, year, &draw, &[50, 40, 30, 20]);
            let (mut transfers, mut costs) = (Transfers::new(4), Costs::new(4));
            lever.transfers(&now, &mut transfers);
            lever.costs(&now, &mut costs);
            (transfers.lists().to_vec(), costs.euros().to_vec())
        };
        assert_eq!(year(2027), (vec![0; 4], vec![0.0; 4]));
        // Fifty practices of a fifth of a GP; the second département has no ZIP.
        assert_eq!(year(2028), (vec![10_000, 0, -10_000, 0], vec![150_000.0, 0.0, 0.0, 0.0]));
        assert_eq!(year(2029), (vec![10_000, 0, -10_000, 0], vec![0.0; 4]));
    }
}
