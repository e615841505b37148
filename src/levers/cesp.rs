//! *Contrats d'engagement de service public* (CESP): a scholarship for students who then practise in a short zone.
//!
//! The reference goes on with the 312 posts reserved to signers in 2025, already in what was observed; a scenario says
//! another number and only the difference acts. Simplified: signers of a class begin practice together, `delay` years
//! later; of those who keep their word a share would not have come otherwise, and pulls as many more choices to ZIP and
//! ZAC; once the obligation is over, those who do not stay pull as many choices back. The scholarship is counted from
//! the class to practice alone, so it is a floor: students may sign from the second year on (law of 27 December 2023).

use super::{
    Entry, Field, Kind, Lever, POLICY_YEARS, cited, prior,
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

/// Posts of internship reserved to signers in 2025, all specialties (279 in general practice, by difference).
const OBSERVED: f64 = 312.0;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "cesp",
    title: Text { fr: "Contrats d'engagement de service public (CESP)", en: "Public service contracts for students (CESP)" },
    origin: Text {
        fr: "Loi no 2009-879 du 21 juillet 2009 (HPST), art. 46 ; loi du 27 décembre 2023 (dès la deuxième année)",
        en: "Law 2009-879 of 21 July 2009 (HPST), art. 46; law of 27 December 2023 (from the second year on)",
    },
    fields: &[
        Field {
            name: "contracts",
            about: Text {
                fr: "postes d'internes réservés aux signataires, offerts par promotion, maintenus jusqu'à l'année suivante indiquée (vide : 312, comme en 2025)",
                en: "internship posts reserved to signers, offered by class, held until the next year given (empty: 312, as in 2025)",
            },
            kind: Kind::Path {
                unit: Unit::Contract,
                bounds: [0.0, 5_000.0],
                default: &[],
                source: "jo-cesp-2025",
                years: POLICY_YEARS,
            },
        },
        Field {
            name: "realised",
            about: Text {
                fr: "part des contrats de plus que 312 qui sont signés (2010-2015 : 1 141 signés sur 2 134 offerts)",
                en: "share of contracts beyond 312 that are signed (2010-15: 1,141 signed of 2,134 offered)",
            },
            kind: cited(
                Unit::Share,
                [0.0, 1.0],
                Law::Pert { low: 0.4, mode: 0.53, high: 1.0 },
                "nosdeputes-284975",
                Confidence::B,
            ),
        },
        Field {
            name: "additionality",
            about: Text {
                fr: "part des signataires qui ne seraient pas allés sans contrat en zone sous-dense",
                en: "share of signers who would not have gone to a short zone without a contract",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.1, high: 0.3 }),
        },
        Field {
            name: "breach",
            about: Text {
                fr: "part des contrats rompus avant l'exercice (35 sur 1 141 signés en 2010-2015, au moins)",
                en: "share of contracts broken before practice (35 of 1,141 signed in 2010-15, at least)",
            },
            kind: cited(
                Unit::Share,
                [0.0, 1.0],
                Law::Pert { low: 0.03, mode: 0.03, high: 0.15 },
                "nosdeputes-284975",
                Confidence::G,
            ),
        },
        Field {
            name: "delay",
            about: Text {
                fr: "années entre l'entrée en internat et l'exercice (entières)",
                en: "years from the start of the internship to practice (whole)",
            },
            kind: prior(Unit::Year, [3.0, 10.0], Law::Pert { low: 4.0, mode: 4.5, high: 7.0 }),
        },
        Field {
            name: "obligation",
            about: Text {
                fr: "années d'exercice dues en zone sous-dense (entières ; deux au moins, autant que d'années d'allocation)",
                en: "years of practice owed in a short zone (whole; at least two, as many as years of scholarship)",
            },
            kind: prior(Unit::Year, [2.0, 12.0], Law::Pert { low: 2.0, mode: 4.0, high: 8.0 }),
        },
        Field {
            name: "retention",
            about: Text {
                fr: "part de ceux qui restent une fois l'engagement accompli (aucun suivi publié)",
                en: "share of those who stay once the obligation is over (no follow-up published)",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.4, mode: 0.6, high: 0.8 }),
        },
        Field {
            name: "scholarship",
            about: Text {
                fr: "allocation par contrat et par an (12 × 1 200 € bruts)",
                en: "scholarship per contract and year (12 × €1,200 gross)",
            },
            kind: cited(Unit::Euro, [0.0, 100_000.0], Law::Fixed { value: 14_400.0 }, "cesp-scholarship", Confidence::B),
        },
    ],
    build: |dose| Box::new(Cesp::new(dose)),
};

