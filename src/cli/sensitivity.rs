//! `releve sensitivity`: which assumptions decide a result.

use super::{
    Failure, Screen, args, baseline,
    compare::{past_review, this_year},
    output,
    progress::{Progress, seconds},
    run::stop_on_signal,
    sensitivity_table::{self, Shown},
    words,
};
use crate::{
    answer::places::{self, Asked},
    baseline::{Baseline, START},
    cohort::Count,
    diagnostic::{Problem, Problems, allowed, did_you_mean, quoted},
    engine::{
        Engine,
        indicators::{INDICATORS, Indicator, Layout, When},
    },
    ensemble::RunError,
    export::{
        self, Kind, Manifest, Question, Run, SENSITIVITY, sensitivity_csv, sensitivity_digest, sensitivity_svg, tornado_csv,
    },
    model::Model,
    scenario::{self, DEFAULT_HORIZON, Scenario, library},
    statistics::{
        projection::{place, position},
        sensitivity::{Findings, Grouping, How, Study},
    },
    text::{Lang, Message},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// Trajectories of a study when nothing is said: two or three minutes where 100 are done in a second.
const BUDGET: u32 = 12_000;

/// Says what decides; `files` is the language of what is written.
pub(super) fn sensitivity(args: &args::Sensitivity, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let plan = Plan::new(args, screen)?;
    let engine = plan.engine()?;
    let watched = plan.watched(&engine)?;
    let run = plan.facts(engine.layout(), files);
    let Some(target) = output::open(&plan.out, &run, &SENSITIVITY, args.force)? else {
        return plan.show_again(screen);
    };
    output::keep_tables(&target, args.tables.baseline.as_deref())?;
    let (findings, question) = plan.find(&engine, watched, screen)?;
    let list = engine.model().parameters.list();
    let key = engine.layout().key(watched);
    let mut warnings = findings.warnings(&plan.scenario.name, key, list);
    warnings.extend(past_review(&plan.scenario, &[], this_year()));
    let shown = Shown { findings: &findings, question: &question, sources: &plan.baseline.sources, warnings: &warnings };
    let (digest, run) = (digest(&findings, &question)?, Run { trajectories: 0..question.rows, ..run });
    export::write_made(target, run, digest, &plan.files(&shown, files)?)
        .map_err(|error| Failure::Failed(words::not_written(&plan.out, &error)))?;
    if args.json {
        return Ok(output::print_json(&shown.document(screen.lang, &plan.scenario))?);
    }
    let text = sensitivity_table::render(&shown, screen.lang);
    Ok(output::print(&format!("{text}\n{}", plan.written(screen)))?)
}

/// Makes a study again from what its results keep; the digest of what it finds.
pub(super) fn again(
    run: &Run,
    scenario: Scenario,
    baseline: &Arc<Baseline>,
    threads: Option<u16>,
    screen: &Screen,
) -> Result<blake3::Hash, Failure> {
    let asking = Asking::deserialize(&run.resolved[Kind::Sensitivity.verb()]);
    let args = asking.map_err(|error| Failure::Failed(words::failed(&error)))?.typed(run.seed, threads);
    let plan = Plan::of(&args, baseline.clone(), scenario, screen)?;
    let engine = plan.engine()?;
    let (findings, question) = plan.find(&engine, plan.watched(&engine)?, screen)?;
    digest(&findings, &question)
}

fn digest(findings: &Findings, question: &Question<'_>) -> Result<blake3::Hash, Failure> {
    sensitivity_digest(findings, question).map_err(|error| Failure::Failed(words::failed(&error)))
}

/// What is asked of a scenario, as its results keep it.
#[derive(Serialize, Deserialize)]
struct Asking {
    indicator: String,
    count: Option<String>,
    code: String,
    year: u16,
    base: Option<u32>,
    groups: bool,
    group: Vec<String>,
}

impl Asking {
    /// What would be typed to ask it again.
    fn typed(self, seed: u64, threads: Option<u16>) -> args::Sensitivity {
        args::Sensitivity {
            scenario: None,
            count: Count::ALL.into_iter().find(|count| self.count.as_deref() == Some(count.key())),
            indicator: self.indicator,
            code: self.code,
            year: Some(self.year),
            base: self.base,
            by_family: self.groups,
            groups: self.group,
            seed,
            threads,
            out: None,
            force: false,
            json: false,
            tables: args::FromBaseline { baseline: None },
        }
    }
}

/// Rows and trajectories of a study that was made.
#[derive(Clone, Copy)]
struct Work {
    rows: u32,
    evaluations: u32,
}

/// What is asked, all inputs read and valid.
struct Plan<'a> {
    args: &'a args::Sensitivity,
    baseline: Arc<Baseline>,
    scenario: Scenario,
    indicator: &'static Indicator,
    count: Option<Count>,
    asked: Asked,
    year: u16,
    grouping: Grouping,
    out: PathBuf,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Sensitivity, screen: &Screen) -> Result<Self, Failure> {
        let baseline = baseline(args.tables.baseline.as_deref())?;
        let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
        let (scenario, warnings) = scenario::open(path, &baseline)?;
        screen.problems(&Problems(warnings));
        Self::of(args, baseline, scenario, screen)
    }

    /// What these words ask of a scenario.
    fn of(
        args: &'a args::Sensitivity,
        baseline: Arc<Baseline>,
        mut scenario: Scenario,
        screen: &Screen,
    ) -> Result<Self, Failure> {
        let indicator = indicator(&args.indicator)?;
        let count = count(indicator, args.count)?;
        let asked = places::find(&args.code, &baseline.geography).map_err(Failure::Refused)?;
        let year = args.year.unwrap_or(scenario.horizon);
        // Flows have no value at the horizon, and no run is shorter than a year.
        scenario.horizon = (if indicator.when == When::Flow { year + 1 } else { year }).max(START + 1);
        if scenario.horizon > DEFAULT_HORIZON {
            screen.say(&words::far_horizon(scenario.horizon, DEFAULT_HORIZON));
        }
        let grouping = grouping(args)?;
        if let Some(idle) = grouping.idle_pattern(&scenario.parameters) {
            return Err(Failure::Input(Problems(vec![no_such_group(idle, &scenario)])));
        }
        let place = asked.key(&baseline.geography);
        let out = args
            .out
            .clone()
            .unwrap_or_else(|| Path::new("results").join(format!("sensitivity-{}-{}-{place}", scenario.name, indicator.name)));
        Ok(Self { args, baseline, scenario, indicator, count, asked, year, grouping, out })
    }

    fn engine(&self) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = &self.scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        Ok(Engine::new(Arc::new(model), self.args.seed, &[self.asked.level()])?)
    }

    fn watched(&self, engine: &Engine) -> Result<usize, Failure> {
        let (layout, code) = (engine.layout(), self.asked.code(&self.baseline.geography));
        let at = place(layout, self.asked.level(), code, "");
        at.and_then(|at| position(layout, at, self.indicator.name, self.count, self.year))
            .ok_or_else(|| Failure::Refused(no_value(self.indicator.name, code, self.year)))
    }

    fn question<'q>(&'q self, engine: &'q Engine, watched: usize, work: Work) -> Question<'q> {
        let geography = &self.baseline.geography;
        let place = match self.asked {
            Asked::France => self.asked.name(geography),
            _ => format!("{} ({})", self.asked.name(geography), self.asked.key(geography)),
        };
        Question {
            scenario: &self.scenario.name,
            key: engine.layout().key(watched),
            parameters: engine.model().parameters.list(),
            place,
            seed: self.args.seed,
            rows: work.rows,
            evaluations: work.evaluations,
            start: START,
        }
    }

    /// What decides the bytes of the files, but for the rows of the design: these follow from it, and are those of the files
    /// that are there already.
    fn facts(&self, layout: &Layout, lang: Lang) -> Run {
        let Self { args, baseline, scenario, .. } = self;
        let asking = Asking {
            indicator: self.indicator.name.to_owned(),
            count: self.count.map(|count| count.key().to_owned()),
            code: self.asked.key(&baseline.geography),
            year: self.year,
            base: args.base,
            groups: args.by_family,
            group: args.groups.clone(),
        };
        let resolved = json!({ "scenario": scenario.resolved(), Kind::Sensitivity.verb(): asking });
        let rows = Manifest::read(&self.out).map_or(0..0, |manifest| manifest.run.trajectories);
        Run::new(&scenario.name, resolved, &baseline.digests, args.seed, rows, layout, lang)
    }

    /// Makes the study.
    fn find<'q>(&'q self, engine: &'q Engine, watched: usize, screen: &Screen) -> Result<(Findings, Question<'q>), Failure> {
        let mut study = Study::new(engine, self.args.seed, &self.grouping, watched, self.args.base);
        let work = self.evaluate(&mut study, screen)?;
        let question = self.question(engine, watched, work);
        let findings = Findings::of(&study, engine.model().parameters.list());
        Ok((findings.ok_or_else(|| Failure::Refused(never_varies(&question)))?, question))
    }

    /// The files are there already.
    fn show_again(&self, screen: &Screen) -> Result<(), Failure> {
        screen.say(&words::already_there(&self.out));
        if self.args.json {
            return Ok(output::print(&std::fs::read_to_string(self.out.join("sensitivity.json"))?)?);
        }
        Ok(output::print(&self.written(screen))?)
    }

    fn written(&self, screen: &Screen) -> String {
        let names: Vec<_> = SENSITIVITY.into_iter().chain(["manifest.json"]).collect();
        format!("{}\n", words::written(&names, &self.out).get(screen.lang))
    }

    /// Tries the factors, says what the rest costs, and makes it.
    fn evaluate(&self, study: &mut Study<'_>, screen: &Screen) -> Result<Work, Failure> {
        let cancelled = stop_on_signal()?;
        let threads = self.args.threads.map_or(0, usize::from);
        let began = Instant::now();
        let silent = |_| ();
        let mut done = study.begin(How { threads, progress: &silent, cancelled: &cancelled }).map_err(ended)?;
        let most = study.cost_of_trial();
        // The first trajectories also warm the processor up: what they foretell is rather too long.
        let rate = f64::from(done) / began.elapsed().as_secs_f64();
        let budget = self.args.base.is_none().then(|| BUDGET.max(most));
        screen.say(&announced(study, budget, self.args.base, rate));
        let tried = Progress::new(most.saturating_sub(done), screen.lang);
        let progress = |count| tried.add(count);
        done += study.try_factors(How { threads, progress: &progress, cancelled: &cancelled }).map_err(ended)?;
        tried.finish();
        let rate = f64::from(done) / began.elapsed().as_secs_f64();
        let rows = self.args.base.unwrap_or_else(|| study.rows_within(BUDGET.saturating_sub(done)));
        let left = study.cost_of(rows);
        screen.say(&left_to_do(study.active().len(), rows, left, f64::from(left) / rate));
        let rest = Progress::new(left, screen.lang);
        let progress = |count| rest.add(count);
        done += study.complete(rows, How { threads, progress: &progress, cancelled: &cancelled }).map_err(ended)?;
        screen.say(&rest.finish());
        Ok(Work { rows, evaluations: done })
    }

    fn files(&self, shown: &Shown<'_>, lang: Lang) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
        let failed = |error: csv::Error| Failure::Failed(words::failed(&error));
        let json = format!("{:#}\n", shown.document(lang, &self.scenario));
        let bytes = [
            sensitivity_csv(shown.findings, shown.question).map_err(failed)?,
            tornado_csv(shown.findings, shown.question, lang).map_err(failed)?,
            sensitivity_svg(shown.findings, shown.question, lang).into_bytes(),
            json.into_bytes(),
        ];
        Ok(SENSITIVITY.into_iter().zip(bytes).collect())
    }
}

