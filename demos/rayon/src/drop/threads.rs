//! Waiting until the threads of a pool are done: dropping the `ThreadPool` does not, `build_scoped` does.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-rayon -- story drop/spinning-pool`

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use rayon::{ThreadBuilder, ThreadPoolBuilder};
use still_standing::{Stage, case, workers};

/// Dropping the `ThreadPool` waits for none of its threads.
///
/// The handler counts the threads that are gone: when the drop has returned, even those with nothing to do may still be
/// there, and the thread of the infinite job stays. A pool in a `static` is never dropped, and its threads are never
/// joined. What such a thread uses must not be torn down yet. `build_scoped` waits for all of them:
/// `rayon/drop/spinning-build-scoped`; so can the caller whose `spawn_handler` has kept their handles.
/// <https://docs.rs/rayon/latest/rayon/struct.ThreadPoolBuilder.html#method.spawn_handler>,
/// <https://github.com/rayon-rs/rayon/issues/688>
#[case("drop/spinning-pool", StillStanding, on_demand(), instead = crate::flag::spinning_build_scoped)]
pub fn spinning_pool(stage: &Stage) {
    let gone = Arc::new(AtomicUsize::new(0));
    let pool = ThreadPoolBuilder::new().num_threads(workers()).exit_handler({
        let gone = Arc::clone(&gone);
        move |_| {
            gone.fetch_add(1, Relaxed);
        }
    });
    let pool = pool.build().expect("rayon starts its threads");
    let pulse = stage.pulse();
    pool.spawn(move || {
        loop {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(pool);
    stage.acknowledge(format_args!("{} of {} threads are gone", gone.load(Relaxed), workers()));
}

/// `build_scoped` returns when the last thread of its pool is done, and so waits for a job that never looks.
///
/// It starts the threads in a `std::thread::scope`, which waits for them. A job that looks at a flag lets it return:
/// `rayon/flag/spinning-build-scoped`; dropping the pool waits for nothing: `rayon/drop/spinning-pool`.
/// <https://docs.rs/rayon/latest/rayon/struct.ThreadPoolBuilder.html#method.build_scoped>,
/// <https://github.com/rayon-rs/rayon/issues/1242>
#[case("drop/spinning-build-scoped", Hung, on_demand(), instead = crate::flag::spinning_build_scoped)]
pub fn spinning_build_scoped(stage: &Stage) {
    let pulse = stage.pulse();
    let ended = ThreadPoolBuilder::new().num_threads(workers()).build_scoped(ThreadBuilder::run, |pool| {
        pool.spawn(move || {
            loop {
                pulse.beat();
            }
        });

        stage.quick_task().wait();

        stage.request();
    });
    stage.acknowledge(ended);
}
