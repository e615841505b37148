//! *Diplômes étrangers* (PADHUE): more holders of a degree from outside the European Union are let in.
//!
//! The reference goes on with the entries observed; what is announced are posts opened to the tests of knowledge (EVC)
//! in general practice beyond them. A part of these posts ends in a GP, after the years of consolidation.

use super::{Entry, Field, Lever, announced, prior};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Calendar, Dose, Intake},
    text::Text,
};
use std::collections::BTreeMap;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "foreign-degrees",
    title: Text { fr: "Médecins à diplôme étranger (PADHUE)", en: "Doctors with a foreign degree (PADHUE)" },
    origin: Text {
        fr: "Code de la santé publique, art. L. 4111-2 ; loi du 27 décembre 2023 ; épreuves de vérification des connaissances de 2025 (plus de 1 400 postes de médecine générale en voie interne)",
        en: "Public health code, art. L. 4111-2; law of 27 December 2023; tests of knowledge of 2025 (more than 1,400 posts of general practice by the internal route)",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "postes de médecine générale ouverts aux épreuves par an, de plus que dans la référence, maintenus jusqu'à l'année suivante indiquée (vide : aucun)",
                en: "posts of general practice opened to the tests a year, beyond the reference, held until the next year given (empty: none)",
            },
            kind: announced(Unit::HeadPerYear, [-2_000.0, 10_000.0], "evc-2025"),
        },
        Field {
            name: "realised",
            about: Text {
                fr: "part des postes ouverts qui donnent un généraliste (deux tiers de reçus, dont 20 à 30 % en médecine générale de ville)",
                en: "share of posts opened that give a GP (two thirds pass, 20 to 30% of whom go into general practice)",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.05, mode: 0.17, high: 0.4 }),
        },
        Field {
            name: "delay",
            about: Text {
                fr: "années entre les épreuves et l'exercice (entières ; deux au moins de consolidation des compétences)",
                en: "years from the tests to practice (whole; at least two of consolidation)",
            },
            kind: prior(Unit::Year, [0.0, 8.0], Law::Pert { low: 2.0, mode: 3.0, high: 5.0 }),
        },
    ],
    build: |dose| Box::new(ForeignDegrees::new(dose)),
};

struct ForeignDegrees {
    announced: BTreeMap<u16, f64>,
    realised: ParameterId,
    delay: ParameterId,
}

impl ForeignDegrees {
    fn new(dose: &Dose) -> Self {
        Self { announced: dose.paths["announced"].clone(), realised: dose.numbers["realised"], delay: dose.numbers["delay"] }
    }
}

impl Lever for ForeignDegrees {
    fn training(&self, calendar: &Calendar, intake: &mut Intake) {
        let delay = libm::round(calendar.draw[self.delay]) as u16;
        let mut before = 0.0;
        for (&year, &posts) in &self.announced {
            intake.add_foreign(year + delay, (posts - before) * calendar.draw[self.realised]);
            before = posts;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn a_part_of_the_posts_gives_doctors_some_years_later_until_they_are_withdrawn() {
        let lever = ForeignDegrees {
            announced: BTreeMap::from([(2027, 1_000.0), (2029, 400.0)]),
            realised: ParameterId(0),
            delay: ParameterId(1),
        };
        let (baseline, draw) = (Baseline::default(), Draw(vec![0.25, 2.6]));
        let mut intake = Intake::new(2026, 2040, 2023);
        lever.training(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut intake);
        assert_eq!([2029, 2030, 2031, 2032].map(|year| intake.added_foreign(year)), [0.0, 250.0, 250.0, 100.0]);
    }
}
