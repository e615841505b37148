//! `releve answer`: one to two pages in French about a place, to be quoted.

use super::{
    Failure, Screen, args, baseline,
    compare::{read_all, refuse_what_cannot_be_compared},
    output,
    progress::Progress,
    run::{ENOUGH, stop_on_signal},
    values::Format,
    words,
};
use crate::{
    answer::{
        self, About,
        document::{Document, tame},
        facts::{Facts, facts, needed},
        places::{self, Asked},
        sample::{self, Samples},
    },
    baseline::{Baseline, START},
    diagnostic::{Problem, Problems},
    engine::{Engine, indicators::Level},
    ensemble::RunError,
    model::Model,
    scenario::{DEFAULT_HORIZON, Scenario, library},
};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Years ahead, when nothing is said: what a question in parliament asks about.
const AHEAD: u16 = 10;
/// All levels that an answer may need: the digest is then the same whatever the places.
const LEVELS: [Level; 3] = [Level::France, Level::Region, Level::Departement];

/// Answers, in French whatever the language of the screen.
pub(super) fn answer(args: &args::Answer, screen: &Screen) -> Result<(), Failure> {
    let plan = Plan::new(args, screen)?;
    let formats = plan.formats();
    let names: Vec<_> = plan.asked.iter().flat_map(|place| formats.iter().map(|format| plan.file(*place, *format))).collect();
    if !plan.to_screen() {
        output::refuse_to_overwrite(&plan.out, &names, args.force)?;
    }
    let samples = plan.simulate(screen)?;
    if plan.to_screen() {
        let texts = plan.asked.iter().map(|place| Ok(answer::markdown(&plan.answer(*place, &samples)?.0)));
        return Ok(output::print(&texts.collect::<Result<Vec<_>, Failure>>()?.join("\n---\n\n"))?);
    }
    let mut files = Vec::new();
    for place in &plan.asked {
        let (document, facts) = plan.answer(*place, &samples)?;
        for format in &formats {
            files.push((plan.file(*place, *format), plan.bytes(*format, &document, &facts, &samples, *place)?));
        }
    }
    output::write_all(&plan.out, &files, args.force)?;
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    screen.say(&words::written(&names, &plan.out));
    Ok(())
}

