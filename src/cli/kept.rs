//! Trajectories kept in a part file while the next are simulated: what a run that stops goes on from.

use super::{Failure, Screen, args, progress::Progress, shown::whole, words};
use crate::{
    engine::Engine,
    ensemble::{self, Cube, RunError, Shard, digest_of_row},
    export::{Head, Part, PartError, Run, prepare_part, sweep_part, write_part},
    text::{Lang, Message},
};
use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

/// A save takes at most one part in so many of the time of a run, even where it takes longer than the pause that was asked for.
const SHARE: u32 = 20;

/// The part file of a run or of one of its parts.
pub(super) struct Kept {
    path: PathBuf,
    head: Head,
    pause: Duration,
    threads: usize,
}

/// What stands in the place of a part file.
pub(super) enum Found {
    Nothing,
    /// Trajectories of this very part.
    Mine(Box<Part>),
    /// Something else, or a file that is damaged: why it is not to be replaced unasked.
    Unfit(Message),
}

impl Found {
    pub fn mine(self) -> Option<Part> {
        match self {
            Self::Mine(part) => Some(*part),
            Self::Nothing | Self::Unfit(_) => None,
        }
    }
}

impl Kept {
    /// The file at `path` of a division of the trajectories `whole` of `run`.
    pub fn new(path: PathBuf, run: &Run, whole: Range<u32>, shard: Shard) -> Self {
        let held = shard.cut(&whole).start..shard.cut(&whole).start;
        let head = Head { run: run.identity(), whole, shard, held, first_row: None };
        Self { path, head, pause: Duration::MAX, threads: 0 }
    }

    /// The same, to be filled as a command line says.
    pub fn filled_by(self, args: &args::Run) -> Self {
        let pause = Duration::from_secs(args.checkpoint.into());
        Self { pause, threads: args.how.threads.map_or(0, usize::from), ..self }
    }