struct Cesp {
    contracts: BTreeMap<u16, f64>,
    realised: ParameterId,
    additionality: ParameterId,
    breach: ParameterId,
    delay: ParameterId,
    obligation: ParameterId,
    retention: ParameterId,
    scholarship: ParameterId,
}

impl Cesp {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            contracts: dose.paths["contracts"].clone(),
            realised: number("realised"),
            additionality: number("additionality"),
            breach: number("breach"),
            delay: number("delay"),
            obligation: number("obligation"),
            retention: number("retention"),
            scholarship: number("scholarship"),
        }
    }

    /// Contracts signed by a class beyond those of the reference. What is taken away is taken away in full.
    fn added(&self, now: &Now, class: u16) -> f64 {
        let offered = held(&self.contracts, class).map_or(0.0, |contracts| contracts - OBSERVED);
        if offered > 0.0 { offered * now.draw[self.realised] } else { offered }
    }
}

fn years(now: &Now, id: ParameterId) -> u16 {
    libm::round(now.draw[id]) as u16
}

impl Lever for Cesp {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let (delay, obligation) = (years(now, self.delay), years(now, self.obligation));
        let beginning = self.added(now, now.year - delay);
        let leaving = (1.0 - now.draw[self.retention]) * self.added(now, now.year - delay - obligation);
        let heads = (beginning - leaving) * (1.0 - now.draw[self.breach]) * now.draw[self.additionality];
        pull(now, rule, heads, |territory| is_short(now.baseline, territory));
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        // Classes of November are paid from the year after to the year in which practice begins.
        let classes = now.year - years(now, self.delay)..now.year;
        let contracts: f64 = classes.map(|class| self.added(now, class)).sum();
        spend(now, costs, contracts * now.draw[self.scholarship], |territory| is_short(now.baseline, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    const DRAW: [f64; 7] = [0.5, 0.0, 4.0, 2.0, 0.75, 10.0, 0.5];

    fn lever(contracts: &[(u16, f64)]) -> Cesp {
        let id = ParameterId;
        Cesp {
            contracts: contracts.iter().copied().collect(),
            additionality: id(0),
            breach: id(1),
            delay: id(2),
            obligation: id(3),
            retention: id(4),
            scholarship: id(5),
            realised: id(6),
        }
    }

    #[test]
    fn more_contracts_pull_when_practice_begins_and_less_once_it_is_no_longer_owed() {
        let (baseline, draw) = (two_departements(), Draw(DRAW.to_vec()));
        // ZIP and ZAC hold three quarters of the libéral GPs of the first département and all of the second.
        let installed = [vec![250; 4]];
        let lever = lever(&[(2027, 712.0)]);
        let choices = |year| {
            let now = Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[40, 10, 40, 10]) };
            let mut rule = PlacementRule::new(4, 2);
            lever.placement(&now, &mut rule);
            let weight = |t: usize| rule.weights()[t] * f64::from(now.liberal[t]);
            let short = weight(0) + weight(1) + weight(3);
            libm::round(1_000.0 * short / (short + weight(2)))
        };
        // 400 more offered, 200 signed, half of them additional: 100 of 1,000 choices; a quarter leaves two years later.
        assert_eq!([2030, 2031, 2032, 2033].map(choices), [600.0, 700.0, 700.0, 675.0]);
    }

    #[test]
    fn the_scholarship_is_paid_from_the_class_to_practice_and_the_observed_number_is_neutral() {
        let (baseline, draw) = (two_departements(), Draw(DRAW.to_vec()));
        let spent = |contracts: &[(u16, f64)], year| {
            let now = Now::unchanged(&baseline, year, &draw, &[40, 10, 40, 10]);
            let mut costs = Costs::new(4);
            lever(contracts).costs(&now, &mut costs);
            libm::round(costs.euros().iter().sum::<f64>())
        };
        let once = [(2027, 512.0), (2028, 312.0)];
        assert_eq!([2027, 2028, 2031, 2032].map(|year| spent(&once, year)), [0.0, 1_000.0, 1_000.0, 0.0]);
        assert_eq!(spent(&[(2027, OBSERVED)], 2031), 0.0);
        assert_eq!(spent(&[], 2031), 0.0);
    }
}
