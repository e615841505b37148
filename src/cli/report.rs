//! `releve report`: the page of one or several runs.

use super::{
    Failure, Screen, args, baseline, compare,
    effects::{self, Results},
    output, words,
};
use crate::{
    baseline::{Baseline, START},
    engine::indicators::{Layout, Level},
    export::{self, Kind, Manifest, Run},
    levers::LEVERS,
    report::{self, Brief, Change, Piece, Split, Subject},
    statistics::{attribution::Part, warnings::Warning},
    text::{Lang, Message},
};
use std::path::{Path, PathBuf};

/// Name of the page in a directory of results.
const FILE: &str = "report.html";
/// More scenarios than colours and words can tell apart.
const MOST: usize = compare::GROUP + 1;

/// Makes the page; `files` is its language.
pub(super) fn report(args: &args::Report, files: Lang, screen: &Screen) -> Result<(), Failure> {
    if args.directories.len() > MOST {
        return Err(Failure::Refused(too_many(args.directories.len())));
    }
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let manifests = args.directories.iter().map(|directory| manifest(directory, &baseline)).collect::<Result<Vec<_>, _>>()?;
    let subjects = match (manifests.iter().position(is_comparison), &manifests[..]) {
        (Some(_), [manifest]) => compared(&args.directories[0], manifest, &args.only, &baseline, files, screen)?,
        (Some(rank), _) => return Err(Failure::Refused(not_with_others(&args.directories[rank]))),
        (None, _) if !args.only.is_empty() => return Err(Failure::Refused(only_of_comparison())),
        (None, _) => {
            let pairs = args.directories.iter().zip(manifests);
            pairs.map(|(directory, manifest)| subject(directory, manifest, &baseline)).collect::<Result<Vec<_>, _>>()?
        }
    };
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

/// Writes the page of a comparison that has just been made, beside its other files.
pub(super) fn of_comparison(directory: &Path, baseline: &Baseline, lang: Lang, screen: &Screen) -> Result<(), Failure> {
    let manifest = manifest(directory, baseline)?;
    let subjects = compared(directory, &manifest, &[], baseline, lang, screen)?;
    write(&directory.join(FILE), &report::page(&subjects, baseline, lang), true)
}

/// The manifest of results that are what it says, from this baseline.
fn manifest(directory: &Path, baseline: &Baseline) -> Result<Manifest, Failure> {
    let manifest = Manifest::read(directory).ok_or_else(|| Failure::Refused(no_run(directory)))?;
    if !matches!(manifest.run.kind(), Kind::Run | Kind::Comparison) {
        return Err(Failure::Refused(no_page(directory, manifest.run.kind())));
    }
    if !manifest.holds_in(directory) {
        return Err(Failure::Refused(changed(directory)));
    }
    let run = &manifest.run;
    let known =
        baseline.digests.iter().zip(&run.baseline).all(|((file, rows), other)| *file == other.file && *rows == other.rows);
    match known && baseline.digests.len() == run.baseline.len() {
        true => Ok(manifest),
        false => Err(Failure::Refused(other_baseline(directory))),
    }
}

fn is_comparison(manifest: &Manifest) -> bool {
    manifest.run.kind() == Kind::Comparison
}

fn layout(run: &Run, baseline: &Baseline) -> Result<Layout, Failure> {
    let levels: Vec<Level> = Level::ALL.into_iter().filter(|level| run.levels.iter().any(|name| name == level.key())).collect();
    let thresholds = super::run::thresholds(&run.thresholds)?;
    Ok(Layout::new(&baseline.geography, &levels, START, run.horizon).with_thresholds(&thresholds))
}

fn title(resolved: &serde_json::Value, name: &str) -> Message {
    let title = |lang: &str| resolved["title"][lang].as_str().unwrap_or(name).to_owned();
    Message::new(title("fr"), title("en"))
}

fn subject(directory: &Path, manifest: Manifest, baseline: &Baseline) -> Result<Subject, Failure> {
    let run = &manifest.run;
    let projection = export::read(directory, run, &layout(run, baseline)?).map_err(unreadable)?;
    Ok(Subject { projection, title: title(&run.resolved, &run.scenario), manifest, change: None })
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Failed(words::failed(&error))
}

/// The reference of a comparison and its variants: those named, else the first that a page can show.
fn compared(
    directory: &Path,
    manifest: &Manifest,
    only: &[String],
    baseline: &Baseline,
    lang: Lang,
    screen: &Screen,
) -> Result<Vec<Subject>, Failure> {
    let results: Results = serde_json::from_str(&export::read_results(directory).map_err(unreadable)?).map_err(unreadable)?;
    let (layout, part) = (layout(&manifest.run, baseline)?, report::part(&layout(&manifest.run, baseline)?));
    let names: Vec<&str> = results.variants.iter().map(|variant| variant.scenario.name.as_str()).collect();
    let subject = |rank: usize| -> Result<Subject, Failure> {
        let resolved = match rank.checked_sub(1) {
            None => manifest.run.resolved["reference"].clone(),
            Some(variant) => manifest.run.resolved["variants"][variant].clone(),
        };
        let name = rank.checked_sub(1).map_or(results.reference.name.as_str(), |variant| names[variant]);
        let projection = export::read_levels(directory, rank, name, &manifest.run, &part).map_err(unreadable)?;
        let mut manifest = manifest.clone();
        let title = title(&resolved, name);
        (manifest.run.scenario, manifest.run.resolved) = (name.to_owned(), resolved);
        Ok(Subject { projection, manifest, title, change: None })
    };
    let mut subjects = vec![subject(0)?];
    for variant in chosen(&names, only, screen)? {
        let pair = [results.reference.name.as_str(), names[variant]];
        let comparison = export::read_comparison(directory, variant, pair, &manifest.run, &layout).map_err(unreadable)?;
        let splits = results.variants[variant].attribution.iter().map(|split| in_words(split, lang)).collect();
        let warnings =
            results.warnings.iter().filter(|warning| concerns(warning, names[variant])).map(Warning::message).collect();
        subjects.push(Subject { change: Some(Change { comparison, splits, warnings }), ..subject(variant + 1)? });
    }
    Ok(subjects)
}

/// The variants to show, by rank.
fn chosen(names: &[&str], only: &[String], screen: &Screen) -> Result<Vec<usize>, Failure> {
    if only.len() >= MOST {
        return Err(Failure::Refused(too_many(only.len())));
    }
    if only.is_empty() && names.len() >= MOST {
        screen.say(&first_shown(&names[..MOST - 1]));
    }
    let all = || (0..names.len()).take(MOST - 1).collect();
    let find =
        |name: &String| names.iter().position(|known| known == name).ok_or_else(|| Failure::Refused(no_variant(name, names)));
    if only.is_empty() { Ok(all()) } else { only.iter().map(find).collect() }
}

/// Whether a warning is about a variant, or about all.
fn concerns(warning: &Warning, variant: &str) -> bool {
    match warning {
        Warning::SameAsReference { scenario }
        | Warning::IdleLever { scenario, .. }
        | Warning::UnsettledSign { scenario, .. }
        | Warning::DrivingPrior { scenario, .. }
        | Warning::DecidingPrior { scenario, .. } => scenario == variant,
        Warning::FewTrajectories { .. } | Warning::PastReview { .. } => true,
    }
}

/// The parts of an effect with the names of their levers.
fn in_words(split: &effects::Split, lang: Lang) -> Split {
    let name = |piece: &effects::Piece| match (piece.part, piece.component.as_deref()) {
        (Part::Total, _) => Message::new("Ensemble", "All together"),
        (Part::Interaction, _) => Message::new("Interaction", "Interaction"),
        (_, Some("parameters")) => Message::new("Paramètres modifiés", "Changed parameters"),
        (_, Some(lever)) => {
            LEVERS.iter().find(|entry| entry.name == lever).map_or(Message::new(lever, lever), |entry| entry.title.into())
        }
        (_, None) => Message::new("Somme", "Sum"),
    };
    let piece = |piece: &effects::Piece| Piece {
        part: piece.part,
        name: name(piece).get(lang).to_owned(),
        effect: Brief { mean: piece.effect.mean, low: piece.effect.q10, high: piece.effect.q90 },
    };
    Split { indicator: split.indicator.clone(), parts: split.parts.iter().map(piece).collect() }
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

fn not_with_others(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!("{directory} est une comparaison : elle fait une page à elle seule"),
        format!("{directory} is a comparison: it makes a page by itself"),
    )
}

fn only_of_comparison() -> Message {
    Message::new(
        "--only choisit parmi les variantes d'un dossier de compare ; ces dossiers viennent de run",
        "--only chooses among the variants of a directory of compare; these come from run",
    )
}

fn no_variant(name: &str, names: &[&str]) -> Message {
    let names = names.join(", ");
    Message::new(
        format!("{name} n'est pas une variante de cette comparaison ; --only accepte : {names}"),
        format!("{name} is no variant of this comparison; --only accepts: {names}"),
    )
}

fn first_shown(names: &[&str]) -> Message {
    let names = names.join(", ");
    Message::new(
        format!("La page montre les premières variantes ({names}) ; releve report DOSSIER --only en choisit d'autres"),
        format!("The page shows the first variants ({names}); releve report DIR --only chooses others"),
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

fn no_page(directory: &Path, kind: Kind) -> Message {
    let (directory, verb) = (directory.display(), kind.verb());
    Message::new(
        format!(
            "{directory} vient de `releve {verb}`, qui n'a pas de page ; donnez un dossier de `releve run` ou de `releve compare`"
        ),
        format!(
            "{directory} comes from `releve {verb}`, which has no page; give a directory of `releve run` or `releve compare`"
        ),
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
