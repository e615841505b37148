//! The directory of results: checked before the first trajectory, filled at once after the last.
//!
//! Files are written into a temporary directory on the same file system and moved into place when all of them are complete.
//! The manifest goes last, and an earlier one is taken away first: a directory with a manifest is always whole.

use super::{Manifest, OURS, Run, WriteError, manifest};
use crate::{baseline, text::Message};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A directory that can take the files of a run. Dropped without [`super::write`], it leaves nothing behind.
#[derive(Debug)]
pub struct Target {
    directory: PathBuf,
    staging: TempDir,
}

/// Directory, beside the results, of the tables they were made from, where these are not those of the program.
pub const TABLES: &str = "baseline";

/// What a directory holds, seen from a run that would write there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No file of ours.
    Free,
    /// This very run, though perhaps not all the files that are wanted.
    Same,
    /// This run up to a number of trajectories.
    Shorter(u32),
    /// Files of ours without a manifest: they were being put in place, or it was taken away.
    Torn,
    /// Another run, or files of ours that were changed.
    Other,
}

impl Standing {
    /// What `directory` holds, seen from `run`.
    #[must_use]
    pub fn of(directory: &Path, run: &Run) -> Self {
        match Manifest::read(directory) {
            None if OURS.iter().any(|name| directory.join(name).exists()) => Self::Torn,
            None => Self::Free,
            Some(found) if found.run.is_same_as(run) && found.holds_in(directory) => Self::Same,
            Some(found) if run.prolongs(&found.run) && found.holds_in(directory) => Self::Shorter(found.run.trajectories.end),
            Some(_) => Self::Other,
        }
    }
}

/// What was found at the place of the results.
#[derive(Debug)]
pub enum Opening {
    /// The files can be written.
    Ready(Target),
    /// They are all there already, from this very run.
    AlreadyThere(Box<Manifest>),
}

/// Why the files of a run cannot go where they should.
#[derive(Debug)]
pub enum TargetError {
    /// The directory holds another run, or files of ours that were changed, and `--force` was not given.
    Occupied(PathBuf),
    /// The path is that of a file.
    NotADirectory(PathBuf),
    /// Nothing can be written there.
    NotWritable(PathBuf, io::Error),
}

/// Directory within the staging directory: made with the user's usual permissions, which a temporary directory has not.
const STAGED: &str = "run";

impl Target {
    /// Looks at `directory` and prepares it for a run that writes `files`. Nothing in it is changed yet.
    ///
    /// # Errors
    /// When it is not a directory, cannot be written to, or holds another run and `force` is false.
    pub fn open(directory: &Path, run: &Run, files: &[&str], force: bool) -> Result<Opening, TargetError> {
        if directory.exists() && !directory.is_dir() {
            return Err(TargetError::NotADirectory(directory.to_owned()));
        }
        let found = Manifest::read(directory);
        let same = found.filter(|manifest| manifest.run.is_same_as(run) && manifest.holds_in(directory));
        let occupied = OURS.iter().any(|name| directory.join(name).exists());
        match same {
            Some(manifest) if files.iter().all(|name| manifest.files.contains_key(*name)) => {
                return Ok(Opening::AlreadyThere(Box::new(manifest)));
            }
            None if occupied && !force => return Err(TargetError::Occupied(directory.to_owned())),
            _ => (),
        }
        let unwritable = |error| TargetError::NotWritable(directory.to_owned(), error);
        let staging = stage(directory).map_err(unwritable)?;
        Ok(Opening::Ready(Self { directory: directory.to_owned(), staging }))
    }

