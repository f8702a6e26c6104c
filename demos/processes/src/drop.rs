//! Stopping by dropping: the handle of the other process is dropped.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop. The
//! infinite task is the function below it, which a process of its own runs. It owns a *pulse*, *beats* it
//! once a turn ("I'm still standing"), and drops it when it really ends: that drop is the *halt*. `request`
//! stamps the instant before the call that asks it to stop; `acknowledge` stamps the instant after that call
//! has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-processes -- story drop/blocking-kill-on-drop`.

use std::thread;

use stage::{Pulse, Stage};
use tokio::{process::Command, runtime::Builder};

/// Dropping std's `Child` detaches the process, which goes on.
///
/// "There is no implementation of Drop for child processes, so if you do not ensure the Child has
/// exited then it will continue to run"
/// (<https://doc.rust-lang.org/std/process/struct.Child.html>).
pub fn blocking(stage: &Stage) {
    let mut worker = stage.worker("works_alone");
    let worker = worker.spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// tokio's `Child` with `kill_on_drop` kills the process when it is dropped, without waiting.
///
/// The signal is SIGKILL, so the work halts and no destructor of its runs. The drop returns before
/// the process has ended, and tokio reaps it some time later.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#method.kill_on_drop>
pub fn blocking_kill_on_drop(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("no runtime");
    let _inside = runtime.enter();
    let mut worker = Command::from(stage.worker("works_alone"));
    let worker = worker.kill_on_drop(true).spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// The other process. No signal, message or flag reaches it.
pub fn works_alone(pulse: Pulse) {
    loop {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}
