//! Stopping by a flag that the other process looks at.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story flag/blocking`

use std::{env, hint, path::Path, thread};

use still_standing::{Pulse, Stage, case, worker};

use crate::shared_flag::SharedFlag;

/// A worker looks once a beat at a flag in memory that both processes share.
///
/// Setting the flag does not wake the worker: it finds the flag set after its sleep, as a thread would, and
/// ends itself. <https://man7.org/linux/man-pages/man7/shm_overview.7.html>
#[case("flag/blocking", Stopped, Polled, starts = looks_once_a_beat, out_of_process())]
pub fn blocking(stage: &Stage) {
    let stop = SharedFlag::create().expect("two processes can share a page");
    let mut worker = stage.worker("looks_once_a_beat");
    let mut worker = worker.args(stop.path()).spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    stop.raise();
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn looks_once_a_beat(pulse: Pulse) {
    let path = env::args().next_back().unwrap_or_default();
    let stop = SharedFlag::open(Path::new(&path)).expect("the caller has created the flag");
    while !stop.is_raised() {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}

/// A computing worker looks at the same flag at every turn.
///
/// A flag in shared memory travels between two processes as fast as between two threads. The caller learns
/// of the end much later, when the system has torn the process down.
/// <https://man7.org/linux/man-pages/man2/mmap.2.html>
#[case("flag/spinning", Stopped, Line, starts = looks_at_every_turn, out_of_process())]
pub fn spinning(stage: &Stage) {
    let stop = SharedFlag::create().expect("two processes can share a page");
    let mut worker = stage.worker("looks_at_every_turn");
    let mut worker = worker.args(stop.path()).spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    stop.raise();
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn looks_at_every_turn(pulse: Pulse) {
    let path = env::args().next_back().unwrap_or_default();
    let stop = SharedFlag::open(Path::new(&path)).expect("the caller has created the flag");
    while !stop.is_raised() {
        pulse.beat();
        hint::spin_loop();
    }
    // Dropped before the flag's memory is unmapped, which takes the system some 5 us.
    drop(pulse);
}
