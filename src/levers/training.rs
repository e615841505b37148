//! *Formation*: admissions to the second year, share of posts in general practice, split by subdivision.
//!
//! Admissions of an autumn reach the internship five years later. Keeping the numerus clausus at 9,361 or 8,000 from the
//! autumn of 2021 is the counterfactual of its end: known posts are scaled in proportion.

use super::{Entry, Field, Kind, Lever, POLICY_YEARS, neutral};
use crate::{
    baseline::LAST_HORIZON,
    parameter::{ParameterId, Unit},
    phase::{Calendar, Dose, FIRST_AMENDABLE_ADMISSION, Intake},
    text::Text,
};
use std::collections::BTreeMap;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "training",
    title: Text { fr: "Formation : admissions, postes, répartition", en: "Training: admissions, posts, split" },
    origin: Text {
        fr: "Loi no 2019-774 du 24 juillet 2019 (fin du numerus clausus) ; arrêtés annuels des postes d'internes",
        en: "Law 2019-774 of 24 July 2019 (end of the numerus clausus); yearly orders on internship posts",
    },
    fields: &[
        Field {
            name: "admissions",
            about: Text {
                fr: "étudiants admis en deuxième année, par automne, de cette année à la suivante indiquée (vide : 11 133 maintenus)",
                en: "students admitted to the second year, by autumn, held until the next year given (empty: kept at 11,133)",
            },
            kind: Kind::Path {
                unit: Unit::Head,
                bounds: [0.0, 30_000.0],
                default: &[],
                source: "ondps-2025",
                years: [FIRST_AMENDABLE_ADMISSION, LAST_HORIZON],
            },
        },
        Field {
            name: "gp-share",
            about: Text {
                fr: "part des postes d'internes ajoutée à la médecine générale",
                en: "share of all internship posts added to general practice",
            },
            kind: neutral(Unit::Share, [-0.3, 0.4], 0.0),
        },
        Field {
            name: "split",
            about: Text {
                fr: "facteur sur le poids d'une subdivision dans la répartition des postes (total national inchangé)",
                en: "factor on the weight of a subdivision in the split of posts (national total unchanged)",
            },
            kind: Kind::Subdivisions { bounds: [0.0, 10.0] },
        },
        Field {
            name: "from",
            about: Text {
                fr: "première promotion d'internes concernée par gp-share et split",
                en: "first class of interns concerned by gp-share and split",
            },
            kind: Kind::Year { default: 2027, years: POLICY_YEARS },
        },
    ],
    build: |dose| Box::new(Training::new(dose)),
};

struct Training {
    admissions: BTreeMap<u16, f64>,
    gp_share: ParameterId,
    split: BTreeMap<String, f64>,
    from: u16,
}

impl Training {
    fn new(dose: &Dose) -> Self {
        Self {
            admissions: dose.paths["admissions"].clone(),
            gp_share: dose.numbers["gp-share"],
            split: dose.shares["split"].clone(),
            from: dose.years["from"],
        }
    }

    fn admitted(&self, year: u16) -> Option<f64> {
        self.admissions.range(..=year).next_back().map(|(_, students)| *students)
    }
}

impl Lever for Training {
    fn training(&self, calendar: &Calendar, intake: &mut Intake) {
        let training = &calendar.baseline.training;
        for year in FIRST_AMENDABLE_ADMISSION..=calendar.horizon {
            if let (Some(wanted), Some(known)) = (self.admitted(year), training.admitted(year)) {
                intake.add_admissions(year, wanted - known);
            }
        }
        intake.add_gp_share(self.from, calendar.draw[self.gp_share]);
        for (name, factor) in &self.split {
            if let Some(subdivision) = training.subdivisions.iter().position(|subdivision| subdivision == name) {
                intake.multiply_split(self.from, subdivision, *factor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Baseline, parameter::Draw};

    #[test]
    fn a_path_holds_until_its_next_year_and_is_a_difference() {
        let mut baseline = Baseline::default();
        baseline.training.admissions = vec![(2020, 9_361), (2021, 11_310), (2022, 10_806), (2023, 11_133)];
        let lever = Training {
            admissions: BTreeMap::from([(2022, 9_361.0), (2025, 12_000.0)]),
            gp_share: ParameterId(0),
            split: BTreeMap::new(),
            from: 2027,
        };
        let mut intake = Intake::new(2026, 2040, 2023);
        let draw = Draw(vec![0.05]);
        lever.training(&Calendar { baseline: &baseline, horizon: 2040, draw: &draw }, &mut intake);
        assert_eq!(
            [2021, 2022, 2023, 2024, 2025, 2030].map(|year| intake.added_admissions(year)),
            [0.0, -1_445.0, -1_772.0, -1_772.0, 867.0, 867.0]
        );
        assert_eq!([2026, 2027].map(|class| intake.added_gp_share(class)), [0.0, 0.05]);
    }
}
