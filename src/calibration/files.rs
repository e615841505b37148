//! The text of every table: fixed decimals, fixed order, the same bytes each time.

use super::{
    FitLine, Modelled,
    behaviour::{FILL, WOMEN_AMONG_ENTRANTS, entrant_ages},
    cohort::filled,
    curve::largest_remainder,
    observed::Observed,
};
use crate::{
    baseline::{Explanation, START, Training, age_columns},
    cohort::{AGES, Sex, Status},
    territory::Zone,
};
use std::{fmt::Write as _, ops::RangeInclusive};

/// First class whose interns may still register after the start, with room for a longer lag.
const FIRST_CLASS: u16 = 2016;
/// Shares are written in millionths, so that they sum to 1 exactly.
const MILLIONTHS: u32 = 1_000_000;

/// Admissions, posts by class and subdivision (before 2020: filled posts by the GPs under 40 of each), weights, ages of entrants.
#[must_use]
pub(super) fn training(observed: &Observed) -> Training {
    training_of(observed, FIRST_CLASS..=observed.posts.keys().copied().max().unwrap_or(START))
}

/// The same for these classes.
#[must_use]
pub(super) fn training_of(observed: &Observed, classes: RangeInclusive<u16>) -> Training {
    let (count, departements) = (observed.subdivisions.len(), observed.departements());
    let mut weights = vec![vec![0.0; departements]; count];
    for (subdivision, departement, weight, _) in &observed.weights {
        weights[*subdivision][*departement] = *weight;
    }
    let young = |d: usize| observed.ages_2018[d][..3].iter().sum::<f64>();
    let key: Vec<f64> = weights.iter().map(|row| row.iter().zip(0..).map(|(weight, d)| weight * young(d)).sum()).collect();
    let inferred = |class: u16| largest_remainder(&key, libm::round(filled(observed, class) / FILL) as u32);
    let first_class = *classes.start();
    let posts = classes.map(|class| observed.posts.get(&class).cloned().unwrap_or_else(|| inferred(class))).collect();
    let by_sex = [[WOMEN_AMONG_ENTRANTS, 1.0 - WOMEN_AMONG_ENTRANTS], [0.5, 0.5]];
    let mix = |source: usize| {
        let ages = entrant_ages()[source];
        by_sex[source].map(|share| ages.map(|weight| libm::round(share * weight * f64::from(MILLIONTHS)) as u32))
    };
    Training {
        admissions: observed.admissions.iter().map(|(autumn, places, _)| (*autumn, *places)).collect(),
        subdivisions: observed.subdivisions.clone(),
        weights,
        first_class,
        posts,
        entrant_ages: [0, 1].map(|source| Box::new(mix(source))),
    }
}

/// Name and content of every table of the baseline.
#[must_use]
pub(super) fn write(modelled: &Modelled<'_>) -> Vec<(&'static str, String)> {
    vec![
        ("regions.csv", regions(modelled)),
        ("departements.csv", departements(modelled)),
        ("territories.csv", territories(modelled)),
        ("workforce.csv", workforce(modelled)),
        ("ages.csv", ages(modelled)),
        ("hazards.csv", hazards(modelled)),
        ("durations.csv", durations(modelled)),
        ("calibrated.csv", calibrated(modelled)),
        (
            "admissions.csv",
            lines("autumn,places", modelled.training.admissions.iter().map(|(year, places)| format!("{year},{places}"))),
        ),
        ("posts.csv", posts(modelled)),
        ("subdivisions.csv", subdivisions(modelled)),
        ("entrants.csv", entrants(modelled)),
        ("population.csv", population(modelled)),
        ("access.csv", access(modelled)),
        ("attraction.csv", attraction(modelled)),
        ("attraction_territories.csv", attraction_territories(modelled)),
        ("fit.csv", fit(modelled)),
    ]
}

fn lines(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        text.push_str(&row);
        text.push('\n');
    }
    text
}

pub(super) fn by_age(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    lines(&format!("{header},{}", age_columns().join(",")), rows)
}

pub(super) fn joined<T: ToString>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn regions(modelled: &Modelled<'_>) -> String {
    lines("code,name", modelled.geography.regions.iter().map(|region| format!("{},{}", region.code, region.name)))
}

