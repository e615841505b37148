//! *Missions de solidarité territoriale*: GPs who consult a few days a month where there are the fewest.
//!
//! A mission moves acts and creates none: what the zones gain, the others lose, to the thousandth of a GP. Only
//! `productivity`, off its neutral value of 1, makes a mission day worth more or less than the day lost at home.
//! Nobody published the 151 intercommunalités by zone class, so the ZIP of lowest APL stand for them, until their people
//! are `population`. The acts of the base year are those of 2023, before the first missions: the whole dose counts.

use super::{
    Entry, Field, Kind, Lever, cited, neutral, prior,
    support::FROM,
    weights::{liberal, people_in_zip, support, total},
};
use crate::{
    baseline::Baseline,
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Costs, Dose, Now, Transfers, Work},
    source::Confidence,
    text::Text,
};

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "solidarity-missions",
    title: Text { fr: "Missions de solidarité territoriale", en: "Solidarity missions" },
    origin: Text {
        fr: "Plan de lutte contre les déserts médicaux, 25 avril 2025 : 151 intercommunalités, jusqu'à deux jours par mois, 200 € par jour ; missions à partir du 1er septembre 2025",
        en: "Plan against medical deserts, 25 April 2025: 151 intercommunalités, up to two days a month, 200 € a day; missions from 1 September 2025",
    },
    fields: &[
        Field {
            name: "scheme",
            about: Text {
                fr: "aucune mission (none), volontaires (voluntary), ou tous les généralistes libéraux (compulsory)",
                en: "no mission (none), volunteers (voluntary), or all libéral GPs (compulsory)",
            },
            kind: Kind::Choice { options: &["none", "voluntary", "compulsory"], default: "none" },
        },
        Field {
            name: "volunteers",
            about: Text {
                fr: "médecins volontaires (250 inscrits à l'automne 2025)",
                en: "volunteers (250 registered in autumn 2025)",
            },
            kind: cited(
                Unit::Head,
                [0.0, 60_000.0],
                Law::Pert { low: 150.0, mode: 250.0, high: 1_000.0 },
                "dgos-missions-2025",
                Confidence::B,
            ),
        },
        Field {
            name: "participation",
            about: Text {
                fr: "si obligatoire : part des généralistes libéraux des autres territoires qui y vont (les installés en sont 90 %)",
                en: "if compulsory: share of libéral GPs of the other territories who go (the installed are 90 % of them)",
            },
            kind: prior(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.4, mode: 0.8, high: 0.95 }),
        },
        Field {
            name: "days",
            about: Text { fr: "jours de mission par mois et par médecin", en: "mission days a month and a doctor" },
            kind: prior(Unit::Day, [0.0, 5.0], Law::Pert { low: 0.3, mode: 1.0, high: 2.0 }),
        },
        Field {
            name: "months",
            about: Text { fr: "mois de mission par an", en: "months with missions a year" },
            kind: prior(Unit::Month, [0.0, 12.0], Law::Pert { low: 6.0, mode: 11.0, high: 12.0 }),
        },
        Field {
            name: "population",
            about: Text {
                fr: "habitants des zones de mission, prises comme les ZIP de plus faible APL",
                en: "people of the mission zones, taken as the ZIP of lowest APL",
            },
            kind: cited(
                Unit::Person,
                [0.0, 70e6],
                Law::Pert { low: 2.0e6, mode: 2.5e6, high: 3.0e6 },
                "ministere-missions-2025",
                Confidence::B,
            ),
        },
        Field {
            name: "working-days",
            about: Text {
                fr: "jours de travail par an d'un généraliste à temps plein (5 000 actes à 24 par jour : 208)",
                en: "working days a year of a full GP (5,000 acts at 24 a day: 208)",
            },
            kind: prior(Unit::Day, [100.0, 365.0], Law::Pert { low: 190.0, mode: 208.0, high: 230.0 }),
        },
        Field {
            name: "productivity",
            about: Text {
                fr: "actes d'un jour de mission pour un acte d'un jour ordinaire (1 : la mission déplace sans créer)",
                en: "acts of a mission day for one act of an ordinary day (1: missions move and create nothing)",
            },
            kind: neutral(Unit::Factor, [0.0, 2.0], 1.0),
        },
        Field {
            name: "price",
            about: Text { fr: "indemnité publique par jour de mission", en: "public allowance per mission day" },
            kind: cited(Unit::Euro, [0.0, 2_000.0], Law::Fixed { value: 200.0 }, "ministere-missions-2025", Confidence::B),
        },
        FROM,
    ],
    build: |dose| Box::new(SolidarityMissions::new(dose)),
};

