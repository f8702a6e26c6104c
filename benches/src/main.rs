//! The comparison: the command line with all demos.

use std::process::ExitCode;

fn main() -> ExitCode {
    command::main_of(&comparison::CATALOG)
}
