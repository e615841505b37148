//! *Télésanté*: teleconsultations and cabins, in which others than the GPs of the place answer part of the need.
//!
//! Only the change of their share since 1 January 2026 counts. They do not flow to deserts: seven patients in ten live in
//! large urban poles.

use super::{
    Entry, Field, Lever, cited, prior,
    promise::{Announced, REALISED, promised},
    support::is_short,
    weights::{people, total},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{DemandFactors, Dose, Now},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "telehealth",
    title: Text { fr: "Télésanté (téléconsultations, cabines)", en: "Telehealth (teleconsultations, cabins)" },
    origin: Text {
        fr: "Avenant 6 à la convention médicale (15 septembre 2018) ; pacte territoire-santé, 10 février 2014 ; Cnam : 2,3 % des actes au premier trimestre 2025",
        en: "Amendment 6 to the medical agreement (15 September 2018); pacte territoire-santé, 10 February 2014; Cnam: 2.3 % of acts in early 2025",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "part des actes de généralistes faits à distance au 1er janvier, par année (vide : comme début 2026)",
                en: "share of GP acts made at a distance on 1 January, by year (empty: as in early 2026)",
            },
            kind: promised(Unit::Share, 0.5),
        },
        REALISED,
        Field {
            name: "at-start",
            about: Text {
                fr: "part des actes faits à distance au 1er janvier 2026 (2,3 % début 2025 ; 3,7 % en 2021)",
                en: "share of acts made at a distance on 1 January 2026 (2.3 % in early 2025; 3.7 % in 2021)",
            },
            kind: cited(
                Unit::Share,
                [0.0, 0.2],
                Law::Pert { low: 0.020, mode: 0.023, high: 0.040 },
                "cnam-teleconsultation-2025",
                Confidence::B,
            ),
        },
        Field {
            name: "substitution",
            about: Text {
                fr: "part de ces actes qui remplacent une visite au généraliste du lieu et sont faits par d'autres que lui",
                en: "share of these acts that replace a visit to the GP of the place and are made by others",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.05, mode: 0.25, high: 0.6 }),
        },
        Field {
            name: "short-weight",
            about: Text {
                fr: "usage par habitant en ZIP et ZAC, pour 1 ailleurs (7 patients sur 10 dans les grands pôles urbains, où vivent 6 habitants sur 10 : 0,64)",
                en: "use per inhabitant in ZIP and ZAC, for 1 elsewhere (7 patients in 10 in large urban poles, where 6 people in 10 live: 0.64)",
            },
            kind: prior(Unit::Factor, [0.0, 5.0], Law::Pert { low: 0.3, mode: 0.64, high: 1.0 }),
        },
    ],
    build: |dose| Box::new(Telehealth::new(dose)),
};

struct Telehealth {
    announced: Announced,
    at_start: ParameterId,
    substitution: ParameterId,
    short_weight: ParameterId,
}

impl Telehealth {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            announced: Announced::new(dose),
            at_start: number("at-start"),
            substitution: number("substitution"),
            short_weight: number("short-weight"),
        }
    }
}

impl Lever for Telehealth {
    fn demand(&self, now: &Now, demand: &mut DemandFactors) {
        let added = self.announced.added(now, now.year, now.draw[self.at_start]);
        let relieved = added * now.draw[self.substitution];
        if relieved == 0.0 {
            return;
        }
        let short = now.draw[self.short_weight];
        let weight = |territory| if is_short(now.baseline, territory) { short } else { 1.0 };
        let all = total(now, |territory| people(now.baseline, territory));
        let mean = total(now, |territory| people(now.baseline, territory) * weight(territory)) / all;
        if mean > 0.0 {
            (0..now.liberal.len()).for_each(|territory| demand.relieve(territory, relieved * weight(territory) / mean));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::weights::country, parameter::Draw, territory::Zone};

    #[test]
    fn need_is_relieved_less_in_short_zones_and_by_the_share_on_the_whole() {
        let baseline = country(&[(Zone::Zip, 500, 2.0), (Zone::Hz, 500, 4.9)]);
        let id = ParameterId;
        let announced = Announced::of(&[(2030, 0.10)], id(0));
        let lever = Telehealth { announced, at_start: id(1), substitution: id(2), short_weight: id(3) };
        let draw = Draw(vec![1.0, 0.02, 0.5, 0.6]);
        let need = |year| {
            let mut demand = DemandFactors::new(2);
            lever.demand(&Now::unchanged(&baseline, year, &draw, &[1, 1]), &mut demand);
            demand.need().to_vec()
        };
        assert_eq!(need(2026), [1.0, 1.0]);
        // 8 points more, half of them instead of a visit: 4 % on the whole, 3 % and 5 %.
        assert!(need(2030).iter().zip([0.97, 0.95]).all(|(found, wanted)| (found - wanted).abs() < 1e-12));
    }
}
