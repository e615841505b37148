//! `releve run`: projects a scenario, shows the main results and writes the files.
//!
//! What is simulated is kept in a file as it comes. It serves twice: a run that was interrupted goes on from it, and
//! trajectories can be added to a run that was finished.

use super::{
    Failure, Screen, args,
    kept::{Found, Kept},
    output,
    plan::Plan,
    shard, words,
};
use crate::{
    diagnostic::Problems,
    engine::indicators::Threshold,
    ensemble::Shard,
    export::{ENSEMBLE, PARTS, Part, Run, Standing, Target, TargetError, sweep_results},
    text::{Lang, Message},
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Fewer trajectories than this leave less than ten beyond each bound of an 80 % interval.
pub(super) const ENOUGH: u32 = 100;

/// Runs a scenario, or a part of its trajectories; `files` is the language of what is written.
pub(super) fn run(args: &args::Run, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let plan = Plan::new(args, screen)?;
    let run = plan.facts(files);
    match &args.shard {
        Some(word) => shard::run(word, &plan, &run, args, screen),
        None => whole(&plan, run, args, screen),
    }
}

fn whole(plan: &Plan, run: Run, args: &args::Run, screen: &Screen) -> Result<(), Failure> {
    let kept = kept(plan, &run, args);
    let Some(Begun { target, part }) = begin(plan, &run, &kept, args, screen)? else { return Ok(()) };
    let engine = plan.engine()?;
    let mut cube = kept.load(part.as_ref(), &engine, screen)?;
    kept.simulate(&engine, &mut cube, stop_on_signal()?, screen)?;
    plan.finish(target, run, cube, screen)
}

/// Where the trajectories of a whole run are kept.
pub(super) fn kept(plan: &Plan, run: &Run, args: &args::Run) -> Kept {
    Kept::new(plan.out.join(ENSEMBLE), run, run.trajectories.clone(), Shard::WHOLE).filled_by(args)
}

/// What a run begins with: where its files go, and the trajectories already there.
pub(super) struct Begun {
    pub target: Target,
    pub part: Option<Part>,
}

/// Makes ready for a run, or shows what it would give where that is there already.
pub(super) fn begin(plan: &Plan, run: &Run, kept: &Kept, args: &args::Run, screen: &Screen) -> Result<Option<Begun>, Failure> {
    let standing = Standing::of(&plan.out, run);
    // What `begun` does not refuse may be replaced.
    let part = if is_complete(standing, plan) { None } else { begun(standing, kept, &plan.out, args)? };
    if args.resume {
        sweep_results(&plan.out)?;
    }
    let Some(target) = output::open(&plan.out, run, &plan.options.files(), true)? else {
        return plan.show_again(run, screen).map(|()| None);
    };
    if args.resume {
        // Processes that share a run keep their parts apart.
        let is_new = part.is_none() && shard::counts(&plan.out.join(PARTS)).is_empty();
        kept.sweep(is_new, screen)?;
    }
    Ok(Some(Begun { target, part }))
}

/// Whether all that is wanted is there.
fn is_complete(standing: Standing, plan: &Plan) -> bool {
    standing == Standing::Same && plan.options.files().iter().all(|name| plan.out.join(name).exists())
}

/// The trajectories from which a run goes on, if there are any, or why it must not begin.
fn begun(standing: Standing, kept: &Kept, out: &Path, args: &args::Run) -> Result<Option<Part>, Failure> {
    let found = kept.find();
    if args.how.force {
        return Ok(found.mine().filter(|part| args.resume && part.head.held.end <= kept.goal().end));
    }
    let refused = |message| Err(Failure::Failed(message));
    let more = |part: &Part| part.head.held.end > kept.goal().end;
    match (standing, found) {
        (Standing::Other, _) | (Standing::Torn, Found::Nothing | Found::Unfit(_)) => {
            refused(TargetError::Occupied(out.to_owned()).message())
        }
        (Standing::Same, Found::Unfit(_)) | (Standing::Same | Standing::Free, Found::Nothing) => Ok(None),
        (Standing::Shorter(count), Found::Nothing) => refused(nothing_to_add_to(out, count)),
        (Standing::Free | Standing::Shorter(_), Found::Unfit(message)) => refused(message),
        (_, Found::Mine(part)) if more(&part) => refused(kept.too_many(&part)),
        (Standing::Shorter(count), Found::Mine(part)) if part.head.held.end <= count => Ok(Some(*part)),
        (Standing::Same, Found::Mine(part)) => Ok(Some(*part)),
        (_, Found::Mine(part)) if args.resume => Ok(Some(*part)),
        (_, Found::Mine(part)) => refused(kept.was_interrupted(&part)),
    }
}

fn nothing_to_add_to(out: &Path, count: u32) -> Message {
    let out = out.display();
    Message::new(
        format!(
            "{out} contient {count} trajectoires de cette projection mais plus {ENSEMBLE}, auquel en ajouter : choisissez un autre dossier (--out) ou refaites tout (--force)"
        ),
        format!(
            "{out} holds {count} trajectories of this run but no longer {ENSEMBLE}, to which more can be added: choose another directory (--out) or make all again (--force)"
        ),
    )
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
