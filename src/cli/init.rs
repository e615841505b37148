//! `releve init`: copies what comes with the program, to be edited.

use super::{Failure, Screen, args, output, words};
use crate::{
    baseline::{self, Baseline},
    scenario::{
        library::{LIBRARY, VALIDATION},
        schema,
    },
};

/// Copies the scenarios, their schema and the tables. All scenarios stand in one folder, as their names do in the program:
/// one that extends another finds the copy beside it.
pub(super) fn init(args: &args::Init, screen: &Screen) -> Result<(), Failure> {
    let schema = format!("{:#}\n", schema::schema(&Baseline::embedded()?));
    let scenarios = LIBRARY.iter().chain(VALIDATION).map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let tables = baseline::files().iter().chain(baseline::observed_files());
    let tables = tables.map(|(name, text)| (format!("baseline/{name}"), (*text).to_owned()));
    let files: Vec<_> = scenarios.chain([("scenario.schema.json".to_owned(), schema)]).chain(tables).collect();
    output::write_all(&args.directory, &files, args.force)?;
    Ok(output::print(&format!("{}\n", words::files_written(files.len(), &args.directory).get(screen.lang)))?)
}
