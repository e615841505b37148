//! *Majorations d'honoraires*: consultations are paid more in short zones.
//!
//! The pull of these territories is multiplied by (1 + supplement) ^ elasticity: with an elasticity of 0.3, ten per cent
//! more fees draw three per cent more choices. No elasticity was measured for French GPs.

use super::{
    Entry, Field, Kind, Lever, cited, neutral, prior,
    support::{FROM, is_short, is_zip},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Costs, Dose, Now, PlacementRule},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "fee-supplements",
    title: Text { fr: "Majorations d'honoraires en zone sous-dense", en: "Fee supplements in short zones" },
    origin: Text {
        fr: "Convention médicale de 2016, contrat de solidarité territoriale (25 % des honoraires en ZIP, jusqu'à fin 2025) ; réponse du ministère au Sénat, 3 avril 2025",
        en: "Medical agreement of 2016, contract of territorial solidarity (25% of fees in ZIP, until the end of 2025); ministry's answer to the Sénat, 3 April 2025",
    },
    fields: &[
        Field {
            name: "supplement",
            about: Text {
                fr: "majoration, en part des honoraires, qui s'ajoute à celles en vigueur",
                en: "supplement, as a share of fees, on top of those in force",
            },
            kind: neutral(Unit::Share, [0.0, 2.0], 0.0),
        },
        Field {
            name: "zones",
            about: Text {
                fr: "où : ZIP seules (zip), ou ZIP et ZAC (short)",
                en: "where: ZIP alone (zip), or ZIP and ZAC (short)",
            },
            kind: Kind::Choice { options: &["zip", "short"], default: "zip" },
        },
        Field {
            name: "elasticity",
            about: Text {
                fr: "élasticité des choix d'installation aux honoraires",
                en: "elasticity of the choice of a place to fees",
            },
            kind: prior(Unit::None, [0.0, 3.0], Law::Pert { low: 0.0, mode: 0.3, high: 1.0 }),
        },
        Field {
            name: "fees",
            about: Text {
                fr: "honoraires d'un généraliste libéral par an (5 000 actes à 30 €, soit 150 000 €)",
                en: "fees of a libéral GP a year (5,000 acts at €30, or €150,000)",
            },
            kind: cited(
                Unit::Euro,
                [0.0, 500_000.0],
                Law::Pert { low: 120_000.0, mode: 150_000.0, high: 180_000.0 },
                "cnam-fees-2024",
                Confidence::G,
            ),
        },
        FROM,
    ],
    build: |dose| Box::new(FeeSupplements::new(dose)),
};

struct FeeSupplements {
    supplement: ParameterId,
    is_aided: fn(&Now, usize) -> bool,
    elasticity: ParameterId,
    fees: ParameterId,
    from: u16,
}

impl FeeSupplements {
    fn new(dose: &Dose) -> Self {
        Self {
            supplement: dose.numbers["supplement"],
            is_aided: aided(&dose.choices["zones"]),
            elasticity: dose.numbers["elasticity"],
            fees: dose.numbers["fees"],
            from: dose.years["from"],
        }
    }

    fn supplement(&self, now: &Now) -> f64 {
        if now.year < self.from { 0.0 } else { now.draw[self.supplement] }
    }

    fn aided(&self, now: &Now) -> impl Iterator<Item = usize> {
        (0..now.liberal.len()).filter(|territory| (self.is_aided)(now, *territory))
    }
}

fn aided(zones: &str) -> fn(&Now, usize) -> bool {
    match zones {
        "short" => |now, territory| is_short(now.baseline, territory),
        _ => |now, territory| is_zip(now.baseline, territory),
    }
}

impl Lever for FeeSupplements {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let supplement = self.supplement(now);
        if supplement == 0.0 {
            return;
        }
        let factor = libm::pow(1.0 + supplement, now.draw[self.elasticity]);
        self.aided(now).for_each(|territory| rule.multiply(territory, factor));
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        let each = self.supplement(now) * now.draw[self.fees];
        self.aided(now).for_each(|territory| costs.spend(territory, each * f64::from(now.liberal[territory])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn more_fees_draw_as_their_elasticity_says_and_cost_what_is_paid() {
        let (baseline, draw) = (two_departements(), Draw(vec![0.44, 0.5, 100.0]));
        let year = |zones, year| {
            let id = ParameterId;
            let lever = FeeSupplements { supplement: id(0), is_aided: aided(zones), elasticity: id(1), fees: id(2), from: 2028 };
            let now = Now::unchanged(&baseline, year, &draw, &[2, 3, 4, 5]);
            let (mut rule, mut costs) = (PlacementRule::new(4, 2), Costs::new(4));
            lever.placement(&now, &mut rule);
            lever.costs(&now, &mut costs);
            (rule.weights().to_vec(), costs.euros().to_vec())
        };
        assert_eq!(year("zip", 2027), (vec![1.0; 4], vec![0.0; 4]));
        assert_eq!(year("zip", 2028), (vec![1.2, 1.0, 1.0, 1.0], vec![88.0, 0.0, 0.0, 0.0]));
        assert_eq!(year("short", 2028), (vec![1.2, 1.2, 1.0, 1.2], vec![88.0, 132.0, 0.0, 220.0]));
    }
}
