//! `releve run`: projects a scenario, shows the main results and writes the files.

use super::{
    Failure, Screen, args, baseline, headlines::Headlines, output, progress::Progress, report, shown::whole, table, words,
};
use crate::{
    baseline::{Baseline, START},
    diagnostic::Problems,
    engine::{
        Engine,
        indicators::{Layout, Threshold},
    },
    ensemble::{self, Cube, RunError},
    export::{self, Opening, Options, Run, Target},
    model::Model,
    report::Subject,
    scenario::{self, DEFAULT_HORIZON, Scenario, library},
    statistics::projection::Projection,
    text::{Lang, Message},
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Fewer trajectories than this leave less than ten beyond each bound of an 80 % interval.
pub(super) const ENOUGH: u32 = 100;

/// Runs a scenario; `files` is the language of what is written.
pub(super) fn run(args: &args::Run, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let plan = Plan::new(args, screen)?;
    let run = plan.facts(files);
    let target = match Target::open(&plan.out, &run, &plan.options.files(), args.how.force) {
        Ok(Opening::Ready(target)) => target,
        Ok(Opening::AlreadyThere(_)) => return plan.show_again(&run, screen),
        Err(error) => return Err(Failure::Failed(error.message())),
    };
    output::keep_tables(&target, args.how.tables.baseline.as_deref())?;
    let cube = plan.simulate(screen)?;
    let projection = Projection::of(&plan.scenario.name, &cube);
    let manifest = export::write(target, run, &cube, &projection, plan.options);
    let manifest = manifest.map_err(|error| Failure::Failed(words::failed(&error)))?;
    plan.show(&projection, screen)?;
    if args.no_report {
        return Ok(());
    }
    report::of_run(
        &plan.out,
        Subject { projection, manifest, title: plan.scenario.title.clone(), change: None },
        &plan.baseline,
        files,
    )
}

/// What is to be run, all inputs read and valid.
struct Plan<'a> {
    args: &'a args::Run,
    baseline: Arc<Baseline>,
    scenario: Scenario,
    layout: Layout,
    out: PathBuf,
    options: Options,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Run, screen: &Screen) -> Result<Self, Failure> {
        let baseline = baseline(args.how.tables.baseline.as_deref())?;
        let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
        let (mut scenario, warnings) = scenario::open(path, &baseline)?;
        screen.problems(&Problems(warnings));
        if let Some(horizon) = args.how.horizon {
            scenario.horizon = horizon;
            if horizon > DEFAULT_HORIZON {
                screen.say(&words::far_horizon(horizon, DEFAULT_HORIZON));
            }
        }
        if args.how.trajectories < ENOUGH {
            screen.say(&words::few_trajectories(args.how.trajectories));
        }
        let layout = Layout::new(&baseline.geography, &args.how.levels, START, scenario.horizon);
        let layout = layout.with_thresholds(&thresholds(&args.how.thresholds)?);
        let out = args.how.out.clone().unwrap_or_else(|| Path::new("results").join(&scenario.name));
        let options = Options { long: args.how.long, excel_fr: args.how.excel_fr };
        Ok(Self { args, baseline, scenario, layout, out, options })
    }

    /// What decides the bytes of the files.
    fn facts(&self, lang: Lang) -> Run {
        let Self { args, baseline, scenario, .. } = self;
        Run::new(
            &scenario.name,
            scenario.resolved(),
            &baseline.digests,
            args.how.seed,
            0..args.how.trajectories,
            &self.layout,
            lang,
        )
    }

    fn simulate(&self, screen: &Screen) -> Result<Cube, Failure> {
        let Scenario { parameters, doses, horizon, .. } = &self.scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)
            .map_err(|error| Failure::Refused(words::not_a_model(&error)))?;
        let engine = Engine::new(Arc::new(model), self.args.how.seed, &self.args.how.levels)
            .map_err(|error| Failure::Refused(words::not_a_model(&error)))?
            .with_thresholds(&self.layout.thresholds());
        let cancelled = stop_on_signal()?;
        let progress = Progress::new(self.args.how.trajectories, screen.lang);
        let threads = self.args.how.threads.map_or(0, usize::from);
        let cube = ensemble::run(&engine, 0..self.args.how.trajectories, threads, &|count| progress.add(count), &cancelled);
        let took = progress.finish();
        match cube {
            Ok(cube) => {
                screen.say(&took);
                Ok(cube)
            }
            Err(RunError::Cancelled) => Err(Failure::Interrupted),
            Err(error) => Err(Failure::Failed(words::failed(&error))),
        }
    }

    fn show(&self, projection: &Projection, screen: &Screen) -> Result<(), Failure> {
        let headlines = Headlines::of(projection, &self.baseline.geography);
        if self.args.how.json {
            return Ok(output::print_json(&self.document(&headlines, screen.lang))?);
        }
        let text = [self.title().get(screen.lang), "\n\n", &table::render(&headlines, screen.lang), "\n"].concat();
        let files: Vec<_> = self.files();
        Ok(output::print(&format!("{text}{}\n", words::written(&files, &self.out).get(screen.lang)))?)
    }

    /// The files are there already: shows what they hold.
    fn show_again(&self, run: &Run, screen: &Screen) -> Result<(), Failure> {
        screen.say(&words::already_there(&self.out));
        let projection = export::read(&self.out, run, &self.layout).map_err(|error| Failure::Failed(words::failed(&error)))?;
        self.show(&projection, screen)
    }

    fn title(&self) -> Message {
        let Scenario { title, name, horizon, .. } = &self.scenario;
        let seed = self.args.how.seed;
        let [fr, en] = [Lang::Fr, Lang::En].map(|lang| whole(self.args.how.trajectories.into(), lang));
        Message::new(
            format!("{} ({name})\n{fr} trajectoires, graine {seed}, de {START} à {horizon}", title.fr),
            format!("{} ({name})\n{en} trajectories, seed {seed}, {START} to {horizon}", title.en),
        )
    }

    fn document(&self, headlines: &Headlines, lang: Lang) -> Value {
        let files: Vec<_> = self.files().into_iter().map(|name| self.out.join(name)).collect();
        json!({
            "scenario": self.scenario.name,
            "title": self.scenario.title.get(lang),
            "trajectories": self.args.how.trajectories,
            "seed": self.args.how.seed,
            "start": START,
            "horizon": self.scenario.horizon,
            "results": headlines,
            "directory": self.out,
            "files": files,
        })
    }

    fn files(&self) -> Vec<&'static str> {
        let page = (!self.args.no_report).then_some("report.html");
        self.options.files().into_iter().chain(page).chain(["manifest.json"]).collect()
    }
}

/// The thresholds typed, or what is wrong with any of them.
pub(super) fn thresholds(texts: &[String]) -> Result<Vec<Threshold>, Failure> {
    let (mut thresholds, mut problems) = (Vec::new(), Problems::default());
    for text in texts {
        Threshold::read(text).map_or_else(|found| problems.append(found), |threshold| thresholds.push(threshold));
    }
    if problems.has_errors() { Err(problems.into()) } else { Ok(thresholds) }
}

/// A flag that Ctrl-C raises, as does the signal by which a batch system ends a job.
pub(super) fn stop_on_signal() -> Result<Arc<AtomicBool>, Failure> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = cancelled.clone();
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)).map_err(|error| Failure::Failed(words::failed(&error)))?;
    Ok(cancelled)
}
