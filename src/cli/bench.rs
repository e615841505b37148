//! `releve bench`: what a run, a comparison, and many workers cost on the machine at hand.

use super::{
    Failure, Screen, args, baseline,
    bench_table::{self as table, Measured},
    output,
    progress::Progress,
    run::stop_on_signal,
    words,
};
use crate::{
    baseline::Baseline,
    diagnostic::Problems,
    engine::{Engine, indicators::Level},
    ensemble::RunError,
    measure::{Merit, Scaling, ScalingError, Speed, clock},
    model::Model,
    report,
    scenario::{self, Scenario, library},
    text::Message,
};
use serde_json::{Value, json};
use std::{
    ops::Range,
    path::Path,
    process::Command,
    sync::{Arc, atomic::AtomicBool},
    thread,
};

/// Measures and shows.
pub(super) fn bench(args: &args::Bench, screen: &Screen) -> Result<(), Failure> {
    let load = clock::load();
    let plan = Plan::new(args, screen)?;
    if cfg!(debug_assertions) {
        screen.say(&not_optimised());
    }
    let engines = plan.engines()?;
    let started = clock::process().ok_or_else(|| Failure::Refused(no_clock()))?;
    let measured = plan.measure(&engines, screen)?;
    let mut document = plan.facts();
    document["load_before"] = json!(load);
    document["start_cpu_seconds"] = json!(table::digits(started.as_secs_f64()));
    document["peak_memory_bytes"] = json!(clock::peak_memory());
    if let (Value::Object(facts), Value::Object(more)) = (&mut document, table::document(&measured)) {
        facts.extend(more);
    }
    // One line, which a log keeps and `jq` reads.
    let text = if args.json { format!("{document}\n") } else { table::render(&measured, &document, screen.lang) };
    Ok(output::print(&text)?)
}

