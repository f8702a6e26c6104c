//! Stopping by aborting: the system ends the other process, or stops it, from outside.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-sigkill`

use std::{
    os::unix::process::CommandExt,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use rustix::{
    process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpid},
    thread::{Timespec, nanosleep},
};
use signal_hook::{consts::SIGTERM, flag};
use stage::{Pulse, Stage};

/// SIGKILL, which std's `Child::kill` sends, ends the process whatever it does.
///
/// No destructor runs, and the record in hand is lost. Nothing in the worker can prevent the signal or
/// prepare for it. <https://doc.rust-lang.org/std/process/struct.Child.html#method.kill>
pub fn blocking_sigkill(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// SIGTERM ends a process that has no handler for it at once.
///
/// For work that does not handle the signal, it is the same as SIGKILL: no destructor runs, and the record
/// in hand is lost. <https://man7.org/linux/man-pages/man7/signal.7.html>
pub fn blocking_sigterm(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of a worker that handles no signal.
pub fn works_on_records(pulse: Pulse) {
    loop {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// A worker whose handler for SIGTERM sets a flag ends when it looks, and cleans up.
///
/// The signal does not end the sleep: std's `sleep` goes back to sleep for the rest of its time. No record
/// is lost. <https://docs.rs/signal-hook/latest/signal_hook/flag/index.html>
pub fn blocking_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("finishes_its_record").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
pub fn finishes_its_record(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("no handler for the signal");
    while !stop.load(Relaxed) {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// The same handler ends a sleep that the signal interrupts.
///
/// A sleeping system call returns EINTR when a handler has run, and the worker looks at its flag at once.
/// <https://man7.org/linux/man-pages/man2/nanosleep.2.html>
pub fn parked_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
pub fn is_interrupted(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("no handler for the signal");
    let interval = Timespec::try_from(pulse.interval()).expect("an interval of a few years at most");
    while !stop.load(Relaxed) {
        pulse.take_record();
        pulse.beat();
        let _ = nanosleep(&interval);
        pulse.finish_record();
    }
}

/// SIGSTOP stops a process without ending it, and SIGCONT lets it go on where it stood.
///
/// The process cannot handle SIGSTOP either. A stopped process keeps its memory, its locks and its files,
/// and a caller that takes its silence for its end is wrong.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
#[expect(clippy::zombie_processes, reason = "work that is still standing is not waited for")]
pub fn blocking_sigstop(stage: &Stage) {
    let worker = stage.worker("works_on_records").spawn().expect("no process for the worker");
    let worker = Pid::from_child(&worker);

    stage.quick_task().wait();

    stage.request();
    kill_process(worker, Signal::STOP).expect("the worker is there, and ours");
    let said = waitpid(Some(worker), WaitOptions::UNTRACED);
    stage.acknowledge(said);

    // The worker does not beat before it is sent SIGCONT.
    thread::sleep(5 * stage.interval());
    kill_process(worker, Signal::CONT).expect("the worker is there, and ours");
}

/// Killing a shell leaves the command that it runs standing.
///
/// A signal goes to one process. The shell can't pass SIGKILL on to its child, and Linux gives the child to
/// another parent. That the shell has been waited for says nothing about its child.
/// <https://man7.org/linux/man-pages/man2/kill.2.html>
pub fn blocking_grandchild(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    // With one more command to run, the shell does not turn into the worker by `exec`.
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.spawn().expect("no process for the shell");

    stage.quick_task().wait();

    stage.request();
    shell.kill().expect("the shell is there, and ours");
    stage.acknowledge(shell.wait());
}

/// Killing the process group of the shell ends its child too.
///
/// `process_group(0)` makes the shell the leader of a new group, and its children belong to that unless they
/// leave it. The wait is for the shell alone: its child has been killed too, but may still be exiting.
/// <https://doc.rust-lang.org/std/os/unix/process/trait.CommandExt.html#tymethod.process_group>
pub fn blocking_group(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.process_group(0).spawn().expect("no process for the shell");

    stage.quick_task().wait();

    stage.request();
    kill_process_group(Pid::from_child(&shell), Signal::KILL).expect("the group is there, and ours");
    stage.acknowledge(shell.wait());
}
