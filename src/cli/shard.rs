//! `releve run --shard`: a part of the trajectories of a run, for [`super::merge`] to put together.

use super::{
    Failure, Screen, args,
    kept::{Found, Kept},
    output,
    plan::Plan,
    run::stop_on_signal,
    words,
};
use crate::{
    ensemble::Shard,
    export::{EXTENSION, PARTS, Run, Standing, TargetError},
    text::Message,
};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path};

/// Computes the part that `word` names.
pub(super) fn run(word: &str, plan: &Plan, run: &Run, args: &args::Run, screen: &Screen) -> Result<(), Failure> {
    let directory = plan.out.join(PARTS);
    let shard = read(word, |name| std::env::var(name).ok(), &counts(&directory)).map_err(Failure::Refused)?;
    if shard.of() > plan.trajectories {
        return Err(Failure::Refused(too_many(shard.of(), plan.trajectories)));
    }
    let kept = Kept::new(directory.join(file(shard)), run, run.trajectories.clone(), shard).filled_by(args);
    let begun = match (Standing::of(&plan.out, run), kept.find()) {
        (_, found) if args.how.force => found.mine().filter(|_| args.resume),
        (Standing::Same, _) => {
            screen.say(&words::already_there(&plan.out));
            return Ok(());
        }
        (Standing::Shorter(_) | Standing::Torn | Standing::Other, _) => {
            return Err(Failure::Failed(TargetError::Occupied(plan.out.clone()).message()));
        }
        (Standing::Free, Found::Unfit(message)) => return Err(Failure::Failed(message)),
        (Standing::Free, Found::Mine(part)) if part.head.is_finished() => return show(&kept, shard, plan, screen),
        (Standing::Free, Found::Mine(part)) if !args.resume => return Err(Failure::Failed(kept.was_interrupted(&part))),
        (Standing::Free, found) => found.mine(),
    };
    kept.prepare()?;
    if args.resume {
        kept.sweep(begun.is_none(), screen)?;
    }
    let engine = plan.engine()?;
    let mut cube = kept.load(begun.as_ref(), &engine, screen)?;
    let done = kept.simulate(&engine, &mut cube, stop_on_signal()?, screen);
    if let Err(Failure::Interrupted) = done {
        // Made for nothing; they stay where they hold anything else.
        drop(fs::remove_dir(&directory).and_then(|()| fs::remove_dir(&plan.out)));
    }
    done?;
    show(&kept, shard, plan, screen)
}

/// Tells of a part that is finished.
pub(super) fn show(kept: &Kept, shard: Shard, plan: &Plan, screen: &Screen) -> Result<(), Failure> {
    if plan.json {
        let document = json!({
            "scenario": plan.scenario.name,
            "seed": plan.seed,
            "shard": shard.index(),
            "shards": shard.of(),
            "trajectories": { "start": kept.goal().start, "end": kept.goal().end },
            "file": kept.path(),
        });
        return Ok(output::print_json(&document)?);
    }
    Ok(output::print(&format!("{}\n", finished(kept, shard, &plan.out).get(screen.lang)))?)
}

/// Name of the file of a part: `3-of-5.part`.
pub(super) fn file(shard: Shard) -> String {
    format!("{}-of-{}.{EXTENSION}", shard.index(), shard.of())
}

/// The part that a file is named after, if it is.
pub(super) fn named(file: &str) -> Option<Shard> {
    let (index, of) = file.strip_suffix(&format!(".{EXTENSION}"))?.split_once("-of-")?;
    Shard::new(index.parse().ok()?, of.parse().ok()?)
}

/// The numbers of parts into which runs were cut whose parts are in a directory.
pub(super) fn counts(directory: &Path) -> BTreeSet<u32> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some(named(&entry.file_name().to_string_lossy())?.of())).collect()
}

/// The part that `I/N`, `slurm` or `slurm/N` names; of N parts, number N is number 0, so that an array may count from 0 or
/// from 1. `known` are the numbers of parts already used: a task that is run again alone does not know how many there are.
pub(super) fn read(word: &str, variable: impl Fn(&str) -> Option<String>, known: &BTreeSet<u32>) -> Result<Shard, Message> {
    let number = |name: &str| variable(name).and_then(|value| value.parse::<u32>().ok());
    let (index, of) = match word.split_once('/') {
        None if word == "slurm" => (None, None),
        Some(("slurm", of)) => (None, Some(of.parse().map_err(|_| unknown(word))?)),
        Some((index, of)) => (Some(index.parse().map_err(|_| unknown(word))?), Some(of.parse().map_err(|_| unknown(word))?)),
        None => return Err(unknown(word)),
    };
    let task = || number("SLURM_ARRAY_TASK_ID").ok_or_else(no_array);
    let (index, of) = match (index, of, known.len()) {
        (Some(index), Some(of), _) => (index, of),
        (_, Some(of), _) => (task()?, of),
        (_, None, 1) => (task()?, known.first().copied().unwrap_or(1)),
        (_, None, _) => (task()?, whole_array(number)?),
    };
    let shard = if index <= of { index.checked_rem(of).and_then(|index| Shard::new(index, of)) } else { None };
    shard.ok_or_else(|| beyond(index, of))
}

