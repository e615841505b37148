//! `releve merge`: puts together the parts of a run, to the same bytes as one process would have written; with `--shard`,
//! some of them into a larger part, so that thousands of parts are not read by one process.

use super::{
    Failure, Screen, args, baseline,
    kept::{Found, Kept, other_division, recognise},
    output,
    plan::{Plan, directory},
    run::thresholds,
    shard,
};
use crate::{
    baseline::START,
    engine::indicators::{Layout, Level},
    ensemble::{Cube, Shard},
    export::{ENSEMBLE, EXTENSION, Head, Options, PARTS, Part, PartError, Run, Standing, TargetError},
    scenario::archived::from_resolved,
    text::{Lang, Message},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// Merges the parts of directories; `files` is the language of what is written.
pub(super) fn merge(args: &args::Merge, files: Lang, screen: &Screen) -> Result<(), Failure> {
    if let Some(word) = &args.into {
        return gather(word, args, files, screen);
    }
    let parts = Parts::open(&found(&args.pieces)?)?;
    let plan = plan(&parts.head, args)?;
    let run = plan.facts(files);
    parts.of_this_baseline(&run.identity())?;
    parts.complete(Shard::WHOLE, args.json, screen)?;
    let kept = Kept::new(plan.out.join(ENSEMBLE), &run, run.trajectories.clone(), Shard::WHOLE);
    if !args.force {
        occupied(Standing::of(&plan.out, &run), kept.find(), &plan.out)?;
    }
    let Some(target) = output::open(&plan.out, &run, &plan.options.files(), true)? else {
        return plan.show_again(&run, screen);
    };
    let cube = parts.add_up(&plan)?;
    kept.save(&cube).map_err(|error| Failure::Failed(error.message()))?;
    plan.finish(target, run, cube, screen)
}

/// Merges the parts that make up a larger one into it.
fn gather(word: &str, args: &args::Merge, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let wanted = shard::read(word, |name| std::env::var(name).ok(), &BTreeSet::new()).map_err(Failure::Refused)?;
    let Some(out) = &args.out else { return Err(Failure::Refused(where_to())) };
    let sources = found(&args.pieces)?;
    if sources.iter().any(|source| same_directory(source.parent(), &out.join(PARTS))) {
        return Err(Failure::Refused(where_to()));
    }
    let named: Vec<_> = sources.iter().filter(|path| may_belong(path, wanted)).cloned().collect();
    // Where none is of it, any tells which lack.
    let mut parts = Parts::open(if named.is_empty() { &sources } else { &named })?;
    let plan = plan(&parts.head, args)?;
    let run = plan.facts(files);
    parts.of_this_baseline(&run.identity())?;
    parts.keep(wanted)?;
    parts.complete(wanted, args.json, screen)?;
    let kept = Kept::new(plan.out.join(PARTS).join(shard::file(wanted)), &run, run.trajectories.clone(), wanted);
    match kept.find() {
        Found::Mine(part) if part.head.is_finished() && !args.force => return shard::show(&kept, wanted, &plan, screen),
        Found::Unfit(message) if !args.force => return Err(Failure::Failed(message)),
        _ => (),
    }
    let cube = parts.add_up(&plan)?;
    kept.save(&cube).map_err(|error| Failure::Failed(error.message()))?;
    shard::show(&kept, wanted, &plan, screen)
}

fn same_directory(one: Option<&Path>, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one.and_then(real).is_some_and(|one| real(other) == Some(one))
}

/// Whether a file may be of a larger part, by its name: the others need not be read. One that was renamed may be any.
fn may_belong(path: &Path, wanted: Shard) -> bool {
    let named = shard::named(&path.file_name().unwrap_or_default().to_string_lossy());
    named.is_none_or(|part| wanted.cut(&(0..part.of())).contains(&part.index()))
}

/// Refuses to replace what is not of this run: a shorter one, or files that were being put in place.
fn occupied(standing: Standing, found: Found, out: &Path) -> Result<(), Failure> {
    match (standing, found) {
        (Standing::Other, _) | (Standing::Torn, Found::Nothing | Found::Unfit(_)) => {
            Err(Failure::Failed(TargetError::Occupied(out.to_owned()).message()))
        }
        (Standing::Free | Standing::Shorter(_), Found::Unfit(message)) => Err(Failure::Failed(message)),
        _ => Ok(()),
    }
}

/// The part files of some directories of results, or of parts themselves.
fn found(directories: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for directory in directories {
        let inner = directory.join(PARTS);
        let place = if inner.is_dir() { &inner } else { directory };
        if !place.is_dir() {
            faults.push(no_directory(place));
            continue;
        }
        let own = part_files(place).map_err(|error| Failure::Failed(PartError::Io(place.clone(), error).message()))?;
        if own.is_empty() {
            faults.push(no_parts(place));
        }
        files.extend(own);
    }
    match &faults[..] {
        [] => Ok(files),
        [alone] => Err(Failure::Refused(alone.clone())),
        _ => Err(refused(&faults)),
    }
}

fn part_files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    let is_part = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.extension().is_some_and(|extension| extension == EXTENSION) && !name.starts_with('.') && name != ENSEMBLE
    };
    files.retain(is_part);
    files.sort();
    Ok(files)
}

