//! *Accès direct*: patients who see a physiotherapist or a speech therapist without a prescription.
//!
//! No effect on GPs was found in print; 0 to 1 % of their acts is our prior.

use super::{Entry, Field, Lever, neutral, support::FROM};
use crate::{
    parameter::{ParameterId, Unit},
    phase::{DemandFactors, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "direct-access",
    title: Text {
        fr: "Accès direct aux kinésithérapeutes et orthophonistes",
        en: "Direct access to physiotherapists and speech therapists",
    },
    origin: Text {
        fr: "Loi no 2023-379 du 19 mai 2023 portant amélioration de l'accès aux soins par la confiance aux professionnels de santé",
        en: "Law 2023-379 of 19 May 2023 on access to care by trust in health professionals",
    },
    fields: &[
        Field {
            name: "share",
            about: Text {
                fr: "part des actes de généralistes évités, au-delà de début 2026 (ordre de grandeur : 0 à 1 %)",
                en: "share of GP acts avoided, beyond early 2026 (order of magnitude: 0 to 1 %)",
            },
            kind: neutral(Unit::Share, [0.0, 0.2], 0.0),
        },
        FROM,
    ],
    build: |dose| Box::new(DirectAccess { share: dose.numbers["share"], from: dose.years["from"] }),
};

struct DirectAccess {
    share: ParameterId,
    from: u16,
}

impl Lever for DirectAccess {
    fn demand(&self, now: &Now, demand: &mut DemandFactors) {
        if now.year >= self.from {
            (0..now.liberal.len()).for_each(|territory| demand.relieve(territory, now.draw[self.share]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn need_is_relieved_everywhere_from_the_first_year_on() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![0.25]));
        let lever = DirectAccess { share: ParameterId(0), from: 2028 };
        let need = |year| {
            let mut demand = DemandFactors::new(2);
            lever.demand(&Now::unchanged(&baseline, year, &draw, &[1, 1]), &mut demand);
            demand.need().to_vec()
        };
        assert_eq!((need(2027), need(2028)), (vec![1.0; 2], vec![0.75; 2]));
    }
}
