//! `releve report`: the page of one or several runs.

use super::{Failure, Screen, args, baseline, output, words};
use crate::{
    baseline::{Baseline, START},
    engine::indicators::{Layout, Level},
    export::{self, Manifest},
    report::{self, Subject},
    text::{Lang, Message},
};
use std::path::{Path, PathBuf};

/// Name of the page in a directory of results.
const FILE: &str = "report.html";
/// More scenarios than colours and words can tell apart.
const MOST: usize = 4;

/// Makes the page; `files` is its language.
pub(super) fn report(args: &args::Report, files: Lang, screen: &Screen) -> Result<(), Failure> {
    if args.directories.len() > MOST {
        return Err(Failure::Refused(too_many(args.directories.len())));
    }
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let subjects = args.directories.iter().map(|directory| subject(directory, &baseline)).collect::<Result<Vec<_>, _>>()?;
    comparable(&subjects, &args.directories)?;
    let out = args.out.clone().unwrap_or_else(|| args.directories[0].join(FILE));
    write(&out, &report::page(&subjects, &baseline, files), args.force)?;
    screen.say(&written(&out));
    Ok(())
}

/// Writes the page of a run that has just been made, beside its other files.
pub(super) fn of_run(directory: &Path, subject: Subject, baseline: &Baseline, lang: Lang) -> Result<(), Failure> {
    write(&directory.join(FILE), &report::page(&[subject], baseline, lang), true)
}

fn write(file: &Path, page: &str, force: bool) -> Result<(), Failure> {
    let directory = file.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let name = file.file_name().map_or_else(|| FILE.to_owned(), |name| name.to_string_lossy().into_owned());
    output::write_all(directory, &[(name, page.to_owned())], force)
}

fn subject(directory: &Path, baseline: &Baseline) -> Result<Subject, Failure> {
    let manifest = Manifest::read(directory).ok_or_else(|| Failure::Refused(no_run(directory)))?;
    if !manifest.holds_in(directory) {
        return Err(Failure::Refused(changed(directory)));
    }
    let run = &manifest.run;
    let known =
        baseline.digests.iter().zip(&run.baseline).all(|((file, rows), other)| *file == other.file && *rows == other.rows);
    if !known || baseline.digests.len() != run.baseline.len() {
        return Err(Failure::Refused(other_baseline(directory)));
    }
    let levels: Vec<Level> = Level::ALL.into_iter().filter(|level| run.levels.iter().any(|name| name == level.key())).collect();
    let thresholds = super::run::thresholds(&run.thresholds)?;
    let layout = Layout::new(&baseline.geography, &levels, START, run.horizon).with_thresholds(&thresholds);
    let projection = export::read(directory, run, &layout).map_err(|error| Failure::Failed(words::failed(&error)))?;
    let title = |lang: &str| run.resolved["title"][lang].as_str().unwrap_or(&run.scenario).to_owned();
    Ok(Subject { projection, title: Message::new(title("fr"), title("en")), manifest })
}

/// Runs on one page have the same places, years, seed and trajectories.
fn comparable(subjects: &[Subject], directories: &[PathBuf]) -> Result<(), Failure> {
    let first = &subjects[0].manifest.run;
    let facts = |subject: &Subject| {
        let run = &subject.manifest.run;
        (run.horizon, run.levels.clone(), run.seed, run.trajectories.clone())
    };
    match subjects.iter().position(|subject| facts(subject) != facts(&subjects[0])) {
        Some(other) => Err(Failure::Refused(not_comparable(&directories[0], &directories[other], first.trajectories.len()))),
        None => Ok(()),
    }
}

fn too_many(count: usize) -> Message {
    Message::new(
        format!("{count} dossiers : au plus {MOST} scénarios se lisent sur une page"),
        format!("{count} directories: at most {MOST} scenarios can be read on one page"),
    )
}

fn no_run(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!(
            "{directory} ne contient pas de résultats (manifest.json manque ou est illisible) ; essayer : releve run --out {directory}"
        ),
        format!("{directory} holds no results (manifest.json is missing or cannot be read); try: releve run --out {directory}"),
    )
}

fn changed(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!(
            "les fichiers de {directory} ne sont plus ceux que son manifeste décrit ; refaire : releve run --out {directory} --force"
        ),
        format!(
            "the files of {directory} are no longer those its manifest describes; make them again: releve run --out {directory} --force"
        ),
    )
}

fn other_baseline(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!("{directory} vient d'autres tables de départ ; les donner par --baseline DIR"),
        format!("{directory} comes from another baseline; name it with --baseline DIR"),
    )
}

fn not_comparable(first: &Path, other: &Path, trajectories: usize) -> Message {
    let (first, other) = (first.display(), other.display());
    Message::new(
        format!(
            "{other} n'a pas les années, niveaux, graine ou trajectoires de {first} ({trajectories}) ; refaire avec les mêmes réglages"
        ),
        format!(
            "{other} has not the years, levels, seed or trajectories of {first} ({trajectories}); make it again with the same settings"
        ),
    )
}

fn written(file: &Path) -> Message {
    let file = file.display();
    Message::new(format!("Page écrite : {file}"), format!("Page written: {file}"))
}
