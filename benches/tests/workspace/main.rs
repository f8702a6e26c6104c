//! What no crate can test alone: that the documents name what there is, that no files import each other in a circle, that
//! each case that falls short leads to one that does it right, that what people ask leads to a case, that no process
//! outlives a run, that a project elsewhere gets all that the demos here have, and that the whole scenario is there and is
//! timed like its parts.

mod commands;
mod imports;
mod instead;
mod links;

#[cfg(target_os = "linux")]
mod leftovers;
mod main_job;
mod names;
mod own_cases;
mod packed;
mod questions;
mod scenario;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // They wait for processes most of the time.
    arguments.test_threads.get_or_insert(4);
    let trials = [
        commands::trials(),
        imports::trials(),
        instead::trials(),
        links::trials(),
        names::trials(),
        main_job::trials(),
        own_cases::trials(),
        questions::trials(),
        scenario::trials(),
    ];
    let trials = trials.into_iter().flatten();
    #[cfg(target_os = "linux")]
    let trials = trials.chain(leftovers::trials());
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// A test that panics where it fails.
fn trial(name: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// One that takes long, for this reason.
fn heavy(name: &str, reason: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    still_standing::testing::heavy(trial(name, test), reason)
}
