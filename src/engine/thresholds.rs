//! Thresholds of a user: how likely an indicator is to be under a value, and in how many départements it is.
//!
//! A threshold is compared within each trajectory, so that its probability is exact whatever the histograms: it is the
//! mean of a series of 0 and 1. Counting départements within each trajectory keeps their common luck.

use super::indicators::{INDICATORS, Indicator, Level, Slot, Value, When};
use crate::{
    cohort::Count,
    diagnostic::{Problem, Problems, allowed, did_you_mean, quoted},
    text::{Message, Text},
};

/// A value under which an indicator is watched.
#[derive(Clone, Copy, Debug)]
pub struct Threshold {
    /// What is watched.
    pub indicator: &'static Indicator,
    /// For which count.
    pub count: Option<Count>,
    /// The least integer of the row that is not under it.
    limit: i32,
}

/// The count of a threshold that names none: a density of all GPs is nowhere near what a public debate calls low.
const DEFAULT_COUNT: Count = Count::P5;

/// What a threshold adds, for indicators that are stocks, then flows: a probability, and a number of départements.
pub static UNDER: [[Indicator; 2]; 2] =
    [[under(When::Stock), departements(When::Stock)], [under(When::Flow), departements(When::Flow)]];

const fn under(when: When) -> Indicator {
    Indicator {
        name: "…_under_…",
        unit: Text { fr: "probabilité", en: "probability" },
        about: Text {
            fr: "1 si l'indicateur surveillé est strictement sous le seuil, sinon 0 : la moyenne est la probabilité",
            en: "1 if the indicator watched is strictly under the threshold, else 0: the mean is the probability",
        },
        counts: &[],
        scale: 1,
        widths: [1; 4],
        decimals: 2,
        when,
        levels: &Level::ALL,
        value: Value::Under,
    }
}

const fn departements(when: When) -> Indicator {
    Indicator {
        name: "departements_…_under_…",
        unit: Text { fr: "départements", en: "départements" },
        about: Text {
            fr: "nombre de départements où l'indicateur surveillé est strictement sous le seuil",
            en: "number of départements where the indicator watched is strictly under the threshold",
        },
        decimals: 0,
        levels: &[Level::France, Level::Region],
        value: Value::Departements,
        ..under(when)
    }
}

impl Threshold {
    /// Reads `INDICATOR=VALUE[,COUNT]`, as in `density=40` or `acts_per_inhabitant=2.5`.
    ///
    /// # Errors
    /// When there is no such indicator, when it is not yearly, when the value is no number that it can reach, or when
    /// the count is not one of its own.
    pub fn read(text: &str) -> Result<Self, Problems> {
        let (name, rest) = text.split_once('=').ok_or_else(|| alone(malformed(text)))?;
        let (value, count) = rest.split_once(',').map_or((rest, None), |(value, count)| (value, Some(count)));
        let yearly = || INDICATORS.iter().filter(|indicator| indicator.when != When::Run);
        let indicator = yearly().find(|indicator| indicator.name == name);
        let indicator = indicator.ok_or_else(|| alone(unknown(text, name, yearly().map(|indicator| indicator.name))))?;
        let limit =
            value.parse().ok().and_then(|value| limit(value, indicator.scale)).ok_or_else(|| alone(no_limit(text, value)))?;
        Ok(Self { indicator, count: count_of(text, indicator, count)?, limit })
    }

    /// Whether an integer of the row is under it.
    pub(super) fn is_under(&self, value: i32) -> bool {
        value < self.limit
    }

    /// The name in files of what it adds.
    pub(super) fn name_of(&self, added: &Indicator) -> String {
        let scale = self.indicator.scale;
        let under = format!("{}_under_{}", self.indicator.name, f64::from(self.limit) / f64::from(scale));
        if matches!(added.value, Value::Departements) { format!("departements_{under}") } else { under }
    }

    fn place(&self) -> (usize, Option<Count>, i32) {
        let rank = INDICATORS.iter().position(|indicator| indicator.name == self.indicator.name);
        (rank.unwrap_or(usize::MAX), self.count, self.limit)
    }

    fn slots(self) -> impl Iterator<Item = Slot> {
        let [under, departements] = &UNDER[usize::from(self.indicator.when == When::Flow)];
        let counts_places = self.indicator.levels.contains(&Level::Departement);
        let added = std::iter::once(under).chain(counts_places.then_some(departements));
        added.map(move |indicator| Slot { indicator, count: self.count, threshold: Some(self) })
    }
}

impl PartialEq for Threshold {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

/// As in a manifest: `density_under_40 P5`.
impl std::fmt::Display for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name_of(&UNDER[0][0]))?;
        self.count.map_or(Ok(()), |count| write!(f, " {}", count.key()))
    }
}

/// The slots that thresholds add, in the order of the registry, each threshold once.
pub(super) fn slots(thresholds: &[Threshold]) -> impl Iterator<Item = Slot> {
    let mut thresholds = thresholds.to_vec();
    thresholds.sort_by_key(Threshold::place);
    thresholds.dedup();
    thresholds.into_iter().flat_map(Threshold::slots)
}