#[derive(Clone, Copy)]
enum Scheme {
    None,
    Voluntary,
    Compulsory,
}

struct SolidarityMissions {
    scheme: Scheme,
    volunteers: ParameterId,
    participation: ParameterId,
    days: ParameterId,
    months: ParameterId,
    population: ParameterId,
    working_days: ParameterId,
    productivity: ParameterId,
    price: ParameterId,
    from: u16,
}

impl SolidarityMissions {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            scheme: match dose.choices["scheme"].as_str() {
                "voluntary" => Scheme::Voluntary,
                "compulsory" => Scheme::Compulsory,
                _ => Scheme::None,
            },
            volunteers: number("volunteers"),
            participation: number("participation"),
            days: number("days"),
            months: number("months"),
            population: number("population"),
            working_days: number("working-days"),
            productivity: number("productivity"),
            price: number("price"),
            from: dose.years["from"],
        }
    }

    /// The missions of a year, if there are any.
    fn missions(&self, now: &Now) -> Option<Missions> {
        if now.year < self.from {
            return None;
        }
        let zones = Zones::of_lowest_apl(now.baseline, now.draw[self.population]);
        let doctors = match self.scheme {
            Scheme::None => return None,
            Scheme::Voluntary => now.draw[self.volunteers],
            Scheme::Compulsory => total(now, |territory| zones.elsewhere(now, territory)) * now.draw[self.participation],
        };
        Some(Missions { days: doctors * now.draw[self.days] * now.draw[self.months], zones })
    }

    /// Days of mission as full GPs.
    fn gps(&self, now: &Now, missions: &Missions) -> f64 {
        missions.days / now.draw[self.working_days]
    }
}

struct Missions {
    /// Days a year.
    days: f64,
    zones: Zones,
}

/// The ZIP of lowest APL that together hold some people, the last one in part.
#[derive(Clone, Copy)]
struct Zones {
    /// Territory in part, and how many of its people; none when all ZIP hold fewer.
    last: Option<(usize, f64)>,
}

impl Zones {
    fn of_lowest_apl(baseline: &Baseline, wanted: f64) -> Self {
        let mut left = wanted;
        for &territory in baseline.geography.by_apl.iter().rev() {
            let people = people_in_zip(baseline, territory);
            if people > left {
                return Self { last: Some((territory, left)) };
            }
            left -= people;
        }
        Self { last: None }
    }

    /// People of a territory who live in a mission zone.
    fn people(&self, baseline: &Baseline, territory: usize) -> f64 {
        let Some((last, part)) = self.last else { return people_in_zip(baseline, territory) };
        if territory == last {
            return part;
        }
        // As in `by_apl`: from the highest APL, the first in the list when tied.
        let rank = |territory: usize| (-baseline.geography.territories[territory].apl, territory);
        if rank(territory) > rank(last) { people_in_zip(baseline, territory) } else { 0.0 }
    }

    /// Libéral GPs of a territory that is in no mission zone.
    fn elsewhere(&self, now: &Now, territory: usize) -> f64 {
        if self.people(now.baseline, territory) > 0.0 { 0.0 } else { liberal(now, territory) }
    }
}

