//! How the house is laid out: floors, registries, and what the README says of them.

use releve::{baseline::Baseline, levers::LEVERS, scenario, scenario::library::LIBRARY, source::Confidence};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The rooms, floor by floor. A room imports only from floors below it and, on its own floor, from rooms to its left.
const FLOORS: [&[&str]; 10] = [
    &["text", "diagnostic", "cohort", "territory"],
    &["source", "distribution", "document", "stream", "lot", "parameter"],
    &["baseline", "calibration"],
    &["phase", "levers"],
    &["scenario", "model"],
    &["engine"],
    &["ensemble"],
    &["statistics"],
    &["export", "report", "answer", "hindcast", "validation", "measure"],
    &["cli", "main"],
];

/// Lines of a file before its tests: more than a reader holds in mind.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    let inner = |path: PathBuf| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path].into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect(),
    };
    files.into_iter().flat_map(inner).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let files = rust_files(&root().join("src"));
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// The room of a file: `src/levers/cumul.rs` is of `levers`.
fn room(path: &Path) -> String {
    let within = path.strip_prefix(root().join("src")).expect("in src");
    let first = within.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// What stands before the tests of a file.
fn code(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(code, _)| code)
}

/// Rooms named after `crate::`, alone or in braces, comments apart.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let name = |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>();
    let of_one = |after: &str| match after.strip_prefix('{') {
        Some(list) => top_level(list).iter().map(|item| name(item)).collect(),
        None => vec![name(after)],
    };
    code.split("crate::").skip(1).flat_map(of_one).filter(|name| !name.is_empty()).collect()
}

/// The items of a list in braces, up to the brace that closes it.
fn top_level(list: &str) -> Vec<String> {
    let (mut depth, mut items) = (0, vec![String::new()]);
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(String::new()),
            _ => items.last_mut().expect("one at least").push(letter),
        }
    }
    items.into_iter().map(|item| item.trim().to_owned()).collect()
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::{\n    a::{self, b},\n    c,\n};\nuse crate::d::e;\n// crate::f\nlet x = crate::g::h();";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["a", "c", "d", "g"]);
}

#[test]
fn a_room_imports_only_from_below_and_from_its_left() {
    let order: BTreeMap<&str, (usize, usize)> = FLOORS
        .iter()
        .enumerate()
        .flat_map(|(floor, rooms)| rooms.iter().enumerate().map(move |(place, room)| (*room, (floor, place))))
        .collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        if room == "lib" {
            continue;
        }
        let Some(here) = order.get(room.as_str()) else {
            faults.push(format!("{room} stands on no floor"));
            continue;
        };
        for other in imports(code(&text)).into_iter().filter(|other| *other != room) {
            match order.get(other.as_str()) {
                Some(there) if there < here => (),
                _ => faults.push(format!("{}: {room} imports {other}", path.display())),
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_file_can_be_read_at_one_sitting() {
    for (path, text) in sources() {
        let lines = code(&text).lines().count();
        assert!(lines < LONGEST, "{}: {lines} lines before its tests", path.display());
    }
}

#[test]
fn every_lever_is_used_by_a_scenario_that_changes_something() {
    let neutral = |name: &str| name == "neutre.toml";
    for lever in LEVERS {
        let table = format!("[lever.{}]", lever.name);
        assert!(LIBRARY.iter().any(|(name, text)| !neutral(name) && text.contains(&table)), "{}", lever.name);
    }
}

#[test]
fn the_readme_lists_every_scenario_and_lever_and_no_other() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there");
    let cells = |title: &str| -> BTreeSet<String> {
        let section = readme.split_once(&format!("## {title}\n")).unwrap_or_else(|| panic!("a section {title}")).1;
        let section = section.split("\n## ").next().expect("its text");
        let first = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
        section.lines().filter_map(first).collect()
    };
    let scenarios = LIBRARY.iter().map(|(name, _)| name.trim_end_matches(".toml").to_owned()).collect();
    assert_eq!(cells("Scenarios"), scenarios);
    assert_eq!(cells("Levers"), LEVERS.iter().map(|lever| lever.name.to_owned()).collect());
}

#[test]
fn what_the_readme_tells_to_write_is_valid() {
    let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    let readme = fs::read_to_string(root().join("README.md")).expect("there");
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 2);
    for block in blocks {
        let head = if block.contains("name =") { "" } else { "name = \"essai\"\ntitle = \"Essai\"\n" };
        let (_, warnings) =
            scenario::read("README.md", &(head.to_owned() + block), None, &baseline).unwrap_or_else(|p| panic!("{p}"));
        assert!(warnings.is_empty(), "{block}");
    }
}

#[test]
fn every_parameter_has_a_source_and_what_has_none_is_a_prior() {
    let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    for parameter in &baseline.parameters {
        assert!(baseline.sources.contains_key(&parameter.source), "{}: {}", parameter.name, parameter.source);
        let is_prior = parameter.source == "prior";
        assert!(!is_prior || parameter.confidence == Confidence::G, "{}: a prior is of confidence G", parameter.name);
        assert!(!is_prior || !parameter.law.is_fixed(), "{}: a prior has an interval", parameter.name);
    }
}

#[test]
fn names_of_levers_are_kebab_case_unique_and_sorted() {
    let names: Vec<_> = LEVERS.iter().map(|lever| lever.name).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    let is_kebab =
        |name: &str| name.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    assert!(names.iter().all(|name| is_kebab(name)), "{names:?}");
}
