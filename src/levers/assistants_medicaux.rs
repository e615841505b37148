//! *Assistants médicaux*: aided assistants let a GP follow more patients.
//!
//! The reference goes on at the observed pace towards a saturation. Contracts in place on 1 January 2026 are already in
//! the lists of that day, so only the difference from that date counts.

use super::{
    Entry, Field, Kind, Lever, cited,
    promise::along,
    weights::{among, support, total},
};
use crate::{
    baseline::{LAST_HORIZON, START},
    distribution::Law,
    parameter::{ParameterId, Unit},
    phase::{CapacityFactors, Costs, Dose, Now},
    source::Confidence,
    text::Text,
};
use std::collections::BTreeMap;

/// The lever as the registry knows it.
pub static ENTRY: Entry = Entry {
    name: "assistants-medicaux",
    title: Text { fr: "Assistants médicaux", en: "Medical assistants" },
    origin: Text {
        fr: "Avenant 7 à la convention médicale (2019) ; Cnam : 8 558 contrats au 30 juin 2025 ; Cour des comptes, 13 mai 2024, recommandation 3",
        en: "Amendment 7 to the medical agreement (2019); Cnam: 8,558 contracts on 30 June 2025; Cour des comptes, 13 May 2024, recommendation 3",
    },
    fields: &[
        Field {
            name: "contracts",
            about: Text {
                fr: "contrats en cours au 1er janvier, par année (vide : rythme de la référence) ; entre deux années, en ligne droite ; ensuite constant",
                en: "contracts in force on 1 January, by year (empty: pace of the reference); straight line between years; constant after",
            },
            kind: Kind::Path {
                unit: Unit::Contract,
                bounds: [0.0, 60_000.0],
                default: &[],
                source: "cnam-assistants-2025",
                years: [START + 1, LAST_HORIZON],
            },
        },
        Field {
            name: "at-start",
            about: Text {
                fr: "contrats au 1er janvier 2026 (8 558 au 30 juin 2025, environ 2 000 de plus par an)",
                en: "contracts on 1 January 2026 (8,558 on 30 June 2025, about 2,000 more a year)",
            },
            kind: number(
                Unit::Contract,
                [5_000.0, 15_000.0],
                Law::Pert { low: 8_600.0, mode: 9_500.0, high: 10_300.0 },
                Confidence::C,
            ),
        },
        Field {
            name: "saturation",
            about: Text {
                fr: "part des généralistes libéraux qui ont un contrat quand le rythme s'épuise (référence ; environ 13 % début 2026)",
                en: "share of libéral GPs who hold a contract when the pace is exhausted (reference; about 13 % in early 2026)",
            },
            kind: number(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.14, mode: 0.20, high: 0.35 }, Confidence::G),
        },
        Field {
            name: "pace",
            about: Text {
                fr: "années pour combler 63 % de l'écart à la saturation (référence)",
                en: "years to close 63 % of the gap to saturation (reference)",
            },
            kind: number(Unit::Year, [0.5, 20.0], Law::Pert { low: 2.0, mode: 4.0, high: 8.0 }, Confidence::G),
        },
        Field {
            name: "gp-share",
            about: Text { fr: "part des contrats signés par des généralistes", en: "share of contracts held by GPs" },
            kind: number(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.73, mode: 0.75, high: 0.77 }, Confidence::B),
        },
        Field {
            name: "effect",
            about: Text { fr: "patients de plus par généraliste aidé", en: "more patients per GP with an assistant" },
            kind: number(Unit::Share, [0.0, 0.5], Law::Pert { low: 0.03, mode: 0.10, high: 0.13 }, Confidence::B),
        },
        Field {
            name: "short-share",
            about: Text {
                fr: "part des contrats en ZIP et ZAC, sans réserve",
                en: "share of contracts in ZIP and ZAC without earmarking",
            },
            kind: number(Unit::Share, [0.0, 1.0], Law::Pert { low: 0.52, mode: 0.56, high: 0.59 }, Confidence::B),
        },
        Field {
            name: "reserved",
            about: Text {
                fr: "part des nouveaux contrats réservée aux ZIP et ZAC (Cour des comptes : 0,50), le reste se répartissant comme observé",
                en: "share of new contracts earmarked to ZIP and ZAC (Cour des comptes: 0.50), the rest spread as observed",
            },
            kind: number(Unit::Share, [0.0, 1.0], Law::Fixed { value: 0.0 }, Confidence::C),
        },
        Field {
            name: "aid",
            about: Text {
                fr: "aide publique par contrat et par an (à mi-temps 19 000 puis 14 000 et 11 000 €, à temps plein le double ; partage non publié)",
                en: "public aid per contract and year (half-time 19,000 then 14,000 and 11,000 €, full-time twice that; mix not published)",
            },
            kind: cited(
                Unit::Euro,
                [0.0, 60_000.0],
                Law::Pert { low: 11_000.0, mode: 16_000.0, high: 28_000.0 },
                "ameli-assistants-2024",
                Confidence::C,
            ),
        },
    ],
    build: |dose| Box::new(AssistantsMedicaux::new(dose)),
};

