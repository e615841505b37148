//! *Conventionnement sélectif*: in the best-served territories the health insurance signs an agreement with a newcomer
//! only when a colleague leaves.
//!
//! The same rank and the same cap as one installation per departure, with a way out: a share of the refused practise
//! where they wished without an agreement, their patients being hardly reimbursed. Nobody is forbidden to practise, so
//! salaried posts stay open.

use super::{
    Entry, Field, Lever, neutral, prior,
    support::{Cap, FROM, POPULATION_SHARE},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Now, PlacementRule},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "conventionnement-selectif",
    title: Text { fr: "Conventionnement sélectif", en: "Selective agreement with the health insurance" },
    origin: Text {
        fr: "Proposition de loi no 1542 (G. Garot), art. 1er, rapport no 1612 de l'Assemblée nationale du 23 janvier 2019 ; « pas exclu » dans les débats de mai 2024 sur le rapport de la Cour des comptes",
        en: "Bill 1542 (G. Garot), art. 1, report 1612 of the Assemblée nationale of 23 January 2019; \"not excluded\" in the debates of May 2024 on the report of the Cour des comptes",
    },
    fields: &[
        POPULATION_SHARE,
        Field {
            name: "rate",
            about: Text { fr: "conventionnements ouverts par départ", en: "agreements opened per departure" },
            kind: neutral(Unit::Factor, [0.0, 1.0], 1.0),
        },
        Field {
            name: "unconventioned",
            about: Text {
                fr: "part des refusés qui exercent sur place sans convention (aucune mesure publiée)",
                en: "share of the refused who practise there without an agreement (never measured)",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.1, high: 0.4 }),
        },
        FROM,
    ],
    build: |dose| Box::new(ConventionnementSelectif { cap: Cap::new(dose), unconventioned: dose.numbers["unconventioned"] }),
};

struct ConventionnementSelectif {
    cap: Cap,
    unconventioned: ParameterId,
}

impl Lever for ConventionnementSelectif {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        if self.cap.hold(now, rule) {
            rule.allow_unconventioned(now.draw[self.unconventioned]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn the_best_served_are_capped_with_a_way_out_and_nothing_happens_before() {
        let id = ParameterId;
        let lever = ConventionnementSelectif { cap: Cap::of(id(0), id(1), 2028), unconventioned: id(2) };
        let (baseline, draw) = (two_departements(), Draw(vec![0.13, 0.5, 0.25]));
        let mut rule = PlacementRule::new(4, 2);
        lever.placement(&Now::unchanged(&baseline, 2027, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule, PlacementRule::new(4, 2));
        lever.placement(&Now::unchanged(&baseline, 2028, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule.quotas().iter().map(|quota| quota.is_open()).collect::<Vec<_>>(), [true, true, false, true]);
        assert_eq!((rule.quotas()[2].per_departure, rule.unconventioned(), rule.salaried_too()), (0.5, 0.25, false));
        // At the neutral dose the way out stays shut, whatever another policy refuses.
        let draw = Draw(vec![0.0, 1.0, 0.25]);
        let mut rule = PlacementRule::new(4, 2);
        lever.placement(&Now::unchanged(&baseline, 2028, &draw, &[1; 4]), &mut rule);
        assert_eq!(rule, PlacementRule::new(4, 2));
    }
}
