//! Stopping by dropping: the pool is dropped, or the job's scope is left.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-rayon -- story drop/spinning`

pub mod threads;

use std::sync::mpsc;

use rayon::ThreadPoolBuilder;
use still_standing::{Stage, case};

use crate::{POOL, pool};

/// Dropping the `ThreadPool` returns at once, and the job that is unfinished goes on.
///
/// The quick job reports its end on a channel; the infinite one has no end to report. The drop asks the threads to end
/// once every spawned job is done, and does not wait for them: the thread of the infinite job outlives the pool. The
/// case needs two workers, one for each job. <https://docs.rs/rayon/latest/rayon/struct.ThreadPool.html>,
/// <https://github.com/rayon-rs/rayon/issues/544>
#[case("drop/spinning", StillStanding, with_workers(2), instead = crate::flag::spinning)]
pub fn spinning(stage: &Stage) {
    let pool = pool();
    let (end, ended) = mpsc::channel();
    pool.spawn({
        let quick_task = stage.quick_task();
        move || {
            quick_task.wait();
            end.send("quick").expect("the caller waits");
        }
    });
    let pulse = stage.pulse();
    pool.spawn(move || {
        loop {
            pulse.beat();
        }
    });

    let first = ended.recv().expect("a job reports");
    let unfinished: Vec<_> = ["quick", "infinite"].into_iter().filter(|job| *job != first).collect();
    let counts = format!("finished {}, unfinished {}", 2 - unfinished.len(), unfinished.len());

    stage.request();
    drop(pool);
    stage.acknowledge(format_args!("{counts}"));
}

/// Leaving a scope waits for its jobs for as long as they run.
///
/// A scope's jobs may borrow from the caller's stack, so it cannot return before they end; and
/// it has no way to end them. <https://docs.rs/rayon/latest/rayon/fn.scope.html>
#[case("drop/spinning-scope", Hung, instead = crate::flag::spinning_scope)]
pub fn spinning_scope(stage: &Stage) {
    let pulse = stage.pulse();
    POOL.in_place_scope(|scope| {
        scope.spawn(move |_| {
            loop {
                pulse.beat();
            }
        });

        stage.quick_task().wait();

        stage.request();
    });
    stage.acknowledge(());
}

/// A job that still waits for a thread is started even after the `ThreadPool` was dropped.
///
/// The pool's one thread is busy with another job. Once that job ends, the thread takes the next one from
/// the queue, although the pool is gone: rayon cannot discard what was spawned. tokio can:
/// `tokio/abort/blocking-queued`. <https://github.com/rayon-rs/rayon/issues/544>
#[case("drop/spinning-queued", StillStanding, queued(), instead = crate::flag::spinning)]
pub fn spinning_queued(stage: &Stage) {
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("the pool starts");
    let (release, released) = mpsc::channel::<()>();
    pool.spawn(move || {
        let _ = released.recv();
    });
    let pulse = stage.pulse();
    pool.spawn(move || {
        loop {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(pool);
    stage.acknowledge(());
    drop(release);
}