/// The number of tasks of an array that was submitted whole.
fn whole_array(number: impl Fn(&str) -> Option<u32>) -> Result<u32, Message> {
    let [first, last, count] =
        ["SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_COUNT"].map(|name| number(name).unwrap_or(u32::MAX));
    let is_whole = first < 2 && last.checked_sub(first).and_then(|more| more.checked_add(1)) == Some(count);
    if is_whole { Ok(count) } else { Err(part_of_array()) }
}

fn unknown(word: &str) -> Message {
    Message::new(
        format!("--shard {word} : attendu I/N (0/5 à 4/5 pour cinq parties), slurm ou slurm/N"),
        format!("--shard {word}: expected I/N (0/5 to 4/5 for five parts), slurm or slurm/N"),
    )
}

fn beyond(index: u32, of: u32) -> Message {
    let last = of.saturating_sub(1);
    Message::new(
        format!("--shard : il n'y a pas de partie {index} parmi {of} ; elles vont de 0 à {last}, et {of} est mis pour 0"),
        format!("--shard: there is no part {index} of {of}; they go from 0 to {last}, and {of} stands for 0"),
    )
}

fn no_array() -> Message {
    Message::new(
        "--shard slurm : SLURM_ARRAY_TASK_ID manque ; soumettez par sbatch --array=0-4, ou donnez --shard I/N",
        "--shard slurm: SLURM_ARRAY_TASK_ID is missing; submit with sbatch --array=0-4, or give --shard I/N",
    )
}

fn part_of_array() -> Message {
    Message::new(
        "--shard slurm : ce tableau de tâches ne va pas de 0 (ou 1) à sa fin, et le dossier ne dit pas en combien de parties couper ; donnez --shard slurm/N",
        "--shard slurm: this array does not go from 0 (or 1) to its end, and the directory does not tell how many parts there are; give --shard slurm/N",
    )
}

fn too_many(of: u32, trajectories: u32) -> Message {
    Message::new(
        format!("--shard : {of} parties pour {trajectories} trajectoires ; il en faut au moins une par partie"),
        format!("--shard: {of} parts for {trajectories} trajectories; each needs one at least"),
    )
}

fn finished(kept: &Kept, shard: Shard, out: &Path) -> Message {
    let (index, of, path, out) = (shard.index(), shard.of(), kept.path().display(), out.display());
    let (start, last) = (kept.goal().start, kept.goal().end.saturating_sub(1));
    Message::new(
        format!(
            "Partie {index}/{of}, trajectoires {start} à {last} : {path}\nQuand les {of} parties sont faites : releve merge {out}"
        ),
        format!("Part {index}/{of}, trajectories {start} to {last}: {path}\nOnce all {of} parts are made: releve merge {out}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slurm(word: &str, [id, first, last, count]: [&str; 4], known: &[u32]) -> Option<(u32, u32)> {
        let variable = |name: &str| {
            let value = match name {
                "SLURM_ARRAY_TASK_ID" => id,
                "SLURM_ARRAY_TASK_MIN" => first,
                "SLURM_ARRAY_TASK_MAX" => last,
                _ => count,
            };
            (!value.is_empty()).then(|| value.to_owned())
        };
        read(word, variable, &known.iter().copied().collect()).ok().map(|shard| (shard.index(), shard.of()))
    }

    #[test]
    fn a_part_is_named_by_its_number_among_all() {
        let typed = |word| slurm(word, ["", "", "", ""], &[]);
        assert_eq!([typed("0/5"), typed("4/5"), typed("5/5")], [Some((0, 5)), Some((4, 5)), Some((0, 5))]);
        for wrong in ["6/5", "0/0", "5", "a/5", "1/", "/5", "-1/5", "slurm", "slurm/5", "slurm/x", ""] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_array_counts_from_0_or_from_1_and_a_task_alone_asks_how_many_there_are() {
        assert_eq!(slurm("slurm", ["3", "0", "4", "5"], &[]), Some((3, 5)));
        assert_eq!(slurm("slurm", ["5", "1", "5", "5"], &[]), Some((0, 5)));
        assert_eq!(slurm("slurm", ["3", "3", "3", "1"], &[]), None, "alone");
        assert_eq!(slurm("slurm", ["1", "1", "3", "2"], &[]), None, "with a gap");
        assert_eq!(slurm("slurm", ["3", "3", "3", "1"], &[5]), Some((3, 5)), "the directory knows");
        assert_eq!(slurm("slurm/5", ["3", "3", "3", "1"], &[]), Some((3, 5)));
        assert_eq!(slurm("slurm", ["3", "3", "3", "1"], &[5, 8]), None, "the directory does not agree with itself");
    }
}
