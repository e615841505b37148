//! `releve validate`: published projections beside ours.

use super::{
    Failure, Screen, args, hindcast::failure, output, progress::Progress, run::stop_on_signal, shown::plain, table::aligned,
    words,
};
use crate::{
    hindcast::Look,
    text::{Lang, Text},
    validation::{self, Figure, Projections},
};
use serde_json::{Value, json};
use std::path::Path;

const TARGETS: Text = Text { fr: "Chiffres publiés et les nôtres", en: "Published figures and ours" };
const STEPS: Text =
    Text { fr: "De notre référence à la DREES de 2021 (P2)", en: "From our reference to the DREES of 2021 (P2)" };

/// Runs the projections, shows the comparison and writes the files; `files` is the language of the page.
pub(super) fn validate(args: &args::Validate, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let out = args.out.clone().unwrap_or_else(|| Path::new("results").join("validation"));
    output::refuse_to_overwrite(&out, &validation::FILES.map(str::to_owned), args.force)?;
    let look = Look { trajectories: args.trajectories, seed: args.seed, threads: args.threads.map_or(0, usize::from) };
    let cancelled = stop_on_signal()?;
    let progress = Progress::new(args.trajectories.saturating_mul(validation::SIMULATIONS), screen.lang);
    let found = validation::project(look, &|count| progress.add(count), &cancelled);
    let took = progress.finish();
    let found = found.map_err(failure)?;
    screen.say(&took);
    output::write_all(&out, &validation::files(&found, files), args.force)?;
    if args.json {
        return Ok(output::print_json(&document(&found, &out, screen.lang))?);
    }
    let written = words::written(&validation::FILES, &out);
    Ok(output::print(&format!("{}\n{}\n", text(&found, screen.lang), written.get(screen.lang)))?)
}

fn text(found: &Projections, lang: Lang) -> String {
    const HEAD: [Text; 4] = [
        Text { fr: "", en: "" },
        Text { fr: "publié", en: "published" },
        Text { fr: "nous", en: "ours" },
        Text { fr: "80 %", en: "80%" },
    ];
    const CHAIN: [Text; 3] = [Text { fr: "", en: "" }, Text { fr: "creux", en: "trough" }, Text { fr: "2050", en: "2050" }];
    let rows = validation::rows(found).into_iter().map(|row| {
        let published = row.published;
        let show = |value: f64| if published.is_year { format!("{value:.0}") } else { rounded(value, published.decimals, lang) };
        let range =
            if row.ours.low.is_finite() { format!("{}–{}", show(row.ours.low), show(row.ours.high)) } else { String::new() };
        vec![published.id.to_owned(), show(published.value), show(row.ours.median), range]
    });
    let steps = validation::steps(found).into_iter().map(|step| {
        let trough = format!("{} ({})", rounded(step.trough.1, 0, lang), step.trough.0);
        vec![step.what.get(lang).to_owned(), trough, rounded(step.end, 0, lang)]
    });
    let [head, chain] = [&HEAD[..], &CHAIN[..]].map(|texts| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>());
    format!(
        "{}{}\n{}{}",
        words::heading(TARGETS, lang),
        aligned(&head, rows.collect(), 1),
        words::heading(STEPS, lang),
        aligned(&chain, steps.collect(), 1)
    )
}

fn rounded(value: f64, decimals: usize, lang: Lang) -> String {
    let unit = libm::pow(10.0, decimals as f64);
    plain(libm::round(value * unit) / unit, lang)
}

fn document(found: &Projections, out: &Path, lang: Lang) -> Value {
    let figure = |figure: &Figure| {
        let bound = |value: f64| value.is_finite().then_some(value);
        json!({ "median": figure.median, "q10": bound(figure.low), "q90": bound(figure.high) })
    };
    let row = |row: &validation::Row| {
        let published = row.published;
        json!({
            "target": published.id,
            "publisher": published.who,
            "what": published.what.get(lang),
            "published": published.value,
            "ours": figure(&row.ours),
            "scenario": if row.same { "drees-2021 from 2018" } else { "tendanciel from 2026" },
        })
    };
    let step = |step: &validation::Step| json!({ "what": step.what.get(lang), "trough_year": step.trough.0, "trough": step.trough.1, "end_2050": step.end });
    let explained = |explained: &validation::Explained| {
        let heads: Vec<_> = explained.heads.iter().map(|(year, heads)| json!({ "year": year, "heads": figure(heads) })).collect();
        json!({ "what": explained.what.get(lang), "heads": heads, "trough_year": figure(&explained.trough) })
    };
    let (year, width) = validation::fifteen_years(found);
    json!({
        "trajectories": found.look.trajectories,
        "seed": found.look.seed,
        "targets": validation::rows(found).iter().map(row).collect::<Vec<_>>(),
        "steps": validation::steps(found).iter().map(step).collect::<Vec<_>>(),
        "explanations": validation::explanations(found).iter().map(explained).collect::<Vec<_>>(),
        "fifteen_years": { "year": year, "heads": figure(&width), "half_width_percent": width.half_width() },
        "directory": out,
        "files": validation::FILES.map(|name| out.join(name)),
    })
}
