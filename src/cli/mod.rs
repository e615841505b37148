//! The door: what a user types, what a user sees, and how the program ends.
//!
//! One file per verb. Everything said to a user is a [`Text`](crate::text::Text) or a [`Message`], in the language of
//! `--lang`, else of the locale. Results go to the standard output, all else to the standard error.

mod answer;
mod args;
mod bench;
mod bench_table;
mod calibrate;
mod check;
mod compare;
mod completions;
mod effects;
mod effects_table;
mod explain;
mod headlines;
mod help;
mod hindcast;
mod import;
mod indicators;
mod init;
mod kept;
mod launcher;
mod levers;
mod merge;
mod mistakes;
mod output;
mod plan;
mod progress;
#[cfg(feature = "mpi")]
mod ranks;
mod replay;
mod report;
mod run;
mod schema;
mod screen;
mod sensitivity;
mod sensitivity_table;
mod shard;
mod shown;
mod sources;
mod table;
mod validate;
mod values;
mod variance;
mod verify;
mod words;
#[cfg(feature = "mpi")]
mod world;

use crate::{baseline::Baseline, diagnostic::Problems, engine::EngineError, model::ModelError, text::Message};
use args::{Args, Verb};
use screen::Screen;
use std::{ffi::OsString, io, path::Path, process::ExitCode, sync::Arc};

/// Why a command gives no result.
enum Failure {
    /// An input is wrong: every problem found.
    Input(Problems),
    /// An input is wrong as a whole.
    Refused(Message),
    /// What was asked for could not be done.
    Failed(Message),
    /// The user stopped it, and nothing is left of it.
    Interrupted,
    /// The user stopped it: what is kept, and how to go on.
    Kept(Message),
    /// Another process of the same run says why.
    #[cfg(feature = "mpi")]
    Elsewhere,
    /// Nobody reads the output any more (`releve levers | head -1`).
    Closed,
}

/// Exit codes, part of the interface.
const FAILED: u8 = 1;
const USAGE: u8 = 2;
const INVALID_INPUT: u8 = 3;
/// What a shell reports of a program stopped by Ctrl-C: 128 + SIGINT.
const INTERRUPTED: u8 = 130;

/// Parses a command line, obeys it and says how that ended.
#[must_use]
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words = args::with_default_verb(words);
    let screen = Screen::new(args::language(&words));
    match args::parse(&words, screen.lang) {
        Ok(args) => end(obey(&args, &screen), &screen, args.verb.wants_json()),
        Err(error) => mistakes::show(&error, screen.lang),
    }
}

fn obey(args: &Args, screen: &Screen) -> Result<(), Failure> {
    #[cfg(feature = "mpi")]
    if let Verb::Run(options) = &args.verb
        && options.shard.is_none()
    {
        let (world, files) = (world::World::join()?, args.lang.unwrap_or_default());
        return if world.size() > 1 { ranks::run(&world, options, files, screen) } else { run::run(options, files, screen) };
    }
    launcher::check(1).map_err(Failure::Refused)?;
    match &args.verb {
        Verb::Run(options) => run::run(options, args.lang.unwrap_or_default(), screen),
        Verb::Merge(options) => merge::merge(options, args.lang.unwrap_or_default(), screen),
        Verb::Compare(options) => compare::compare(options, args.lang.unwrap_or_default(), screen),
        Verb::Answer(options) => answer::answer(options, screen),
        Verb::Report(options) => report::report(options, args.lang.unwrap_or_default(), screen),
        Verb::Sensitivity(options) => sensitivity::sensitivity(options, args.lang.unwrap_or_default(), screen),
        Verb::Variance(options) => variance::variance(options, args.lang.unwrap_or_default(), screen),
        Verb::Verify(options) => verify::verify(options, screen),
        Verb::Replay(options) => replay::replay(options, screen),
        Verb::Check(options) => check::check(options, screen),
        Verb::Levers(options) => levers::levers(options.name.as_deref(), screen),
        Verb::Indicators => indicators::indicators(screen),
        Verb::Sources(options) => sources::sources(options, screen),
        Verb::Baseline(options) => match &options.verb {
            args::BaselineSubverb::Import(options) => import::import(options, screen),
        },
        Verb::Explain(options) => explain::explain(options, screen),
        Verb::Schema(options) => schema::schema(options),
        Verb::Init(options) => init::init(options, screen),
        Verb::Calibrate(options) => calibrate::calibrate(options, screen),
        Verb::Hindcast(options) => hindcast::hindcast(options, args.lang.unwrap_or_default(), screen),
        Verb::Validate(options) => validate::validate(options, args.lang.unwrap_or_default(), screen),
        Verb::Bench(options) => bench::bench(options, screen),
        Verb::Completions(options) => completions::completions(options.shell, screen.lang),
    }
}

fn end(result: Result<(), Failure>, screen: &Screen, json: bool) -> ExitCode {
    let (code, problems, message) = match result {
        Ok(()) | Err(Failure::Closed) => return ExitCode::SUCCESS,
        #[cfg(feature = "mpi")]
        Err(Failure::Elsewhere) => return ExitCode::from(FAILED),
        Err(Failure::Input(problems)) => (INVALID_INPUT, problems, None),
        Err(Failure::Refused(message)) => (INVALID_INPUT, Problems::default(), Some(message)),
        Err(Failure::Failed(message)) => (FAILED, Problems::default(), Some(message)),
        Err(Failure::Interrupted) => (INTERRUPTED, Problems::default(), Some(words::INTERRUPTED.into())),
        Err(Failure::Kept(message)) => (INTERRUPTED, Problems::default(), Some(message)),
    };
    screen.problems(&problems);
    message.iter().for_each(|message| screen.error(message));
    if json {
        // The reader of the JSON may be gone, and there is nothing left to do about it.
        let message = message.map(|message| message.get(screen.lang).to_owned());
        let document = serde_json::json!({ "error": { "message": message, "problems": problems.to_json(screen.lang) } });
        drop(output::print_json(&document));
    }
    ExitCode::from(code)
}

/// The baseline of `--baseline`, else the embedded one.
fn baseline(directory: Option<&Path>) -> Result<Arc<Baseline>, Failure> {
    let read = directory.map_or_else(Baseline::embedded, Baseline::open);
    read.map(Arc::new).map_err(Failure::Input)
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Input(problems)
    }
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::Refused(words::not_a_model(&error))
    }
}

/// What failed for a reason that has words of its own.
fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Failed(words::failed(&error))
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::Failed(words::failed(&error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failed(words::system(&error)),
        }
    }
}