fn departements(modelled: &Modelled<'_>) -> String {
    let geography = &modelled.geography;
    let row = |departement: &crate::territory::Departement| {
        let neighbours: Vec<&str> = departement.neighbours.iter().map(|&d| geography.departements[d].code.as_str()).collect();
        format!(
            "{},{},{},{:.4},{:.4},{}",
            departement.code,
            departement.name,
            geography.regions[departement.region].code,
            departement.latitude,
            departement.longitude,
            neighbours.join(" ")
        )
    };
    lines("code,name,region,latitude,longitude,neighbours", geography.departements.iter().map(row))
}

/// Rows of a share by territory, in millionths that sum to one within each département.
fn shares(modelled: &Modelled<'_>, share: impl Fn(usize) -> f64, more: impl Fn(usize) -> String) -> Vec<String> {
    let mut rows = Vec::new();
    for departement in &modelled.geography.departements {
        let weights: Vec<f64> = departement.territories.clone().map(&share).collect();
        for (territory, part) in departement.territories.clone().zip(largest_remainder(&weights, MILLIONTHS)) {
            let zone = modelled.geography.territories[territory].zone.key();
            let value = f64::from(part) / f64::from(MILLIONTHS);
            rows.push(format!("{},{zone},{value:.6}{}", departement.code, more(territory)));
        }
    }
    rows
}

fn territories(modelled: &Modelled<'_>) -> String {
    let list = &modelled.geography.territories;
    let rows = shares(modelled, |t| list[t].population_share, |t| format!(",{:.4}", list[t].apl));
    lines("departement,zone,population_share,apl", rows)
}

fn attraction_territories(modelled: &Modelled<'_>) -> String {
    let weight = |t: usize| {
        let departement = modelled.geography.territories[t].departement;
        let first = modelled.geography.departements[departement].territories.start;
        modelled.attraction[departement].territories[t - first]
    };
    lines("departement,zone,weight", shares(modelled, weight, |_| String::new()))
}

fn workforce(modelled: &Modelled<'_>) -> String {
    let (geography, heads) = (&modelled.geography, &modelled.workforce.heads);
    let mut rows = Vec::new();
    for (index, departement) in geography.departements.iter().enumerate() {
        for territory in departement.territories.clone() {
            let zone: Zone = geography.territories[territory].zone;
            for status in [Status::Installed, Status::RetiredActive] {
                rows.push(format!("{},{},{},{}", departement.code, zone.key(), status.key(), heads[territory][status as usize]));
            }
        }
        for status in [Status::Locum, Status::Salaried] {
            let here = heads[geography.place_of(index)][status as usize];
            rows.push(format!("{},,{},{here}", departement.code, status.key()));
        }
    }
    lines("departement,zone,status,heads", rows)
}

fn ages(modelled: &Modelled<'_>) -> String {
    let mut rows = Vec::new();
    for explanation in Explanation::ALL {
        for (d, departement) in modelled.geography.departements.iter().enumerate() {
            for status in Status::ALL {
                for sex in Sex::ALL {
                    let mix = &modelled.workforce.ages[explanation as usize][d][status as usize][sex as usize];
                    let (code, status) = (&departement.code, status.key());
                    rows.push(format!("{},{code},{status},{},{}", explanation.key(), sex.key(), joined(mix)));
                }
            }
        }
    }
    by_age("explanation,departement,status,sex", rows)
}

fn hazards(modelled: &Modelled<'_>) -> String {
    let mut rows = Vec::new();
    let causes = [("retirement", &modelled.behaviour.retirement), ("other-exit", &modelled.behaviour.other_exit)];
    for (cause, table) in causes {
        for status in Status::ALL {
            for sex in Sex::ALL {
                let values: [String; AGES] = table[status as usize][sex as usize].map(|hazard| format!("{hazard:.6}"));
                rows.push(format!("{cause},{},{},{}", status.key(), sex.key(), values.join(",")));
            }
        }
    }
    by_age("cause,status,sex", rows)
}

fn durations(modelled: &Modelled<'_>) -> String {
    let tables = [("installed", &modelled.behaviour.locum_to_installed), ("salaried", &modelled.behaviour.locum_to_salaried)];
    let rows = tables.into_iter().flat_map(|(transition, table)| {
        table.iter().enumerate().map(move |(years, hazard)| format!("{transition},{years},{hazard:.6}")).collect::<Vec<_>>()
    });
    lines("transition,years,hazard", rows)
}

