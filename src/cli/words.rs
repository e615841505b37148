//! What the verbs say. A message without its French or its English does not compile.

use crate::{
    model::ModelError,
    text::{Lang, Message, Text},
};
use std::{
    io,
    path::{Path, PathBuf},
};

pub(super) const INTERRUPTED: Text = Text { fr: "interrompu : rien n'a été écrit", en: "interrupted: nothing was written" };
pub(super) const SEE_HELP: Text = Text { fr: "Voir `releve --help`.", en: "See `releve --help`." };
pub(super) const ONLY_RUN_IN_PIECES: Text = Text {
    fr: "seul `run` se fait par parties et se reprend ; une comparaison se fait d'un trait (releve compare, sans cette option)",
    en: "only `run` is made in parts and resumed; a comparison is made in one go (releve compare, without this option)",
};

pub(super) fn system(error: &io::Error) -> Message {
    Message::new(format!("le système répond : {error}"), format!("the system says: {error}"))
}

pub(super) fn problems_found(count: usize) -> Message {
    let s = if count > 1 { "s" } else { "" };
    Message::new(format!("{count} problème{s} ; rien n'a été écrit"), format!("{count} problem{s}; nothing was written"))
}

pub(super) fn would_overwrite(files: &[PathBuf]) -> Message {
    let (first, more) = (files[0].display(), files.len() - 1);
    let (fr, en) =
        if more == 0 { (String::new(), String::new()) } else { (format!(" et {more} autres"), format!(" and {more} more")) };
    Message::new(
        format!("{first}{fr} : déjà là ; --force les remplace"),
        format!("{first}{en}: already there; --force replaces them"),
    )
}

pub(super) fn not_writable(directory: &Path, error: &io::Error) -> Message {
    let directory = directory.display();
    Message::new(format!("impossible d'écrire dans {directory} : {error}"), format!("cannot write to {directory}: {error}"))
}

pub(super) fn not_written(directory: &Path, error: &impl std::fmt::Display) -> Message {
    let directory = directory.display();
    Message::new(
        format!("les résultats n'ont pas pu être écrits dans {directory} : {error}"),
        format!("the results could not be written to {directory}: {error}"),
    )
}

pub(super) fn files_written(count: usize, directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(format!("{count} fichiers écrits dans {directory}"), format!("{count} files written to {directory}"))
}

pub(super) fn written(files: &[&str], directory: &Path) -> Message {
    let (files, directory) = (files.join(", "), directory.display());
    Message::new(format!("Fichiers dans {directory} : {files}"), format!("Files in {directory}: {files}"))
}

pub(super) fn already_there(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!("{directory} contient déjà ce résultat même : rien à refaire"),
        format!("{directory} already holds this very result: nothing to do"),
    )
}

pub(super) fn far_horizon(horizon: u16, known: u16) -> Message {
    Message::new(
        format!("attention : horizon {horizon} ; après {known}, les tendances sont seulement prolongées"),
        format!("warning: horizon {horizon}; after {known} trends are only carried on"),
    )
}

pub(super) fn few_trajectories(count: u32) -> Message {
    Message::new(
        format!("attention : {count} trajectoires ne suffisent pas à un intervalle à 80 % ; --trajectories 1000 le permet"),
        format!("warning: {count} trajectories are too few for an 80% interval; --trajectories 1000 is enough"),
    )
}

pub(super) fn same_name(name: &str) -> Message {
    Message::new(
        format!("deux variantes s'appellent {name} : les fichiers ne les distingueraient pas ; changez un `name`"),
        format!("two variants are named {name}: the files would not tell them apart; change one `name`"),
    )
}

pub(super) fn other_horizon([(reference, first), (variant, second)]: [(&str, u16); 2]) -> Message {
    Message::new(
        format!(
            "{reference} va jusqu'en {first} et {variant} jusqu'en {second} ; --horizon {first} leur donne la même dernière année"
        ),
        format!("{reference} ends in {first} and {variant} in {second}; --horizon {first} gives them the same last year"),
    )
}

pub(super) fn not_a_model(error: &ModelError) -> Message {
    Message::new(
        format!("ces tables et ce scénario ne vont pas ensemble : {error}"),
        format!("these tables and this scenario do not fit: {error}"),
    )
}

pub(super) fn failed(error: &impl std::fmt::Display) -> Message {
    Message::new(format!("échec : {error}"), format!("failure: {error}"))
}

pub(super) fn unknown(name: &str) -> Message {
    Message::new(
        format!("« {name} » n'est ni un paramètre, ni un levier, ni un indicateur, ni un champ, ni une source"),
        format!("`{name}` is no parameter, lever, indicator, count or source"),
    )
}

pub(super) fn run_it(scenario: &str) -> Message {
    Message::new(
        format!("Pour projeter ce scénario : releve run {scenario}"),
        format!("To project this scenario: releve run {scenario}"),
    )
}

/// A title underlined.
pub(super) fn heading(text: Text, lang: Lang) -> String {
    let title = text.get(lang);
    format!("{title}\n{}\n", "─".repeat(title.chars().count()))
}
