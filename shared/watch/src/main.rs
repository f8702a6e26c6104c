//! Asks a program of your own to stop, and measures what becomes of it.

use std::process::ExitCode;

fn main() -> ExitCode {
    watch::main()
}
