//! The comparison: the command line with all demos.

use std::process::ExitCode;

fn main() -> ExitCode {
    still_standing::main_of(&comparison::CATALOG, &comparison::desk::DESK)
}