/// What is to be measured, all inputs read and valid.
struct Plan<'a> {
    args: &'a args::Bench,
    baseline: Arc<Baseline>,
    scenario: Scenario,
    variant: Option<Scenario>,
    processors: u32,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Bench, screen: &Screen) -> Result<Self, Failure> {
        let baseline = baseline(args.tables.baseline.as_deref())?;
        let read = |path: &Path| -> Result<Scenario, Failure> {
            let (mut scenario, warnings) = scenario::open(path, &baseline)?;
            screen.problems(&Problems(warnings));
            scenario.horizon = args.horizon.unwrap_or(scenario.horizon);
            Ok(scenario)
        };
        let scenario = read(args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE)))?;
        let variant = args.comparison.as_deref().map(read).transpose()?;
        if let Some(variant) = &variant {
            super::compare::refuse_what_cannot_be_compared(&scenario, std::slice::from_ref(variant))?;
            if ![Level::France, Level::Departement].iter().all(|level| args.levels.contains(level)) {
                return Err(Failure::Refused(levels_needed()));
            }
        }
        let processors = thread::available_parallelism().map_or(1, |count| count.get() as u32);
        Ok(Self { args, baseline, scenario, variant, processors })
    }

    fn engine(&self, scenario: &Scenario) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        Ok(Engine::new(Arc::new(model), self.args.seed, &self.args.levels)?)
    }

    fn workers(&self) -> u32 {
        self.args.threads.map_or(self.processors, u32::from)
    }

    fn range(&self) -> Range<u32> {
        self.args.first..self.args.first + self.args.trajectories
    }

    /// Of the scenario, then of the one it is compared with, if any.
    fn engines(&self) -> Result<(Engine, Option<Engine>), Failure> {
        Ok((self.engine(&self.scenario)?, self.variant.as_ref().map(|variant| self.engine(variant)).transpose()?))
    }

    fn measure(&self, (engine, variant): &(Engine, Option<Engine>), screen: &Screen) -> Result<Measured, Failure> {
        let cancelled = stop_on_signal()?;
        match variant {
            _ if self.args.scaling => self.scaling(engine, &cancelled, screen),
            Some(variant) => self.merit([engine, variant], &cancelled, screen),
            None => self.speed(engine, &cancelled, screen),
        }
    }

    fn speed(&self, engine: &Engine, cancelled: &AtomicBool, screen: &Screen) -> Result<Measured, Failure> {
        let args::Bench { trajectories, rounds, no_phases, .. } = self.args;
        let progress = Progress::new(trajectories.saturating_mul(rounds + u32::from(!no_phases)), screen.lang);
        let (count, threads) = (|count| progress.add(count), self.workers() as usize);
        let speed = Speed::measure(engine, self.range(), threads, *rounds, !no_phases, &count, cancelled);
        progress.finish();
        speed.map(Measured::Speed).map_err(ended)
    }

    fn merit(&self, engines: [&Engine; 2], cancelled: &AtomicBool, screen: &Screen) -> Result<Measured, Failure> {
        let args::Bench { trajectories, rounds, .. } = self.args;
        let progress = Progress::new(trajectories.saturating_mul(2 * rounds), screen.lang);
        let (levels, count) = (report::part(engines[0].layout()), |count| progress.add(count));
        let merit = Merit::measure(engines, &levels, self.range(), self.workers() as usize, *rounds, &count, cancelled);
        progress.finish();
        merit.map_err(ended)?.map(Measured::Merit).ok_or_else(|| Failure::Refused(levels_needed()))
    }

    fn scaling(&self, engine: &Engine, cancelled: &AtomicBool, screen: &Screen) -> Result<Measured, Failure> {
        let program = std::env::current_exe()?;
        let command = |range: Range<u32>| self.part(&program, &range);
        let mut scaling = Scaling {
            engine,
            trajectories: self.args.trajectories,
            rounds: self.args.rounds,
            most: self.workers(),
            command: &command,
            progress: &|_| (),
            cancelled,
        };
        let progress = Progress::new(scaling.total(), screen.lang);
        let count = |count| progress.add(count);
        scaling.progress = &count;
        let points = scaling.measure();
        progress.finish();
        points.map(Measured::Scaling).map_err(|error| match error {
            ScalingError::Run(error) => ended(error),
            error => Failure::Failed(words::failed(&error)),
        })
    }

    /// This program again, for a range, on one thread.
    fn part(&self, program: &Path, range: &Range<u32>) -> Command {
        let args::Bench { scenario, seed, levels, horizon, tables, .. } = self.args;
        let mut command = Command::new(program);
        command.args(["bench", "--json", "--no-phases", "--rounds=1", "--threads=1"]);
        command.arg(format!("--first={}", range.start)).arg(format!("--trajectories={}", range.len()));
        command.arg(format!("--seed={seed}"));
        command.arg(format!("--levels={}", levels.iter().map(|level| level.key()).collect::<Vec<_>>().join(",")));
        command.args(horizon.map(|year| format!("--horizon={year}")));
        if let Some(directory) = &tables.baseline {
            command.arg("--baseline").arg(directory);
        }
        command.args(scenario);
        command
    }

    /// What was measured, and on what.
    fn facts(&self) -> Value {
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "optimised": !cfg!(debug_assertions),
            "scenario": self.scenario.name,
            "comparison": self.variant.as_ref().map(|variant| &variant.name),
            "horizon": self.scenario.horizon,
            "levels": self.args.levels.iter().map(|level| level.key()).collect::<Vec<_>>(),
            "seed": self.args.seed,
            "first": self.args.first,
            "trajectories": self.args.trajectories,
            "rounds": self.args.rounds,
            "threads": self.workers(),
            "processors": self.processors,
        })
    }
}

fn ended(error: RunError) -> Failure {
    match error {
        RunError::Cancelled => Failure::Interrupted,
        error => Failure::Failed(words::failed(&error)),
    }
}

fn not_optimised() -> Message {
    Message::new(
        "attention : programme compilé sans optimisation, ces durées ne disent rien ; cargo build --release",
        "warning: this program was built without optimisation, its times say nothing; cargo build --release",
    )
}

fn no_clock() -> Message {
    Message::new(
        "ce système ne dit pas le temps de calcul d'un processus ; mesurez sous Linux ou macOS",
        "this system does not tell the CPU time of a process; measure on Linux or macOS",
    )
}

fn levels_needed() -> Message {
    Message::new(
        "--comparison compare la France et les départements : --levels doit contenir france et departement",
        "--comparison compares France and the départements: --levels must hold france and departement",
    )
}
