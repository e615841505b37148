//! `summary.svg`: the national fan chart and the map of the change by département, to be pasted into a note.
//!
//! Drawn for a width of about 17 cm, where the smallest text is 6 points high.

mod fan;
mod map;
mod sensitivity;

pub use map::{Outline, outlines};
pub use sensitivity::sensitivity_svg;

use super::{NumberFormat, Run, number};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{projection::Projection, quantiles::Summary},
    text::{Lang, Message, Text},
};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 660;

const INK: &str = "#1b2733";
const GREY: &str = "#55616d";
const LINE: &str = "#d5dae0";

const TITLE: Text = Text { fr: "Médecins généralistes en activité", en: "General practitioners in activity" };
const FAN: Text = Text { fr: "France, effectif au 1er janvier", en: "France, heads on 1 January" };
const MAP: Text = Text { fr: "Évolution de l’effectif par département", en: "Change in heads by département" };

/// The picture of a projection.
#[must_use]
pub fn summary_svg(projection: &Projection, run: &Run, lang: Lang) -> String {
    let period = format!("{}-{}", projection.layout.start, projection.horizon());
    let title = format!("{}, {period}", TITLE.get(lang));
    let mut svg = Svg::new(&title, describe(projection).get(lang), lang);
    svg.text((24.0, 34.0), "font-size=\"21\" font-weight=\"700\"", &title);
    svg.text((24.0, 57.0), &format!("font-size=\"14\" fill=\"{GREY}\""), subtitle(projection).get(lang));
    svg.text((24.0, 92.0), "font-size=\"16\" font-weight=\"700\"", FAN.get(lang));
    svg.text((520.0, 92.0), "font-size=\"16\" font-weight=\"700\"", &format!("{}, {period}", MAP.get(lang)));
    fan::draw(&mut svg, projection, lang);
    map::draw(&mut svg, projection, lang);
    for (line, y) in notes(projection, run).get(lang).lines().zip([632.0, 649.0]) {
        svg.text((24.0, y), &format!("font-size=\"12\" fill=\"{GREY}\""), line);
    }
    svg.close()
}

fn subtitle(projection: &Projection) -> Message {
    Message::new(
        format!(
            "Scénario «\u{a0}{}\u{a0}». Tous modes d’exercice (champ P1). Médiane et intervalles de prévision à 50, 80 et 95\u{a0}%",
            projection.scenario
        ),
        format!(
            "Scenario “{}”. All modes of practice (count P1). Median and prediction intervals at 50, 80 and 95%",
            projection.scenario
        ),
    )
}

fn notes(projection: &Projection, run: &Run) -> Message {
    let count = |lang| number(projection.trajectories.into(), NumberFormat::default(), lang);
    Message::new(
        format!(
            "Source : Releve {}, {} trajectoires, graine {}. Fond de carte : IGN et INSEE. L’axe vertical du graphique ne part pas de zéro.\n\
             Un intervalle de prévision couvre l’incertitude des paramètres et le hasard des parcours, non une politique ou une rupture absente du scénario.",
            run.version,
            count(Lang::Fr),
            run.seed
        ),
        format!(
            "Source: Releve {}, {} trajectories, seed {}. Outlines: IGN and INSEE. The vertical axis of the chart does not start at zero.\n\
             A prediction interval covers uncertain parameters and the chance of each career, not a policy or a break that the scenario does not hold.",
            run.version,
            count(Lang::En),
            run.seed
        ),
    )
}

/// The picture in words, for who cannot see it.
fn describe(projection: &Projection) -> Message {
    let horizon = projection.horizon();
    let Some((first, last)) = heads(projection, projection.layout.start).zip(heads(projection, horizon)) else {
        return Message::new("Aucun effectif national.", "No national heads.");
    };
    let (low, high) = (last.q[2], last.q[6]);
    let words = |lang: Lang| [first.mean, last.median(), low, high].map(|value| number(value, NumberFormat::default(), lang));
    let ([a, b, c, d], [e, f, g, h]) = (words(Lang::Fr), words(Lang::En));
    let start = projection.layout.start;
    Message::new(
        format!(
            "De {a} médecins généralistes au 1er janvier {start} à {b} en {horizon} (médiane ; intervalle de prévision à 80 % : {c} à {d}), et carte de l’évolution par département."
        ),
        format!(
            "From {e} general practitioners on 1 January {start} to {f} in {horizon} (median; 80% prediction interval: {g} to {h}), and a map of the change by département."
        ),
    )
}

/// P1 of France.
fn heads(projection: &Projection, year: u16) -> Option<&Summary> {
    projection.get(Level::France, "FR", "", "headcount", Some(Count::P1), year)
}

/// A drawing under way.
struct Svg(String);

impl Svg {
    fn new(title: &str, description: &str, lang: Lang) -> Self {
        Self::sized((WIDTH, HEIGHT), title, description, lang)
    }

    fn sized((width, height): (u32, u32), title: &str, description: &str, lang: Lang) -> Self {
        let lang = if lang == Lang::En { "en" } else { "fr" };
        Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{lang}\" lang=\"{lang}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
             aria-labelledby=\"title desc\" font-family=\"Marianne, Arial, Helvetica, 'Liberation Sans', sans-serif\" font-size=\"13\" fill=\"{INK}\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
            escape(title),
            escape(description)
        ))
    }

    /// A line of text; what it says is escaped here.
    fn text(&mut self, (x, y): (f64, f64), attributes: &str, text: &str) {
        self.raw(&format!("<text x=\"{x:.1}\" y=\"{y:.1}\" {attributes}>{}</text>\n", escape(text)));
    }

    fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), attributes: &str) {
        self.raw(&format!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" fill=\"none\" {attributes}/>\n"));
    }

    fn rectangle(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        self.raw(&format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>\n"));
    }

    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn close(mut self) -> String {
        self.raw("</svg>\n");
        self.0
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A share as a percentage, signed.
fn percent(share: f64, decimals: usize, lang: Lang) -> String {
    let digits = number(share * 100.0, NumberFormat { decimals, signed: true }, lang);
    match lang {
        Lang::Fr => format!("{digits}\u{a0}%"),
        Lang::En => format!("{digits}%"),
    }
}
