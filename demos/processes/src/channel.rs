//! Stopping by a channel: the pipe to the other process's standard input is closed.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story channel/parked-stdin-closed`

use std::{io, process::Stdio};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use still_standing::{Pulse, Stage, case, worker};

/// Closing the pipe to a worker's standard input ends the worker's sleep.
///
/// The wait for input is also the worker's sleep, so the end of input wakes it. It finishes the record on which it is at
/// work, so none is lost. If a caller dies, the system closes its pipes too, so a worker that looks for the end of input
/// is not left behind, unless another process has that end of the pipe as well.
/// <https://man7.org/linux/man-pages/man7/pipe.7.html>
#[case(
    "channel/parked-stdin-closed",
    Stopped,
    Wake,
    starts = reads_its_input,
    out_of_process(),
    losing(Loss::None)
)]
pub fn parked_stdin_closed(stage: &Stage) {
    let mut worker = stage.worker("reads_its_input");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("the worker starts");
    let input = worker.stdin.take();

    stage.quick_task().wait();

    stage.request();
    drop(input);
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn reads_its_input(pulse: Pulse) {
    let input = io::stdin();
    let interval = Timespec::try_from(pulse.interval()).expect("the interval is a few years at most");
    loop {
        pulse.take_record();
        pulse.beat();
        let mut ready = [PollFd::new(&input, PollFlags::IN)];
        let waited = poll(&mut ready, Some(&interval));
        pulse.finish_record();
        match waited {
            Ok(0) | Err(Errno::INTR) => {}
            _ => break,
        }
    }
}
