//! *Praticiens territoriaux de médecine générale* (PTMG): a guaranteed income for young GPs who install in a short zone.
//!
//! The scheme of 2013, replayed on today's stock. What a minister announces is not what is signed, and most signers
//! would have come anyway: heads pulled to ZIP and ZAC a year = announced × realised × additionality.

use super::{
    Entry, Field, Lever, announced, prior,
    promise::REALISED,
    support::{held, is_short, pull},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Dose, Now, PlacementRule},
    text::Text,
};
use std::collections::BTreeMap;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "ptmg",
    title: Text {
        fr: "Praticiens territoriaux de médecine générale (PTMG)",
        en: "Territorial GPs with a guaranteed income (PTMG)",
    },
    origin: Text {
        fr: "Pacte territoire-santé du 13 décembre 2012, engagement 3 ; bilan du ministère du 10 février 2014 (180 en 2013, 200 prévus en 2014)",
        en: "Pacte territoire-santé of 13 December 2012, commitment 3; ministry's press release of 10 February 2014 (180 in 2013, 200 planned for 2014)",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "contrats annoncés par an, maintenus jusqu'à l'année suivante indiquée (vide : aucun)",
                en: "contracts announced a year, held until the next year given (empty: none)",
            },
            kind: announced(Unit::Contract, [0.0, 3_000.0], "ptmg-2014"),
        },
        REALISED,
        Field {
            name: "additionality",
            about: Text {
                fr: "part des signataires qui ne seraient pas venus sans contrat",
                en: "share of signers who would not have come without a contract",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.1, high: 0.3 }),
        },
    ],
    build: |dose| Box::new(Ptmg::new(dose)),
};

struct Ptmg {
    announced: BTreeMap<u16, f64>,
    realised: ParameterId,
    additionality: ParameterId,
}

impl Ptmg {
    fn new(dose: &Dose) -> Self {
        Self {
            announced: dose.paths["announced"].clone(),
            realised: dose.numbers["realised"],
            additionality: dose.numbers["additionality"],
        }
    }
}

impl Lever for Ptmg {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let signed = held(&self.announced, now.year).unwrap_or(0.0) * now.draw[self.realised];
        pull(now, rule, signed * now.draw[self.additionality], |territory| is_short(now.baseline, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn of_those_announced_a_part_signs_and_a_part_of_these_would_not_have_come() {
        let lever =
            Ptmg { announced: BTreeMap::from([(2027, 1_000.0)]), realised: ParameterId(0), additionality: ParameterId(1) };
        let (baseline, draw) = (two_departements(), Draw(vec![0.5, 0.2]));
        let installed = [vec![250; 4]];
        let choices = |year| {
            let now = Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[40, 10, 40, 10]) };
            let mut rule = PlacementRule::new(4, 2);
            lever.placement(&now, &mut rule);
            let weight = |t: usize| rule.weights()[t] * f64::from(now.liberal[t]);
            let short = weight(0) + weight(1) + weight(3);
            libm::round(1_000.0 * short / (short + weight(2)))
        };
        assert_eq!([2026, 2027].map(choices), [600.0, 700.0]);
    }
}
