//! `releve variance`: what of the uncertainty comes from the parameters, and what from luck.

use super::{
    Failure, Screen, args, baseline, output, progress::Progress, run::stop_on_signal, screen::wrapped, table::aligned, words,
};
use crate::{
    baseline::Baseline,
    diagnostic::Problems,
    engine::{Engine, indicators::Level},
    ensemble::RunError,
    export::{NumberFormat, number, variance_csv},
    model::Model,
    scenario::{self, DEFAULT_HORIZON, Scenario, library},
    statistics::{
        quantiles::type_7,
        variance::{Parts, Variance},
    },
    text::{Lang, Message, Text},
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

const FILE: &str = "variance.csv";
/// Indicators shown on screen, with their counts; the file holds all.
const SHOWN: [(&str, Option<&str>); 7] = [
    ("headcount", Some("P1")),
    ("headcount", Some("P5")),
    ("fte", Some("P1")),
    ("acts_per_inhabitant", None),
    ("without_mt", None),
    ("trough_year", Some("P1")),
    ("trough_value", Some("P1")),
];

const TITLE: Text = Text { fr: "Part des paramètres dans la variance", en: "Share of the parameters in the variance" };
const LEGEND: Text = Text {
    fr: "Le reste, jusqu'à 100 %, est le hasard : qui part, qui vient, l'attrait propre de chaque département. Plus de données ou de meilleures hypothèses réduisent la part des paramètres, non celle du hasard. ± : erreur type, par rééchantillonnage. Une part estimée sans biais peut passer un peu sous 0.",
    en: "What is left to 100% is luck: who leaves, who comes, each département's own pull. More data or better assumptions lessen the share of the parameters, not that of luck. ±: standard error, by bootstrap. A share estimated without bias may fall a little below 0.",
};

/// Sets the two apart; `files` is the language of what is written.
pub(super) fn variance(args: &args::Variance, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
    let (mut scenario, warnings) = scenario::open(path, &baseline)?;
    screen.problems(&Problems(warnings));
    scenario.horizon = args.horizon.unwrap_or(scenario.horizon);
    if scenario.horizon > DEFAULT_HORIZON {
        screen.say(&words::far_horizon(scenario.horizon, DEFAULT_HORIZON));
    }
    let out = args.out.clone().unwrap_or_else(|| Path::new("results").join(format!("variance-{}", scenario.name)));
    output::refuse_to_overwrite(&out, &[FILE.to_owned()], args.force)?;
    let variance = simulate(args, &scenario, &baseline, screen)?;
    let csv = variance_csv(&variance, &scenario.name, files).map_err(|error| Failure::Failed(words::failed(&error)))?;
    output::write_all(&out, &[(FILE.to_owned(), csv)], args.force)?;
    if args.json {
        return Ok(output::print_json(&document(&variance, &scenario, args, &out, screen.lang))?);
    }
    let text = render(&variance, &scenario, args, screen.lang);
    Ok(output::print(&format!("{text}\n{}\n", words::written(&[FILE], &out).get(screen.lang)))?)
}

fn simulate(args: &args::Variance, scenario: &Scenario, baseline: &Arc<Baseline>, screen: &Screen) -> Result<Variance, Failure> {
    let Scenario { parameters, doses, horizon, .. } = scenario;
    let model = Model::new(baseline.clone(), parameters.clone(), doses, *horizon)?;
    let engine = Engine::new(Arc::new(model), args.seed, &args.levels)?;
    let cancelled = stop_on_signal()?;
    let progress = Progress::new(2 * args.draws, screen.lang);
    let threads = args.threads.map_or(0, usize::from);
    let variance = Variance::of(&engine, args.seed, args.draws, threads, &|count| progress.add(count), &cancelled);
    let took = progress.finish();
    match variance {
        Ok(variance) => {
            screen.say(&took);
            Ok(variance)
        }
        Err(RunError::Cancelled) => Err(Failure::Interrupted),
        Err(error) => Err(Failure::Failed(words::failed(&error))),
    }
}

/// What is shown of an indicator in a year.
struct Cell {
    indicator: &'static str,
    count: Option<&'static str>,
    year: u16,
    france: Option<Parts>,
    /// Of the shares of the départements: the 10th percentile, the median, the 90th percentile.
    departements: Option<[f64; 3]>,
}

fn cells(variance: &Variance) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (indicator, count) in SHOWN {
        let mine: Vec<_> = variance
            .rows
            .iter()
            .map(|(position, parts)| (variance.layout.key(*position), parts))
            .filter(|(key, _)| key.slot.indicator.name == indicator && key.slot.count.map(|count| count.key()) == count)
            .collect();
        let mut years: Vec<_> = mine.iter().map(|(key, _)| key.year).collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let of = |level| mine.iter().filter(move |(key, _)| key.year == year && key.place.level == level);
            let mut shares: Vec<_> = of(Level::Departement).filter_map(|(_, parts)| Some(parts.as_ref()?.share.value)).collect();
            shares.sort_unstable_by(f64::total_cmp);
            let three = [0.1, 0.5, 0.9].map(|probability| type_7(&shares, probability));
            let france = of(Level::France).find_map(|(_, parts)| **parts);
            cells.push(Cell { indicator, count, year, france, departements: (!shares.is_empty()).then_some(three) });
        }
    }
    cells
}

