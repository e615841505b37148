//! *Clinicat-assistanat*: every new GP first spends two or three years in a post shared between hospital and practices.
//!
//! A proposal made in the debates on first-line care. Some of those who would have registered go elsewhere. Those in
//! post give the ambulatory part of their time to the ZIP and ZAC of their département, by population; where a
//! département has none, to all of its territories. The years of locum that follow are as long as without it, so what it
//! takes from installations is an upper bound.

use super::{
    Entry, Field, Lever, neutral, prior,
    support::{FROM, is_short},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Calendar, CapacityFactors, Dose, Intake, Now},
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "clinicat-assistanat",
    title: Text { fr: "Clinicat-assistanat obligatoire", en: "Compulsory clinicat-assistanat" },
    origin: Text {
        fr: "Proposition du Dr Scheffer, tribunes de mai 2024 sur le rapport de la Cour des comptes du 13 mai 2024",
        en: "Proposal of Dr Scheffer, opinion pieces of May 2024 on the report of the Cour des comptes of 13 May 2024",
    },
    fields: &[
        Field {
            name: "years",
            about: Text {
                fr: "années en poste avant tout autre exercice (entières ; 0 : aucune ; deux ou trois dans la proposition)",
                en: "years in post before any other practice (whole; 0: none; two or three in the proposal)",
            },
            kind: neutral(Unit::Year, [0.0, 5.0], 0.0),
        },
        Field {
            name: "exodus",
            about: Text {
                fr: "part des futurs inscrits qui s'en vont ailleurs (étranger, autre métier)",
                en: "share of those who would register who go elsewhere (abroad, another trade)",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.05, high: 0.2 }),
        },
        Field {
            name: "ambulatory",
            about: Text {
                fr: "part du temps passée en ville, en zone sous-dense",
                en: "share of time spent in practices, in short zones",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.3, mode: 0.5, high: 0.7 }),
        },
        Field {
            name: "fte",
            about: Text {
                fr: "travail d'un débutant à plein temps, en part d'un généraliste",
                en: "work of a full-time beginner, as a share of a GP's",
            },
            kind: prior(Unit::Factor, [0.0, 1.5], Law::Pert { low: 0.5, mode: 0.7, high: 0.9 }),
        },
        FROM,
    ],
    build: |dose| Box::new(ClinicatAssistanat::new(dose)),
};

struct ClinicatAssistanat {
    years: ParameterId,
    exodus: ParameterId,
    ambulatory: ParameterId,
    fte: ParameterId,
    from: u16,
}

impl ClinicatAssistanat {
    fn new(dose: &Dose) -> Self {
        Self {
            years: dose.numbers["years"],
            exodus: dose.numbers["exodus"],
            ambulatory: dose.numbers["ambulatory"],
            fte: dose.numbers["fte"],
            from: dose.years["from"],
        }
    }
}

impl Lever for ClinicatAssistanat {
    fn training(&self, calendar: &Calendar, intake: &mut Intake) {
        let years = libm::round(calendar.draw[self.years]);
        if years > 0.0 {
            intake.require_clinicat(self.from, years);
            intake.discourage(self.from, calendar.draw[self.exodus]);
        }
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let geography = &now.baseline.geography;
        for (departement, &heads) in geography.departements.iter().zip(now.clinicat).filter(|(_, heads)| **heads > 0) {
            let territories = departement.territories.clone();
            let population = |territory: usize| geography.territories[territory].population_share;
            let short: f64 = territories.clone().filter(|t| is_short(now.baseline, *t)).map(population).sum();
            let gps = f64::from(heads) * now.draw[self.ambulatory] * now.draw[self.fte];
            for territory in territories {
                if short <= 0.0 {
                    factors.add_support(territory, gps * population(territory));
                } else if is_short(now.baseline, territory) {
                    factors.add_support(territory, gps * (population(territory) / short));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    const LEVER: ClinicatAssistanat = ClinicatAssistanat {
        years: ParameterId(0),
        exodus: ParameterId(1),
        ambulatory: ParameterId(2),
        fte: ParameterId(3),
        from: 2028,
    };

    #[test]
    fn newcomers_serve_first_and_some_go_elsewhere() {
        let baseline = two_departements();
        let intake = |years| {
            let mut intake = Intake::new(2026, 2040, 2023);
            let draw = Draw(vec![years, 0.25, 0.5, 0.5]);
            LEVER.training(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut intake);
            intake
        };
        let served = intake(2.0);
        assert_eq!([2027, 2028].map(|year| (served.clinicat(year), served.registering(year))), [(0, 1.0), (2, 0.75)]);
        assert_eq!(intake(0.0), Intake::new(2026, 2040, 2023));
    }

    #[test]
    fn those_in_post_help_the_short_zones_of_their_departement() {
        let (baseline, draw) = (two_departements(), Draw(vec![2.0, 0.25, 0.5, 0.5]));
        let now = Now { clinicat: &[32, 8], ..Now::unchanged(&baseline, 2030, &draw, &[10; 4]) };
        let mut factors = CapacityFactors::new(4);
        LEVER.capacity(&now, &mut factors);
        // 32 × 0.5 × 0.5 full GPs, by 0.5 and 0.3 of the population.
        let thousandths: Vec<f64> = factors.support().iter().map(|gps| libm::round(gps * 1_000.0)).collect();
        assert_eq!(thousandths, [5_000.0, 3_000.0, 0.0, 2_000.0]);
    }
}
