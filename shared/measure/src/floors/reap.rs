//! Ending and reaping a process.

use std::thread;

use stage::{Pulse, Stage};

/// Times `kill` and `wait` for a process that has nothing to clean up.
///
/// It sleeps one beat at a time, like the work of the cases whose process is killed.
pub(super) fn blocking(stage: &Stage) {
    let mut sleeper = stage.worker("sleeps_until_killed").spawn().expect("no process for the floor");

    stage.quick_task().wait();

    stage.request();
    sleeper.kill().expect("the process is a child that has not been reaped");
    stage.acknowledge(sleeper.wait());
}

/// The main function of that process.
#[expect(clippy::needless_pass_by_value, reason = "a worker owns its pulse")]
pub(super) fn sleeps_until_killed(pulse: Pulse) {
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}
