//! The program, started as a user starts it, and what comes of it.

use releve::baseline::files;
use std::{
    fs,
    path::Path,
    process::{Child, Command, Output},
};
use tempfile::TempDir;

/// The program in a folder, in French and without colours.
pub fn program(folder: &(impl AsRef<Path> + ?Sized)) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_releve"));
    command.current_dir(folder).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "fr_FR.UTF-8").env("NO_COLOR", "1");
    command
}

/// What comes of these words.
pub fn releve(folder: &(impl AsRef<Path> + ?Sized), words: &[&str]) -> Output {
    program(folder).args(words).output().expect("started")
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The program's own tables, each as `change` makes it, in `tables` of a folder.
pub fn tables(folder: &TempDir, change: impl Fn(&str, &str) -> String) {
    fs::create_dir(folder.path().join("tables")).expect("made");
    for (name, content) in files() {
        fs::write(folder.path().join("tables").join(name), change(name, content)).expect("written");
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A text as one line, wherever it was cut.
pub fn flat(bytes: &[u8]) -> String {
    text(bytes).split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

pub fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[track_caller]
pub fn done(output: &Output) {
    assert_eq!(code(output), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[track_caller]
pub fn refused(output: &Output, with: i32, words: &str) {
    let said = flat(&output.stderr);
    assert_eq!(code(output), Some(with), "{said}");
    assert!(said.contains(words), "{words:?} is missing in\n{said}");
}

/// What is left of a run that a signal stops.
pub fn stopped(child: Child, signal: &str) -> Output {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success(), "no process to stop");
    child.wait_with_output().expect("ended")
}