fn render(variance: &Variance, scenario: &Scenario, args: &args::Variance, lang: Lang) -> String {
    const INDICATOR: Text = Text { fr: "indicateur", en: "indicator" };
    const YEAR: Text = Text { fr: "année", en: "year" };
    const MEDIAN: Text = Text { fr: "département médian", en: "median département" };
    let eight = if lang == Lang::Fr { "8 sur 10" } else { "8 in 10" };
    let whole = |share: f64| number(100.0 * share, NumberFormat::default(), lang);
    // In France luck is a fraction of one per cent.
    let tenth = |share: f64| number(100.0 * share, NumberFormat { decimals: 1, signed: false }, lang);
    let percent = |digits: String| if lang == Lang::Fr { format!("{digits}\u{a0}%") } else { format!("{digits}%") };
    let row = |cell: &Cell| {
        let france = cell.france.map_or(String::new(), |parts| percent(tenth(parts.share.value)));
        let error = cell.france.map_or(String::new(), |parts| format!("±{}", tenth(parts.share.error)));
        let (median, range) = cell.departements.map_or((String::new(), String::new()), |[low, middle, high]| {
            (percent(whole(middle)), format!("{} … {}", whole(low), whole(high)))
        });
        let name = cell.count.map_or(cell.indicator.to_owned(), |count| format!("{} {count}", cell.indicator));
        vec![name, cell.year.to_string(), france, error, median, range]
    };
    let header = [INDICATOR.get(lang), YEAR.get(lang), "France", "", MEDIAN.get(lang), eight];
    let title = Message::new(
        format!(
            "{} ({})\n{} tirages des paramètres, simulés deux fois chacun, graine {}",
            scenario.title.fr,
            scenario.name,
            super::shown::whole(args.draws.into(), Lang::Fr),
            args.seed
        ),
        format!(
            "{} ({})\n{} draws of the parameters, each simulated twice, seed {}",
            scenario.title.en,
            scenario.name,
            super::shown::whole(args.draws.into(), Lang::En),
            args.seed
        ),
    );
    let table = aligned(&header, cells(variance).iter().map(row).collect(), 1);
    format!("{}\n\n{}{table}\n{}", title.get(lang), words::heading(TITLE, lang), wrapped(LEGEND.get(lang), 0))
}

fn document(variance: &Variance, scenario: &Scenario, args: &args::Variance, out: &PathBuf, lang: Lang) -> Value {
    let cell = |cell: &Cell| {
        let france = cell.france.map(|Parts { mean, parameters, luck, share }| {
            json!({ "mean": mean, "variance_parameters": parameters, "variance_luck": luck, "share_parameters": share })
        });
        let departements = cell.departements.map(|[low, median, high]| json!({ "q10": low, "median": median, "q90": high }));
        json!({ "indicator": cell.indicator, "count": cell.count, "year": cell.year, "france": france, "departements": departements })
    };
    json!({
        "scenario": scenario.name,
        "title": scenario.title.get(lang),
        "draws": variance.draws,
        "seed": args.seed,
        "horizon": scenario.horizon,
        "shares_of_the_parameters": cells(variance).iter().map(cell).collect::<Vec<_>>(),
        "directory": out,
        "files": [out.join(FILE)],
    })
}
