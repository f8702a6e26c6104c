//! Ending and reaping a process.

use std::thread;

use stage::{Pulse, Stage};

/// From just before `kill` to the return of `wait`, for a process that has nothing to lose.
///
/// It sleeps as the cases do that are ended so, a beat at a time.
pub(super) fn blocking(stage: &Stage) {
    let mut sleeper = stage.worker("sleeps_until_killed").spawn().expect("no process for the floor");

    stage.quick_task().wait();

    stage.request();
    sleeper.kill().expect("the process is there, and ours");
    stage.acknowledge(sleeper.wait());
}

/// The other process.
#[expect(clippy::needless_pass_by_value, reason = "a worker owns its pulse")]
pub(super) fn sleeps_until_killed(pulse: Pulse) {
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}
