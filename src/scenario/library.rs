//! The scenarios that come with the program, so that `extends = "tendanciel.toml"` works anywhere.

use std::path::Path;

/// Name of the file and content, in the order of names.
pub const LIBRARY: &[(&str, &str)] = &[("tendanciel.toml", include_str!("../../scenarios/tendanciel.toml"))];

/// The scenario of a name, with or without `.toml`.
#[must_use]
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    LIBRARY.iter().copied().find(|(known, _)| *known == name || known.strip_suffix(".toml") == Some(name))
}

/// The scenario that a path without folders names.
#[must_use]
pub fn find_path(path: &Path) -> Option<(&'static str, &'static str)> {
    path.to_str().and_then(find)
}
