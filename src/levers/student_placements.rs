//! *Stages en zone sous-dense*: students who train in a short zone install there more often, years later.
//!
//! Silhol (2024): one more point of the interns of a university in a zone, 0.4 point more of the libéral GPs installed
//! there twelve years on. Placements of students last weeks, not years: a share of that effect, from nothing to all.

use super::{
    Entry, Field, Lever, cited, neutral, prior,
    support::{FROM, is_short, pull, who_chose},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{Dose, Now, PlacementRule},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "student-placements",
    title: Text { fr: "Stages d'étudiants en zone sous-dense", en: "Placements of students in short zones" },
    origin: Text {
        fr: "Pacte territoire-santé du 13 décembre 2012, engagement 1 (un stage en médecine générale pour 100 % des étudiants) ; J. Silhol, Économie et Statistique no 542, 2024",
        en: "Pacte territoire-santé of 13 December 2012, commitment 1 (a placement in general practice for all students); J. Silhol, Economics and Statistics 542, 2024",
    },
    fields: &[
        Field {
            name: "points",
            about: Text {
                fr: "part des stages déplacée vers les ZIP et ZAC (0,10 : dix points de plus)",
                en: "share of placements moved to ZIP and ZAC (0.10: ten points more)",
            },
            kind: neutral(Unit::Share, [-0.5, 0.7], 0.0),
        },
        Field {
            name: "effect",
            about: Text {
                fr: "points de choix d'installation par point d'internes (intervalle de notre fait)",
                en: "points of choices of a place per point of interns (interval of ours)",
            },
            kind: cited(Unit::Factor, [0.0, 1.0], Law::Pert { low: 0.2, mode: 0.4, high: 0.6 }, "silhol-2024", Confidence::G),
        },
        Field {
            name: "share-of-effect",
            about: Text {
                fr: "part de cet effet que produit un stage d'étudiant, plus court",
                en: "share of this effect that the shorter placement of a student has",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.0, mode: 0.25, high: 1.0 }),
        },
        Field {
            name: "delay",
            about: Text {
                fr: "années entre le stage et les installations (entières ; douze pour les internes)",
                en: "years from the placement to installations (whole; twelve for interns)",
            },
            kind: cited(Unit::Year, [1.0, 25.0], Law::Pert { low: 9.0, mode: 12.0, high: 15.0 }, "silhol-2024", Confidence::G),
        },
        FROM,
    ],
    build: |dose| Box::new(StudentPlacements::new(dose)),
};

struct StudentPlacements {
    points: ParameterId,
    effect: ParameterId,
    share_of_effect: ParameterId,
    delay: ParameterId,
    from: u16,
}

impl StudentPlacements {
    fn new(dose: &Dose) -> Self {
        Self {
            points: dose.numbers["points"],
            effect: dose.numbers["effect"],
            share_of_effect: dose.numbers["share-of-effect"],
            delay: dose.numbers["delay"],
            from: dose.years["from"],
        }
    }
}

impl Lever for StudentPlacements {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        if f64::from(now.year) < f64::from(self.from) + libm::round(now.draw[self.delay]) {
            return;
        }
        let share = now.draw[self.points] * now.draw[self.effect] * now.draw[self.share_of_effect];
        pull(now, rule, share * who_chose(now), |territory| is_short(now.baseline, territory));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::support::tests::two_departements, parameter::Draw};

    #[test]
    fn points_of_placements_become_points_of_choices_years_later() {
        let id = ParameterId;
        let lever = StudentPlacements { points: id(0), effect: id(1), share_of_effect: id(2), delay: id(3), from: 2027 };
        let (baseline, draw) = (two_departements(), Draw(vec![0.5, 0.4, 0.5, 12.0]));
        let installed = [vec![250; 4]];
        let choices = |year| {
            let now = Now { installations: &installed, ..Now::unchanged(&baseline, year, &draw, &[40, 10, 40, 10]) };
            let mut rule = PlacementRule::new(4, 2);
            lever.placement(&now, &mut rule);
            let weight = |t: usize| rule.weights()[t] * f64::from(now.liberal[t]);
            let short = weight(0) + weight(1) + weight(3);
            libm::round(1_000.0 * short / (short + weight(2)))
        };
        assert_eq!([2038, 2039].map(choices), [600.0, 700.0]);
    }
}
