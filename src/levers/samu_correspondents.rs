//! *Médecins correspondants du SAMU*: GPs trained and equipped to give urgent care where the SMUR is far.
//!
//! They change who is within 30 minutes of urgent care, and nothing else.

use super::{
    Entry, Field, Lever, cited,
    promise::{Announced, REALISED, promised},
    weights::{people_in_zip, total},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{DemandFactors, Now},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "samu-correspondents",
    title: Text { fr: "Médecins correspondants du SAMU", en: "Emergency correspondents (médecins correspondants du SAMU)" },
    origin: Text {
        fr: "Pacte territoire-santé, 10 février 2014 : de 150 (2012) à 650 (2014), un million de personnes de plus à moins de 30 minutes",
        en: "Pacte territoire-santé, 10 February 2014: from 150 (2012) to 650 (2014), one million more people within 30 minutes",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "correspondants nommés depuis le 1er janvier 2026, par année (vide : aucun)",
                en: "correspondents appointed since 1 January 2026, by year (empty: none)",
            },
            kind: promised(Unit::Head, 10_000.0),
        },
        REALISED,
        Field {
            name: "people",
            about: Text {
                fr: "personnes de plus à moins de 30 minutes par correspondant (1 000 000 pour 500 : 2 000)",
                en: "people brought within 30 minutes per correspondent (1,000,000 for 500: 2,000)",
            },
            kind: cited(
                Unit::Person,
                [0.0, 20_000.0],
                Law::Pert { low: 500.0, mode: 2_000.0, high: 3_500.0 },
                "pacte-2014",
                Confidence::C,
            ),
        },
    ],
    build: |dose| Box::new(SamuCorrespondents { announced: Announced::new(dose), people: dose.numbers["people"] }),
};

struct SamuCorrespondents {
    announced: Announced,
    people: ParameterId,
}

impl Lever for SamuCorrespondents {
    fn demand(&self, now: &Now, demand: &mut DemandFactors) {
        let reached = self.announced.added(now, now.year, 0.0) * now.draw[self.people];
        let all = total(now, |territory| people_in_zip(now.baseline, territory));
        if reached <= 0.0 || all <= 0.0 {
            return;
        }
        for territory in 0..now.liberal.len() {
            // In proportion to people, so that the cap is that of all of them at once.
            demand.reach_urgently(territory, people_in_zip(now.baseline, territory) * (reached / all).min(1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::weights::country, parameter::Draw, territory::Zone};

    #[test]
    fn people_of_zip_are_reached_and_none_twice() {
        let baseline = country(&[(Zone::Zip, 600, 2.0), (Zone::Hz, 200, 4.9), (Zone::Zip, 200, 2.5)]);
        let lever = SamuCorrespondents { announced: Announced::of(&[(2028, 8.0)], ParameterId(0)), people: ParameterId(1) };
        let urgent = |people| {
            let mut demand = DemandFactors::new(3);
            let draw = Draw(vec![0.5, people]);
            lever.demand(&Now::unchanged(&baseline, 2030, &draw, &[1; 3]), &mut demand);
            demand.urgent().to_vec()
        };
        assert_eq!(urgent(100.0), [300.0, 0.0, 100.0]);
        assert_eq!(urgent(1_000.0), [600.0, 0.0, 200.0]);
    }
}
