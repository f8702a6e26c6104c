//! The command line over this demo's cases alone.

use std::process::ExitCode;

fn main() -> ExitCode {
    command::main(&[demo_axum::DEMO])
}
