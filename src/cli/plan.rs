//! What is to be run and written, whole, by parts or from its parts.

use super::{
    Failure, Screen, args, baseline,
    headlines::Headlines,
    output, report,
    run::{ENOUGH, thresholds},
    shown::whole,
    table, words,
};
use crate::{
    baseline::{Baseline, START},
    diagnostic::Problems,
    engine::{
        Engine,
        indicators::{Layout, Level},
    },
    ensemble::Cube,
    export::{self, Options, Outcome, Run, Target},
    model::Model,
    report::Subject,
    scenario::{self, DEFAULT_HORIZON, Scenario, library},
    statistics::projection::Projection,
    text::{Lang, Message},
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// What is to be run, all inputs read and valid.
pub(super) struct Plan {
    pub baseline: Arc<Baseline>,
    /// Where the baseline was read, if it is not that of the program.
    pub tables: Option<PathBuf>,
    pub scenario: Scenario,
    pub levels: Vec<Level>,
    pub layout: Layout,
    pub seed: u64,
    pub trajectories: u32,
    pub out: PathBuf,
    pub options: Options,
    /// Whether the page is made.
    pub page: bool,
    pub json: bool,
}

impl Plan {
    /// What a command line asks for.
    pub fn new(args: &args::Run, screen: &Screen) -> Result<Self, Failure> {
        let how = &args.how;
        let baseline = baseline(how.tables.baseline.as_deref())?;
        let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
        let (mut scenario, warnings) = scenario::open(path, &baseline)?;
        screen.problems(&Problems(warnings));
        if let Some(horizon) = how.horizon {
            scenario.horizon = horizon;
            if horizon > DEFAULT_HORIZON {
                screen.say(&words::far_horizon(horizon, DEFAULT_HORIZON));
            }
        }
        if how.trajectories < ENOUGH {
            screen.say(&words::few_trajectories(how.trajectories));
        }
        let layout = Layout::new(&baseline.geography, &how.levels, START, scenario.horizon);
        Ok(Self {
            tables: how.tables.baseline.clone(),
            levels: how.levels.clone(),
            layout: layout.with_thresholds(&thresholds(&how.thresholds)?),
            seed: how.seed,
            trajectories: how.trajectories,
            out: how.out.clone().unwrap_or_else(|| directory(&scenario.name)),
            options: Options { long: how.long, excel_fr: how.excel_fr },
            page: !args.no_report,
            json: how.json,
            baseline,
            scenario,
        })
    }

    /// What decides the bytes of the files.
    pub fn facts(&self, lang: Lang) -> Run {
        let Self { baseline, scenario, .. } = self;
        let resolved = scenario.resolved();
        Run::new(&scenario.name, resolved, &baseline.digests, self.seed, 0..self.trajectories, &self.layout, lang)
    }

    pub fn engine(&self) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = &self.scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        let engine = Engine::new(Arc::new(model), self.seed, &self.levels)?;
        Ok(engine.with_thresholds(&self.layout.thresholds()))
    }

    /// Writes the files and the page, and shows the main results.
    pub fn finish(&self, target: Target, run: Run, cube: Cube, screen: &Screen) -> Result<(), Failure> {
        let lang = run.lang();
        output::keep_tables(&target, self.tables.as_deref())?;
        let outcome = Outcome::of(&self.scenario.name, cube);
        let manifest = export::write(target, run, &outcome, self.options);
        let manifest = manifest.map_err(|error| Failure::Failed(words::not_written(&self.out, &error)))?;
        self.show(&outcome.projection, screen)?;
        if !self.page {
            return Ok(());
        }
        let subject = Subject { projection: outcome.projection, manifest, title: self.scenario.title.clone(), change: None };
        report::of_run(&self.out, subject, &self.baseline, lang)
    }

    fn show(&self, projection: &Projection, screen: &Screen) -> Result<(), Failure> {
        let headlines = Headlines::of(projection, &self.baseline.geography);
        if self.json {
            return Ok(output::print_json(&self.document(&headlines, screen.lang))?);
        }
        let text = [self.title().get(screen.lang), "\n\n", &table::render(&headlines, screen.lang), "\n"].concat();
        let files: Vec<_> = self.files();
        Ok(output::print(&format!("{text}{}\n", words::written(&files, &self.out).get(screen.lang)))?)
    }

    /// The files are there already: shows what they hold.
    pub fn show_again(&self, run: &Run, screen: &Screen) -> Result<(), Failure> {
        screen.say(&words::already_there(&self.out));
        let projection = export::read(&self.out, run, &self.layout).map_err(|error| Failure::Failed(words::failed(&error)))?;
        self.show(&projection, screen)
    }

    fn title(&self) -> Message {
        let Scenario { title, name, horizon, .. } = &self.scenario;
        let seed = self.seed;
        let [fr, en] = [Lang::Fr, Lang::En].map(|lang| whole(self.trajectories.into(), lang));
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
            "trajectories": self.trajectories,
            "seed": self.seed,
            "start": START,
            "horizon": self.scenario.horizon,
            "results": headlines,
            "directory": self.out,
            "files": files,
        })
    }

    fn files(&self) -> Vec<&'static str> {
        let page = self.page.then_some("report.html");
        self.options.files().into_iter().chain(page).chain(["manifest.json"]).collect()
    }
}

/// Where the results of a scenario go, unless `--out` says where.
pub(super) fn directory(scenario: &str) -> PathBuf {
    Path::new("results").join(scenario)
}
