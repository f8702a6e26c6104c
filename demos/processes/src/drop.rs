//! Stopping by dropping: the handle of the other process is dropped.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story drop/blocking-kill-on-drop`

pub mod parent;

use std::{sync::mpsc, thread};

use rustix::process::{Signal, set_parent_process_death_signal};
use still_standing::{Pulse, Stage, case, worker};
use tokio::{process::Command, runtime::Builder};

/// Dropping std's `Child` detaches the process, which goes on.
///
/// "There is no implementation of Drop for child processes, so if you do not ensure the Child has
/// exited then it will continue to run"
/// (<https://doc.rust-lang.org/std/process/struct.Child.html>).
#[case(
    "drop/blocking",
    StillStanding,
    starts = works_alone,
    out_of_process(),
    instead = crate::channel::parked_stdin_closed
)]
pub fn blocking(stage: &Stage) {
    let mut worker = stage.worker("works_alone");
    let worker = worker.spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// tokio's `Child` with `kill_on_drop` kills the process when it is dropped, without waiting.
///
/// The signal is SIGKILL, so the work halts and none of its destructors runs. The drop returns before the process has
/// ended. It is then a zombie until tokio reaps it, "on a best-effort basis": while a runtime with I/O runs, and not
/// after it is dropped, `tokio/drop/blocking-zombie`. std's `Child` that is dropped stays a zombie once it ends.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#method.kill_on_drop>
#[case(
    "drop/blocking-kill-on-drop",
    Killed,
    Reap,
    starts = works_alone,
    out_of_process(),
    losing(Loss::Some),
    instead = crate::channel::parked_stdin_closed
)]
pub fn blocking_kill_on_drop(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    let _inside = runtime.enter();
    let mut worker = Command::from(stage.worker("works_alone"));
    let worker = worker.kill_on_drop(true).spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// The `main` of both workers, which look for no request.
#[worker]
pub fn works_alone(pulse: Pulse) {
    pulse.take_record();
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        // It takes the next record first, and so has one in hand at any instant.
        pulse.take_record();
        pulse.finish_record();
    }
}

/// A process that asked for a death signal ends with the *thread* that started it.
///
/// Linux sends the signal when that thread ends, although its process goes on: the "parent" of prctl(2) is the
/// thread. So a process that a pool's thread started may be killed when the pool shrinks. The status says whose
/// signal it was: 15, the SIGTERM that the worker asked for. A parent may have ended before it is asked for:
/// `processes/drop/blocking-pdeathsig-checked`.
/// <https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html>
#[case(
    "drop/blocking-pdeathsig",
    Killed,
    Reap,
    starts = asks_for_a_death_signal,
    out_of_process(),
    losing(Loss::Some),
    instead = crate::channel::parked_stdin_closed
)]
pub fn blocking_pdeathsig(stage: &Stage) {
    let mut worker = stage.worker("asks_for_a_death_signal");
    let (stop, stopped) = mpsc::channel::<()>();
    let (started, child) = mpsc::channel();
    let starter = thread::spawn(move || {
        let _ = started.send(worker.spawn().expect("the worker starts"));
        // The thread stays for as long as the sender is there.
        let _ = stopped.recv();
    });
    let mut worker = child.recv().expect("the thread has started it");

    stage.quick_task().wait();

    stage.request();
    drop(stop);
    starter.join().expect("it does not panic");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn asks_for_a_death_signal(pulse: Pulse) {
    set_parent_process_death_signal(Some(Signal::TERM)).expect("Linux has it");
    pulse.take_record();
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        // It takes the next record first, and so has one in hand at any instant.
        pulse.take_record();
        pulse.finish_record();
    }
}