    /// The same with another number of threads (0: one per processor).
    #[cfg(feature = "mpi")]
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Takes the file away, and its directory where nothing else is in it: what it held is elsewhere.
    #[cfg(feature = "mpi")]
    pub fn forget(&self) {
        drop(fs::remove_file(&self.path));
        drop(self.path.parent().map(fs::remove_dir));
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its trajectories once it is finished.
    pub fn goal(&self) -> Range<u32> {
        self.head.goal()
    }

    /// What is there. The trajectories of the whole of a run may be fewer or more than those wanted: they begin alike.
    pub fn find(&self) -> Found {
        if !self.path.exists() {
            return Found::Nothing;
        }
        let part = match Part::open(&self.path) {
            Ok(part) => part,
            Err(error) => return Found::Unfit(or_force(&error.message())),
        };
        let is_whole = self.head.shard == Shard::WHOLE && part.head.shard == Shard::WHOLE;
        let divided = is_whole || (self.head.shard == part.head.shard && self.head.whole == part.head.whole);
        let other = self.head.run.first_difference(&part.head.run);
        match other.or_else(|| (!divided || self.goal().start != part.head.held.start).then(|| other_division(&part.head))) {
            None => Found::Mine(Box::new(part)),
            Some(difference) => Found::Unfit(or_force(&of_another(&self.path, &difference))),
        }
    }

    /// Takes away what a program that was killed left under way, and says so where there is nothing to go on from.
    pub fn sweep(&self, is_new: bool, screen: &Screen) -> Result<(), Failure> {
        if is_new {
            screen.say(&Message::new("rien à reprendre : tout est à calculer", "nothing to resume: all is to be computed"));
        }
        sweep_part(&self.path).map_err(|error| self.refused(error))
    }

    /// Makes its directory, and shows that it can be written to.
    pub fn prepare(&self) -> Result<(), Failure> {
        prepare_part(&self.path).map_err(|error| self.refused(error))
    }

    fn refused(&self, error: io::Error) -> Failure {
        Failure::Failed(PartError::Io(self.path.clone(), error).message())
    }

    /// The trajectories of a part that was begun, or none yet.
    pub fn load(&self, part: Option<&Part>, engine: &Engine, screen: &Screen) -> Result<Cube, Failure> {
        let mut cube = Cube::new(engine.layout(), self.goal().start);
        if let Some(part) = part {
            recognise(engine, part)?;
            part.add_to(&mut cube).map_err(|error| Failure::Failed(error.message()))?;
            screen.say(&goes_on(cube.trajectories().len(), self.goal().len()));
        }
        Ok(cube)
    }

    /// Simulates what lacks, saving what is finished from time to time, when the user stops it, and at the end.
    pub fn simulate(&self, engine: &Engine, cube: &mut Cube, cancelled: Arc<AtomicBool>, screen: &Screen) -> Result<(), Failure> {
        let (first, end) = (cube.trajectories().end, self.goal().end);
        let progress = if screen.silent { Progress::hidden } else { Progress::new }(end - first, screen.lang);
        let mut saves = Saves { kept: self, screen, last: Instant::now(), pause: self.pause, saved: first, told: false };
        let add = |count| progress.add(count);
        let after = &mut |cube: &Cube| saves.after(cube);
        let done = ensemble::go_on(engine, cube, end, self.threads, &add, &cancelled, after);
        let (took, saved) = (progress.finish(), saves.saved);
        match done {
            Err(RunError::Cancelled) => Err(self.stopped(cube, saved)),
            Err(error) => Err(Failure::Failed(words::failed(&error))),
            Ok(()) => {
                if first < end {
                    screen.say(&took);
                }
                if saved == end && self.path.exists() { Ok(()) } else { self.save(cube).map_err(not_kept) }
            }
        }
    }

    fn stopped(&self, cube: &Cube, saved: u32) -> Failure {
        let done = cube.trajectories();
        if done.is_empty() {
            return Failure::Interrupted;
        }
        let save = if done.end > saved { self.save(cube) } else { Ok(()) };
        save.map_or_else(not_kept, |()| Failure::Kept(self.interrupted(done.len())))
    }

    /// Keeps what a cube holds.
    pub fn save(&self, cube: &Cube) -> Result<(), PartError> {
        let directory = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(directory).map_err(|error| PartError::Io(self.path.clone(), error))?;
        write_part(&self.path, &self.head, cube)
    }

    fn interrupted(&self, done: usize) -> Message {
        let path = self.path.display();
        let [(fr, all), (en, all_en)] = counts(done, self.goal().len());
        Message::new(
            format!(
                "interrompu : {fr} trajectoires sur {all} sont gardées dans {path} ; la même commande avec --resume continue"
            ),
            format!("interrupted: {en} of {all_en} trajectories are kept in {path}; the same command with --resume goes on"),
        )
    }

    /// A run was begun here, and neither to go on with it nor to begin again was asked for.
    pub fn was_interrupted(&self, part: &Part) -> Message {
        let path = self.path.display();
        let [(fr, all), (en, all_en)] = counts(part.head.held.len(), self.goal().len());
        Message::new(
            format!(
                "{path} garde {fr} trajectoires sur {all} d'une projection interrompue : --resume la continue, --force recommence"
            ),
            format!(
                "{path} keeps {en} of {all_en} trajectories of a run that was interrupted: --resume goes on, --force begins again"
            ),
        )
    }

    /// More was computed than is wanted.
    pub fn too_many(&self, part: &Part) -> Message {
        let path = self.path.display();
        let [(fr, all), (en, all_en)] = counts(part.head.held.len(), self.goal().len());
        Message::new(
            format!(
                "{path} garde déjà {fr} trajectoires, plus que les {all} demandées : demandez-en au moins autant (--trajectories), choisissez un autre dossier (--out) ou recommencez (--force)"
            ),
            format!(
                "{path} already keeps {en} trajectories, more than the {all_en} asked for: ask for as many (--trajectories), choose another directory (--out) or begin again (--force)"
            ),
        )
    }
}

/// The saves of a run under way.
struct Saves<'a> {
    kept: &'a Kept,
    screen: &'a Screen,
    last: Instant,
    pause: Duration,
    saved: u32,
    told: bool,
}

