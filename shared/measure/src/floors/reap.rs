//! Ending and reaping a process.

use stage::Stage;

use crate::system::sharing_process::SharingProcess;

/// Times `kill` and `wait` for a process that has nothing to clean up and no memory of its own to give back.
///
/// It sleeps one beat at a time, like the work of the cases whose process is killed.
pub(super) fn blocking(stage: &Stage) {
    let mut sleeper = SharingProcess::start(stage.stamps(), stage.pulse()).expect("no process for the floor");

    stage.quick_task().wait();

    stage.request();
    sleeper.kill().expect("the process is a child that has not been reaped");
    stage.acknowledge(sleeper.wait());
}
