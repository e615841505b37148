//! Docteurs juniors and graduates by year: the fourth year of the internship seen for what it is.

use super::Subject;
use crate::{
    engine::indicators::Level,
    export::{NumberFormat, number},
    statistics::quantiles::Summary,
    text::{Lang, Text},
};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write;

/// Years shown: those in which the fourth year settles.
const YEARS: u16 = 10;

/// The section; empty where the run has not the national level, or no fourth year.
pub(super) fn section(subject: &Subject, lang: Lang) -> Markup {
    let projection = &subject.projection;
    let years = projection.layout.start..projection.horizon().min(projection.layout.start + YEARS);
    let of = |name: &str, shift: u16| -> Vec<(u16, &Summary)> {
        let get = |year| projection.get(Level::France, "FR", "", name, None, year + shift).map(|row| (year, row));
        years.clone().filter_map(get).collect()
    };
    // Those in post in November of a year are those of the next 1 January.
    let (graduates, juniors) = (of("graduates", 0), of("dj_headcount", 1));
    // Without a fourth year there is no gap to show.
    let lowest = graduates.iter().filter(|_| juniors.iter().any(|(_, row)| row.q[6] > 0.0));
    let lowest = lowest.min_by(|a, b| a.1.median().total_cmp(&b.1.median()));
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        @if let Some((year, row)) = lowest {
            section #juniors {
                h2 { (say("Docteurs juniors et année blanche", "Docteurs juniors and the blank year")) }
                p { (say(
                    "La quatrième année d’internat retarde d’un an l’inscription d’une promotion, une fois : ses internes travaillent alors comme docteurs juniors, encadrés, sans compter parmi les médecins généralistes.",
                    "The fourth year of the internship delays the registration of one class by a year, once: its interns then work as supervised docteurs juniors and are not counted among GPs.")) }
                p { b { (say("Le creux tombe en novembre ", "The gap falls in November ")) (year) } " : "
                    (number(row.median(), NumberFormat::default(), lang)) " "
                    (say("diplômés s’inscrivent (médiane ; à 80\u{a0}% : ", "graduates register (median; 80%: "))
                    (number(row.q[2], NumberFormat::default(), lang)) (say(" à ", " to ")) (number(row.q[6], NumberFormat::default(), lang)) ")." }
                figure { (PreEscaped(bars(&graduates, &juniors, lang))) }
            }
        }
    }
}

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 60.0;
const BOTTOM: f64 = 40.0;
const TOP: f64 = 34.0;

fn bars(graduates: &[(u16, &Summary)], juniors: &[(u16, &Summary)], lang: Lang) -> String {
    let values = graduates.iter().chain(juniors).map(|(_, row)| row.q[6]);
    let most = values.fold(1.0, f64::max);
    let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / most);
    let slot = (WIDTH - LEFT) / graduates.len().max(1) as f64;
    let say = |fr, en| Text { fr, en }.get(lang);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        say(
            "Diplômés inscrits dans l’année et docteurs juniors en poste en novembre, par année",
            "Graduates registered in the year and docteurs juniors in post in November, by year"
        )
    );
    let mut draw = |x: f64, row: &Summary, fill: &str| {
        let (top, low, high) = (y(row.median()), y(row.q[2]), y(row.q[6]));
        let _ = write!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>\
             <path d=\"M{m:.1} {low:.1}V{high:.1}\" stroke=\"#1b2733\" stroke-width=\"1.5\"/>\
             <text x=\"{m:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"11.5\" fill=\"#1b2733\">{}</text>",
            slot * 0.4,
            HEIGHT - BOTTOM - top,
            high - 4.0,
            number(row.median(), NumberFormat::default(), lang),
            m = x + slot * 0.2
        );
    };
    graduates.iter().enumerate().for_each(|(rank, (_, row))| draw(LEFT + slot * (rank as f64 + 0.06), row, "#5b9bcb"));
    juniors.iter().enumerate().for_each(|(rank, (_, row))| draw(LEFT + slot * (rank as f64 + 0.5), row, "#e0964a"));
    for (rank, (year, _)) in graduates.iter().enumerate() {
        let x = LEFT + slot * (rank as f64 + 0.48);
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"13\" fill=\"#55616d\">{year}</text>",
            HEIGHT - 20.0
        );
    }
    let key = [
        ("#5b9bcb", say("diplômés inscrits dans l’année", "graduates registered in the year")),
        ("#e0964a", say("docteurs juniors en poste en novembre", "docteurs juniors in post in November")),
    ];
    for (rank, (fill, words)) in key.into_iter().enumerate() {
        let x = LEFT + 260.0 * rank as f64;
        let _ = write!(
            svg,
            "<rect x=\"{x:.0}\" y=\"2\" width=\"12\" height=\"12\" fill=\"{fill}\"/><text x=\"{:.0}\" y=\"13\" font-size=\"13\">{words}</text>",
            x + 18.0
        );
    }
    svg + "</svg>"
}
