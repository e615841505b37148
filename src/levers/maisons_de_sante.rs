//! *Maisons de santé pluriprofessionnelles*: GPs who practise with nurses and others under one roof follow more patients.
//!
//! Only those opened after 1 January 2026 count: the others are in the lists of that day. Part of them draw GPs to short
//! zones, by an amount that matched comparisons call positive without its size being known.

use super::{
    Entry, Field, Lever, cited, prior,
    promise::{Announced, REALISED, promised},
    support::{is_short, pull},
    weights::{MEAN_LIST, among, support},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Dose, Now, PlacementRule},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "maisons-de-sante",
    title: Text { fr: "Maisons de santé pluriprofessionnelles", en: "Multi-professional practices (maisons de santé)" },
    origin: Text {
        fr: "Objectif de 4 000 maisons de santé fin 2027 (juin 2023) ; 2 758 début 2025, dont 1 744 en zone sous-dense",
        en: "Target of 4,000 maisons de santé at the end of 2027 (June 2023); 2,758 in early 2025, 1,744 in short zones",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "maisons ouvertes au 1er janvier, par année (vide : aucune de plus que début 2026) ; en ligne droite entre deux années",
                en: "practices open on 1 January, by year (empty: none beyond early 2026); straight line between years",
            },
            kind: promised(Unit::Site, 20_000.0),
        },
        REALISED,
        Field {
            name: "at-start",
            about: Text {
                fr: "maisons ouvertes au 1er janvier 2026 (2 758 début 2025, environ 240 de plus par an depuis 2023)",
                en: "practices open on 1 January 2026 (2,758 in early 2025, about 240 more a year since 2023)",
            },
            kind: cited(
                Unit::Site,
                [2_500.0, 4_000.0],
                Law::Pert { low: 2_850.0, mode: 3_000.0, high: 3_200.0 },
                "msp-2025",
                Confidence::C,
            ),
        },
        Field {
            name: "gps",
            about: Text {
                fr: "généralistes par maison (3 554 dans 735 maisons en 2018 : 4,8)",
                en: "GPs per practice (3,554 in 735 practices in 2018: 4.8)",
            },
            kind: cited(Unit::Head, [0.0, 20.0], Law::Pert { low: 3.0, mode: 4.8, high: 6.5 }, "cnam-msp-2018", Confidence::C),
        },
        Field {
            name: "patients",
            about: Text {
                fr: "patients de plus par généraliste qui rejoint une maison (ministre : 130, sans méthode ; rien entre 0 et 130 n'est exclu)",
                en: "more patients per GP who joins a practice (minister: 130, no method; nothing between 0 and 130 is ruled out)",
            },
            kind: cited(Unit::Patient, [0.0, 500.0], Law::Uniform { low: 0.0, high: 130.0 }, "an-msp-2023", Confidence::G),
        },
        Field {
            name: "short-share",
            about: Text {
                fr: "part des maisons en ZIP et ZAC (1 744 sur 2 758)",
                en: "share of practices in ZIP and ZAC (1,744 of 2,758)",
            },
            kind: cited(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.58, mode: 0.63, high: 0.70 }, "msp-2025", Confidence::C),
        },
        Field {
            name: "pull",
            about: Text {
                fr: "installations attirées en ZIP et ZAC par maison qui y ouvre",
                en: "installations drawn to ZIP and ZAC per practice that opens there",
            },
            kind: prior(Unit::Head, [0.0, 5.0], Law::Pert { low: 0.0, mode: 0.3, high: 1.0 }),
        },
    ],
    build: |dose| Box::new(MaisonsDeSante::new(dose)),
};

struct MaisonsDeSante {
    announced: Announced,
    at_start: ParameterId,
    gps: ParameterId,
    patients: ParameterId,
    short_share: ParameterId,
    pull: ParameterId,
}

impl MaisonsDeSante {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            announced: Announced::new(dose),
            at_start: number("at-start"),
            gps: number("gps"),
            patients: number("patients"),
            short_share: number("short-share"),
            pull: number("pull"),
        }
    }

    /// Practices open on 1 January of `year` beyond those of the start.
    fn added(&self, now: &Now, year: u16) -> f64 {
        self.announced.added(now, year, now.draw[self.at_start])
    }
}

impl Lever for MaisonsDeSante {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let opened = self.added(now, now.year + 1) - self.added(now, now.year);
        let heads = opened * now.draw[self.short_share] * now.draw[self.pull];
        pull(now, rule, heads, |territory| is_short(now.baseline, territory));
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let gps = self.added(now, now.year) * now.draw[self.gps] * now.draw[self.patients] / MEAN_LIST;
        let short = now.draw[self.short_share];
        support(now, factors, gps * short, among(now, true));
        support(now, factors, gps * (1.0 - short), among(now, false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::weights::country, parameter::Draw, territory::Zone};

    #[test]
    fn practices_beyond_those_of_the_start_give_patients_and_draw_to_short_zones() {
        let baseline = country(&[(Zone::Zac, 500, 3.0), (Zone::Hz, 500, 4.9)]);
        let id = ParameterId;
        let announced = Announced::of(&[(2028, 4_000.0)], id(0));
        let lever = MaisonsDeSante { announced, at_start: id(1), gps: id(2), patients: id(3), short_share: id(4), pull: id(5) };
        // Half of the 1,000 more open: 500 × 5 GPs × 103.3 patients are 250 lists.
        let draw = Draw(vec![0.5, 3_000.0, 5.0, 103.3, 0.6, 0.4]);
        let installed = [vec![1_000, 1_000]];
        let now = |year| Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[4_000, 4_000]) };
        let support = |year| {
            let mut factors = CapacityFactors::new(2);
            lever.capacity(&now(year), &mut factors);
            factors.support().to_vec()
        };
        assert_eq!(support(2026), [0.0, 0.0]);
        assert!(support(2030).iter().zip([150.0, 100.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-9));
        let mut rule = PlacementRule::new(2, 0);
        lever.placement(&now(2028), &mut rule);
        assert_eq!(rule.weights(), [1.0, 1.0]);
        lever.placement(&now(2027), &mut rule);
        // 250 open in the year, 150 of them in short zones, which draw 60: 1,060 of 2,000 choices.
        assert!((rule.weights()[0] / (rule.weights()[0] + 1.0) - 0.53).abs() < 1e-12);
    }
}
