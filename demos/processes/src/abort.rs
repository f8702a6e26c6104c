//! Stopping by aborting: the system ends the other process, or stops it, from outside.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-sigkill`

pub mod container;
pub mod crowd;
pub mod group;
pub mod ladder;
pub mod lock;

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use rustix::{
    process::{Pid, Signal, WaitOptions, kill_process, waitpid},
    thread::{Timespec, nanosleep},
};
use signal_hook::{consts::SIGTERM, flag};
use still_standing::{Pulse, Stage, case, worker};

/// SIGKILL, which std's `Child::kill` sends, ends the process whatever it does.
///
/// No destructor runs, and the record on which it was at work is lost. Nothing in the worker can prevent the signal or
/// prepare for it. Only the kernel can put it off: a process that waits in it uninterruptibly, as for a disk (state D
/// in `ps`), ends when that wait is over. Process 1 of a container does not get it from a process in there.
/// <https://doc.rust-lang.org/std/process/struct.Child.html#method.kill>
#[case(
    "abort/blocking-sigkill",
    Killed,
    Reap,
    starts = works_on_records,
    out_of_process(),
    losing(Loss::Some),
    instead = blocking_sigterm_handled
)]
pub fn blocking_sigkill(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// SIGTERM ends a process at once that neither handles, ignores nor blocks it.
///
/// For such work it is the same as SIGKILL: no destructor runs, and the record on which it was at work is lost. One that
/// is stopped ends when it goes on. Process 1 of a container does not even end: `processes/abort/blocking-pid1`. Who
/// kills politely sends it first: `processes/abort/parked-sigterm`.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
#[case(
    "abort/blocking-sigterm",
    Killed,
    Reap,
    starts = works_on_records,
    out_of_process(),
    losing(Loss::Some),
    instead = blocking_sigterm_handled
)]
pub fn blocking_sigterm(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of a worker that handles no signal.
#[worker]
pub fn works_on_records(pulse: Pulse) {
    pulse.take_record();
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        // It takes the next record first, and so has one in hand at any instant.
        pulse.take_record();
        pulse.finish_record();
    }
}

/// A worker whose handler for SIGTERM sets a flag ends when it looks, and cleans up.
///
/// The signal does not end the sleep: std's `sleep` goes back to sleep for the rest of its time. No record
/// is lost. <https://docs.rs/signal-hook/latest/signal_hook/flag/index.html>
#[case(
    "abort/blocking-sigterm-handled",
    Stopped,
    Polled,
    starts = finishes_its_record,
    out_of_process(),
    losing(Loss::None)
)]
pub fn blocking_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("finishes_its_record").spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn finishes_its_record(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("the signal can be handled");
    while !stop.load(Relaxed) {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// The same handler ends a sleep that the signal interrupts.
///
/// A `nanosleep` returns EINTR when a handler has run, and the worker looks at its flag at once.
/// <https://man7.org/linux/man-pages/man2/nanosleep.2.html>
#[case(
    "abort/parked-sigterm-handled",
    Stopped,
    Wake,
    starts = is_interrupted,
    out_of_process(),
    losing(Loss::None)
)]
pub fn parked_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted").spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn is_interrupted(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("the signal can be handled");
    let interval = Timespec::try_from(pulse.interval()).expect("the interval is a few years at most");
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
#[case(
    "abort/blocking-sigstop",
    StillStanding,
    starts = works_on_records,
    out_of_process(),
    instead = blocking_sigterm_handled
)]
#[expect(clippy::zombie_processes, reason = "work that is still standing is not waited for")]
pub fn blocking_sigstop(stage: &Stage) {
    let worker = stage.worker("works_on_records").spawn().expect("the worker starts");
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

/// A killed process gives its memory back before its parent learns of its end, and that takes longer the more it has.
///
/// The worker has written to 32 MiB, so that it really has them: 8,192 pages of 4 KiB, or 16 of 2 MiB where Linux gives
/// huge pages to everyone. A supervisor that gives every process the same time to end is wrong about the largest. In the
/// kernel's source `do_exit` calls `exit_mm`, which frees the pages, before `exit_notify`, which tells the parent.
/// <https://github.com/torvalds/linux/blob/v6.12/kernel/exit.c>
#[case("abort/blocking-sigkill-memory", Killed, Reap, starts = has_written_to_32_mib, out_of_process())]
pub fn blocking_sigkill_memory(stage: &Stage) {
    let mut worker = stage.worker("has_written_to_32_mib").spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of a worker with memory. Zeros would not do: of pages that nobody has written to there is only one.
#[worker]
pub fn has_written_to_32_mib(pulse: Pulse) {
    let memory = vec![1_u8; 32 * 1024 * 1024];
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        black_box(&memory);
    }
}
