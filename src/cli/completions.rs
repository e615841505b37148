//! `releve completions`: what a shell needs to complete a command line.

use super::{Failure, args, output};
use crate::text::Lang;

/// Prints the completions of a shell.
pub(super) fn completions(shell: clap_complete::Shell, lang: Lang) -> Result<(), Failure> {
    // Into memory first: the generator panics on an output that is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(lang), "releve", &mut script);
    Ok(output::print(&String::from_utf8_lossy(&script))?)
}
