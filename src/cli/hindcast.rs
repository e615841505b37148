//! `releve hindcast`: started in 2018, scored on 2022, 2025 and 2026.

use super::{Failure, Screen, args, output, progress::Progress, run::stop_on_signal, table::aligned, words};
use crate::{
    calibration::{Known, Observed},
    ensemble::RunError,
    export::{NumberFormat, number},
    hindcast::{self, Aim, HeldOut, Hindcast, HindcastError, INTERVALS, Look, Score},
    text::{Lang, Message, Text},
};
use serde_json::{Value, json};
use std::path::Path;

/// Runs the hindcast, shows the scores and writes the files; `files` is the language of the page.
pub(super) fn hindcast(args: &args::Hindcast, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let out = args.out.clone().unwrap_or_else(|| Path::new("results").join("hindcast"));
    output::refuse_to_overwrite(&out, &hindcast::FILES.map(str::to_owned), args.force)?;
    let found = run(args, screen)?;
    output::write_all(&out, &hindcast::files(&found, files), args.force)?;
    if args.json {
        return Ok(output::print_json(&document(&found, &out, screen.lang))?);
    }
    let written = words::written(&hindcast::FILES, &out);
    Ok(output::print(&format!("{}\n{}\n", shown(&found, screen.lang), written.get(screen.lang)))?)
}

fn run(args: &args::Hindcast, screen: &Screen) -> Result<Hindcast, Failure> {
    let observed = Observed::read(args.observed.as_deref())?;
    let known = Known::on(args.from, &observed);
    let held_out = HeldOut::of(&observed).ok_or_else(|| Failure::Refused(nothing_held_out()))?;
    let look = Look { trajectories: args.trajectories, seed: args.seed, threads: args.threads.map_or(0, usize::from) };
    let cancelled = stop_on_signal()?;
    let progress = Progress::new(args.trajectories, screen.lang);
    let sample = hindcast::project(&known, look, &|count| progress.add(count), &cancelled);
    let took = progress.finish();
    let sample = sample.map_err(failure)?;
    screen.say(&took);
    Ok(hindcast::judge(&known, &held_out, &sample, look))
}

/// Why a hindcast gave nothing.
pub(super) fn failure(error: HindcastError) -> Failure {
    match error {
        HindcastError::Laws(problems) => Failure::Input(problems),
        HindcastError::Model(error) => error.into(),
        HindcastError::Engine(error) => error.into(),
        HindcastError::Run(RunError::Cancelled) => Failure::Interrupted,
        HindcastError::Run(error) => Failure::Failed(words::failed(&error)),
    }
}

fn nothing_held_out() -> Message {
    Message::new(
        "gp_totals.csv et gp_national.csv doivent contenir 2022, 2025 et 2026 : sans elles, rien à quoi comparer",
        "gp_totals.csv and gp_national.csv must hold 2022, 2025 and 2026: without them there is nothing to compare with",
    )
}

const SCORES: Text = Text { fr: "Scores (erreurs et couverture en %)", en: "Scores (errors and coverage in %)" };
const AIMS: Text = Text { fr: "Objectifs", en: "Aims" };

fn shown(found: &Hindcast, lang: Lang) -> String {
    const HEAD: [Text; 7] = [
        Text { fr: "lieux", en: "places" },
        Text { fr: "biais", en: "bias" },
        Text { fr: "err. abs.", en: "MAPE" },
        Text { fr: "CRPS", en: "CRPS" },
        Text { fr: "50 %", en: "50%" },
        Text { fr: "80 %", en: "80%" },
        Text { fr: "95 %", en: "95%" },
    ];
    let head: Vec<&str> = HEAD.iter().map(|text| text.get(lang)).collect();
    let rows = found.scores.iter().map(|score| row(score, lang)).collect();
    let aims = found_aims(&hindcast::verdict(found), lang);
    format!("{}{}\n{}{aims}", words::heading(SCORES, lang), aligned(&head, rows, 1), words::heading(AIMS, lang))
}

fn row(score: &Score, lang: Lang) -> Vec<String> {
    let place = match (score.local, score.given) {
        (false, _) => Text { fr: "France", en: "France" },
        (true, true) => Text { fr: "départements, total donné", en: "départements, total given" },
        (true, false) => Text { fr: "départements", en: "départements" },
    };
    let signed = number(score.bias.value, NumberFormat { decimals: 2, signed: true }, lang);
    let errors = [score.mape, score.crps].map(|measure| decimal(measure.value, 2, lang));
    let cover = score.coverage.map(|measure| decimal(100.0 * measure.value, 0, lang));
    [format!("{} {}", score.year, place.get(lang)), signed].into_iter().chain(errors).chain(cover).collect()
}

fn decimal(value: f64, decimals: usize, lang: Lang) -> String {
    number(value, NumberFormat { decimals, signed: false }, lang)
}

fn found_aims(aims: &[Aim], lang: Lang) -> String {
    let line = |aim: &Aim| {
        let mark = match (aim.reached, lang) {
            (true, Lang::Fr) => "oui",
            (false, Lang::Fr) => "non",
            (true, Lang::En) => "yes",
            (false, Lang::En) => "no",
        };
        format!("{mark:>3}  {}\n     {}\n", aim.aim.get(lang), aim.found.get(lang))
    };
    aims.iter().map(line).collect()
}

fn document(found: &Hindcast, out: &Path, lang: Lang) -> Value {
    let score = |score: &Score| {
        let coverage = INTERVALS.iter().zip(&score.coverage).enumerate().map(|(interval, ((share, _), measure))| {
            json!({ "share": share, "value": measure.value, "monte_carlo": measure.error, "sampling": score.sampling(interval) })
        });
        let measure = |measure: hindcast::Measure| json!({ "value": measure.value, "monte_carlo": measure.error });
        json!({
            "year": score.year,
            "level": if score.local { "departement" } else { "france" },
            "national_total": if score.given { "given" } else { "ex-ante" },
            "places": score.places,
            "bias": measure(score.bias),
            "mape": measure(score.mape),
            "mape_sampling": score.mape_sampling,
            "crps": measure(score.crps),
            "coverage": coverage.collect::<Vec<_>>(),
        })
    };
    let rival = |rival: &hindcast::Rival| {
        let mode = if rival.given { "given" } else { "ex-ante" };
        json!({ "name": rival.name, "year": rival.year, "national_total": mode, "bias": rival.bias, "mape": rival.mape })
    };
    let aim =
        |aim: &Aim| json!({ "name": aim.name, "aim": aim.aim.get(lang), "found": aim.found.get(lang), "reached": aim.reached });
    json!({
        "from": hindcast::FROM,
        "trajectories": found.look.trajectories,
        "seed": found.look.seed,
        "scores": found.scores.iter().map(score).collect::<Vec<_>>(),
        "rivals": found.rivals.iter().map(rival).collect::<Vec<_>>(),
        "aims": hindcast::verdict(found).iter().map(aim).collect::<Vec<_>>(),
        "directory": out,
        "files": hindcast::FILES.map(|name| out.join(name)),
    })
}
