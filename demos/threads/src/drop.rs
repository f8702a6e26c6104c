//! Stopping by dropping: the thread's handle is dropped, or its scope is left.

use std::thread;

use stage::Stage;

/// Dropping a `JoinHandle` detaches the thread, which goes on.
///
/// There is then no way left to wait for it. It ends with the process, wherever it stands,
/// and without its destructors.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
pub fn blocking(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop::<thread::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// A computing thread, detached in the same way, keeps a core busy until the process ends.
///
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
pub fn spinning(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop::<thread::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// Leaving a `thread::scope` waits for its threads, for ever.
///
/// A scope joins what is left in it; it stops nothing. Its threads may borrow from the caller's
/// stack, so it cannot give up waiting either, as a dropped handle does.
/// <https://doc.rust-lang.org/std/thread/fn.scope.html>
pub fn blocking_scope(stage: &Stage) {
    let pulse = stage.pulse();
    thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });

        stage.quick_task().wait();

        stage.request();
    });
    stage.acknowledge(());
}