/// Parts of one run, each once.
struct Parts {
    /// What the first says that all are of.
    head: Head,
    /// By their numbers.
    parts: BTreeMap<u32, Part>,
}

impl Parts {
    /// Opens files and refuses all that do not go together, each with its reason.
    fn open(files: &[PathBuf]) -> Result<Self, Failure> {
        let (mut opened, mut faults) = (Vec::new(), Vec::new());
        for file in files {
            Part::open(file).map_or_else(|error| faults.push(error.message()), |part| opened.push(part));
        }
        let Some(first) = opened.first() else { return Err(refused(&faults)) };
        let (head, first) = (first.head.clone(), first.path().display().to_string());
        let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
        for part in opened {
            let (found, index) = (&part.head, part.head.shard.index());
            let alike = found.shard.of() == head.shard.of() && found.whole == head.whole;
            let difference = head.run.first_difference(&found.run).or_else(|| (!alike).then(|| other_division(found)));
            match (difference, parts.get(&index)) {
                (Some(difference), _) => faults.push(not_with(part.path(), &first, &difference)),
                (None, Some(other)) => faults.push(twice(index, other.path(), part.path())),
                (None, None) => _ = parts.insert(index, part),
            }
        }
        if faults.is_empty() { Ok(Self { head, parts }) } else { Err(refused(&faults)) }
    }

    /// Refuses parts made from other tables than those at hand, or by another program.
    fn of_this_baseline(&self, run: &Run) -> Result<(), Failure> {
        let path = self.parts.values().next().map_or(Path::new(""), Part::path);
        match run.first_difference(&self.head.run) {
            None => Ok(()),
            Some(difference) => Err(Failure::Refused(of_other_inputs(path, &difference))),
        }
    }

    /// Keeps those of a larger part, if it is made of whole ones.
    fn keep(&mut self, wanted: Shard) -> Result<(), Failure> {
        let of = self.head.shard.of();
        if !of.is_multiple_of(wanted.of()) {
            return Err(Failure::Refused(no_divisor(wanted, of)));
        }
        self.parts.retain(|index, _| wanted.cut(&(0..of)).contains(index));
        Ok(())
    }

    /// Refuses to merge while parts lack of those that are wanted, and says which.
    fn complete(&self, wanted: Shard, json: bool, screen: &Screen) -> Result<(), Failure> {
        let is_missing = |index: &u32| !self.parts.get(index).is_some_and(|part| part.head.is_finished());
        let missing: Vec<u32> = wanted.cut(&(0..self.head.shard.of())).filter(is_missing).collect();
        if missing.is_empty() {
            return Ok(());
        }
        for part in missing.iter().filter_map(|index| self.parts.get(index)) {
            screen.say(&unfinished(part));
        }
        let array = ranges(&missing);
        if !json {
            output::print(&format!("--array={array}\n"))?;
        }
        Err(Failure::Failed(incomplete(missing.len(), self.head.shard.of(), &array, missing[0])))
    }

    fn add_up(&self, plan: &Plan) -> Result<Cube, Failure> {
        let engine = plan.engine()?;
        let start = self.parts.values().next().map_or(self.head.whole.start, |part| part.head.held.start);
        let mut cube = Cube::new(&plan.layout, start);
        for part in self.parts.values() {
            recognise(&engine, part)?;
            part.add_to(&mut cube).map_err(|error| Failure::Failed(error.message()))?;
        }
        Ok(cube)
    }
}

/// What the parts are of, as a run of this program.
fn plan(head: &Head, args: &args::Merge) -> Result<Plan, Failure> {
    let (run, tables) = (&head.run, args.tables.baseline.clone());
    let baseline = baseline(tables.as_deref())?;
    let mut scenario = from_resolved(&run.resolved, &baseline)?;
    scenario.horizon = run.horizon;
    let levels: Vec<_> = Level::ALL.into_iter().filter(|level| run.levels.iter().any(|name| name == level.key())).collect();
    // Kept as `density_under_40 P5`, typed as `density=40,P5`.
    let typed: Vec<_> = run.thresholds.iter().map(|kept| kept.replacen("_under_", "=", 1).replace(' ', ",")).collect();
    let layout = Layout::new(&baseline.geography, &levels, START, run.horizon).with_thresholds(&thresholds(&typed)?);
    let out = match (&args.out, &args.pieces[..]) {
        (Some(out), _) => out.clone(),
        (None, [one]) => one.clone(),
        (None, _) => directory(&scenario.name),
    };
    Ok(Plan {
        baseline,
        tables,
        scenario,
        levels,
        layout,
        seed: run.seed,
        trajectories: head.whole.end,
        out,
        options: Options { long: args.long, excel_fr: args.excel_fr },
        page: !args.no_report,
        json: args.json,
    })
}

