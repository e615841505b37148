//! Docteurs juniors and graduates by year: the fourth year of the internship seen for what it is.

use super::{Subject, take::take};
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
                figure #bars { (PreEscaped(SIZES.map(|size| bars(&graduates, &juniors, &size, lang)).concat())) }
                (take("bars", &["svg", "png"], say("docteurs juniors", "docteurs juniors"), lang))
                (table(&graduates, &juniors, lang))
            }
        }
    }
}

/// The picture in numbers.
fn table(graduates: &[(u16, &Summary)], juniors: &[(u16, &Summary)], lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    let shown = |value: f64| number(value, NumberFormat::default(), lang);
    let of = |rows: &[(u16, &Summary)], year: u16| {
        let row = rows.iter().find(|(found, _)| *found == year)?.1;
        Some((shown(row.median()), shown(row.q[2]), shown(row.q[6])))
    };
    html! {
        details {
            summary { (say("Les chiffres en tableau", "The figures as a table")) }
            div.scroll.free tabindex="0" role="region" aria-label=(say("Diplômés et docteurs juniors", "Graduates and docteurs juniors")) {
                table #juniorstable {
                    caption { (say("Médiane et intervalle de prévision à 80\u{a0}%", "Median and 80% prediction interval")) }
                    thead { tr { th scope="col" { (say("Année", "Year")) } th scope="col" { (say(KEY[0].fr, KEY[0].en)) } th scope="col" { (say(KEY[1].fr, KEY[1].en)) } } }
                    tbody { @for (year, _) in graduates { tr {
                        th scope="row" { (year) }
                        @for cell in [of(graduates, *year), of(juniors, *year)] { td { @if let Some((median, low, high)) = cell {
                            (median) br; span.note { (low) " " (say("à", "to")) " " (high) }
                        } } }
                    } } }
                }
            }
            (take("juniorstable", &["csv"], say("docteurs juniors", "docteurs juniors"), lang))
        }
    }
}

/// Class, width, height, margin on the left, whether numbers stand on the bars.
struct Size(&'static str, f64, f64, f64, bool);

const SIZES: [Size; 2] = [Size("wide", 900.0, 300.0, 10.0, true), Size("narrow", 360.0, 260.0, 0.0, false)];
const BOTTOM: f64 = 30.0;
const TOP: f64 = 56.0;

/// Colours and words of the two bars of a year.
const KEY: [Text; 2] = [
    Text { fr: "diplômés inscrits dans l’année", en: "graduates registered in the year" },
    Text { fr: "docteurs juniors en poste en novembre", en: "docteurs juniors in post in November" },
];
const FILLS: [&str; 2] = ["var(--b02)", "var(--b12)"];

fn bars(graduates: &[(u16, &Summary)], juniors: &[(u16, &Summary)], size: &Size, lang: Lang) -> String {
    let Size(class, width, height, left, numbers) = *size;
    let values = graduates.iter().chain(juniors).map(|(_, row)| row.q[6]);
    let most = values.fold(1.0, f64::max);
    let y = |value: f64| TOP + (height - TOP - BOTTOM) * (1.0 - value / most);
    let slot = (width - left) / graduates.len().max(1) as f64;
    let mut svg = format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" font-size=\"13\">",
        Text {
            fr: "Diplômés inscrits dans l’année et docteurs juniors en poste en novembre, par année",
            en: "Graduates registered in the year and docteurs juniors in post in November, by year",
        }
        .get(lang)
    );
    let mut draw = |x: f64, row: &Summary, fill: &str| {
        let (top, low, high) = (y(row.median()), y(row.q[2]), y(row.q[6]));
        let middle = x + slot * 0.2;
        let _ = write!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>\
             <path d=\"M{middle:.1} {low:.1}V{high:.1}\" stroke=\"var(--ink)\" stroke-width=\"1.5\"/>",
            slot * 0.4,
            height - BOTTOM - top
        );
        if numbers {
            let _ = write!(
                svg,
                "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"11.5\" fill=\"var(--ink)\">{}</text>",
                high - 4.0,
                number(row.median(), NumberFormat::default(), lang)
            );
        }
    };
    graduates.iter().enumerate().for_each(|(rank, (_, row))| draw(left + slot * (rank as f64 + 0.06), row, FILLS[0]));
    juniors.iter().enumerate().for_each(|(rank, (_, row))| draw(left + slot * (rank as f64 + 0.5), row, FILLS[1]));
    for (rank, (year, _)) in graduates.iter().enumerate().filter(|(rank, _)| numbers || rank % 2 == 0) {
        let x = left + slot * (rank as f64 + 0.48);
        let _ =
            write!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"var(--grey)\">{year}</text>", height - 8.0);
    }
    for (rank, (fill, words)) in FILLS.into_iter().zip(KEY).enumerate() {
        // Beside each other where there is room, else one above the other.
        let (x, y) = if numbers { (left + 260.0 * rank as f64, 2.0) } else { (left, 20.0 * rank as f64 + 2.0) };
        let _ = write!(
            svg,
            "<rect x=\"{x:.0}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{fill}\"/><text x=\"{:.0}\" y=\"{}\" fill=\"var(--ink)\">{}</text>",
            x + 18.0,
            y + 11.0,
            words.get(lang)
        );
    }
    svg + "</svg>"
}
