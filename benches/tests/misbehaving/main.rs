//! A company of cases that misbehave, to see that the harness says so: what it does with a wrong
//! expectation, a panic, a crash or silence, with a wrong call, and with an end that comes early.

mod calls;
mod cases;
mod crowds;
mod files;
mod interruption;
#[path = "../workspace/packed.rs"]
mod packed;
mod play;

use std::{env, process::ExitCode};

use libtest_mimic::Trial;
use still_standing::testing::heavy;

/// Where this is set, this very program is the command line over the odd company.
const AS_COMMAND: &str = "MISBEHAVING_AS_COMMAND";

fn main() -> ExitCode {
    if env::var_os(AS_COMMAND).is_some() {
        return still_standing::command_line([cases::odd()]);
    }
    measure::run_if_child(&measure::Catalog::of([cases::odd()]));
    let interruptions = interruption::trials().into_iter().map(|trial| heavy(trial, "interrupts whole runs"));
    let trials = [cases::trials(), crowds::trials(), calls::trials(), files::trials()];
    let trials: Vec<Trial> = trials.into_iter().flatten().chain(interruptions).collect();
    let mut arguments = libtest_mimic::Arguments::from_args();
    // Most of them sleep most of the time.
    arguments.test_threads.get_or_insert(8);
    libtest_mimic::run(&arguments, trials).exit_code()
}
