//! *Aides à l'installation*: contracts that pay those who install in a short zone.
//!
//! The contracts of today are in what was observed; a scenario adds to them or takes away. Heads pulled to ZIP and ZAC a
//! year = contracts × additionality, which the Cour des comptes finds "not demonstrated".

use super::{
    Entry, Field, Lever, announced, cited, prior,
    promise::REALISED,
    support::{held, is_short, pull, spend},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Costs, Dose, Now, PlacementRule},
    source::Confidence,
    text::Text,
};
use std::collections::BTreeMap;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "installation-aid",
    title: Text { fr: "Contrats d'aide à l'installation", en: "Installation-aid contracts" },
    origin: Text {
        fr: "Convention médicale de 2016 (CAIM) et convention 2024-2029 ; Cour des comptes, Les aides à l'installation des médecins libéraux, 12 novembre 2025",
        en: "Medical agreement of 2016 (CAIM) and agreement 2024-2029; Cour des comptes on installation aids, 12 November 2025",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "contrats par an de plus que dans la référence (de moins si négatif), maintenus jusqu'à l'année suivante indiquée (vide : aucun)",
                en: "contracts a year beyond those of the reference (fewer if negative), held until the next year given (empty: none)",
            },
            kind: announced(Unit::Contract, [-3_000.0, 10_000.0], "cour-des-comptes-2025"),
        },
        REALISED,
        Field {
            name: "additionality",
            about: Text {
                fr: "part des aidés qui ne seraient pas venus sans aide",
                en: "share of the aided who would not have come without aid",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.1, high: 0.25 }),
        },
        Field {
            name: "cost",
            about: Text {
                fr: "coût public par contrat (2023 : 60 % de 205 M€ pour 3 000 médecins, soit 41 000 € ; aides de 2026 : 10 000 € en ZIP ; CAIM : 50 000 €)",
                en: "public cost per contract (2023: 60% of €205M for 3,000 doctors, or €41,000; aids of 2026: €10,000 in ZIP; CAIM: €50,000)",
            },
            kind: cited(
                Unit::Euro,
                [0.0, 200_000.0],
                Law::Pert { low: 10_000.0, mode: 41_000.0, high: 50_000.0 },
                "cour-des-comptes-2025",
                Confidence::C,
            ),
        },
    ],
    build: |dose| Box::new(InstallationAid::new(dose)),
};

struct InstallationAid {
    announced: BTreeMap<u16, f64>,
    realised: ParameterId,
    additionality: ParameterId,
    cost: ParameterId,
}

impl InstallationAid {
    fn new(dose: &Dose) -> Self {
        Self {
            announced: dose.paths["announced"].clone(),
            realised: dose.numbers["realised"],
            additionality: dose.numbers["additionality"],
            cost: dose.numbers["cost"],
        }
    }

    /// Contracts signed in the year beyond those of the reference. What is taken away is taken away in full.
    fn signed(&self, now: &Now) -> f64 {
        let announced = held(&self.announced, now.year).unwrap_or(0.0);
        if announced > 0.0 { announced * now.draw[self.realised] } else { announced }
    }
}

impl Lever for InstallationAid {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        pull(now, rule, self.signed(now) * now.draw[self.additionality], |territory| is_short(now.baseline, territory));
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        spend(now, costs, self.signed(now) * now.draw[self.cost], |territory| is_short(now.baseline, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn aids_pull_cost_and_can_be_withdrawn() {
        let lever = InstallationAid {
            announced: BTreeMap::from([(2027, 1_000.0), (2030, -1_000.0)]),
            realised: ParameterId(0),
            additionality: ParameterId(1),
            cost: ParameterId(2),
        };
        let (baseline, draw) = (two_departements(), Draw(vec![0.5, 0.2, 10.0]));
        let installed = [vec![250; 4]];
        let year = |year| {
            let now = Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[40, 10, 40, 10]) };
            let (mut rule, mut costs) = (PlacementRule::new(4, 2), Costs::new(4));
            lever.placement(&now, &mut rule);
            lever.costs(&now, &mut costs);
            let weight = |t: usize| rule.weights()[t] * f64::from(now.liberal[t]);
            let short = weight(0) + weight(1) + weight(3);
            let choices = libm::round(1_000.0 * short / (short + weight(2)));
            (choices, libm::round(costs.euros().iter().sum::<f64>()), costs.euros()[2])
        };
        assert_eq!(year(2026), (600.0, 0.0, 0.0));
        assert_eq!(year(2027), (700.0, 5_000.0, 0.0));
        assert_eq!(year(2030), (400.0, -10_000.0, 0.0));
    }
}
