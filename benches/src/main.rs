//! The comparison: the command line with all demos.

use std::process::ExitCode;

use still_standing::Program;

fn main() -> ExitCode {
    let commit = Some(env!("BUILT_COMMIT")).filter(|commit| !commit.is_empty());
    still_standing::main_of(&Program { catalog: &comparison::CATALOG, desk: &comparison::desk::DESK, commit })
}
