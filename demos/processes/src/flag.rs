//! Stopping by a flag that the other process looks at.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop. The
//! infinite task is the function below it, which a process of its own runs. It owns a *pulse*, *beats* it
//! once a turn ("I'm still standing"), and drops it when it really ends: that drop is the *halt*. `request`
//! stamps the instant before the call that asks it to stop; `acknowledge` stamps the instant after that call
//! has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-processes -- story flag/blocking`.

use std::{env, hint, path::Path, thread};

use stage::{Pulse, Stage};

use crate::shared_flag::SharedFlag;

/// The flag stands on a page of memory that both processes share, looked at once a beat.
///
/// Nothing tells the worker: it finds the flag raised after its sleep, as a thread would, and ends
/// as it likes. <https://man7.org/linux/man-pages/man7/shm_overview.7.html>
pub fn blocking(stage: &Stage) {
    let stop = SharedFlag::create().expect("no page for a flag");
    let mut worker = stage.worker("looks_once_a_beat");
    let mut worker = worker.args(stop.path()).spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    stop.raise();
    stage.acknowledge(worker.wait());
}

/// The other process.
pub fn looks_once_a_beat(pulse: Pulse) {
    let path = env::args().next_back().unwrap_or_default();
    let stop = SharedFlag::open(Path::new(&path)).expect("no flag at that path");
    while !stop.is_raised() {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}

/// The same flag, looked at in every turn of a loop that computes.
///
/// Memory that two processes share is memory: the flag travels as fast as between two threads. The
/// caller hears of the end much later, when the system has taken the process apart.
/// <https://man7.org/linux/man-pages/man2/mmap.2.html>
pub fn spinning(stage: &Stage) {
    let stop = SharedFlag::create().expect("no page for a flag");
    let mut worker = stage.worker("looks_at_every_turn");
    let mut worker = worker.args(stop.path()).spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    stop.raise();
    stage.acknowledge(worker.wait());
}

/// The other process.
pub fn looks_at_every_turn(pulse: Pulse) {
    let path = env::args().next_back().unwrap_or_default();
    let stop = SharedFlag::open(Path::new(&path)).expect("no flag at that path");
    while !stop.is_raised() {
        pulse.beat();
        hint::spin_loop();
    }
    // Before the flag's page is unmapped, which takes the system some 5 us.
    drop(pulse);
}
