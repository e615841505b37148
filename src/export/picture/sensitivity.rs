//! `sensitivity.svg`: shares of the variance by factor, then the tornado.
//!
//! Drawn for a width of about 17 cm, as the other pictures.

use super::{GREY, INK, LINE, NumberFormat, Svg, number, percent};
use crate::{
    baseline::provenance::title_of,
    export::sensitivity::{Question, short},
    source::Confidence,
    statistics::sensitivity::{Findings, Ranked, pairs},
    text::{Lang, Message, Text},
};

const WIDTH: u32 = 960;
/// Most bars of each part: what is below the tenth hardly shows.
const BARS: usize = 10;
/// Height of a bar with its three lines of words.
const STEP: f64 = 46.0;
/// Where words end and bars begin, and where bars end.
const LEFT: f64 = 416.0;
const RIGHT: f64 = 880.0;

/// Alone, with others, and luck: told apart in grey too.
const ALONE: &str = "#1f5fa3";
const WITH_OTHERS: &str = "#9dcbe1";
const LUCK: &str = "#b9a37c";
/// Low and high values of a parameter.
const LOW: &str = "#e08214";
const HIGH: &str = "#4393c3";

const TITLE: Text = Text { fr: "Ce qui décide", en: "What decides" };
const SHARES: Text = Text {
    fr: "Part de la variance où chaque hypothèse intervient (indices de Sobol, intervalle à 95 %)",
    en: "Share of the variance in which each assumption has a part (Sobol indices, 95% interval)",
};
const TORNADO: Text = Text {
    fr: "Ce que change chaque paramètre, bas (10e centile de sa loi) puis haut (90e)",
    en: "What each parameter changes, low (10th percentile of its law) then high (90th)",
};
const LUCK_LABEL: Text = Text { fr: "Hasard des parcours et des lieux", en: "Luck of careers and places" };
const LUCK_NAME: Text =
    Text { fr: "resterait si tous les paramètres étaient connus", en: "would remain if all parameters were known" };

/// The picture of what a study found.
#[must_use]
pub fn sensitivity_svg(findings: &Findings, question: &Question<'_>, lang: Lang) -> String {
    let (shares, bars) = (findings.ranked.len().min(BARS), findings.tornado.len().min(BARS));
    let second = 150.0 + STEP * shares as f64 + 62.0;
    let height = second + 34.0 + STEP * bars as f64 + 84.0;
    let title = format!("{}\u{a0}: {}", TITLE.get(lang), question.title().get(lang));
    let mut svg = Svg::sized((WIDTH, height as u32), &title, describe(findings).get(lang), lang);
    svg.text((24.0, 34.0), "font-size=\"21\" font-weight=\"700\"", TITLE.get(lang));
    svg.text((24.0, 58.0), "font-size=\"15\"", &capital(question.title().get(lang)));
    svg.text((24.0, 79.0), &format!("font-size=\"13\" fill=\"{GREY}\""), subtitle(findings, question).get(lang));
    svg.text((24.0, 114.0), "font-size=\"15\" font-weight=\"700\"", SHARES.get(lang));
    let top = 150.0;
    share_axis(&mut svg, findings, (top, top + STEP * shares as f64), lang);
    for (rank, ranked) in findings.ranked.iter().take(BARS).enumerate() {
        share(&mut svg, (ranked, full(findings)), question, top + STEP * rank as f64, lang);
    }
    svg.text((24.0, second), "font-size=\"15\" font-weight=\"700\"", TORNADO.get(lang));
    tornado(&mut svg, findings, question, second + 34.0, lang);
    for (line, y) in notes(question).get(lang).lines().zip([height - 30.0, height - 13.0]) {
        svg.text((24.0, y), &format!("font-size=\"12\" fill=\"{GREY}\""), line);
    }
    svg.close()
}

fn subtitle(findings: &Findings, question: &Question<'_>) -> Message {
    let unit = question.key.slot.indicator.unit;
    let decimals = question.key.slot.indicator.decimals + usize::from(question.key.slot.indicator.name == "trough_year");
    let year = question.key.slot.indicator.name == "trough_year";
    let say = |value: f64, lang| {
        // A year has no thousands.
        if year {
            format!("{value:.1}").replace('.', if lang == Lang::Fr { "," } else { "." })
        } else {
            number(value, NumberFormat { decimals, signed: false }, lang)
        }
    };
    let scenario = question.scenario;
    let (fr, en) = (say(findings.mean, Lang::Fr), say(findings.mean, Lang::En));
    let (sd_fr, sd_en) = (say(findings.sd, Lang::Fr), say(findings.sd, Lang::En));
    let (unit_fr, unit_en) =
        if year { (String::new(), String::new()) } else { (format!(" {}", unit.fr), format!(" {}", unit.en)) };
    Message::new(
        format!("Scénario «\u{a0}{scenario}\u{a0}». Moyenne {fr}{unit_fr}, écart-type {sd_fr}"),
        format!("Scenario “{scenario}”. Mean {en}{unit_en}, standard deviation {sd_en}"),
    )
}

