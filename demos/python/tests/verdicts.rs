//! Holds every case of this demo to the verdict that it claims.

use std::process::ExitCode;

fn main() -> ExitCode {
    still_standing::verdict_tests([demo_python::demo()])
}
