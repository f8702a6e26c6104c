//! A ladder of requests: the end of input, SIGTERM, SIGKILL, each with a deadline.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-escalate`

use std::{
    process::{Child, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
    thread::Timespec,
};
use signal_hook::{consts::SIGTERM, flag};
use still_standing::{Pulse, Stage, case, worker};

use crate::abort::is_interrupted;

/// A ladder of requests, each with a deadline, ends a process that ignores the polite ones.
///
/// Close its input, then SIGTERM, then SIGKILL, each a beat after the one before. The acknowledgement says when
/// each rung was reached. The last one can't be ignored, and cleans nothing up. A worker that heeds SIGTERM never
/// sees it: `processes/abort/blocking-escalate-heeded`.
/// <https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html>
#[case(
    "abort/blocking-escalate",
    Killed,
    Deadline,
    starts = ignores_sigterm,
    out_of_process(),
    losing(Loss::Some),
    instead = blocking_escalate_heeded
)]
pub fn blocking_escalate(stage: &Stage) {
    let mut worker = stage.worker("ignores_sigterm");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("the worker starts");
    let input = worker.stdin.take();
    let grace = stage.interval();

    stage.quick_task().wait();

    stage.request();
    let asked = Instant::now();
    drop(input);
    let mut rungs = vec![("end of input", asked.elapsed())];
    if !ends_within(grace, &worker) {
        kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
        rungs.push(("SIGTERM", asked.elapsed()));
        if !ends_within(grace, &worker) {
            worker.kill().expect("the worker is there, and ours");
            rungs.push(("SIGKILL", asked.elapsed()));
        }
    }
    stage.acknowledge((rungs, worker.wait()));
}

/// The `main` of a worker that handles SIGTERM and then does not look whether it came.
#[worker]
pub fn ignores_sigterm(pulse: Pulse) {
    flag::register(SIGTERM, Arc::default()).expect("the signal can be handled");
    loop {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// The same ladder ends at its second rung if the worker heeds SIGTERM.
///
/// The worker does not read its input, so it misses the first rung. It finishes its record and ends within its
/// deadline, which is ten beats here: too short a deadline kills work that would have ended well. One that ignores
/// SIGTERM is killed: `processes/abort/blocking-escalate`.
/// <https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html>
#[case(
    "abort/blocking-escalate-heeded",
    Stopped,
    Deadline,
    starts = is_interrupted,
    out_of_process(),
    losing(Loss::None)
)]
pub fn blocking_escalate_heeded(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("the worker starts");
    let input = worker.stdin.take();
    let grace = stage.interval();

    stage.quick_task().wait();

    stage.request();
    let asked = Instant::now();
    drop(input);
    let mut rungs = vec![("end of input", asked.elapsed())];
    if !ends_within(grace, &worker) {
        kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
        rungs.push(("SIGTERM", asked.elapsed()));
        if !ends_within(10 * grace, &worker) {
            worker.kill().expect("the worker is there, and ours");
            rungs.push(("SIGKILL", asked.elapsed()));
        }
    }
    stage.acknowledge((rungs, worker.wait()));
}

/// SIGTERM, a deadline, and only then SIGKILL: a child that handles the first ends in good order, within the deadline.
///
/// std's `Child::kill` sends SIGKILL and nothing else, so the signal is sent by its number; the child is not waited for yet,
/// so that the number is still its own. A child without a handler ends by SIGTERM too, and cleans nothing up:
/// `processes/abort/blocking-sigterm`; one that ignores it is killed at the deadline: `processes/abort/blocking-escalate`.
/// <https://github.com/rust-lang/rust/issues/41822>,
/// <https://doc.rust-lang.org/std/process/struct.Child.html#method.kill>
#[case("abort/parked-sigterm", Stopped, Wake, starts = is_interrupted, out_of_process(), losing(Loss::None))]
pub fn parked_sigterm(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted").spawn().expect("the worker starts");
    let grace = 1_000 * stage.interval();

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    let in_time = ends_within(grace, &worker);
    if !in_time {
        worker.kill().expect("the worker is there, and ours");
    }
    stage.acknowledge((in_time, worker.wait()));
}

/// Waits for the end of a child, but no longer than `grace`. A pidfd is readable when its process has ended, so
/// nothing has to look again and again.
fn ends_within(grace: Duration, child: &Child) -> bool {
    let child =
        pidfd_open(Pid::from_child(child), PidfdFlags::empty()).expect("the child is not waited for yet");
    let grace = Timespec::try_from(grace).expect("the grace is a few years at most");
    poll(&mut [PollFd::new(&child, PollFlags::IN)], Some(&grace)) == Ok(1)
}