fn describe(findings: &Findings) -> Message {
    let say = |lang| {
        let one = |ranked: &&Ranked| format!("{} {}", ranked.factor.name, share_of(ranked.index.total.value, lang));
        findings.deciding().iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let luck = |lang| share_of(findings.luck().total.value, lang);
    Message::new(
        format!("Parts de la variance\u{a0}: {} ; hasard {}. Tornade des paramètres.", say(Lang::Fr), luck(Lang::Fr)),
        format!("Shares of the variance: {}; luck {}. Tornado of the parameters.", say(Lang::En), luck(Lang::En)),
    )
}

/// A share without a sign in front.
fn share_of(share: f64, lang: Lang) -> String {
    percent(share, 0, lang).trim_start_matches('+').to_owned()
}

/// The share at the right end of the axis: a tenth above the longest interval, in whole tenths.
fn full(findings: &Findings) -> f64 {
    let longest = findings.ranked.iter().map(|ranked| ranked.index.total.high).fold(0.1, f64::max);
    ((longest * 10.0).ceil() / 10.0).max(0.2)
}

fn share_axis(svg: &mut Svg, findings: &Findings, (top, bottom): (f64, f64), lang: Lang) {
    let full = full(findings);
    let every = if full > 0.5 { 0.2 } else { 0.1 };
    for tick in 0..=(full / every + 1e-9) as u32 {
        let share = f64::from(tick) * every;
        let x = LEFT + (RIGHT - LEFT) * share / full;
        svg.line((x, top - 10.0), (x, bottom), &format!("stroke=\"{LINE}\""));
        svg.text((x, top - 15.0), &format!("font-size=\"12\" fill=\"{GREY}\" text-anchor=\"middle\""), &share_of(share, lang));
    }
    let legend = [
        (ALONE, Text { fr: "seule", en: "alone" }),
        (WITH_OTHERS, Text { fr: "avec d’autres", en: "with others" }),
        (LUCK, Text { fr: "hasard", en: "luck" }),
    ];
    for (rank, (colour, label)) in legend.into_iter().enumerate() {
        let x = 24.0 + 108.0 * rank as f64;
        svg.rectangle((x, bottom + 12.0), (12.0, 12.0), colour);
        svg.text((x + 18.0, bottom + 22.5), "font-size=\"12\"", label.get(lang));
    }
}

fn share(svg: &mut Svg, (ranked, full): (&Ranked, f64), question: &Question<'_>, y: f64, lang: Lang) {
    let luck = ranked.factor.is_luck();
    let (label, name) = match ranked.factor.parameters[..] {
        [] => (LUCK_LABEL.get(lang).to_owned(), LUCK_NAME.get(lang).to_owned()),
        [one] => words(question, one, lang),
        _ => {
            let name = &ranked.factor.name;
            let label = title_of(name).map_or(name.as_str(), |title| title.get(lang));
            (label.to_owned(), members(ranked.factor.parameters.len()).get(lang).to_owned())
        }
    };
    labels(svg, &label, &name, y);
    let x = |share: f64| LEFT + (RIGHT - LEFT) * share.clamp(0.0, full) / full;
    let (first, total) = (ranked.index.first, ranked.index.total);
    let (alone, with) = if luck { (LUCK, "#e2d8c3") } else { (ALONE, WITH_OTHERS) };
    svg.rectangle((LEFT, y + 2.0), (x(total.value) - LEFT, 18.0), with);
    svg.rectangle((LEFT, y + 2.0), (x(first.value.min(total.value)) - LEFT, 18.0), alone);
    svg.line((x(total.low), y + 11.0), (x(total.high), y + 11.0), &format!("stroke=\"{INK}\" stroke-width=\"1.4\""));
    for end in [total.low, total.high] {
        svg.line((x(end), y + 7.0), (x(end), y + 15.0), &format!("stroke=\"{INK}\" stroke-width=\"1.4\""));
    }
    svg.text((x(total.high) + 8.0, y + 15.5), "font-weight=\"700\"", &share_of(total.value, lang));
}

fn members(count: usize) -> Message {
    Message::new(format!("{count} paramètres ensemble"), format!("{count} parameters together"))
}

/// What a parameter is, in a line, and its name and confidence in another.
fn words(question: &Question<'_>, parameter: usize, lang: Lang) -> (String, String) {
    let parameter = &question.parameters[parameter];
    let label = short(parameter.about.get(lang)).replace('\'', "’");
    let trust = match (parameter.confidence, lang) {
        (Confidence::G, Lang::Fr) => "G, hypothèse".to_owned(),
        (Confidence::G, Lang::En) => "G, prior".to_owned(),
        (other, _) => format!("{other:?}"),
    };
    (label, format!("{} · {trust}", parameter.name))
}

fn labels(svg: &mut Svg, label: &str, name: &str, y: f64) {
    let [first, second] = lines(label);
    svg.text((24.0, y + 6.0), "font-size=\"13\"", &first);
    let below = if second.is_empty() { y + 20.0 } else { y + 34.0 };
    if !second.is_empty() {
        svg.text((24.0, y + 20.0), "font-size=\"13\"", &second);
    }
    svg.text((24.0, below), &format!("font-size=\"11\" fill=\"{GREY}\""), name);
}

/// A text in at most two lines that end before the bars.
fn lines(text: &str) -> [String; 2] {
    /// Letters that fit, of mean width.
    const LETTERS: usize = 58;
    let mut lines = [String::new(), String::new()];
    let mut line = 0;
    for word in text.split(' ') {
        if lines[line].chars().count() + word.chars().count() > LETTERS && line == 1 {
            lines[1].push('…');
            break;
        }
        if lines[line].chars().count() + word.chars().count() > LETTERS {
            line = 1;
        }
        if !lines[line].is_empty() {
            lines[line].push(' ');
        }
        lines[line] += word;
    }
    lines
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn tornado(svg: &mut Svg, findings: &Findings, question: &Question<'_>, top: f64, lang: Lang) {
    let bars: Vec<_> = findings.tornado.iter().take(BARS).collect();
    let farthest = bars.iter().flat_map(|bar| [bar.swing.low, bar.swing.high]).fold(0.0, |far: f64, end| far.max(end.abs()));
    let (middle, half) = (0.5 * (LEFT + RIGHT), 0.5 * (RIGHT - LEFT) - 42.0);
    let x = |change: f64| if farthest > 0.0 { middle + half * change / farthest } else { middle };
    let decimals = match question.key.slot.indicator.decimals {
        0 if farthest < 10.0 => 1,
        decimals => decimals,
    };
    let show = |value| number(value, NumberFormat { decimals, signed: true }, lang);
    for (rank, bar) in bars.iter().enumerate() {
        let y = top + STEP * rank as f64;
        let (label, name) = words(question, bar.parameter, lang);
        labels(svg, &label, &name, y);
        let swing = bar.swing;
        for (end, colour) in [(swing.low, LOW), (swing.high, HIGH)] {
            svg.rectangle((x(end).min(middle), y + 2.0), ((x(end) - middle).abs(), 18.0), colour);
        }
        // Both on one side: the farther is written beyond, the nearer is left to the table.
        for (end, other) in [(swing.low, swing.high), (swing.high, swing.low)] {
            if end.signum() == other.signum() && end.abs() < other.abs() {
                continue;
            }
            let (at, anchor) = if end < 0.0 { (x(end) - 6.0, "end") } else { (x(end) + 6.0, "start") };
            svg.text((at, y + 15.5), &format!("text-anchor=\"{anchor}\" font-size=\"12\""), &show(end));
        }
    }
    let bottom = top + STEP * bars.len() as f64;
    svg.line((middle, top - 6.0), (middle, bottom), &format!("stroke=\"{INK}\""));
    let legend =
        [(LOW, Text { fr: "paramètre bas", en: "parameter low" }), (HIGH, Text { fr: "paramètre haut", en: "parameter high" })];
    for (rank, (colour, label)) in legend.into_iter().enumerate() {
        let x = 24.0 + 130.0 * rank as f64;
        svg.rectangle((x, bottom + 6.0), (12.0, 12.0), colour);
        svg.text((x + 18.0, bottom + 16.5), "font-size=\"12\"", label.get(lang));
    }
    let unit = question.key.slot.indicator.unit.get(lang);
    svg.text((RIGHT, bottom + 16.5), &format!("font-size=\"12\" fill=\"{GREY}\" text-anchor=\"end\""), unit);
}

fn notes(question: &Question<'_>) -> Message {
    let count = |value: u32, lang| number(f64::from(value), NumberFormat::default(), lang);
    let say = |lang| (count(question.evaluations, lang), count(question.rows, lang));
    let ((all, rows), (all_en, rows_en)) = (say(Lang::Fr), say(Lang::En));
    let (version, seed, paired) = (env!("CARGO_PKG_VERSION"), question.seed, pairs(question.rows));
    Message::new(
        format!(
            "Source : Releve {version}, {all} trajectoires (plan de {rows} lignes, graine {seed}). Tornade : moyennes de {paired} trajectoires appariées, le reste comme tiré au sort.\n\
             G : hypothèse à intervalle large, à discuter d’abord. Les parts disent ce qui compte dans le modèle, non ce qu’une politique peut changer.",
        ),
        format!(
            "Source: Releve {version}, {all_en} trajectories (design of {rows_en} rows, seed {seed}). Tornado: means of {paired} paired trajectories, all else as drawn.\n\
             G: prior with a wide interval, to be contested first. Shares say what matters in the model, not what a policy can change.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_takes_two_lines_and_says_when_more_is_left() {
        assert_eq!(lines("Part des postes"), ["Part des postes", ""]);
        let [first, second] = lines(&"médecin ".repeat(20));
        assert!(first.chars().count() <= 58 && second.chars().count() <= 60 && second.ends_with('…'), "{first}|{second}");
        assert_eq!(capital("état"), "État");
    }
}
