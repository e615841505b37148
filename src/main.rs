//! The command `releve`.

use std::process::ExitCode;

fn main() -> ExitCode {
    releve::cli::main(std::env::args_os())
}
