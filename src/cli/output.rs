//! The standard output, and files written all or none.

use super::{Failure, words};
use crate::export::{Opening, Run, Target};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Prints a text as it stands.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints one JSON document.
pub(super) fn print_json(document: &serde_json::Value) -> io::Result<()> {
    print(&format!("{document:#}\n"))
}

/// A directory made ready for the files of a run, or `None` where this very run is there already.
pub(super) fn open(directory: &Path, run: &Run, files: &[&str], force: bool) -> Result<Option<Target>, Failure> {
    match Target::open(directory, run, files, force) {
        Ok(Opening::Ready(target)) => Ok(Some(target)),
        Ok(Opening::AlreadyThere(_)) => Ok(None),
        Err(error) => Err(Failure::Failed(error.message())),
    }
}

/// Keeps beside the results the tables that are not those of the program.
pub(super) fn keep_tables(target: &Target, tables: Option<&Path>) -> Result<(), Failure> {
    let kept = tables.map_or(Ok(()), |directory| target.keep_tables(directory));
    kept.map_err(|error| Failure::Failed(words::failed(&error)))
}

/// Writes files into a directory, all or none, and never over another unless `force`.
///
/// They are written into a temporary directory within, then moved.
pub(super) fn write_all(directory: &Path, files: &[(String, impl AsRef<[u8]>)], force: bool) -> Result<(), Failure> {
    let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
    refuse_to_overwrite(directory, &names, force)?;
    let unwritable = |error| Failure::Failed(words::not_writable(directory, &error));
    stage(directory, files).map_err(unwritable)
}

/// Refuses files that are there already, unless `force`: before hours of work as well as after.
pub(super) fn refuse_to_overwrite(directory: &Path, names: &[String], force: bool) -> Result<(), Failure> {
    let there: Vec<PathBuf> = names.iter().map(|name| directory.join(name)).filter(|path| path.exists()).collect();
    if there.is_empty() || force { Ok(()) } else { Err(Failure::Failed(words::would_overwrite(&there))) }
}

fn stage(directory: &Path, files: &[(String, impl AsRef<[u8]>)]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let staging = tempfile::Builder::new().prefix(".releve-").tempdir_in(directory)?;
    let write = |root: &Path, name: &str| {
        let path = root.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all).map(|()| path)
    };
    for (name, text) in files {
        fs::write(write(staging.path(), name)?, text.as_ref())?;
    }
    for (name, _) in files {
        fs::rename(staging.path().join(name), write(directory, name)?)?;
    }
    Ok(())
}
