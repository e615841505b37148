//! The parts that the script fills: bar, map, place, régions, ranking.

use crate::{
    export::Outline,
    text::{Lang, Text},
};
use maud::{Markup, html};

/// Scenario, indicator, count, what the map shows, year.
pub(super) fn bar(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        div.bar { div.in.js {
            fieldset.pills #scenarios { legend { (say("Scénario", "Scenario")) } }
            label.field { (say("Indicateur", "Indicator")) select #indicator {} }
            label.field { (say("Champ", "Count")) select #count {} }
            label.field { (say("Carte et classement", "Map and ranking")) select #mode {} }
            div.field.year {
                label for="slider" { (say("Année", "Year")) }
                div.row { button type="button" #play {} input #slider type="range" step="1"; output #yearout for="slider" {} }
            }
        } }
    }
}

/// The map of the départements, and the place that has been chosen.
pub(super) fn map_and_place(outlines: &[Outline], lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section.js #place { div.two {
            figure {
                h2 #maptitle {}
                p.note #mapnote {}
                (map(outlines, lang))
                div.legend #legend {}
                p.tip #maptip aria-live="polite" {}
                (take("map", &["csv", "svg", "png"], lang))
            }
            div {
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
                (take("placefan", &["csv", "svg", "png"], lang))
                details {
                    summary { (say("Les chiffres en tableau", "The figures as a table")) }
                    div.scroll tabindex="0" role="region" aria-label=(say("Tableau du lieu", "Table of the place")) { table #placetable {} }
                }
            }
        } }
    }
}

fn map(outlines: &[Outline], lang: Lang) -> Markup {
    let label = Text { fr: "Carte des 101 départements", en: "Map of the 101 départements" };
    html! {
        svg.map #map viewBox="0 0 560 590" role="group" aria-label=(label.get(lang)) {
            @for outline in outlines {
                // Paris and its ring stand twice; the keyboard meets them once.
                path data-code=(outline.code) d=(outline.path) tabindex=(if outline.inset == "ring" { "-1" } else { "0" }) role="button" {
                    title { (outline.name) }
                }
            }
        }
    }
}

/// Small multiples.
pub(super) fn regions(lang: Lang) -> Markup {
    html! {
        section.js {
            h2 { (Text { fr: "Les régions", en: "The régions" }.get(lang)) }
            p.note { (Text { fr: "Chaque échelle est propre à sa région. Un clic ouvre la région.", en: "Each scale is that of its région. Click to open it." }.get(lang)) }
            div.small #regions {}
            (take("regions", &["csv"], lang))
        }
    }
}

/// The départements in a table that sorts.
pub(super) fn ranking(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section.js.page {
            h2 { (say("Les départements", "The départements")) }
            label.field for="ranksearch" { (say("Filtrer par nom ou code", "Filter by name or code")) }
            input #ranksearch type="search" autocomplete="off";
            div.scroll tabindex="0" role="region" aria-label=(say("Classement des départements", "Ranking of the départements")) {
                table #ranking {
                    thead { tr {
                        th.l data-sort="name" scope="col" { button type="button" { (say("Département", "Département")) } }
                        th data-sort="start" scope="col" { button type="button" #rankstart {} }
                        th data-sort="now" scope="col" { button type="button" #rankyear {} }
                        th scope="col" { (say("Intervalle à 80\u{a0}%", "80% interval")) }
                        th data-sort="value" scope="col" { button type="button" { (say("Valeur de la carte", "Value on the map")) } }
                    } }
                    tbody {}
                }
            }
            (take("ranking", &["csv"], lang))
        }
    }
}

/// Buttons that save the data or the picture of a part.
fn take(part: &str, kinds: &[&str], lang: Lang) -> Markup {
    let words = |kind: &str| match kind {
        "csv" => Text { fr: "Données (CSV)", en: "Data (CSV)" },
        "svg" => Text { fr: "Image (SVG)", en: "Picture (SVG)" },
        _ => Text { fr: "Image (PNG)", en: "Picture (PNG)" },
    };
    html! {
        div.take { @for kind in kinds { button type="button" data-take={ (kind) " " (part) } { (words(kind).get(lang)) } } }
    }
}