const fn number(unit: Unit, bounds: [f64; 2], law: Law, confidence: Confidence) -> Kind {
    let source = if matches!(confidence, Confidence::G) { "prior" } else { "cnam-assistants-2025" };
    Kind::Number { unit, bounds, law, source, confidence, review_by: 2027 }
}

struct AssistantsMedicaux {
    contracts: BTreeMap<u16, f64>,
    at_start: ParameterId,
    saturation: ParameterId,
    pace: ParameterId,
    gp_share: ParameterId,
    effect: ParameterId,
    short_share: ParameterId,
    reserved: ParameterId,
    aid: ParameterId,
}

impl AssistantsMedicaux {
    fn new(dose: &Dose) -> Self {
        let number = |name| dose.numbers[name];
        Self {
            contracts: dose.paths["contracts"].clone(),
            at_start: number("at-start"),
            saturation: number("saturation"),
            pace: number("pace"),
            gp_share: number("gp-share"),
            effect: number("effect"),
            short_share: number("short-share"),
            reserved: number("reserved"),
            aid: number("aid"),
        }
    }

    /// Contracts on 1 January: as wanted, or closing the gap to saturation at the observed pace.
    fn contracts(&self, now: &Now) -> f64 {
        let (year, start) = (f64::from(now.year), now.draw[self.at_start]);
        if self.contracts.is_empty() {
            let eligible: u32 = now.liberal_at_start.iter().sum();
            let saturation = (now.draw[self.saturation] * f64::from(eligible) / now.draw[self.gp_share]).max(start);
            let left = libm::exp(-(year - f64::from(START)) / now.draw[self.pace]);
            return saturation + (start - saturation) * left;
        }
        along(&self.contracts, start, now.year)
    }

    /// Share of contracts signed since the start that are in ZIP and ZAC.
    fn short_share_of_new(&self, now: &Now) -> f64 {
        let reserved = now.draw[self.reserved];
        reserved + (1.0 - reserved) * now.draw[self.short_share]
    }
}

impl Lever for AssistantsMedicaux {
    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        if now.year == START {
            return;
        }
        let added = (self.contracts(now) - now.draw[self.at_start]) * now.draw[self.gp_share] * now.draw[self.effect];
        let short = self.short_share_of_new(now);
        support(now, factors, added * (1.0 - short), among(now, false));
        support(now, factors, added * short, among(now, true));
    }

    /// All contracts in force: what the reference spends is counted too, so that differences are what counts.
    fn costs(&self, now: &Now, costs: &mut Costs) {
        let [start, in_force] = [now.draw[self.at_start], self.contracts(now)];
        let short = start * now.draw[self.short_share] + (in_force - start) * self.short_share_of_new(now);
        let aid = now.draw[self.gp_share] * now.draw[self.aid];
        for (contracts, is_short) in [(in_force - short, false), (short, true)] {
            let weight = among(now, is_short);
            let all = total(now, &weight).max(1.0);
            (0..now.liberal.len()).for_each(|territory| costs.spend(territory, contracts * aid * weight(territory) / all));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        baseline::Baseline,
        parameter::Draw,
        territory::{Geography, Territory, Zone},
    };

    #[test]
    fn a_reserved_share_goes_to_short_zones_and_the_total_does_not_change() {
        let territory = |zone| Territory { departement: 0, zone, population_share: 0.5, apl: 3.0 };
        let geography = Geography { territories: vec![territory(Zone::Zip), territory(Zone::Hz)], ..Geography::default() };
        let baseline = Baseline { geography, ..Baseline::default() };
        let id = |index| ParameterId(index);
        let lever = AssistantsMedicaux {
            contracts: BTreeMap::from([(2028, 12_000.0)]),
            at_start: id(0),
            saturation: id(1),
            pace: id(1),
            gp_share: id(2),
            effect: id(3),
            short_share: id(4),
            reserved: id(5),
            aid: id(6),
        };
        let draw = |reserved| Draw(vec![10_000.0, 0.0, 0.75, 0.10, 0.50, reserved, 20_000.0]);
        let support = |reserved, year| {
            let draw = draw(reserved);
            let now = Now::unchanged(&baseline, year, &draw, &[100, 100]);
            let mut factors = CapacityFactors::new(2);
            lever.capacity(&now, &mut factors);
            factors.support().to_vec()
        };
        assert_eq!(support(0.0, 2026), [0.0, 0.0]);
        assert_eq!(support(0.0, 2028), [75.0, 75.0]);
        assert_eq!(support(0.5, 2027), [56.25, 18.75]);
        assert_eq!(support(0.5, 2040), [112.5, 37.5]);
        let (mut costs, draw) = (Costs::new(2), draw(0.5));
        lever.costs(&Now::unchanged(&baseline, 2028, &draw, &[100, 100]), &mut costs);
        // 12,000 contracts at 20,000 €, three quarters of them of GPs; 5,000 and three quarters of 2,000 in the ZIP.
        assert_eq!(costs.euros(), [97_500_000.0, 82_500_000.0]);
    }
}
