//! Stopping by a flag: the job looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-rayon -- story flag/spinning`

pub mod crowd;

use std::{
    ops::ControlFlow::{Break, Continue},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
};

use rayon::{
    ThreadBuilder, ThreadPoolBuilder,
    iter::{ParallelIterator, repeat},
};
use still_standing::{Stage, case, workers};

use crate::POOL;

/// A quick job and an infinite one, which looks at an `AtomicBool` at every turn, as rayon's maintainers advise.
///
/// Rayon has no way to cancel a job. `spawn` returns no handle, so each job reports its end itself: the last thing that
/// it does is to send a message. The case needs two workers, one for each job: on one, the quick job would wait for the
/// infinite one. <https://docs.rs/rayon/latest/rayon/fn.spawn.html>, <https://github.com/rayon-rs/rayon/issues/1014>
#[case("flag/spinning", Stopped, Line, with_workers(2))]
pub fn spinning(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let (end, ended) = mpsc::channel();
    POOL.spawn({
        let (quick_task, end) = (stage.quick_task(), end.clone());
        move || {
            quick_task.wait();
            end.send("quick").expect("the caller waits");
        }
    });
    let pulse = stage.pulse();
    POOL.spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
            }
            drop(pulse);
            end.send("infinite").expect("the caller waits");
        }
    });

    let first = ended.recv().expect("a job reports");
    let unfinished: Vec<_> = ["quick", "infinite"].into_iter().filter(|job| *job != first).collect();
    let counts = format!("finished {}, unfinished {}", 2 - unfinished.len(), unfinished.len());

    stage.request();
    stop.store(true, Relaxed);
    let last = ended.recv();
    stage.acknowledge(format_args!("{counts}: {last:?}"));
}

/// A job of a scope looks at an `AtomicBool`, and the scope waits for its end.
///
/// The scope does what a handle from `spawn` would do. Its jobs may borrow, so the flag needs no `Arc`.
/// `in_place_scope` runs its closure on the caller's thread, and only the job in the pool.
/// <https://docs.rs/rayon/latest/rayon/fn.in_place_scope.html>
#[case("flag/spinning-scope", Stopped, Line)]
pub fn spinning_scope(stage: &Stage) {
    let stop = AtomicBool::new(false);
    let pulse = stage.pulse();
    POOL.in_place_scope(|scope| {
        let stop = &stop;
        scope.spawn(move |_| {
            while !stop.load(Relaxed) {
                pulse.beat();
            }
        });

        stage.quick_task().wait();

        stage.request();
        stop.store(true, Relaxed);
    });
    stage.acknowledge(());
}

/// A parallel iterator looks at an `AtomicBool` before every item, in `try_for_each`.
///
/// The first `Break` ends the iterator on all its threads: once rayon has noted it, those that have
/// not seen the flag take no further item. An item that has begun is not cut off.
/// <https://docs.rs/rayon/latest/rayon/iter/trait.ParallelIterator.html#method.try_for_each>
#[case("flag/spinning-par-iter", Stopped, Line)]
pub fn spinning_par_iter(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let (end, ended) = mpsc::channel();
    let pulse = stage.pulse();
    POOL.spawn({
        let stop = Arc::clone(&stop);
        move || {
            let outcome = repeat(()).try_for_each(move |()| {
                if stop.load(Relaxed) {
                    return Break(());
                }
                pulse.beat();
                Continue(())
            });
            end.send(outcome).expect("the caller waits");
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(ended.recv());
}

/// A job that looks at an `AtomicBool` lets `build_scoped` return, which waits until every thread of its pool is done.
///
/// After that its threads are gone, but for what their thread-locals do in their destructors: std's scope does not wait
/// for those. Dropping a `ThreadPool` waits for no thread: `rayon/drop/spinning-pool`. A job that does not look
/// keeps `build_scoped`: `rayon/drop/spinning-build-scoped`.
/// <https://docs.rs/rayon/latest/rayon/struct.ThreadPoolBuilder.html#method.build_scoped>,
/// <https://github.com/rayon-rs/rayon/issues/688>
#[case("flag/spinning-build-scoped", Stopped, Line, on_demand())]
pub fn spinning_build_scoped(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let ended = ThreadPoolBuilder::new().num_threads(workers()).build_scoped(ThreadBuilder::run, |pool| {
        pool.spawn({
            let stop = Arc::clone(&stop);
            move || {
                while !stop.load(Relaxed) {
                    pulse.beat();
                }
            }
        });

        stage.quick_task().wait();

        stage.request();
        stop.store(true, Relaxed);
    });
    stage.acknowledge(ended);
}
