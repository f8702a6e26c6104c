//! The comparison: the command line over all demos.

use std::process::ExitCode;

fn main() -> ExitCode {
    command::main_of(&still_standing::CATALOG)
}