fn ended(error: RunError) -> Failure {
    match error {
        RunError::Cancelled => Failure::Interrupted,
        error @ RunError::Threads(_) => Failure::Failed(words::failed(&error)),
    }
}

fn indicator(name: &str) -> Result<&'static Indicator, Failure> {
    INDICATORS.iter().find(|indicator| indicator.name == name).ok_or_else(|| {
        let shown = quoted(name);
        let text = Message::new(format!("indicateur inconnu : « {shown} »"), format!("unknown indicator: `{shown}`"));
        let names = || INDICATORS.iter().map(|indicator| indicator.name);
        let problem = Problem::unreadable(text).help(did_you_mean(name, names())).help(allowed(names()));
        Failure::Input(Problems(vec![problem]))
    })
}

/// The count asked for, else P1 where there is a choice.
fn count(indicator: &Indicator, asked: Option<Count>) -> Result<Option<Count>, Failure> {
    match asked {
        None => Ok(indicator.counts.first().copied()),
        Some(count) if indicator.counts.contains(&count) => Ok(Some(count)),
        Some(count) => {
            let (name, count) = (indicator.name, count.key());
            let counts: Vec<_> = indicator.counts.iter().map(|count| count.key()).collect();
            let [fr, en] = if counts.is_empty() {
                ["aucun : retirez --count".to_owned(), "none: leave --count out".to_owned()]
            } else {
                [counts.join(", "), counts.join(", ")]
            };
            Err(Failure::Refused(Message::new(
                format!("{name} n'a pas de champ {count} (permis : {fr})"),
                format!("{name} has no count {count} (allowed: {en})"),
            )))
        }
    }
}