/// What is asked, all inputs read and valid; the reference is the first scenario.
struct Plan<'a> {
    args: &'a args::Answer,
    baseline: Arc<Baseline>,
    asked: Vec<Asked>,
    scenarios: Vec<Scenario>,
    out: PathBuf,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Answer, screen: &Screen) -> Result<Self, Failure> {
        let baseline = baseline(args.tables.baseline.as_deref())?;
        let asked = asked(&args.places, &baseline)?;
        let reference = PathBuf::from(library::REFERENCE);
        let (mut scenarios, warnings) = read_all([&reference].into_iter().chain(&args.measures), &baseline)?;
        screen.problems(&Problems(warnings));
        let horizon = args.horizon.unwrap_or(START + AHEAD);
        scenarios.iter_mut().for_each(|scenario| scenario.horizon = horizon);
        refuse_what_cannot_be_compared(&scenarios[0], &scenarios[1..])?;
        if horizon > DEFAULT_HORIZON {
            screen.say(&words::far_horizon(horizon, DEFAULT_HORIZON));
        }
        if args.trajectories < ENOUGH {
            screen.say(&words::few_trajectories(args.trajectories));
        }
        let out = args.out.clone().unwrap_or_else(|| Path::new("results").join(directory(&asked, &baseline)));
        Ok(Self { args, baseline, asked, scenarios, out })
    }

    /// What nobody asked to be written is shown.
    fn to_screen(&self) -> bool {
        self.args.out.is_none() && self.args.format.is_empty()
    }

    fn formats(&self) -> Vec<Format> {
        if self.args.format.is_empty() { Format::ALL.to_vec() } else { self.args.format.clone() }
    }

    fn file(&self, place: Asked, format: Format) -> String {
        format!("reponse-{}.{}", place.key(&self.baseline.geography), format.key())
    }

    fn simulate(&self, screen: &Screen) -> Result<Samples, Failure> {
        let engines: Vec<_> = self.scenarios.iter().map(|scenario| self.engine(scenario)).collect::<Result<_, _>>()?;
        let engines: Vec<_> = engines.iter().collect();
        let places = needed(&self.asked, &self.baseline.geography);
        let trajectories = self.args.trajectories;
        let (cancelled, total) = (stop_on_signal()?, trajectories.saturating_mul(engines.len() as u32));
        let progress = Progress::new(total, screen.lang);
        let threads = self.args.threads.map_or(0, usize::from);
        let samples = sample::simulate(&engines, &places, 0..trajectories, threads, &|count| progress.add(count), &cancelled);
        let took = progress.finish();
        match samples {
            Ok(samples) => {
                screen.say(&took);
                Ok(samples)
            }
            Err(RunError::Cancelled) => Err(Failure::Interrupted),
            Err(error) => Err(Failure::Failed(words::failed(&error))),
        }
    }

    fn engine(&self, scenario: &Scenario) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        Ok(Engine::new(Arc::new(model), self.args.seed, &LEVELS)?)
    }

    fn answer(&self, place: Asked, samples: &Samples) -> Result<(Document, Facts), Failure> {
        let facts = facts(place, samples, &self.scenarios[1..], &self.baseline.geography);
        let facts = facts.ok_or_else(|| Failure::Failed(words::failed(&"no numbers")))?;
        let (command, digest) = (self.command(place), samples.digest().to_hex());
        let about = About {
            question: self.question(),
            command: &command,
            digest: &digest,
            trajectories: samples.trajectories(),
            seed: self.args.seed,
            scenarios: &self.scenarios,
            baseline: &self.baseline,
        };
        Ok((answer::answer(place, &facts, &about), facts))
    }

    fn question(&self) -> &str {
        self.args.question.as_deref().unwrap_or_default()
    }

    fn bytes(
        &self,
        format: Format,
        document: &Document,
        facts: &Facts,
        samples: &Samples,
        place: Asked,
    ) -> Result<Vec<u8>, Failure> {
        Ok(match format {
            Format::Md => answer::markdown(document).into_bytes(),
            Format::Html => answer::html(document).into_bytes(),
            Format::Docx => answer::docx(document).map_err(|error| Failure::Failed(words::failed(&error)))?,
            Format::Json => {
                let numbers = json!({
                    "version": env!("CARGO_PKG_VERSION"),
                    "question": self.question(),
                    "title": document.title,
                    "trajectories": samples.trajectories(),
                    "seed": self.args.seed,
                    "command": self.command(place),
                    "digest": samples.digest().to_hex().as_str(),
                    "numbers": facts,
                });
                format!("{numbers:#}\n").into_bytes()
            }
        })
    }

    /// The command that gives these numbers again.
    fn command(&self, place: Asked) -> String {
        let args = self.args;
        let path = |path: &Path| quoted(&path.to_string_lossy());
        let mut words = format!(
            "releve answer --departement {} --horizon {} --trajectories {} --seed {}",
            place.key(&self.baseline.geography),
            self.scenarios[0].horizon,
            args.trajectories,
            args.seed
        );
        args.measures.iter().for_each(|measure| words += &format!(" --scenario {}", path(measure)));
        args.tables.baseline.iter().for_each(|tables| words += &format!(" --baseline {}", path(tables)));
        words
    }
}

/// A word as a shell takes it, on one line.
fn quoted(word: &str) -> String {
    let word = tame(word);
    let bare = |letter: char| letter.is_alphanumeric() || "._/-+,:=@".contains(letter);
    if !word.is_empty() && word.chars().all(bare) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// The places, each once, or all that are unknown. `tous` and `all` stand for every département.
fn asked(typed: &[String], baseline: &Baseline) -> Result<Vec<Asked>, Failure> {
    let (mut asked, mut problems) = (Vec::new(), Problems::default());
    let mut ask = |place| {
        if !asked.contains(&place) {
            asked.push(place);
        }
    };
    for word in typed {
        match places::find(word, &baseline.geography) {
            Ok(place) => ask(place),
            Err(_) if ["tous", "all"].contains(&word.trim().to_lowercase().as_str()) => {
                (0..baseline.geography.departements.len()).map(Asked::Departement).for_each(&mut ask);
            }
            Err(message) => problems.push(Problem::unreadable(message)),
        }
    }
    if problems.has_errors() { Err(problems.into()) } else { Ok(asked) }
}

/// Where the files go when nothing is said.
fn directory(asked: &[Asked], baseline: &Baseline) -> String {
    /// More keys would make a name that nobody reads.
    const NAMED: usize = 4;
    let keys: Vec<_> = asked.iter().take(NAMED).map(|place| place.key(&baseline.geography)).collect();
    let more = asked.len() - keys.len();
    let end = if more == 0 { String::new() } else { format!("-et-{more}-autres") };
    format!("reponse-{}{end}", keys.join("-"))
}
