//! What the page says, in both languages.

use crate::{
    cohort::Count,
    text::{Lang, Text},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Words that the script puts together.
#[derive(Serialize)]
pub(super) struct Script {
    sentence: &'static str,
    points: &'static str,
    against: &'static str,
    median: &'static str,
    eighty: &'static str,
    to: &'static str,
    falls: &'static str,
    year: &'static str,
    low: &'static str,
    high: &'static str,
    trough: &'static str,
    unknown: &'static str,
    everybody: &'static str,
    change: &'static str,
    value: &'static str,
    difference: &'static str,
    pause: &'static str,
    play: &'static str,
    counts: BTreeMap<&'static str, &'static str>,
}

pub(super) fn script(lang: Lang) -> Script {
    let say = |fr, en| Text { fr, en }.get(lang);
    Script {
        sentence: say(
            "{name}, {place}, {year} : {median} (intervalle de prévision à 80 % : {low} à {high}), scénario {scenario}",
            "{name}, {place}, {year}: {median} (80% prediction interval: {low} to {high}), scenario {scenario}",
        ),
        points: say(" point", " point"),
        against: say("écart des médianes à", "difference of the medians from"),
        median: say("médiane", "median"),
        eighty: say("Intervalle de prévision à 80 % :", "80% prediction interval:"),
        to: say("à", "to"),
        falls: say("{n} départements sur {all} en baisse", "{n} of {all} départements fall"),
        year: say("Année", "Year"),
        low: say("bas", "low"),
        high: say("haut", "high"),
        trough: say("Médiane la plus basse : {median} en {year}.", "Lowest median: {median} in {year}."),
        unknown: say("Aucun lieu de ce nom.", "No place of that name."),
        everybody: say("sans objet", "not applicable"),
        change: say("évolution depuis le départ", "change since the start"),
        value: say("valeur de l’année", "value of the year"),
        difference: say("écart des médianes à la référence", "difference of the medians from the reference"),
        pause: say("Pause", "Pause"),
        play: say("Lecture", "Play"),
        counts: Count::ALL.iter().map(|count| (count.key(), count.about().get(lang))).collect(),
    }
}

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
