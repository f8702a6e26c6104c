//! The cases of this demo alone: `cargo run` starts their command line, and `cargo test` plays each and holds it to the
//! verdict that it claims.

use std::process::ExitCode;

fn main() -> ExitCode {
    let demos = [demo_tonic::demo()];
    if cfg!(test) { still_standing::verdict_tests(demos) } else { still_standing::command_line(demos) }
}