impl Lever for SolidarityMissions {
    fn transfers(&self, now: &Now, transfers: &mut Transfers) {
        let Some(missions) = self.missions(now) else { return };
        let zones = missions.zones;
        let to = |territory| zones.people(now.baseline, territory);
        transfers.shift(Work::Acts, self.gps(now, &missions), |territory| zones.elsewhere(now, territory), to);
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        let Some(missions) = self.missions(now) else { return };
        let made = self.gps(now, &missions) * (now.draw[self.productivity] - 1.0);
        support(now, factors, made, |territory| missions.zones.people(now.baseline, territory));
    }

    fn costs(&self, now: &Now, costs: &mut Costs) {
        let Some(missions) = self.missions(now) else { return };
        let to = |territory| missions.zones.people(now.baseline, territory);
        let reached = total(now, to);
        if reached > 0.0 {
            let spent = missions.days * now.draw[self.price];
            (0..now.liberal.len()).for_each(|territory| costs.spend(territory, spent * to(territory) / reached));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{levers::weights::country, parameter::Draw, territory::Zone};

    fn lever(scheme: Scheme) -> SolidarityMissions {
        let id = ParameterId;
        SolidarityMissions {
            scheme,
            volunteers: id(0),
            participation: id(1),
            days: id(2),
            months: id(3),
            population: id(4),
            working_days: id(5),
            productivity: id(6),
            price: id(7),
            from: 2027,
        }
    }

    #[test]
    fn the_account_closes_and_only_the_lowest_zip_gain() {
        let zones =
            [(Zone::Zip, 400, 2.0), (Zone::Zip, 300, 1.0), (Zone::Zac, 200, 0.5), (Zone::Hz, 100, 4.9), (Zone::Zip, 300, 2.0)];
        let baseline = country(&zones);
        // 250 volunteers, a day a month: 2,750 days of 220, or 12.5 full GPs.
        let draw = Draw(vec![250.0, 0.5, 1.0, 11.0, 450.0, 220.0, 1.2, 200.0]);
        let now = Now::unchanged(&baseline, 2027, &draw, &[10, 10, 10, 30, 10]);
        let (mut transfers, mut factors, mut costs) = (Transfers::new(5), CapacityFactors::new(5), Costs::new(5));
        let lever = lever(Scheme::Voluntary);
        lever.transfers(&now, &mut transfers);
        lever.capacity(&now, &mut factors);
        lever.costs(&now, &mut costs);
        // The tie at 2.0 goes to the last in the list, as from the end of `by_apl`: 300 people, then 150 of 300.
        assert_eq!(transfers.acts(), [-2_500, 8_333, -2_500, -7_500, 4_167]);
        assert_eq!(transfers.lists(), [0; 5]);
        let made: f64 = factors.support().iter().sum();
        assert!((made - 2.5).abs() < 1e-12 && factors.support()[3] == 0.0);
        assert!((costs.euros().iter().sum::<f64>() - 550_000.0).abs() < 1e-6);
    }

    #[test]
    fn compulsory_missions_take_all_who_practise_elsewhere() {
        let baseline = country(&[(Zone::Zip, 500, 2.0), (Zone::Hz, 500, 4.9)]);
        let draw = Draw(vec![250.0, 0.5, 2.0, 11.0, 500.0, 220.0, 1.0, 200.0]);
        let now = Now::unchanged(&baseline, 2027, &draw, &[100, 1_000]);
        let mut transfers = Transfers::new(2);
        lever(Scheme::None).transfers(&now, &mut transfers);
        lever(Scheme::Compulsory).transfers(&Now { year: 2026, ..now }, &mut transfers);
        assert_eq!(transfers, Transfers::new(2));
        lever(Scheme::Compulsory).transfers(&now, &mut transfers);
        assert_eq!(transfers.acts(), [50_000, -50_000]);
    }
}
