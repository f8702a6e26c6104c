//! Stopping by dropping: the coroutine's handle is dropped.

use may::{coroutine::sleep, go};
use stage::Stage;

/// Dropping a `JoinHandle` detaches the coroutine, which goes on.
///
/// "A JoinHandle detaches the child thread when it is dropped", as std's does.
/// <https://docs.rs/may/latest/may/coroutine/struct.JoinHandle.html>
pub fn awaiting(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = go!(move || {
        loop {
            pulse.beat();
            sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}
