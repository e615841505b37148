//! What must be said beside the numbers: limits, sources, and how to make them again.

use super::{About, document::tame, facts::Facts, words::whole};
use crate::{parameter::Parameter, scenario::Scenario, source::Confidence, text::Lang};
use std::collections::BTreeSet;

/// What the starting tables were read from, and for what.
const TABLES: [(&str, &str); 6] = [
    ("Effectifs par département", "insee-tcrd-068"),
    ("Effectifs nationaux", "drees-rpps-2026"),
    ("Libéraux avec patientèle", "cnam-liberal-2024"),
    ("Personnes sans médecin traitant", "cnam-mt-2021"),
    ("Étudiants admis", "ondps-admissions"),
    ("Population", "insee-premiere-1930"),
];

/// What the model does not say.
pub(super) fn limits(facts: &Facts, about: &About) -> Vec<String> {
    let distrusted = match (facts.level, facts.code.as_str()) {
        ("departement", "973" | "974" | "976") => " Ici, ce nombre est à prendre avec défiance.",
        _ => "",
    };
    let erratic = match (facts.level, facts.code.as_str()) {
        ("departement", "23" | "973" | "976") => {
            " Les effectifs publiés de ce département sont erratiques d'une année à l'autre."
        }
        _ => "",
    };
    let mut limits = vec![
        "Un intervalle de prévision à 80 % contient huit trajectoires sur dix, si le modèle est juste : il couvre l'incertitude des paramètres et le hasard des parcours, non une décision, une crise ou une politique absentes du scénario.".to_owned(),
        format!("Les âges sont observés en 2018 et modélisés depuis ; le délai entre diplôme et inscription, qui décide de l'année et de la profondeur du creux, n'est publié nulle part.{erratic}"),
        format!("Les personnes sans médecin traitant sont estimées par une relation entre patientèles et population, non lues dans un registre.{distrusted}"),
    ];
    if !facts.measures.is_empty() {
        limits.push("Les doses des mesures sont des hypothèses : une annonce n'est pas un fait. Un même médecin a la même chance sans et avec la mesure : c'est une convention, qui rend les écarts précis. « Dépasse le hasard » veut dire que l'intervalle de l'écart ne contient pas 0.".to_owned());
    }
    limits.extend(priors(about));
    limits
}

/// How many parameters of the reference nobody has measured.
fn priors(about: &About) -> Option<String> {
    let uncertain: Vec<_> = about.baseline.parameters.iter().filter(|parameter| !parameter.law.is_fixed()).collect();
    let priors = uncertain.iter().filter(|parameter| parameter.confidence == Confidence::G).count();
    (priors > 1).then(|| {
        format!(
            "Sur {} paramètres incertains de la référence, {} sont des a priori du modèle, à large intervalle (confiance G).",
            whole(uncertain.len() as f64),
            whole(priors as f64)
        )
    })
}

/// The sources with their confidence, then those of each measure.
pub(super) fn sources(facts: &Facts, about: &About) -> Vec<String> {
    let table = |(role, key): &(&str, &str)| {
        let source = about.baseline.sources.get(*key)?;
        let (date, confidence) = (date(&source.date), source.confidence);
        Some(format!("{role} : {}, {} ({date} ; confiance {confidence:?}).", source.publisher, source.title))
    };
    let measures = facts.measures.iter().filter_map(|measure| {
        let scenario = about.scenarios.iter().find(|scenario| scenario.name == measure.name)?;
        Some(of_measure(scenario, about))
    });
    TABLES.iter().filter_map(table).chain(measures).chain([LETTERS.to_owned()]).collect()
}

const LETTERS: &str = "Confiance : A, lu chez l'éditeur ; B, lu dans une copie ou dans la presse qui le cite ; C, déduit par le calcul ; G, a priori. Toutes les sources : commande « releve sources ».";

/// A date as printed in a bibliography, in words: « 19 décembre 2025 ».
fn date(printed: &str) -> String {
    const MONTHS: [&str; 12] =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
    let parts: Vec<_> = printed.split('-').collect();
    let month = |text: &str| MONTHS.get(text.parse::<usize>().ok()?.checked_sub(1)?).copied();
    let day = |text: &str| if text == "01" { "1er".to_owned() } else { text.trim_start_matches('0').to_owned() };
    match parts[..] {
        [year, of] => month(of).map_or(printed.to_owned(), |month| format!("{month} {year}")),
        [year, of, at] => month(of).map_or(printed.to_owned(), |month| format!("{} {month} {year}", day(at))),
        _ => printed.to_owned(),
    }
}

/// The parameters that a measure adds or changes, and where they come from.
fn of_measure(scenario: &Scenario, about: &About) -> String {
    let reference = &about.scenarios[0];
    let named = |parameter: &&Parameter| {
        let lever = parameter.name.strip_prefix("lever.").and_then(|rest| rest.split_once('.'));
        let added = lever.is_some_and(|(lever, _)| scenario.named.contains(&lever) && !reference.named.contains(&lever));
        added || reference.parameters.iter().all(|other| other.name != parameter.name || other.law != parameter.law)
    };
    let parameters: Vec<_> = scenario.parameters.iter().filter(named).collect();
    let priors = parameters.iter().filter(|parameter| parameter.confidence == Confidence::G).count();
    let cited: BTreeSet<_> = parameters.iter().map(|parameter| (parameter.source.as_str(), parameter.confidence)).collect();
    let cite = |(key, confidence): &(&str, Confidence)| {
        let source = about.baseline.sources.get(*key).filter(|_| !matches!(*key, "prior" | "reference"))?;
        Some(format!("{}, {} ({confidence:?})", source.publisher, date(&source.date)))
    };
    let cited: Vec<_> = cited.iter().filter_map(cite).collect();
    let title = tame(scenario.title.get(Lang::Fr));
    let cited = if cited.is_empty() { String::new() } else { format!(" ; sources : {}", cited.join(" ; ")) };
    match (parameters.len(), priors) {
        (0, _) => format!("Mesure « {title} » : aucun paramètre incertain de plus."),
        (1, priors) => {
            format!("Mesure « {title} » : 1 paramètre{}{cited}.", if priors == 1 { ", a priori (confiance G)" } else { "" })
        }
        (all, 0) => format!("Mesure « {title} » : {all} paramètres{cited}."),
        (all, priors) => format!("Mesure « {title} » : {all} paramètres, dont {priors} a priori (confiance G){cited}."),
    }
}

/// How the numbers were made.
pub(super) fn method(about: &About) -> String {
    let trajectories = whole(about.trajectories as f64);
    let s = if about.trajectories < 2 { "" } else { "s" };
    format!(
        "Releve {}, {trajectories} trajectoire{s} par scénario, graine {}. Empreinte des résultats (BLAKE3) : {}. La même commande, avec la même version et les mêmes tables, rend les mêmes nombres :",
        env!("CARGO_PKG_VERSION"),
        about.seed,
        about.digest
    )
}
