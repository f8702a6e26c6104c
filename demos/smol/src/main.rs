//! The command line over this demo's cases alone.

use std::process::ExitCode;

fn main() -> ExitCode {
    still_standing::command_line([demo_smol::demo()])
}
