//! The parts that the script fills: bar, map, place, régions, ranking.

use super::{Subject, map, take::take};
use crate::text::{Lang, Text};
use maud::{Markup, html};

/// Scenario, indicator, count, what the map shows, year.
pub(super) fn bar(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        div.bar role="region" aria-label=(say("Réglages de la carte, du lieu et du classement", "Settings of map, place and ranking")) { div.in.js {
            fieldset.pills #scenarios { legend { (say("Scénario", "Scenario")) } }
            label.field { (say("Indicateur", "Indicator")) select #indicator {} }
            label.field { (say("Champ", "Count")) select #count {} }
            label.field { (say("Montrer", "Show")) select #mode {} }
            div.field.year {
                label for="slider" { (say("Année", "Year")) }
                div.row { button type="button" #play {} input #slider type="range" step="1"; output #yearout for="slider" {} }
            }
        } }
    }
}

/// The map of the départements, and the place that has been chosen.
pub(super) fn map_and_place(first: &Subject, subjects: &[Subject], lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    let titles = say("Évolution du nombre de médecins par département", "Change in the number of GPs by département");
    let (start, horizon) = (first.projection.layout.start, first.projection.horizon());
    html! {
        section #place { div.two {
            figure {
                h2 #maptitle { (titles) ", " (start) "\u{2013}" (horizon) }
                p.note { span #mapnote {} " " a href="#ranking" .js { (say("Les chiffres en tableau", "The figures as a table")) } }
                (map::map(first, lang))
                div.legend #legend {}
                p.note { (say("Orange\u{a0}: sous zéro, marqué ▼ ; bleu\u{a0}: au-dessus.", "Orange: below zero, marked ▼; blue: above.")) }
                p.tip #maptip aria-live="polite" {}
                (take("map", &["csv", "svg", "png"], say("carte", "map"), lang))
            }
            div.js {
                label.field for="search" { (say("Chercher un lieu", "Find a place")) }
                input #search type="search" list="where" placeholder=(say("Pas-de-Calais, 62…", "Pas-de-Calais, 62…")) autocomplete="off";
                datalist #where {}
                p.note #searchnote role="status" {}
                h2 #placename {}
                div.numbers #placenumbers {}
                div #placefan {}
                p.note {
                    (say("Médiane et intervalles de prévision à 50, 80 et 95\u{a0}%. ", "Median and prediction intervals at 50, 80 and 95%. "))
                    span #trough {}
                }
                (take("placefan", &["csv", "svg", "png"], say("lieu", "place"), lang))
                @if subjects.len() > 1 {
                    div #placechange {
                        h3 #changetitle {}
                        p #changenote {}
                        div #changefan {}
                        p.note.paired { (say("Médiane et intervalle de prévision à 80\u{a0}% de l’écart.", "Median and 80% prediction interval of the difference.")) }
                        (take("changefan", &["csv", "svg", "png"], say("écart du lieu", "difference of the place"), lang))
                    }
                }
                details {
                    summary { (say("Les chiffres du lieu en tableau", "The figures of the place as a table")) }
                    div.scroll tabindex="0" role="region" aria-label=(say("Tableau du lieu", "Table of the place")) { table #placetable {} }
                }
            }
        } }
    }
}

/// Small multiples.
pub(super) fn regions(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section.js #multiples {
            h2 #regionstitle { (say("Les régions", "The régions")) }
            p.note { (say("Chaque échelle est propre à sa région. Un clic ouvre la région.", "Each scale is that of its région. Click to open it.")) }
            div.small #regions {}
            (take("regions", &["csv", "svg", "png"], say("régions", "régions"), lang))
            details {
                summary { (say("Les chiffres des régions en tableau", "The figures of the régions as a table")) }
                div.scroll tabindex="0" role="region" aria-label=(say("Tableau des régions", "Table of the régions")) { table #regionstable {} }
            }
        }
    }
}

/// The départements in a table that sorts.
pub(super) fn ranking(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section.js #ranks {
            h2 { (say("Les départements", "The départements")) }
            p.note #ranknote {}
            label.field for="ranksearch" { (say("Filtrer par nom ou code", "Filter by name or code")) }
            input #ranksearch type="search" autocomplete="off";
            div.scroll tabindex="0" role="region" aria-label=(say("Classement des départements", "Ranking of the départements")) {
                table #ranking {
                    thead { tr {
                        th.l data-sort="name" scope="col" { button type="button" { (say("Département", "Département")) } }
                        th data-sort="start" scope="col" { button type="button" #rankstart {} }
                        th data-sort="now" scope="col" { button type="button" #rankyear {} }
                        th scope="col" { (say("Intervalle de prévision à 80\u{a0}%", "80% prediction interval")) }
                        th data-sort="value" scope="col" { button type="button" #rankvalue {} }
                    } }
                    tbody {}
                }
            }
            (take("ranking", &["csv"], say("classement", "ranking"), lang))
        }
    }
}