fn calibrated(modelled: &Modelled<'_>) -> String {
    let behaviour = &modelled.behaviour;
    let [women, men] = behaviour.cumul_take_up;
    let rows = [
        ("cumul_take_up_f", women, "share of the women claiming their pension who go on in cumul"),
        ("cumul_take_up_m", men, "share of the men claiming their pension who go on in cumul"),
        (
            "later_retirement_years",
            behaviour.later_retirement_years,
            "years by which retirement moved later if that alone explains 2022-26",
        ),
        ("recoding", behaviour.recoding, "yearly hazard of being recoded for a salaried GP under 60 as in 2018-21"),
        (
            "home_subdivision",
            behaviour.home_subdivision,
            "entry: extra log weight of the départements of the subdivision of training",
        ),
        ("decay_km", behaviour.decay_km, "entry and installation: length of the exponential decay with distance in km"),
        ("home_departement", behaviour.home_departement, "installation: extra log weight of the département where one works"),
    ];
    lines("name,value,meaning", rows.map(|(name, value, meaning)| format!("{name},{value:.6},{meaning}")))
}

fn posts(modelled: &Modelled<'_>) -> String {
    let training = &modelled.training;
    let mut rows = Vec::new();
    for (class, posts) in (training.first_class..).zip(&training.posts) {
        for (name, posts) in training.subdivisions.iter().zip(posts) {
            rows.push(format!("{class},{name},{posts}"));
        }
    }
    lines("class,subdivision,posts", rows)
}

fn subdivisions(modelled: &Modelled<'_>) -> String {
    let observed = modelled.observed;
    let row = |(subdivision, departement, weight, certainty): &(usize, usize, f64, String)| {
        let code = &observed.geography.departements[*departement].code;
        format!("{},{code},{weight},{certainty}", observed.subdivisions[*subdivision])
    };
    lines("subdivision,departement,weight,certainty", observed.weights.iter().map(row))
}

fn entrants(modelled: &Modelled<'_>) -> String {
    let mut rows = Vec::new();
    for (source, mix) in ["graduate", "foreign"].into_iter().zip(&modelled.training.entrant_ages) {
        for sex in Sex::ALL {
            rows.push(format!("{source},{},{}", sex.key(), joined(&mix[sex as usize])));
        }
    }
    by_age("source,sex", rows)
}

fn population(modelled: &Modelled<'_>) -> String {
    let mut rows = Vec::new();
    for (d, departement) in modelled.geography.departements.iter().enumerate() {
        for (year, heads) in (START..).zip(&modelled.population.heads) {
            rows.push(format!("{},{year},{}", departement.code, joined(&heads[d])));
        }
    }
    lines("departement,year,0_19,20_39,40_59,60_74,75_plus", rows)
}

fn access(modelled: &Modelled<'_>) -> String {
    let row = |(departement, access): (&crate::territory::Departement, &crate::baseline::Access)| {
        format!(
            "{},{:.4},{},{:.0},{:.6},{:.6}",
            departement.code,
            access.apl,
            if access.apl_observed { "yes" } else { "no" },
            access.patients_per_gp,
            access.mep_share,
            access.hospital_share
        )
    };
    let rows = modelled.geography.departements.iter().zip(&modelled.access).map(row);
    lines("departement,apl,apl_observed,patients_per_gp,mep_share,hospital_share", rows)
}

fn attraction(modelled: &Modelled<'_>) -> String {
    let departements = modelled.geography.departements.iter().zip(&modelled.attraction);
    let row = |(departement, pull): (&crate::territory::Departement, &crate::baseline::Attraction)| {
        format!("{},{:.6},{:.6}", departement.code, pull.weight, pull.spread)
    };
    lines("departement,weight,spread", departements.map(row))
}

fn fit(modelled: &Modelled<'_>) -> String {
    let mut text = String::from("explanation,what,year,observed,fitted,difference,tolerance\n");
    for line in &modelled.fit {
        let (explanation, difference) = (line.explanation.map_or("both", Explanation::key), line.fitted - line.observed);
        let year = line.year.map(|year| year.to_string()).unwrap_or_default();
        let FitLine { what, observed, fitted, tolerance, .. } = line;
        let decimals = if *tolerance < 5.0 { 4 } else { 0 };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{explanation},{what},{year},{observed:.decimals$},{fitted:.decimals$},{difference:.decimals$},{tolerance:.decimals$}"
        );
    }
    text
}
