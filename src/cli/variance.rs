//! `releve variance`: what of the uncertainty comes from the parameters, and what from luck.

use super::{
    Failure, Screen, args, baseline, failed, output, progress::Progress, run::stop_on_signal, screen::wrapped, table::aligned,
    words,
};
use crate::{
    baseline::Baseline,
    diagnostic::Problems,
    engine::{
        Engine,
        indicators::{Layout, Level},
    },
    ensemble::RunError,
    export::{self, Kind, NumberFormat, Run, VARIANCE, number, variance_csv, variance_digest},
    model::Model,
    scenario::{self, DEFAULT_HORIZON, Scenario, library},
    statistics::{
        quantiles::type_7,
        sensitivity::Estimate,
        variance::{Parts, Variance},
    },
    text::{Lang, Message, Text},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

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
    let plan = Plan::new(args, screen)?;
    let engine = plan.engine()?;
    let run = plan.facts(engine.layout(), files);
    let Some(target) = output::open(&plan.out, &run, &VARIANCE, args.force)? else {
        return plan.show_again(screen);
    };
    output::keep_tables(&target, args.tables.baseline.as_deref())?;
    let variance = simulate(&engine, Look::of(args), screen)?;
    let results = plan.results(&variance);
    let name = &plan.scenario.name;
    let digest = variance_digest(&variance, name).map_err(failed)?;
    let contents = [variance_csv(&variance, name, files).map_err(failed)?, format!("{:#}\n", json!(results)).into_bytes()];
    let contents: Vec<_> = VARIANCE.into_iter().zip(contents).collect();
    export::write_made(target, run, digest, &contents).map_err(|error| Failure::Failed(words::not_written(&plan.out, &error)))?;
    plan.show(&results, screen)
}

/// What is asked, all inputs read and valid.
struct Plan<'a> {
    args: &'a args::Variance,
    baseline: Arc<Baseline>,
    scenario: Scenario,
    out: PathBuf,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Variance, screen: &Screen) -> Result<Self, Failure> {
        let baseline = baseline(args.tables.baseline.as_deref())?;
        let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
        let (mut scenario, warnings) = scenario::open(path, &baseline)?;
        screen.problems(&Problems(warnings));
        scenario.horizon = args.horizon.unwrap_or(scenario.horizon);
        if scenario.horizon > DEFAULT_HORIZON {
            screen.say(&words::far_horizon(scenario.horizon, DEFAULT_HORIZON));
        }
        let out = args.out.clone().unwrap_or_else(|| Path::new("results").join(format!("variance-{}", scenario.name)));
        Ok(Self { args, baseline, scenario, out })
    }

    fn engine(&self) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = &self.scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        Ok(Engine::new(Arc::new(model), self.args.seed, &self.args.levels)?)
    }

    /// What decides the bytes of the files: the first luck of each draw is that of a trajectory of a run.
    fn facts(&self, layout: &Layout, lang: Lang) -> Run {
        let Self { args, baseline, scenario, .. } = self;
        let resolved = json!({ "scenario": scenario.resolved(), Kind::Variance.verb(): { "draws": args.draws } });
        Run::new(&scenario.name, resolved, &baseline.digests, args.seed, 0..args.draws, layout, lang)
    }

    fn results(&self, variance: &Variance) -> Results {
        Results {
            scenario: self.scenario.name.clone(),
            title: self.scenario.title.clone(),
            draws: variance.draws,
            seed: self.args.seed,
            horizon: self.scenario.horizon,
            shares_of_the_parameters: cells(variance),
        }
    }

    /// The files are there already: shows what they hold.
    fn show_again(&self, screen: &Screen) -> Result<(), Failure> {
        screen.say(&words::already_there(&self.out));
        let text = std::fs::read_to_string(self.out.join(VARIANCE[1]))?;
        self.show(&serde_json::from_str(&text).map_err(failed)?, screen)
    }

    fn show(&self, results: &Results, screen: &Screen) -> Result<(), Failure> {
        if self.args.json {
            let mut document = json!(results);
            document["title"] = json!(results.title.get(screen.lang));
            document["directory"] = json!(self.out);
            document["files"] = self.files().into_iter().map(|name| json!(self.out.join(name))).collect();
            return Ok(output::print_json(&document)?);
        }
        let files = words::written(&self.files(), &self.out);
        Ok(output::print(&format!("{}\n{}\n", render(results, screen.lang), files.get(screen.lang)))?)
    }

    fn files(&self) -> Vec<&'static str> {
        VARIANCE.into_iter().chain(["manifest.json"]).collect()
    }
}

/// How closely to look.
pub(super) struct Look {
    pub draws: u32,
    pub seed: u64,
    pub threads: Option<u16>,
}

impl Look {
    const fn of(args: &args::Variance) -> Self {
        Self { draws: args.draws, seed: args.seed, threads: args.threads }
    }
}