fn grouping(args: &args::Sensitivity) -> Result<Grouping, Failure> {
    let read = |text: &String| {
        let (name, list) = text.split_once('=').filter(|(name, list)| !name.is_empty() && !list.is_empty())?;
        Some((name.to_owned(), list.split(',').map(str::to_owned).collect()))
    };
    let group = |text| read(text).ok_or_else(|| Failure::Refused(malformed_group(text)));
    Ok(Grouping { by_family: args.by_family, groups: args.groups.iter().map(group).collect::<Result<_, _>>()? })
}

fn malformed_group(text: &str) -> Message {
    let shown = quoted(text);
    Message::new(
        format!("--group « {shown} » : il faut un nom, puis des débuts de noms de paramètres (avenir=training,entry)"),
        format!("--group `{shown}`: a name is needed, then beginnings of names of parameters (future=training,entry)"),
    )
}

fn no_such_group(pattern: &str, scenario: &Scenario) -> Problem {
    let shown = quoted(pattern);
    let text =
        Message::new(format!("--group : aucun paramètre sous « {shown} »"), format!("--group: no parameter under `{shown}`"));
    let mut names: Vec<_> =
        scenario.parameters.iter().map(|parameter| crate::statistics::sensitivity::family(&parameter.name)).collect();
    names.dedup();
    let all = scenario.parameters.iter().map(|parameter| parameter.name.as_str());
    Problem::unreadable(text).help(did_you_mean(pattern, names.iter().copied().chain(all))).help(allowed(names.iter().copied()))
}

