//! Does a job of my-pool stop?
//!
//! - `cargo test --bench stops` holds each case to the verdict that it claims.
//! - `cargo bench --bench stops` measures them; `cargo bench --bench stops -- --help` says what else it can do.

use std::{process::ExitCode, thread};

use my_pool::Worker;
use still_standing::{Demo, Stage, case, cases, locked, not_offered};

fn main() -> ExitCode {
    let cases = cases![parked, blocking, blocking_detached, SPINNING];
    let libraries = locked!("my-pool", "crossbeam-channel");
    still_standing::main([Demo::new("my-pool").libraries(libraries).cases(cases)])
}

/// Dropping a `Worker` wakes the job that waits on its channel, and waits for its end.
///
/// "Its drop asks the job in hand to stop, and waits for its end" (<https://docs.rs/my-pool>).
#[case("drop/parked", Stopped, Wake)]
fn parked(stage: &Stage) {
    let pulse = stage.pulse();
    let worker = Worker::start();
    worker.submit(move |stopped| {
        while stopped.recv_timeout(pulse.interval()).is_err_and(|error| error.is_timeout()) {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// A job that does not look at its channel keeps the drop waiting, for as long as it runs.
///
/// No thread can be ended from outside (<https://docs.rs/my-pool>).
#[case("drop/blocking", Hung)]
fn blocking(stage: &Stage) {
    let pulse = stage.pulse();
    let worker = Worker::start();
    worker.submit(move |_| {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(worker);
    stage.acknowledge(());
}

/// `detach` lets the job go on.
///
/// "Nobody asks it to stop, and nobody waits for it" (<https://docs.rs/my-pool>).
#[case("drop/blocking-detached", StillStanding)]
fn blocking_detached(stage: &Stage) {
    let pulse = stage.pulse();
    let worker = Worker::start();
    worker.submit(move |_| {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    worker.detach();
    stage.acknowledge(());
}

/// my-pool has no way to end a job that computes.
///
/// <https://docs.rs/my-pool>
#[not_offered("abort/spinning")]
const SPINNING: &str = "a thread cannot be ended from outside, and my-pool does not pretend otherwise";
