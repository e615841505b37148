//! What each scenario changes in the reference: differences paired trajectory by trajectory, and the part of each lever.

use super::{
    Subject, at_80,
    chart::{Chart, Line},
    signed, take, waterfall,
};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{
        attribution::{Part, milestones},
        comparison::{Comparison, Effect, Verdict},
        quantiles::Summary,
    },
    text::{Lang, Message, Text},
};
use maud::{Markup, PreEscaped, html};

/// What sets a variant apart from the reference.
pub struct Change {
    /// The differences.
    pub comparison: Comparison,
    /// The parts of the effect at the horizon, by indicator; empty where the variant changes one thing.
    pub splits: Vec<Split>,
    /// What to know before quoting.
    pub warnings: Vec<Message>,
}

/// The parts of the effect on an indicator.
#[derive(Clone, Debug)]
pub struct Split {
    /// Name in data (`headcount_P1`).
    pub indicator: String,
    /// Total, each piece first and last in, interaction.
    pub parts: Vec<Piece>,
}

/// A part of an effect.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Which.
    pub part: Part,
    /// What it is of, in words.
    pub name: String,
    /// How much.
    pub effect: Brief,
}

/// A mean with its prediction interval at 80 %.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// Mean of the differences.
    pub mean: f64,
    /// Tenth centile.
    pub low: f64,
    /// Ninetieth centile.
    pub high: f64,
}

/// What is said of France: name in data, indicator, count, decimals, words.
pub(super) const SAID: [(&str, &str, Option<Count>, usize, Text); 4] = [
    ("headcount_P1", "headcount", Some(Count::P1), 0, Text { fr: "Médecins (P1)", en: "GPs (P1)" }),
    ("fte_P1", "fte", Some(Count::P1), 0, Text { fr: "ETP (P1)", en: "FTE (P1)" }),
    ("acts_per_inhabitant", "acts_per_inhabitant", None, 3, Text { fr: "Actes par habitant", en: "Acts per inhabitant" }),
    (
        "without_mt",
        "without_mt",
        None,
        0,
        Text { fr: "Personnes sans médecin traitant", en: "People without a médecin traitant" },
    ),
];
const HEADS: usize = 0;
const ACTS: usize = 2;
const PEOPLE: usize = 3;

impl Change {
    /// The effect on France in a year of what stands at a rank of [`SAID`].
    fn effect(&self, rank: usize, year: u16) -> Option<&Effect> {
        let (_, indicator, count, ..) = SAID[rank];
        self.comparison.get(Level::France, "FR", indicator, count, year).map(|(effect, _)| effect)
    }
}

/// One scenario after another; nothing where none was compared.
pub(super) fn section(subjects: &[Subject], lang: Lang) -> Markup {
    let compared = || subjects.iter().enumerate().filter_map(|(hue, subject)| Some((hue, subject, subject.change.as_ref()?)));
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        @if compared().next().is_some() {
            section #changes {
                h2 { (say("Ce que chaque scénario change", "What each scenario changes")) }
                p.note { (say(
                    "Chaque médecin a la même chance dans les deux scénarios : l’écart est pris trajectoire par trajectoire, et ses intervalles de prévision sont ceux de cet écart. Ils ne se déduisent pas des intervalles de chaque scénario.",
                    "Each GP has the same luck in both scenarios: the difference is taken trajectory by trajectory, and its prediction intervals are those of that difference. They do not follow from the intervals of each scenario.")) }
                @for (hue, subject, change) in compared() { (one(hue, &subjects[0], subject, change, lang)) }
            }
        }
    }
}

fn one(hue: usize, reference: &Subject, subject: &Subject, change: &Change, lang: Lang) -> Markup {
    let horizon = subject.projection.horizon();
    let same = change.effect(HEADS, horizon).is_some_and(|effect| effect.verdict() == Verdict::Nothing);
    // Where no GP more or less is counted, it is what they do that changes.
    let ranks = if same { [ACTS, PEOPLE] } else { [HEADS, PEOPLE] };
    let lines = said(reference, subject, lang);
    let id = format!("change-{hue}");
    html! {
        article id=(id) {
            h3 { bdi { (subject.title.get(lang)) } }
            p { (horizon) " – " (lines.join(" ; ")) "." }
            div.halves { @for rank in ranks { (fan(hue, subject, change, rank, &lines.join(" ; "), lang)) } }
            (years(subject, change, hue, lang))
            (parts(subject, change, if same { PEOPLE } else { HEADS }, hue, lang))
            @if !change.warnings.is_empty() {
                details { summary { (Text { fr: "À savoir avant de citer", en: "To know before quoting" }.get(lang)) }
                    ul { @for warning in &change.warnings { li { (warning.get(lang)) } } } }
            }
        }
    }
}