fn no_value(indicator: &str, code: &str, year: u16) -> Message {
    Message::new(
        format!("{indicator} n'a pas de valeur pour {code} en {year} ; `releve indicators` dit où et quand il en a"),
        format!("{indicator} has no value for {code} in {year}; `releve indicators` says where and when it has"),
    )
}

fn never_varies(question: &Question<'_>) -> Message {
    let title = question.title();
    Message::new(
        format!(
            "{} : le résultat est le même dans toutes les trajectoires, rien n'en décide ; essayez une autre année",
            title.fr
        ),
        format!("{}: the result is the same in all trajectories, nothing decides it; try another year", title.en),
    )
}

fn about(trajectories: u32, rate: f64) -> String {
    seconds(Duration::from_secs_f64((f64::from(trajectories) / rate.max(1e-3)).min(1e7)))
}

fn announced(study: &Study<'_>, budget: Option<u32>, base: Option<u32>, rate: f64) -> Message {
    let parameters: usize = study.factors().iter().map(|factor| factor.parameters.len()).sum();
    let (factors, trial) = (study.factors().len(), study.cost_of_trial());
    let most = budget.unwrap_or_else(|| trial + base.map_or(0, |base| study.cost_of(base)));
    let time = about(most, rate);
    let show = |value: u32, lang| super::shown::whole(value.into(), lang);
    let ([most_fr, trial_fr], [most_en, trial_en]) =
        ([most, trial].map(|n| show(n, Lang::Fr)), [most, trial].map(|n| show(n, Lang::En)));
    let padded = study.dimensions() > crate::statistics::sensitivity::DIMENSIONS;
    let (pad_fr, pad_en) = if padded {
        (
            format!(
                "\n{} dimensions : la suite de Sobol en a 256 ; les autres viennent de suites indépendantes",
                study.dimensions()
            ),
            format!("\n{} dimensions: a Sobol sequence has 256; the others come from independent sequences", study.dimensions()),
        )
    } else {
        (String::new(), String::new())
    };
    Message::new(
        format!(
            "{parameters} paramètres incertains, {factors} facteurs avec le hasard : au plus {most_fr} trajectoires, environ {time}, dont {trial_fr} au plus pour trouver ce qui agit{pad_fr}"
        ),
        format!(
            "{parameters} uncertain parameters, {factors} factors with luck: at most {most_en} trajectories, about {time}, of which {trial_en} at most to find what acts{pad_en}"
        ),
    )
}

fn left_to_do(active: usize, rows: u32, left: u32, time: f64) -> Message {
    let time = seconds(Duration::from_secs_f64(time.min(1e7)));
    let show = |lang| super::shown::whole(left.into(), lang);
    Message::new(
        format!("{active} facteurs agissent : plan de {rows} lignes, encore {} trajectoires, environ {time}", show(Lang::Fr)),
        format!("{active} factors act: design of {rows} rows, {} trajectories to go, about {time}", show(Lang::En)),
    )
}