/// Numbers as Slurm reads them: `1,4-6`.
fn ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let said = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges.iter().map(said).collect::<Vec<_>>().join(",")
}

/// Every fault in one message; nothing was written.
fn refused(faults: &[Message]) -> Failure {
    let all = |text: fn(&Message) -> &str| faults.iter().map(text).collect::<Vec<_>>().join("\n  ");
    let (fr, en) = (all(|fault| &fault.fr), all(|fault| &fault.en));
    Failure::Refused(Message::new(
        format!("ces parties ne se réunissent pas ; rien n'a été écrit :\n  {fr}"),
        format!("these parts do not go together; nothing was written:\n  {en}"),
    ))
}

fn no_directory(path: &Path) -> Message {
    let (fr, en) = if path.exists() { ("est un fichier", "is a file") } else { ("n'existe pas", "does not exist") };
    let path = path.display();
    Message::new(
        format!("{path} {fr} ; donnez le dossier (--out) d'un `releve run --shard I/N`"),
        format!("{path} {en}; give the directory (--out) of a `releve run --shard I/N`"),
    )
}

fn no_parts(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!("{directory} ne contient aucune partie ; donnez le dossier (--out) d'un `releve run --shard I/N`"),
        format!("{directory} holds no part; give the directory (--out) of a `releve run --shard I/N`"),
    )
}

fn where_to() -> Message {
    Message::new(
        "merge --shard : donnez par --out un dossier autre que ceux des parties, où la grande partie sera écrite",
        "merge --shard: give by --out a directory other than those of the parts, for the larger part to be written to",
    )
}

fn no_divisor(wanted: Shard, of: u32) -> Message {
    let (index, into) = (wanted.index(), wanted.of());
    let divisors: Vec<_> = (1..=of).filter(|divisor| of.is_multiple_of(*divisor)).map(|divisor| divisor.to_string()).collect();
    let divisors = divisors.join(", ");
    Message::new(
        format!("--shard {index}/{into} : {into} ne divise pas les {of} parties trouvées ; possibles : {divisors}"),
        format!("--shard {index}/{into}: {into} does not divide the {of} parts found; possible: {divisors}"),
    )
}

fn not_with(path: &Path, first: &str, difference: &Message) -> Message {
    let path = path.display();
    Message::new(
        format!("{path} n'est pas de la même projection que {first} ({})", difference.fr),
        format!("{path} is not of the same run as {first} ({})", difference.en),
    )
}

fn twice(index: u32, one: &Path, other: &Path) -> Message {
    let (one, other) = (one.display(), other.display());
    Message::new(
        format!("la partie {index} est là deux fois : {one} et {other} ; ôtez l'une des deux"),
        format!("part {index} is there twice: {one} and {other}; take one away"),
    )
}

fn of_other_inputs(path: &Path, difference: &Message) -> Message {
    let path = path.display();
    Message::new(
        format!("{path} vient d'un autre programme ou d'autres tables ({}) : réunissez avec les mêmes", difference.fr),
        format!("{path} comes from another program or other tables ({}): merge with the same", difference.en),
    )
}

fn unfinished(part: &Part) -> Message {
    let (path, held, all) = (part.path().display(), part.head.held.len(), part.head.goal().len());
    Message::new(
        format!("{path} : {held} trajectoires sur {all} ; --resume la finit"),
        format!("{path}: {held} of {all} trajectories; --resume finishes it"),
    )
}

fn incomplete(missing: usize, of: u32, array: &str, first: u32) -> Message {
    let s = if missing > 1 { "s" } else { "" };
    Message::new(
        format!(
            "il manque {missing} partie{s} sur {of} : {array} ; faites-les (sbatch --array={array}, ou --shard {first}/{of}), puis réunissez"
        ),
        format!(
            "{missing} of {of} parts missing: {array}; make them (sbatch --array={array}, or --shard {first}/{of}), then merge"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_are_written_as_slurm_reads_them() {
        assert_eq!(ranges(&[1, 4, 5, 6, 9]), "1,4-6,9");
        assert_eq!(ranges(&[0, 1]), "0-1");
        assert_eq!(ranges(&[]), "");
    }
}