/// What a variant changes at the horizon, one line for the GPs and one for the people without a médecin traitant.
pub(super) fn said(reference: &Subject, variant: &Subject, lang: Lang) -> Vec<String> {
    let horizon = variant.projection.horizon();
    let line = |rank: usize| match &variant.change {
        Some(change) => Some(paired(change.effect(rank, horizon)?, rank, lang)),
        None => apart(reference, variant, rank, lang),
    };
    [HEADS, PEOPLE].into_iter().filter_map(line).collect()
}

/// Of people, more digits than hundreds would be read as known.
fn round(rank: usize, value: f64) -> f64 {
    if rank == PEOPLE { libm::round(value / 100.0) * 100.0 } else { value }
}

fn name(rank: usize, lang: Lang) -> &'static str {
    let names = match rank {
        HEADS => Text { fr: "médecins", en: "GPs" },
        _ => Text { fr: "personnes sans médecin traitant", en: "people without a médecin traitant" },
    };
    names.get(lang)
}

/// The median of a paired difference, with its interval and whether that tells its sign.
fn paired(effect: &Effect, rank: usize, lang: Lang) -> String {
    let show = |value: f64| signed(round(rank, value), SAID[rank].3, lang);
    let (name, median) = (name(rank, lang), show(effect.summary.median()));
    let interval = at_80((effect.summary.q[2], effect.summary.q[6]), show, lang);
    match (effect.verdict(), lang) {
        (Verdict::Nothing, Lang::Fr) => format!("{name}\u{a0}: rien ne change"),
        (Verdict::Nothing, Lang::En) => format!("{name}: nothing changes"),
        (Verdict::Within, Lang::Fr) => format!("{name}\u{a0}: {median} ({interval}), sens non établi"),
        (Verdict::Within, Lang::En) => format!("{name}: {median} ({interval}), sign not established"),
        (_, Lang::Fr) => format!("{name}\u{a0}: {median} ({interval})"),
        (_, Lang::En) => format!("{name}: {median} ({interval})"),
    }
}

/// The mean difference of runs made apart: the intervals of two runs say nothing of that of their difference.
fn apart(reference: &Subject, variant: &Subject, rank: usize, lang: Lang) -> Option<String> {
    let (_, indicator, count, decimals, _) = SAID[rank];
    let horizon = variant.projection.horizon();
    let mean = |subject: &Subject| Some(subject.projection.get(Level::France, "FR", "", indicator, count, horizon)?.mean);
    let change = signed(round(rank, mean(variant)? - mean(reference)?), decimals, lang);
    Some(match lang {
        Lang::Fr => format!("{}\u{a0}: {change} en moyenne", name(rank, lang)),
        Lang::En => format!("{}: {change} on average", name(rank, lang)),
    })
}

fn fan(hue: usize, subject: &Subject, change: &Change, rank: usize, lines: &str, lang: Lang) -> Markup {
    let (start, horizon) = (subject.projection.layout.start, subject.projection.horizon());
    let rows: Vec<&Summary> =
        (start..=horizon).filter_map(|year| change.effect(rank, year)).map(|effect| &effect.summary).collect();
    let name = SAID[rank].4.get(lang);
    let of = Text { fr: "écart à la référence par année", en: "difference from the reference by year" }.get(lang);
    let label = format!("{name}, {of}. {horizon} – {lines}.");
    let line = Line { rows, hue, is_fan: true, name: String::new() };
    let chart = Chart { start, lines: vec![line], label, trough: None, is_difference: true };
    let part = format!("change-{hue}-{rank}");
    html! {
        figure id=(part) {
            figcaption { b { (name) } ", " (of) }
            (PreEscaped(chart.half_page(lang)))
            (take::take(&part, &["svg", "png"], name, lang))
        }
    }
}

