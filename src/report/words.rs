//! What the page says, in both languages.

use crate::{
    cohort::Count,
    text::{Lang, Text},
};
use std::collections::BTreeMap;

/// Words that the script puts together.
pub(super) fn script(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let words = SCRIPT.iter().map(|(key, text)| (*key, text.get(lang)));
    words.chain(Count::ALL.iter().map(|count| (count.key(), count.about().get(lang)))).collect()
}

const SCRIPT: [(&str, Text); 32] = [
    (
        "sentence",
        Text {
            fr: "{name}, {place}, {year}\u{a0}: {median} (intervalle de prévision à 80\u{a0}%\u{a0}: {low} à {high}), scénario {scenario}",
            en: "{name}, {place}, {year}: {median} (80% prediction interval: {low} to {high}), scenario {scenario}",
        },
    ),
    (
        "gap",
        Text {
            fr: "{name}, {place}, {year}, écart à la référence\u{a0}: {median} (intervalle de prévision à 80\u{a0}%\u{a0}: {low} à {high}), scénario {scenario}",
            en: "{name}, {place}, {year}, difference from the reference: {median} (80% prediction interval: {low} to {high}), scenario {scenario}",
        },
    ),
    (
        "gapmean",
        Text {
            fr: "{name}, {place}, {year}, écart moyen à la référence\u{a0}: {median}, scénario {scenario}",
            en: "{name}, {place}, {year}, mean difference from the reference: {median}, scenario {scenario}",
        },
    ),
    (
        "unsure",
        Text {
            fr: "L’intervalle contient 0\u{a0}: le sens n’est pas établi.",
            en: "The interval holds 0: the sign is not established.",
        },
    ),
    ("beyond", Text { fr: "L’intervalle ne contient pas 0.", en: "The interval does not hold 0." }),
    ("nothing", Text { fr: "Rien ne change.", en: "Nothing changes." }),
    (
        "meannote",
        Text {
            fr: "Ces scénarios ont été simulés à part\u{a0}: seul leur écart moyen est connu. releve compare donne l’intervalle de l’écart.",
            en: "These scenarios were run apart: only their mean difference is known. releve compare gives the interval of the difference.",
        },
    ),
    ("points", Text { fr: " point", en: " point" }),
    ("against", Text { fr: "écart à la référence", en: "difference from the reference" }),
    ("change", Text { fr: "l’évolution de la médiane depuis le départ", en: "the change of the median since the start" }),
    ("value", Text { fr: "la valeur de l’année", en: "the value of the year" }),
    (
        "difference",
        Text {
            fr: "l’écart à la référence, trajectoire par trajectoire",
            en: "the difference from the reference, paired by trajectory",
        },
    ),
    ("meandifference", Text { fr: "l’écart moyen à la référence", en: "the mean difference from the reference" }),
    ("median", Text { fr: "médiane", en: "median" }),
    ("mean", Text { fr: "moyenne", en: "mean" }),
    ("eighty", Text { fr: "Intervalle de prévision à 80\u{a0}%\u{a0}:", en: "80% prediction interval:" }),
    ("to", Text { fr: "à", en: "to" }),
    ("falls", Text { fr: "{n} départements sur {all} sous zéro.", en: "{n} of {all} départements below zero." }),
    ("fall", Text { fr: "1 département sur {all} sous zéro.", en: "1 of {all} départements below zero." }),
    ("year", Text { fr: "Année", en: "Year" }),
    ("low", Text { fr: "bas", en: "low" }),
    ("high", Text { fr: "haut", en: "high" }),
    ("trough", Text { fr: "Médiane la plus basse\u{a0}: {median} en {year}.", en: "Lowest median: {median} in {year}." }),
    ("unknown", Text { fr: "Aucun lieu de ce nom.", en: "No place of that name." }),
    ("everybody", Text { fr: "sans objet", en: "not applicable" }),
    ("pause", Text { fr: "Pause", en: "Pause" }),
    ("play", Text { fr: "Lecture", en: "Play" }),
    ("place", Text { fr: "Lieu", en: "Place" }),
    ("regions", Text { fr: "Les régions", en: "The régions" }),
    ("level", Text { fr: "valeur", en: "value" }),
    ("ratio", Text { fr: "part de la référence", en: "share of the reference" }),
    ("scenario", Text { fr: "Scénario", en: "Scenario" }),
];

/// Short name of an indicator, for menus and titles.
pub(super) fn indicator(name: &str) -> Text {
    const NAMES: [(&str, Text); 13] = [
        ("headcount", Text { fr: "Médecins généralistes", en: "General practitioners" }),
        ("fte", Text { fr: "Équivalents temps plein", en: "Full-time equivalents" }),
        ("density", Text { fr: "Densité", en: "Density" }),
        ("acts_per_inhabitant", Text { fr: "Actes par habitant", en: "Acts per inhabitant" }),
        ("without_mt", Text { fr: "Personnes sans médecin traitant", en: "People without a médecin traitant" }),
        ("without_mt_share", Text { fr: "Part sans médecin traitant", en: "Share without a médecin traitant" }),
        ("share_60_plus", Text { fr: "Part des 60 ans et plus", en: "Share aged 60 and over" }),
        ("entrants", Text { fr: "Nouveaux inscrits", en: "New registrations" }),
        ("graduates", Text { fr: "Diplômés de l’internat", en: "Graduates of the internship" }),
        ("installations", Text { fr: "Installations libérales", en: "Libéral installations" }),
        ("exits", Text { fr: "Sorties d’activité", en: "Exits from activity" }),
        ("retirements", Text { fr: "Départs à la retraite", en: "Retirements" }),
        ("dj_headcount", Text { fr: "Docteurs juniors", en: "Docteurs juniors" }),
    ];
    NAMES.into_iter().find(|(known, _)| *known == name).map_or(Text { fr: "", en: "" }, |(_, text)| text)
}