    /// Where to write a file for now.
    #[must_use]
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.staging.path().join(STAGED).join(name)
    }

    /// Keeps beside the results the tables of a directory, unless they are those of the program, so that the run can be made
    /// again from its directory alone.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub fn keep_tables(&self, directory: &Path) -> io::Result<()> {
        let read = |(name, text): (&'static str, &'static str)| Ok((name, fs::read(directory.join(name))?, text));
        let tables: Vec<_> = baseline::files().iter().copied().map(read).collect::<io::Result<_>>()?;
        if tables.iter().all(|(_, found, embedded)| found == embedded.as_bytes()) {
            return Ok(());
        }
        fs::create_dir_all(self.path(TABLES))?;
        tables.iter().try_for_each(|(name, found, _)| fs::write(self.path(TABLES).join(name), found))
    }

    /// The tables kept, by their paths in the directory.
    pub(super) fn tables(&self) -> impl Iterator<Item = String> {
        let kept = self.path(TABLES).is_dir();
        baseline::files().iter().filter(move |_| kept).map(|(name, _)| format!("{TABLES}/{name}"))
    }

    /// Puts the files and their manifest in place.
    pub(super) fn commit(self, manifest: &Manifest) -> Result<(), WriteError> {
        let mut json = serde_json::to_string_pretty(manifest)?;
        json.push('\n');
        fs::write(self.path(manifest::FILE), json)?;
        if !self.directory.exists() {
            return Ok(fs::rename(self.staging.path().join(STAGED), &self.directory)?);
        }
        // Of what is there only our own files go: those of the run that is replaced.
        remove(&self.directory.join(manifest::FILE))?;
        for name in OURS.iter().filter(|name| !self.path(name).exists()) {
            remove(&self.directory.join(name))?;
        }
        for name in baseline::files().iter().map(|(name, _)| format!("{TABLES}/{name}")).filter(|name| !self.path(name).exists())
        {
            remove(&self.directory.join(name))?;
        }
        if self.path(TABLES).is_dir() {
            fs::create_dir_all(self.directory.join(TABLES))?;
        } else {
            // Stays where it holds anything else.
            drop(fs::remove_dir(self.directory.join(TABLES)));
        }
        for name in manifest.files.keys().map(String::as_str).chain([manifest::FILE]) {
            fs::rename(self.path(name), self.directory.join(name))?;
        }
        Ok(())
    }
}

/// A temporary directory on the file system of `directory`: within it, or beside where it will be.
fn stage(directory: &Path) -> io::Result<TempDir> {
    let (place, prefix) = if directory.is_dir() { within(directory) } else { beside(directory) };
    fs::create_dir_all(&place)?;
    let staging = tempfile::Builder::new().prefix(&prefix).tempdir_in(place)?;
    fs::create_dir(staging.path().join(STAGED))?;
    Ok(staging)
}

/// Where a temporary directory of results stands, and how its name begins.
fn within(directory: &Path) -> (PathBuf, String) {
    (directory.to_owned(), ".releve-results-".to_owned())
}

fn beside(directory: &Path) -> (PathBuf, String) {
    let parent = directory.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    (parent.to_owned(), format!(".releve-{}-", directory.file_name().unwrap_or_default().to_string_lossy()))
}

/// Takes away the temporary directories of a program that was killed while it had these results under way.
///
/// # Errors
/// When they cannot be removed.
pub fn sweep_results(directory: &Path) -> io::Result<()> {
    for (place, prefix) in [within(directory), beside(directory)] {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            // The rest is letters and digits, by which `garot` is told from `garot-2`.
            let is_ours = |name: &str| name.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('-'));
            if is_ours(&entry.file_name().to_string_lossy()) && entry.path().join(STAGED).is_dir() {
                fs::remove_dir_all(entry.path())?;
            }
        }
    }
    Ok(())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl TargetError {
    /// The problem and its cure.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Occupied(path) => Message::new(
                format!(
                    "{} contient déjà un autre résultat : choisissez un autre dossier (--out) ou remplacez-le (--force)",
                    path.display()
                ),
                format!(
                    "{} already holds another result: choose another directory (--out) or replace it (--force)",
                    path.display()
                ),
            ),
            Self::NotADirectory(path) => Message::new(
                format!("{} est un fichier : --out attend un dossier", path.display()),
                format!("{} is a file: --out takes a directory", path.display()),
            ),
            Self::NotWritable(path, error) => Message::new(
                format!("impossible d'écrire dans {} : {error}", path.display()),
                format!("cannot write to {}: {error}", path.display()),
            ),
        }
    }
}

impl std::fmt::Display for TargetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for TargetError {}