/// The differences of France as a table.
fn years(subject: &Subject, change: &Change, hue: usize, lang: Lang) -> Markup {
    let (start, horizon) = (subject.projection.layout.start, subject.projection.horizon());
    let cell = |rank: usize, year: u16| {
        let effect = change.effect(rank, year)?;
        let show = |value: f64| signed(value, SAID[rank].3, lang);
        Some((show(effect.summary.median()), show(effect.summary.q[2]), show(effect.summary.q[6]), effect.positive))
    };
    let id = format!("table-change-{hue}");
    html! {
        div.scroll.free tabindex="0" role="region" aria-label=(subject.title.get(lang)) {
            table id=(id) {
                caption { (Text { fr: "Écart à la référence, France : médiane, intervalle de prévision à 80\u{a0}%, part des trajectoires où il est positif", en: "Difference from the reference, France: median, 80% prediction interval, share of trajectories in which it is positive" }.get(lang)) }
                thead { tr { th scope="col" { (Text { fr: "Année", en: "Year" }.get(lang)) } @for (.., name) in &SAID { th scope="col" { (name.get(lang)) } } } }
                tbody { @for year in milestones(start, horizon) { tr {
                    th scope="row" { (year) }
                    @for rank in 0..SAID.len() { td { @if let Some((median, low, high, positive)) = cell(rank, year) {
                        (median) @if low != high { br; span.note { (low) " " (Text { fr: "à", en: "to" }.get(lang)) " " (high) " ; > 0\u{a0}: " (format!("{:.0}\u{a0}%", 100.0 * positive)) } }
                    } } }
                } } }
            }
        }
        (take::take(&id, &["csv"], subject.title.get(lang), lang))
    }
}

/// The waterfall with its table; nothing where a scenario changes one thing.
fn parts(subject: &Subject, change: &Change, first: usize, hue: usize, lang: Lang) -> Markup {
    let (name, .., decimals, words) = SAID[first];
    let horizon = subject.projection.horizon();
    let split = change.splits.iter().find(|split| split.indicator == name).filter(|split| !split.parts.is_empty());
    let (part, id) = (format!("waterfall-{hue}"), format!("table-parts-{hue}"));
    let label = match lang {
        Lang::Fr => format!("{}, {horizon} : effet moyen de chaque levier seul, interaction et total", words.fr),
        Lang::En => format!("{}, {horizon}: mean effect of each lever alone, interaction and total", words.en),
    };
    html! {
        @if let Some(split) = split {
            figure id=(part) {
                figcaption { b { (label) } }
                (PreEscaped(waterfall::waterfall(split, &label, decimals, lang)))
                p.note { (Text {
                    fr: "Chaque levier est d’abord pris seul ; l’interaction est ce que l’ensemble fait de plus, ou de moins, que leur somme. Le trait fin est l’intervalle de prévision à 80\u{a0}% de chaque effet.",
                    en: "Each lever is first taken alone; the interaction is what all do together beyond, or short of, their sum. The thin stroke is the 80% prediction interval of each effect.",
                }.get(lang)) }
                (take::take(&part, &["svg", "png"], &label, lang))
            }
            details {
                summary { (Text { fr: "Les effets des leviers en tableau", en: "The effects of the levers as a table" }.get(lang)) }
                (split_table(change, &id, lang))
                (take::take(&id, &["csv"], &label, lang))
            }
        }
    }
}

fn split_table(change: &Change, id: &str, lang: Lang) -> Markup {
    let shown = |part: Part| matches!(part, Part::FirstIn | Part::Interaction | Part::Total);
    let heads: Vec<_> =
        SAID.iter().filter_map(|said| Some((said, change.splits.iter().find(|split| split.indicator == said.0)?))).collect();
    let rows: Vec<usize> = heads.first().map_or(Vec::new(), |(_, split)| {
        (0..split.parts.len())
            .filter(|&rank| shown(split.parts[rank].part) && split.parts[rank].part != Part::Total)
            .chain([0])
            .collect()
    });
    html! {
        div.scroll.free tabindex="0" role="region" aria-label=(Text { fr: "Effets des leviers", en: "Effects of the levers" }.get(lang)) {
            table id=(id) {
                caption { (Text { fr: "Effet moyen de chaque levier pris seul et intervalle de prévision à 80\u{a0}%", en: "Mean effect of each lever taken alone and 80% prediction interval" }.get(lang)) }
                thead { tr { th.l scope="col" { (Text { fr: "Levier", en: "Lever" }.get(lang)) } @for (said, _) in &heads { th scope="col" { (said.4.get(lang)) } } } }
                tbody { @for rank in rows { tr {
                    @for (column, (said, split)) in heads.iter().enumerate() {
                        @let Piece { name, effect, .. } = &split.parts[rank];
                        @if column == 0 { th.l scope="row" { (name) } }
                        td { (signed(effect.mean, said.3, lang)) br; span.note { (signed(effect.low, said.3, lang)) " " (Text { fr: "à", en: "to" }.get(lang)) " " (signed(effect.high, said.3, lang)) } }
                    }
                } } }
            }
        }
    }
}