/// The least integer of a row that is not under `value`; `None` when no row can hold it.
fn limit(value: f64, scale: u32) -> Option<i32> {
    let exact = value * f64::from(scale);
    // A decimal of the user is a whole number of the row, but for the rounding of the product.
    let near = libm::round(exact);
    let whole = if (exact - near).abs() <= near.abs() * f64::EPSILON { near } else { libm::ceil(exact) };
    (whole.abs() <= f64::from(i32::MAX)).then_some(whole as i32)
}

fn count_of(text: &str, indicator: &Indicator, named: Option<&str>) -> Result<Option<Count>, Problems> {
    let Some(named) = named else {
        return Ok((!indicator.counts.is_empty()).then_some(DEFAULT_COUNT));
    };
    let count = indicator.counts.iter().copied().find(|count| count.key() == named);
    count.map(Some).ok_or_else(|| alone(no_count(text, indicator, named)))
}

fn alone(problem: Problem) -> Problems {
    Problems(vec![problem])
}

fn problem(text: &str, fr: &str, en: &str) -> Problem {
    let text = quoted(text);
    Problem::unreadable(Message::new(format!("seuil `{text}` : {fr}"), format!("threshold `{text}`: {en}")))
}

fn malformed(text: &str) -> Problem {
    problem(text, "il s'écrit INDICATEUR=VALEUR[,CHAMP]", "it is written INDICATOR=VALUE[,COUNT]")
        .help(Message::new("par exemple density=40,P5", "for example density=40,P5"))
}

fn unknown(text: &str, name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Problem {
    problem(text, "aucun indicateur annuel de ce nom", "no yearly indicator of this name")
        .help(did_you_mean(name, known.clone()))
        .help(allowed(known))
}

fn no_limit(text: &str, value: &str) -> Problem {
    let value = quoted(value);
    problem(
        text,
        &format!("`{value}` n'est pas un nombre que l'indicateur puisse atteindre"),
        &format!("`{value}` is no number that the indicator can reach"),
    )
    .help(Message::new("un nombre avec un point : 40 ou 2.5", "a number with a point: 40 or 2.5"))
}

fn no_count(text: &str, indicator: &Indicator, named: &str) -> Problem {
    let (name, named) = (indicator.name, quoted(named));
    if indicator.counts.is_empty() {
        return problem(text, &format!("{name} ne dépend d'aucun champ"), &format!("{name} does not depend on a count"))
            .help(Message::new(format!("ôtez `,{named}`"), format!("drop `,{named}`")));
    }
    problem(text, &format!("{name} n'a pas de champ `{named}`"), &format!("{name} has no count `{named}`"))
        .help(allowed(indicator.counts.iter().map(|count| count.key())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn read(text: &str) -> Threshold {
        Threshold::read(text).unwrap_or_else(|problems| panic!("{problems}"))
    }

    #[test]
    fn a_threshold_is_strict_and_has_the_count_of_lists_unless_another_is_named() {
        let threshold = read("density=40");
        assert_eq!(threshold.count, Some(Count::P5));
        assert!(threshold.is_under(39_999) && !threshold.is_under(40_000));
        assert_eq!(read("density=40,P1").count, Some(Count::P1));
        assert_eq!(read("without_mt_share=0.1").count, None);
        // 0.1 × 100,000 is a whole number, and a value between two integers of the row is above the lower.
        assert!(read("without_mt_share=0.1").is_under(9_999) && !read("without_mt_share=0.1").is_under(10_000));
        assert!(read("headcount=40.5").is_under(40) && !read("headcount=40.5").is_under(41));
    }

    #[test]
    fn names_say_what_is_under_what() {
        let names = |texts: &[&str]| -> Vec<_> {
            let thresholds: Vec<_> = texts.iter().map(|text| read(text)).collect();
            slots(&thresholds).map(|slot| slot.name().into_owned()).collect()
        };
        let expected = ["density_under_40", "departements_density_under_40", "acts_per_inhabitant_under_2.5"];
        assert_eq!(names(&["density=40.0", "acts_per_inhabitant=2.5", "density=40,P5"])[..3], expected);
        assert_eq!(names(&["acts_per_inhabitant=2.5", "density=40"])[..3], expected);
        assert_eq!(read("installations=3").to_string(), "installations_under_3");
        assert_eq!(read("density=40").to_string(), "density_under_40 P5");
    }

    #[test]
    fn mistakes_are_said_with_what_is_allowed() {
        let said = |text| Threshold::read(text).expect_err("a mistake").render(Lang::En, false);
        assert!(said("density").contains("INDICATOR=VALUE[,COUNT]"));
        assert!(said("densit=40").contains("did you mean `density`?"));
        assert!(said("densit=40").contains("`acts_per_inhabitant`"));
        assert!(said("trough_year=2030").contains("no yearly indicator"));
        assert!(said("density=many").contains("`many` is no number"));
        assert!(said("density=NaN").contains("is no number"));
        assert!(said("density=1e300").contains("is no number"));
        assert!(said("density=40,P9").contains("allowed: `P1`, `P2`"));
        assert!(said("entrants=4,P1").contains("drop `,P1`"));
    }
}