impl Saves<'_> {
    /// Saves when it is time. A save that fails costs what it would have kept, no more: the run goes on.
    fn after(&mut self, cube: &Cube) {
        let end = cube.trajectories().end;
        if self.last.elapsed() < self.pause || end == self.kept.goal().end {
            return;
        }
        let start = Instant::now();
        match self.kept.save(cube) {
            Ok(()) => self.saved = end,
            Err(error) if !self.told => {
                self.screen.say(&not_saved(&error));
                self.told = true;
            }
            Err(_) => (),
        }
        self.last = Instant::now();
        if !self.pause.is_zero() {
            self.pause = self.kept.pause.max(start.elapsed() * SHARE);
        }
    }
}

/// Refuses trajectories that this program would not simulate so: the first of them is simulated again.
pub(super) fn recognise(engine: &Engine, part: &Part) -> Result<(), Failure> {
    let Some(known) = &part.head.first_row else { return Ok(()) };
    let (first, mut row) = (part.head.held.start, vec![0; engine.layout().len()]);
    engine.simulate(&mut engine.workspace(), first, &mut row);
    let is_known = digest_of_row(&row).to_hex().as_str() == known;
    if is_known { Ok(()) } else { Err(Failure::Failed(other_program(part.path(), first))) }
}

fn not_kept(error: PartError) -> Failure {
    let Message { fr, en } = error.message();
    Failure::Failed(Message::new(
        format!("les trajectoires n'ont pas pu être gardées ; {fr}"),
        format!("the trajectories could not be kept; {en}"),
    ))
}

fn not_saved(error: &PartError) -> Message {
    let Message { fr, en } = error.message();
    Message::new(
        format!("attention : sauvegarde manquée, le calcul continue ; {fr}"),
        format!("warning: a save failed, the run goes on; {en}"),
    )
}

fn counts(done: usize, all: usize) -> [(String, String); 2] {
    [Lang::Fr, Lang::En].map(|lang| (whole(done as f64, lang), whole(all as f64, lang)))
}

fn goes_on(done: usize, all: usize) -> Message {
    let [(fr, all), (en, all_en)] = counts(done, all);
    Message::new(
        format!("{fr} trajectoires sur {all} sont déjà calculées"),
        format!("{en} of {all_en} trajectories are already computed"),
    )
}

fn or_force(message: &Message) -> Message {
    Message::new(
        format!("{} ; --force le remplace, --out choisit un autre dossier", message.fr),
        format!("{}; --force replaces it, --out chooses another directory", message.en),
    )
}

fn of_another(path: &Path, difference: &Message) -> Message {
    let path = path.display();
    Message::new(
        format!("{path} est d'une autre projection ({})", difference.fr),
        format!("{path} is of another run ({})", difference.en),
    )
}

/// What a part is of, where only its place among all differs.
pub(super) fn other_division(head: &Head) -> Message {
    let (index, of, Range { start, end }) = (head.shard.index(), head.shard.of(), head.whole.clone());
    Message::new(
        format!("partie {index}/{of} des trajectoires {start} à {}", end.saturating_sub(1)),
        format!("part {index}/{of} of trajectories {start} to {}", end.saturating_sub(1)),
    )
}

fn other_program(path: &Path, trajectory: u32) -> Message {
    let path = path.display();
    Message::new(
        format!(
            "{path} vient d'un autre programme : sa trajectoire {trajectory} n'est pas celle de ce programme ; refaites-le avec celui-ci (--force) ou continuez avec l'autre"
        ),
        format!(
            "{path} comes from another program: its trajectory {trajectory} is not that of this program; make it again with this one (--force) or go on with the other"
        ),
    )
}
