//! *Plan ALD*: people with a long illness and no médecin traitant are served first.
//!
//! It moves people in the queue and adds no capacity: others wait. "240,000 found a doctor" and "−25 %" are not one
//! figure: the first is against a number that was projected (710,000 without the plan), the second on the stock.

use super::{Entry, Field, Lever, neutral, support::FROM};
use crate::{
    parameter::{ParameterId, Unit},
    phase::{DemandFactors, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "ald-plan",
    title: Text {
        fr: "Plan pour les patients en ALD sans médecin traitant",
        en: "Plan for people with a long illness (ALD) and no médecin traitant",
    },
    origin: Text {
        fr: "Cnam, plan d'action de 2023 ; Sénat, réponse du 3 avril 2025 : « 240 000 patients en ALD », baisse de 25 %",
        en: "Cnam, plan of 2023; Sénat, answer of 3 April 2025: \"240,000 patients with an ALD\", down by 25 %",
    },
    fields: &[
        Field {
            name: "served",
            about: Text {
                fr: "part des personnes en ALD sans médecin traitant servies avant les autres, au-delà de début 2026 (−25 % du stock ; 240 000 sur 710 000 projetés : 34 %)",
                en: "share of people with an ALD and no médecin traitant served before others, beyond early 2026 (−25 % of the stock; 240,000 of 710,000 projected: 34 %)",
            },
            kind: neutral(Unit::Share, [0.0, 1.0], 0.0),
        },
        FROM,
    ],
    build: |dose| Box::new(AldPlan { served: dose.numbers["served"], from: dose.years["from"] }),
};

struct AldPlan {
    served: ParameterId,
    from: u16,
}

impl Lever for AldPlan {
    fn demand(&self, now: &Now, demand: &mut DemandFactors) {
        if now.year >= self.from {
            demand.serve_ald(now.draw[self.served]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn the_served_leave_the_queue_and_need_stays_what_it_is() {
        let (baseline, draw) = (Baseline::default(), Draw(vec![0.25]));
        let lever = AldPlan { served: ParameterId(0), from: 2027 };
        let demand = |year| {
            let mut demand = DemandFactors::new(1);
            lever.demand(&Now::unchanged(&baseline, year, &draw, &[1]), &mut demand);
            demand
        };
        assert_eq!(demand(2026), DemandFactors::new(1));
        assert_eq!((demand(2027).ald_left(), demand(2027).need()), (0.75, &[1.0][..]));
    }
}
