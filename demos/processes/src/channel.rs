//! Stopping by a channel: the pipe to the other process's standard input is closed.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop. The
//! infinite task is the function below it, which a process of its own runs. It owns a *pulse*, *beats* it
//! once a turn ("I'm still standing"), and drops it when it really ends: that drop is the *halt*. `request`
//! stamps the instant before the call that asks it to stop; `acknowledge` stamps the instant after that call
//! has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-processes -- story channel/parked-stdin-closed`.

use std::{io, process::Stdio};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use stage::{Pulse, Stage};

/// Closing the pipe to its standard input tells the worker that there is no more to do.
///
/// The wait for input is also the worker's sleep, so the end of input wakes it. It finishes the
/// record in hand: none is lost. The system closes the pipe of a caller that dies, too, so a worker
/// that heeds it is never left behind. <https://man7.org/linux/man-pages/man7/pipe.7.html>
pub fn parked_stdin_closed(stage: &Stage) {
    let mut worker = stage.worker("reads_its_input");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("no process for the worker");
    let input = worker.stdin.take();

    stage.quick_task().wait();

    stage.request();
    drop(input);
    stage.acknowledge(worker.wait());
}

/// The other process.
pub fn reads_its_input(pulse: Pulse) {
    let input = io::stdin();
    let interval = Timespec::try_from(pulse.interval()).expect("an interval of a few years at most");
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
