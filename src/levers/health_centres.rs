//! *Centres de santé*: salaried posts that hospitals and public bodies open in short zones.
//!
//! A post is worth what it is filled: 40 % of hospital posts are vacant. Those who fill it would else have been salaried
//! elsewhere, or have installed; the share decides what the zone gains and the others lose.

use super::{
    Entry, Field, Lever, cited, neutral, prior,
    promise::{Announced, REALISED, promised},
    weights::{people, total},
};
use crate::{
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Dose, Now, PlacementRule},
    source::Confidence,
    territory::Zone,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "health-centres",
    title: Text { fr: "Centres de santé hospitaliers et publics", en: "Hospital and public health centres" },
    origin: Text {
        fr: "Cour des comptes, « L'organisation territoriale des soins de premier recours », 13 mai 2024, recommandations 6 et 7",
        en: "Cour des comptes, report on first-line care, 13 May 2024, recommendations 6 and 7",
    },
    fields: &[
        Field {
            name: "announced",
            about: Text {
                fr: "postes de généralistes ouverts depuis le 1er janvier 2026, par année (vide : aucun)",
                en: "GP posts opened since 1 January 2026, by year (empty: none)",
            },
            kind: promised(Unit::Post, 20_000.0),
        },
        REALISED,
        Field {
            name: "fill-rate",
            about: Text {
                fr: "part des postes pourvus (40 % des postes hospitaliers sont vacants)",
                en: "share of posts filled (40 % of hospital posts are vacant)",
            },
            kind: cited(
                Unit::Share,
                [0.0, 1.0],
                Law::Pert { low: 0.3, mode: 0.6, high: 0.8 },
                "debat-cour-des-comptes-2024",
                Confidence::B,
            ),
        },
        Field {
            name: "zip-share",
            about: Text {
                fr: "part des postes en ZIP, le reste en ZAC, au prorata de la population",
                en: "share of posts in ZIP, the rest in ZAC, in proportion to population",
            },
            kind: neutral(Unit::Share, [0.0, 1.0], 1.0),
        },
        Field {
            name: "from-salaried",
            about: Text {
                fr: "part des postes pris par des médecins qui auraient été salariés ailleurs",
                en: "share of posts taken by doctors who would have been salaried elsewhere",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.2, mode: 0.5, high: 0.8 }),
        },
        Field {
            name: "activity-pay",
            about: Text {
                fr: "facteur sur l'activité dans ces postes si la rémunération y dépend des actes (1 : elle n'en dépend pas)",
                en: "factor on activity in these posts if pay depends on acts (1: it does not)",
            },
            kind: neutral(Unit::Factor, [0.5, 2.0], 1.0),
        },
    ],
    build: |dose| Box::new(HealthCentres::new(dose)),
};

struct HealthCentres {
    announced: Announced,
    fill_rate: ParameterId,
    zip_share: ParameterId,
    from_salaried: ParameterId,
    activity_pay: ParameterId,
}

impl HealthCentres {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            announced: Announced::new(dose),
            fill_rate: number("fill-rate"),
            zip_share: number("zip-share"),
            from_salaried: number("from-salaried"),
            activity_pay: number("activity-pay"),
        }
    }

    /// Posts full at the end of the year.
    fn posts(&self, now: &Now) -> f64 {
        self.announced.added(now, now.year + 1, 0.0) * now.draw[self.fill_rate]
    }
}

impl Lever for HealthCentres {
    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        let posts = self.posts(now);
        if posts <= 0.0 {
            return;
        }
        let zip = now.draw[self.zip_share];
        for (zone, share) in [(Zone::Zip, zip), (Zone::Zac, 1.0 - zip)] {
            let is_there = |territory: usize| now.baseline.geography.territories[territory].zone == zone;
            let here = |territory| if is_there(territory) { people(now.baseline, territory) } else { 0.0 };
            let all = total(now, here);
            if share > 0.0 && all > 0.0 {
                (0..now.liberal.len()).for_each(|territory| rule.add_posts(territory, posts * share * here(territory) / all));
            }
        }
        rule.fill_from_salaried(now.draw[self.from_salaried]);
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        factors.multiply_posts_activity(now.draw[self.activity_pay]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::weights::country, parameter::Draw};

    #[test]
    fn posts_open_where_people_are_short_of_doctors_and_part_of_them_stay_vacant() {
        let baseline = country(&[(Zone::Zip, 300, 2.0), (Zone::Zac, 500, 3.0), (Zone::Zip, 100, 2.5), (Zone::Hz, 100, 4.9)]);
        let id = ParameterId;
        let announced = Announced::of(&[(2028, 1_000.0)], id(0));
        let lever = HealthCentres { announced, fill_rate: id(1), zip_share: id(2), from_salaried: id(3), activity_pay: id(4) };
        let draw = Draw(vec![1.0, 0.6, 0.75, 0.5, 1.1]);
        let rule = |year| {
            let mut rule = PlacementRule::new(4, 0);
            lever.placement(&Now::unchanged(&baseline, year, &draw, &[1; 4]), &mut rule);
            rule
        };
        // 1,000 posts on 1 January 2028 are half open, and 600 of them full, in the course of 2027.
        let posts = rule(2027).posts().to_vec();
        assert!(posts.iter().zip([337.5, 150.0, 112.5, 0.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-9), "{posts:?}");
        assert_eq!(rule(2030).posts_to_liberal(), 0.5);
        assert!((rule(2026).posts().iter().sum::<f64>() - 300.0).abs() < 1e-9);
    }
}
