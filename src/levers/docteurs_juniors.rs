//! *Docteurs juniors*: the fourth year of the internship in general practice.
//!
//! Law in force: from the class of November 2023, a fourth year in practice from November 2026. Off, the three-year
//! internship goes on.

use super::{Entry, Field, Kind, Lever, neutral};
use crate::{
    baseline::LAST_HORIZON,
    parameter::{ParameterId, Unit},
    phase::{Calendar, CapacityFactors, Dose, Intake, Now, PlacementRule},
    text::Text,
};

/// First class with a fourth year (law 2022-1616, article 37).
pub const FIRST_CLASS: u16 = 2023;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "docteurs-juniors",
    title: Text { fr: "Docteurs juniors (quatrième année d'internat)", en: "Docteurs juniors (fourth year of internship)" },
    origin: Text {
        fr: "Loi no 2022-1616 du 23 décembre 2022, art. 37 ; décret et arrêtés du 27 août 2025",
        en: "Law 2022-1616 of 23 December 2022, art. 37; decree and orders of 27 August 2025",
    },
    fields: &[
        Field {
            name: "enabled",
            about: Text {
                fr: "quatrième année en vigueur ; faux : l'internat de trois ans continue",
                en: "fourth year in force; false: the three-year internship goes on",
            },
            kind: Kind::Switch { default: true },
        },
        Field {
            name: "first-class",
            about: Text {
                fr: "première promotion d'internes à quatre ans (docteurs juniors trois ans plus tard)",
                en: "first class of interns with four years (docteurs juniors three years later)",
            },
            kind: Kind::Year { default: FIRST_CLASS, years: [FIRST_CLASS, LAST_HORIZON] },
        },
        Field {
            name: "work",
            about: Text { fr: "facteur sur le travail d'un docteur junior", en: "factor on the work of a docteur junior" },
            kind: neutral(Unit::Factor, [0.0, 2.5], 1.0),
        },
        Field {
            name: "supervision",
            about: Text { fr: "facteur sur le temps d'encadrement", en: "factor on the time of supervision" },
            kind: neutral(Unit::Factor, [0.0, 5.0], 1.0),
        },
        Field {
            name: "zip-share",
            about: Text { fr: "part des docteurs juniors réservée aux ZIP", en: "share of docteurs juniors reserved to ZIP" },
            kind: neutral(Unit::Share, [0.0, 1.0], 0.0),
        },
        Field {
            name: "stay",
            about: Text {
                fr: "facteur sur l'attrait, pour les nouveaux inscrits, des départements où la part de ZIP dépasse la moyenne (fidélisation)",
                en: "factor on the pull, for new GPs, of départements with more ZIP than average (staying on)",
            },
            kind: neutral(Unit::Factor, [0.2, 5.0], 1.0),
        },
    ],
    build: |dose| Box::new(DocteursJuniors::new(dose)),
};

struct DocteursJuniors {
    first_class: u16,
    work: ParameterId,
    supervision: ParameterId,
    zip_share: ParameterId,
    stay: ParameterId,
}

impl DocteursJuniors {
    fn new(dose: &Dose) -> Self {
        let first_class = if dose.switches["enabled"] { dose.years["first-class"] } else { u16::MAX };
        Self {
            first_class,
            work: dose.numbers["work"],
            supervision: dose.numbers["supervision"],
            zip_share: dose.numbers["zip-share"],
            stay: dose.numbers["stay"],
        }
    }
}

impl Lever for DocteursJuniors {
    fn training(&self, _: &Calendar, intake: &mut Intake) {
        intake.postpone_fourth_year(self.first_class);
    }

    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let factor = now.draw[self.stay];
        if factor == 1.0 || now.year < self.first_class.saturating_add(4) {
            return;
        }
        let national = now.baseline.population.zip_share(&now.baseline.geography);
        for departement in 0..now.baseline.geography.departements.len() {
            if now.baseline.geography.zip_share(departement) > national {
                rule.multiply_entry(departement, factor);
            }
        }
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        factors.multiply_junior_work(now.draw[self.work]);
        factors.multiply_junior_supervision(now.draw[self.supervision]);
        factors.reserve_juniors(now.draw[self.zip_share]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn off_means_that_no_class_has_a_fourth_year() {
        let mut intake = Intake::new(2026, 2050, FIRST_CLASS);
        let id = ParameterId(0);
        let lever = DocteursJuniors { first_class: u16::MAX, work: id, supervision: id, zip_share: id, stay: id };
        assert!(intake.has_fourth_year(2023));
        let (baseline, draw) = (Baseline::default(), Draw(vec![1.0]));
        lever.training(&Calendar { baseline: &baseline, horizon: 2050, draw: &draw }, &mut intake);
        assert!(!intake.has_fourth_year(2023) && !intake.has_fourth_year(2060));
    }
}
