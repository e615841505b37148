//! The page of a hindcast: static, offline, one file.

use super::{
    Case, HORIZONS, Hindcast, Reason, Score, figure,
    sheet::{say, set, sheet, table},
    verdict::{decimal, mode, verdict},
    words,
};
use crate::{
    export::{NumberFormat, number},
    text::{Lang, Message, Text},
};
use maud::{Markup, html};

/// Départements named as the worst at each horizon.
const WORST: usize = 10;

/// The page in a language.
pub(super) fn html(hindcast: &Hindcast, lang: Lang) -> String {
    let say = |text: Text| say(text, lang);
    let body = html! {
        p.lead { (set(words::lead(hindcast).get(lang), lang)) }
        p { (say(words::WHAT)) }
        h2 { (say(words::AIMS)) }
        (aims(hindcast, lang))
        h2 { (say(words::FRANCE)) }
        (france(hindcast, lang))
        p { (say(words::FRANCE_READ)) }
        h2 { (say(words::LOCAL)) }
        (scores(hindcast, lang))
        p { (say(words::LOCAL_READ)) }
        figure { (figure::svg(hindcast, lang)) figcaption { (say(words::FIGURE)) } }
        h2 { (say(words::RIVALS)) }
        (rivals(hindcast, lang))
        p { (say(words::RIVALS_READ)) }
        h2 { (say(words::WORST)) }
        (worst(hindcast, lang))
        p { (say(words::WORST_READ)) }
        h2 { (say(words::PROTOCOL)) }
        ul { @for item in words::PROTOCOL_ITEMS { li { (say(*item)) } } }
        h2 { (say(words::WIDTHS)) }
        ul { @for item in words::WIDTH_ITEMS { li { (say(*item)) } } }
        pre { code { "releve hindcast --trajectories " (hindcast.look.trajectories) " --seed " (hindcast.look.seed) } }
    };
    sheet(&say(words::TITLE), &body, lang)
}

fn aims(hindcast: &Hindcast, lang: Lang) -> Markup {
    let rows = verdict(hindcast).into_iter().map(|aim| {
        let reached = if aim.reached { words::REACHED } else { words::MISSED };
        let mark = html! { span class=(if aim.reached { "yes" } else { "no" }) { (reached.get(lang)) } };
        vec![html! { (set(aim.aim.get(lang), lang)) }, html! { (set(aim.found.get(lang), lang)) }, mark]
    });
    table(words::AIMS_CAPTION, &words::AIMS_HEAD, None, rows.collect(), lang)
}

fn france(hindcast: &Hindcast, lang: Lang) -> Markup {
    let heads = |value: f64| html! { (decimal(value, 0, lang)) };
    let rows = hindcast.national.iter().map(|(year, observed, bounds)| {
        let error = signed(100.0 * (bounds[3] / observed - 1.0), 1, lang);
        vec![
            html! { (year) },
            heads(*observed),
            heads(bounds[3]),
            html! { (error) },
            range(bounds[2], bounds[4], lang),
            range(bounds[1], bounds[5], lang),
            range(bounds[0], bounds[6], lang),
        ]
    });
    table(words::FRANCE_CAPTION, &words::FRANCE_HEAD, None, rows.collect(), lang)
}

fn range(low: f64, high: f64, lang: Lang) -> Markup {
    let [low, high] = [low, high].map(|value| decimal(value, 0, lang));
    html! { span.range { (Message::new(format!("{low} à {high}"), format!("{low} to {high}")).get(lang)) } }
}

fn signed(value: f64, decimals: usize, lang: Lang) -> String {
    number(value, NumberFormat { decimals, signed: true }, lang)
}

