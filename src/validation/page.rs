//! The page of a validation: static, offline, one file.

use super::{EXPLAINED, Figure, PAST, Projections, Row, explanations, fifteen_years, published::Published, rows, steps, words};
use crate::{
    export::{NumberFormat, number},
    hindcast::sheet::{say, set, sheet, table},
    text::{Lang, Message, Text},
};
use maud::{Markup, html};

/// The page in a language.
pub(super) fn html(projections: &Projections, lang: Lang) -> String {
    let say = |text: Text| say(text, lang);
    let body = html! {
        p { (say(words::WHAT)) }
        h2 { (say(words::TARGETS)) }
        (targets(projections, lang))
        p { (say(words::TARGETS_READ)) }
        h2 { (say(words::DECOMPOSED)) }
        (chain(projections, lang))
        p { (say(words::STEPS_READ)) }
        h2 { (say(words::TWO)) }
        p { (say(words::TWO_READ)) }
        (two(projections, lang))
        h2 { (say(words::PAST)) }
        p.lead { (set(width(projections).get(lang), lang)) }
        (past(lang))
        p { (say(words::PAST_READ)) }
        pre { code { "releve validate --trajectories " (projections.look.trajectories) " --seed " (projections.look.seed) } }
    };
    sheet(&say(words::TITLE), &body, lang)
}

fn shown(value: f64, decimals: usize, lang: Lang) -> String {
    number(value, NumberFormat { decimals, signed: false }, lang)
}

fn of(published: &Published, value: f64, lang: Lang) -> String {
    if published.is_year { format!("{value:.0}") } else { shown(value, published.decimals, lang) }
}

fn interval(low: String, high: String, lang: Lang) -> Markup {
    html! { span.range { (Message::new(format!("{low} à {high}"), format!("{low} to {high}")).get(lang)) } }
}

fn targets(projections: &Projections, lang: Lang) -> Markup {
    let row = |row: Row| {
        let Row { published, ours, same } = row;
        let range = if ours.low.is_finite() {
            interval(of(published, ours.low, lang), of(published, ours.high, lang), lang)
        } else {
            html! { "—" }
        };
        vec![
            html! { (published.id.split('-').next().unwrap_or(published.id)) " · " (set(published.what.get(lang), lang)) },
            html! { (of(published, published.value, lang)) },
            html! { (of(published, ours.median, lang)) },
            range,
            html! { (say(if same { words::SAME } else { words::OTHER }, lang)) },
            html! { (set(published.who, lang)) },
        ]
    };
    let list = rows(projections).into_iter().map(row).collect();
    table(words::TARGETS_CAPTION, &words::TARGETS_HEAD, Some(5), list, lang)
}

fn chain(projections: &Projections, lang: Lang) -> Markup {
    let steps = steps(projections);
    let signed = |value: f64| number(value, NumberFormat { decimals: 0, signed: true }, lang);
    let row = |rank: usize| {
        let (step, before) = (&steps[rank], rank.checked_sub(1).map(|before| &steps[before]));
        let effect = |of: &dyn Fn(&super::Step) -> f64| before.map_or_else(String::new, |before| signed(of(step) - of(before)));
        vec![
            html! { (set(step.what.get(lang), lang)) },
            html! { (step.trough.0) },
            html! { (shown(step.trough.1, 0, lang)) },
            html! { (effect(&|step| step.trough.1)) },
            html! { (shown(step.end, 0, lang)) },
            html! { (effect(&|step| step.end)) },
        ]
    };
    table(words::STEPS_CAPTION, &words::STEPS_HEAD, None, (0..steps.len()).map(row).collect(), lang)
}

fn two(projections: &Projections, lang: Lang) -> Markup {
    let range = |figure: &Figure, show: &dyn Fn(f64) -> String| {
        html! { (show(figure.median)) br; small { (interval(show(figure.low), show(figure.high), lang)) } }
    };
    let rows = explanations(projections).into_iter().map(|explained| {
        let heads = explained.heads.iter().map(|(_, figure)| range(figure, &|value| shown(value, 0, lang)));
        let trough = range(&explained.trough, &|value| format!("{value:.0}"));
        std::iter::once(html! { (say(explained.what, lang)) }).chain(heads).chain([trough]).collect()
    });
    const YEARS: [Text; EXPLAINED.len()] = [
        Text { fr: "2030", en: "2030" },
        Text { fr: "2035", en: "2035" },
        Text { fr: "2041", en: "2041" },
        Text { fr: "2050", en: "2050" },
    ];
    let head: Vec<Text> = [words::TWO_FIRST].into_iter().chain(YEARS).chain([words::TWO_TROUGH]).collect();
    table(words::TWO_CAPTION, &head, None, rows.collect(), lang)
}

fn past(lang: Lang) -> Markup {
    let signed = |value: f64| number(value, NumberFormat { decimals: 1, signed: true }, lang);
    let row = |past: &super::Past| {
        let [low, high] = past.error;
        let error = if low == high {
            html! { (signed(low)) }
        } else {
            interval(signed(low), signed(high), lang)
        };
        vec![html! { (say(past.what, lang)) }, html! { (past.years) }, error]
    };
    table(words::PAST_CAPTION, &words::PAST_HEAD, None, PAST.iter().map(row).collect(), lang)
}

/// The width at fifteen years in a sentence.
pub(super) fn width(projections: &Projections) -> Message {
    let (year, figure) = fifteen_years(projections);
    let values = |lang: Lang| {
        let heads = [figure.low, figure.high].map(|value| shown(value, 0, lang));
        (heads, shown(figure.half_width(), 1, lang))
    };
    let ([low, high], half) = values(Lang::Fr);
    let ([from, to], width) = values(Lang::En);
    Message::new(
        format!("Total national (P1) de {year} : de {low} à {high} à 80 %, soit ± {half} % autour de la médiane."),
        format!("National total (P1) of {year}: {from} to {to} at 80%, which is ± {width} % around the median."),
    )
}
