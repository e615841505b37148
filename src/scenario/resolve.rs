//! `extends`: a scenario laid over those it extends, key by key.

use super::{
    file::{self, Placed, ScenarioFile},
    library,
};
use crate::{
    baseline::Baseline,
    diagnostic::{Problem, Problems, SourceFile, did_you_mean, quoted},
    document::{LONGEST, Reader, too_long},
    levers,
    text::Message,
};
use std::{
    collections::btree_map::Entry,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// Where a scenario lives: what makes two mentions of it the same.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Home {
    Disk(PathBuf),
    Program(&'static str),
}

/// Longest chain of scenarios; a longer one is nobody's intent.
const DEEPEST: usize = 16;

struct Chain<'a> {
    levers: &'a [&'static levers::Entry],
    baseline: &'a Baseline,
    homes: Vec<Home>,
}

/// Reads a scenario and those it extends, and lays them over one another. Problems of all files are noted.
pub fn resolve(
    name: &str,
    text: &str,
    base_dir: Option<&Path>,
    levers: &[&'static levers::Entry],
    baseline: &Baseline,
    problems: &mut Problems,
) -> Option<ScenarioFile> {
    let home = base_dir.map(|dir| disk(&dir.join(Path::new(name).file_name().unwrap_or_default())));
    let home = home.or_else(|| library::find(name).map(|(name, _)| Home::Program(name)));
    let mut chain = Chain { levers, baseline, homes: home.into_iter().collect() };
    chain.load(&SourceFile::new(name, text), base_dir, problems)
}

impl Chain<'_> {
    fn load(&mut self, source: &SourceFile, base_dir: Option<&Path>, problems: &mut Problems) -> Option<ScenarioFile> {
        let (mut reader, tree) = Reader::open(source);
        let child = file::read(&mut reader, &tree, self.levers, self.baseline);
        problems.append(reader.problems);
        let Some(extends) = child.extends.clone() else { return Some(child) };
        let parent = self.parent(&extends, base_dir, problems)?;
        Some(over(child, parent))
    }

    fn parent(&mut self, extends: &Placed<String>, base_dir: Option<&Path>, problems: &mut Problems) -> Option<ScenarioFile> {
        let path = base_dir.map(|dir| dir.join(&extends.value));
        let on_disk = path.filter(|path| path.is_file());
        let found = on_disk.map(|path| (disk(&path), Some(path)));
        let found = found.or_else(|| library::find(&extends.value).map(|(name, _)| (Home::Program(name), None)));
        let Some((home, path)) = found else {
            problems.push(not_found(extends));
            return None;
        };
        if self.homes.contains(&home) || self.homes.len() >= DEEPEST {
            problems.push(cycle(extends));
            return None;
        }
        self.homes.push(home.clone());
        match (home, path) {
            (Home::Program(name), _) => {
                let (_, text) = library::find(name)?;
                self.load(&SourceFile::new(name, text), None, problems)
            }
            (Home::Disk(_), path) => {
                let path = path?;
                match text_of(&path) {
                    Ok(text) => {
                        let source = SourceFile::new(path.to_string_lossy(), text);
                        self.load(&source, path.parent(), problems)
                    }
                    Err(unreadable) => {
                        problems.append(unreadable);
                        None
                    }
                }
            }
        }
    }
}

/// The child's values where it says some, the parent's elsewhere. A name, a title and a description are one's own.
fn over(child: ScenarioFile, mut parent: ScenarioFile) -> ScenarioFile {
    parent.parameters.extend(child.parameters);
    for (lever, table) in child.levers {
        match parent.levers.entry(lever) {
            Entry::Vacant(none) => _ = none.insert(table),
            Entry::Occupied(mut some) => some.get_mut().settings.extend(table.settings),
        }
    }
    ScenarioFile { horizon: child.horizon.or(parent.horizon), parameters: parent.parameters, levers: parent.levers, ..child }
}

fn disk(path: &Path) -> Home {
    Home::Disk(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
}

fn not_found(extends: &Placed<String>) -> Problem {
    let found = quoted(&extends.value);
    let title = Message::new(format!("« {found} » n'existe pas"), format!("\"{found}\" does not exist"));
    let label = Message::new(
        "ni à côté de ce fichier ni parmi les scénarios du programme",
        "neither beside this file nor among the program's scenarios",
    );
    let names = library::LIBRARY.iter().flat_map(|(name, _)| [*name, name.trim_end_matches(".toml")]);
    Problem::error(&extends.file, extends.span.clone(), title, label).help(did_you_mean(&extends.value, names))
}

fn cycle(extends: &Placed<String>) -> Problem {
    let found = quoted(&extends.value);
    let title = Message::new(
        format!("« {found} » se prolonge lui-même, ou la chaîne dépasse {DEEPEST} scénarios"),
        format!("\"{found}\" extends itself, or the chain is longer than {DEEPEST} scenarios"),
    );
    let label = Message::new("la chaîne revient ici", "the chain comes back here");
    let help = Message::new("faites prolonger « tendanciel.toml »", "extend \"tendanciel.toml\" instead");
    Problem::error(&extends.file, extends.span.clone(), title, label).help(help)
}

/// The text of a scenario on disk.
///
/// # Errors
/// When it cannot be read, is longer than a scenario can be, or is not UTF-8.
pub fn text_of(path: &Path) -> Result<String, Problems> {
    read_text(path).map_err(|problem| Problems(vec![*problem]))
}

fn read_text(path: &Path) -> Result<String, Box<Problem>> {
    let name = path.to_string_lossy();
    let unreadable = |error: std::io::Error| {
        let name = quoted(&name);
        let french = format!("{name} est illisible : {error}");
        Box::new(Problem::unreadable(Message::new(french, format!("cannot read {name}: {error}"))))
    };
    let mut bytes = Vec::new();
    // A pipe or a device has no length; reading one byte too many tells.
    fs::File::open(path).and_then(|file| file.take(LONGEST as u64 + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > LONGEST {
        let length = fs::metadata(path).map_or(0, |metadata| metadata.len()).max(bytes.len() as u64);
        return Err(Box::new(too_long(&name, length)));
    }
    String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(&name, &error)))
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Problem {
    let valid = error.utf8_error().valid_up_to();
    // Shown up to the bad byte: what follows is not text.
    let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
    let file = SourceFile::new(name, text);
    let title = Message::new("le fichier n'est pas en UTF-8", "the file is not UTF-8");
    let label = Message::new("octet invalide après ceci", "invalid byte after this");
    let help = Message::new("enregistrez-le en UTF-8", "save it as UTF-8");
    Problem::error(&file, valid..valid, title, label).help(help)
}