fn scores(hindcast: &Hindcast, lang: Lang) -> Markup {
    let with = |value: f64, error: f64, decimals: usize| {
        html! { (decimal(value, decimals, lang)) " " small { "± " (decimal(error, decimals, lang)) } }
    };
    let row = |score: &Score| {
        let title = format!("{}, {}", score.year, mode(score.given).get(lang));
        let mut cells = vec![
            html! { (set(&title, lang)) },
            html! { (signed(score.bias.value, 2, lang)) " " small { "± " (decimal(score.bias.error, 2, lang)) } },
        ];
        cells.push(html! {
            (with(score.mape.value, score.mape.error, 2))
            @if let Some(sampling) = score.mape_sampling { br; small { "(± " (decimal(sampling, 2, lang)) ")" } }
        });
        cells.push(with(score.crps.value, score.crps.error, 2));
        cells.extend(score.coverage.iter().enumerate().map(|(interval, measure)| {
            html! {
                (decimal(100.0 * measure.value, 1, lang)) " " small { "± " (decimal(100.0 * measure.error, 1, lang)) }
                br; small { "(± " (decimal(100.0 * score.sampling(interval), 1, lang)) ")" }
            }
        }));
        cells
    };
    let rows = hindcast.scores.iter().filter(|score| score.local).map(row).collect();
    table(words::LOCAL_CAPTION, &words::LOCAL_HEAD, None, rows, lang)
}

fn rivals(hindcast: &Hindcast, lang: Lang) -> Markup {
    let mut rows = Vec::new();
    for given in [true, false] {
        let of = |year: u16| hindcast.rivals.iter().filter(move |rival| rival.given == given && rival.year == year);
        let own = |year: u16| hindcast.scores.iter().find(|score| score.local && score.given == given && score.year == year);
        let mark = mode(given);
        let name = |title: &str| set(&format!("{title}, {}", mark.get(lang)), lang);
        let cells = |values: Vec<Option<(f64, f64)>>| {
            values
                .into_iter()
                .flatten()
                .flat_map(|(bias, mape)| [signed(bias, 1, lang), decimal(mape, 2, lang)])
                .collect::<Vec<_>>()
        };
        let ours = super::LOCAL_HORIZONS.map(|year| own(year).map(|score| (score.bias.value, score.mape.value)));
        rows.push((name("Releve"), cells(ours.to_vec()), true));
        for rival in of(super::LOCAL_HORIZONS[0]) {
            let later = of(super::LOCAL_HORIZONS[1]).find(|later| later.name == rival.name);
            let values = vec![Some((rival.bias, rival.mape)), later.map(|later| (later.bias, later.mape))];
            rows.push((name(rival.title.get(lang)), cells(values), false));
        }
    }
    let rows = rows.into_iter().map(|(name, cells, own)| {
        let first = html! { @if own { strong { (name) } } @else { (name) } };
        std::iter::once(first).chain(cells.into_iter().map(|cell| html! { (cell) })).collect()
    });
    table(words::RIVALS_CAPTION, &words::RIVALS_HEAD, None, rows.collect(), lang)
}

/// The largest errors at each horizon, the national total given.
fn worst(hindcast: &Hindcast, lang: Lang) -> Markup {
    let mut rows = Vec::new();
    for year in super::LOCAL_HORIZONS {
        let mut cases: Vec<(&Case, f64, f64)> = hindcast
            .cases
            .iter()
            .filter(|case| case.year == year)
            .filter_map(|case| Some((case, case.error()?, case.observed?)))
            .collect();
        cases.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        rows.extend(cases.into_iter().take(WORST).map(|(case, error, observed)| {
            let reason = match case.reason() {
                Reason::None => words::WITHIN,
                Reason::Reversed => words::REVERSED,
                Reason::Faster => words::FASTER,
                Reason::Unknown => words::UNKNOWN,
            };
            let after = case.after.unwrap_or(0.0);
            vec![
                html! { (case.name) " (" (case.code) "), " (year) },
                html! { (decimal(observed, 0, lang)) },
                range(case.given[1], case.given[5], lang),
                html! { (signed(error, 1, lang)) },
                html! { (signed(case.before, 1, lang)) },
                html! { (signed(after, 1, lang)) },
                html! { (set(reason.get(lang), lang)) },
            ]
        }));
    }
    table(words::WORST_CAPTION, &words::WORST_HEAD, Some(6), rows, lang)
}

/// The years that are scored, as in a sentence.
pub(super) fn years(lang: Lang) -> String {
    let [first, second, third] = HORIZONS;
    Message::new(format!("{first}, {second} et {third}"), format!("{first}, {second} and {third}")).get(lang).to_owned()
}