/// Simulates the draws, each twice.
pub(super) fn simulate(engine: &Engine, look: Look, screen: &Screen) -> Result<Variance, Failure> {
    let cancelled = stop_on_signal()?;
    let progress = Progress::new(2 * look.draws, screen.lang);
    let threads = look.threads.map_or(0, usize::from);
    let variance = Variance::of(engine, look.seed, look.draws, threads, &|count| progress.add(count), &cancelled);
    let took = progress.finish();
    match variance {
        Ok(variance) => {
            screen.say(&took);
            Ok(variance)
        }
        Err(RunError::Cancelled) => Err(Failure::Interrupted),
        Err(error) => Err(failed(error)),
    }
}

/// What is shown, and kept as data.
#[derive(Serialize, Deserialize)]
struct Results {
    scenario: String,
    title: Message,
    draws: u32,
    seed: u64,
    horizon: u16,
    shares_of_the_parameters: Vec<Cell>,
}

/// What is shown of an indicator in a year.
#[derive(Serialize, Deserialize)]
struct Cell {
    indicator: String,
    count: Option<String>,
    year: u16,
    france: Option<France>,
    departements: Option<Departements>,
}

#[derive(Serialize, Deserialize)]
struct France {
    mean: f64,
    variance_parameters: f64,
    variance_luck: f64,
    share_parameters: Estimate,
}

/// Of the shares of the départements.
#[derive(Serialize, Deserialize)]
struct Departements {
    q10: f64,
    median: f64,
    q90: f64,
}

impl Departements {
    fn of(mut shares: Vec<f64>) -> Option<Self> {
        shares.sort_unstable_by(f64::total_cmp);
        let [q10, median, q90] = [0.1, 0.5, 0.9].map(|probability| type_7(&shares, probability));
        (!shares.is_empty()).then_some(Self { q10, median, q90 })
    }
}

impl From<&Parts> for France {
    fn from(parts: &Parts) -> Self {
        let Parts { mean, parameters, luck, share } = *parts;
        Self { mean, variance_parameters: parameters, variance_luck: luck, share_parameters: share }
    }
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
            let shares = of(Level::Departement).filter_map(|(_, parts)| Some(parts.as_ref()?.share.value)).collect();
            cells.push(Cell {
                indicator: indicator.to_owned(),
                count: count.map(str::to_owned),
                year,
                france: of(Level::France).find_map(|(_, parts)| parts.as_ref().map(France::from)),
                departements: Departements::of(shares),
            });
        }
    }
    cells
}

fn render(results: &Results, lang: Lang) -> String {
    const INDICATOR: Text = Text { fr: "indicateur", en: "indicator" };
    const YEAR: Text = Text { fr: "année", en: "year" };
    const MEDIAN: Text = Text { fr: "département médian", en: "median département" };
    let eight = if lang == Lang::Fr { "8 sur 10" } else { "8 in 10" };
    let whole = |share: f64| number(100.0 * share, NumberFormat::default(), lang);
    // In France luck is a fraction of one per cent.
    let tenth = |share: f64| number(100.0 * share, NumberFormat { decimals: 1, signed: false }, lang);
    let percent = |digits: String| if lang == Lang::Fr { format!("{digits}\u{a0}%") } else { format!("{digits}%") };
    let row = |cell: &Cell| {
        let share = cell.france.as_ref().map(|france| france.share_parameters);
        let france = share.map_or(String::new(), |share| percent(tenth(share.value)));
        let error = share.map_or(String::new(), |share| format!("±{}", tenth(share.error)));
        let (median, range) = cell.departements.as_ref().map_or((String::new(), String::new()), |shares| {
            (percent(whole(shares.median)), format!("{} … {}", whole(shares.q10), whole(shares.q90)))
        });
        let name = cell.count.as_ref().map_or(cell.indicator.clone(), |count| format!("{} {count}", cell.indicator));
        vec![name, cell.year.to_string(), france, error, median, range]
    };
    let header = [INDICATOR.get(lang), YEAR.get(lang), "France", "", MEDIAN.get(lang), eight];
    let title = Message::new(
        format!(
            "{} ({})\n{} tirages des paramètres, simulés deux fois chacun, graine {}",
            results.title.fr,
            results.scenario,
            super::shown::whole(results.draws.into(), Lang::Fr),
            results.seed
        ),
        format!(
            "{} ({})\n{} draws of the parameters, each simulated twice, seed {}",
            results.title.en,
            results.scenario,
            super::shown::whole(results.draws.into(), Lang::En),
            results.seed
        ),
    );
    let table = aligned(&header, results.shares_of_the_parameters.iter().map(row).collect(), 1);
    format!("{}\n\n{}{table}\n{}", title.get(lang), words::heading(TITLE, lang), wrapped(LEGEND.get(lang), 0))
}
