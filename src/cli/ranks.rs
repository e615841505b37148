//! `mpirun releve run`: each process computes a part and keeps it, the first one adds them up and writes the files.

use super::{
    Failure, Screen, args,
    kept::{Found, Kept},
    plan::Plan,
    run::{Begun, begin, kept as kept_whole, stop_on_signal},
    shard, words,
    world::World,
};
use crate::{
    engine::Engine,
    ensemble::{Cube, Shard},
    export::{PARTS, Part, Run},
    text::{Lang, Message},
};
use std::ops::Range;

/// Said by the first process where nothing is left to compute.
const NOTHING: u32 = u32::MAX;

/// Runs a scenario on all processes of a world of several.
pub(super) fn run(world: &World, args: &args::Run, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let silent = Screen::silent(screen.lang);
    let screen = if world.is_first() { screen } else { &silent };
    let ready = Plan::new(args, screen).and_then(|plan| plan.engine().map(|engine| (plan, engine)));
    let (plan, engine) = world.agree(ready)?;
    let run = plan.facts(files);
    let whole = kept_whole(&plan, &run, args);
    let begun = if world.is_first() { begin(&plan, &run, &whole, args, screen) } else { Ok(None) };
    let begun = world.agree(begun)?;
    let done = begun.as_ref().map_or(NOTHING, |begun| begun.part.as_ref().map_or(0, |part| part.head.held.end));
    let rest = match world.told(done) {
        NOTHING => return Ok(()),
        done => done..plan.trajectories,
    };
    let (kept, cube) = simulate(world, &plan, &engine, &run, rest, args, screen)?;
    let written = match begun {
        None => send(world, &cube),
        Some(Begun { target, part }) => {
            let Ok(cube) = gather(world, &whole, part.as_ref(), &engine, cube, screen) else {
                // The others are sending, and would never end.
                screen.error(&not_gathered());
                world.abort();
            };
            let kept = whole.save(&cube).map_err(|error| Failure::Failed(error.message()));
            kept.and_then(|()| plan.finish(target, run, cube, screen))
        }
    };
    world.agree(written)?;
    kept.forget();
    Ok(())
}

/// The part of this process, kept as it comes.
fn simulate(
    world: &World,
    plan: &Plan,
    engine: &Engine,
    run: &Run,
    rest: Range<u32>,
    args: &args::Run,
    screen: &Screen,
) -> Result<(Kept, Cube), Failure> {
    let shard = Shard::new(world.rank(), world.size()).unwrap_or(Shard::WHOLE);
    let path = plan.out.join(PARTS).join(shard::file(shard));
    let kept = Kept::new(path, run, rest, shard).filled_by(args).with_threads(args.how.threads.map_or(1, usize::from));
    let cube = begun(world, plan, &kept, args).and_then(|part| {
        kept.prepare()?;
        kept.load(part.as_ref(), engine, screen)
    });
    let mut cube = world.agree(cube)?;
    let done = stop_on_signal().and_then(|cancelled| kept.simulate(engine, &mut cube, cancelled, screen));
    let interrupted = world.sum(u32::from(matches!(done, Err(Failure::Kept(_) | Failure::Interrupted))));
    match (interrupted, done) {
        (0, done) => world.agree(done)?,
        (_, Err(failure @ Failure::Failed(_))) => return Err(failure),
        _ => return Err(if world.is_first() { Failure::Kept(interrupted_run(world.size())) } else { Failure::Elsewhere }),
    }
    Ok((kept, cube))
}

/// What this process goes on from.
fn begun(world: &World, plan: &Plan, kept: &Kept, args: &args::Run) -> Result<Option<Part>, Failure> {
    let found = kept.find();
    if args.how.force && !args.resume {
        return Ok(None);
    }
    let others = shard::counts(&plan.out.join(PARTS));
    match found {
        Found::Mine(part) if args.resume => Ok(Some(*part)),
        Found::Mine(part) => Err(Failure::Failed(kept.was_interrupted(&part))),
        _ if args.how.force => Ok(None),
        Found::Unfit(message) => Err(Failure::Failed(message)),
        Found::Nothing => match others.first().filter(|_| !others.contains(&world.size())) {
            Some(count) => Err(Failure::Failed(other_count(*count, world.size()))),
            None => Ok(None),
        },
    }
}

/// Sends a cube to the first process.
fn send(world: &World, cube: &Cube) -> Result<(), Failure> {
    cube.write_to(&mut world.outbox()).map_err(|error| Failure::Failed(words::failed(&error)))
}

/// Adds up the cubes of all processes, after the trajectories that were there.
fn gather(
    world: &World,
    whole: &Kept,
    part: Option<&Part>,
    engine: &Engine,
    own: Cube,
    screen: &Screen,
) -> Result<Cube, Failure> {
    let failed = |error| Failure::Failed(words::failed(&error));
    let mut cube = match part {
        None => own,
        Some(part) => {
            let (mut cube, mut bytes) = (whole.load(Some(part), engine, screen)?, Vec::new());
            own.write_to(&mut bytes)?;
            cube.read_from(&mut bytes.as_slice()).map_err(failed)?;
            cube
        }
    };
    (1..world.size()).try_for_each(|rank| cube.read_from(&mut world.inbox(rank))).map_err(failed)?;
    Ok(cube)
}

fn not_gathered() -> Message {
    Message::new(
        "les parties n'ont pas pu être réunies ; elles sont gardées : --resume reprend, --force recommence",
        "the parts could not be put together; they are kept: --resume goes on, --force begins again",
    )
}

fn interrupted_run(size: u32) -> Message {
    Message::new(
        format!("interrompu : ce qui est calculé est gardé ; la même commande, sur {size} processus et avec --resume, continue"),
        format!("interrupted: what is computed is kept; the same command, on {size} processes and with --resume, goes on"),
    )
}

fn other_count(count: u32, size: u32) -> Message {
    Message::new(
        format!(
            "ce dossier garde les parties d'un calcul sur {count} processus, et il y en a {size} : relancez-le avec mpirun -n {count}, ou recommencez (--force)"
        ),
        format!(
            "this directory keeps the parts of a run on {count} processes, and there are {size}: start it again with mpirun -n {count}, or begin again (--force)"
        ),
    )
}
