//! Stopping by aborting: rayon cannot end a job from outside; a panic ends what is between items.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-rayon -- story abort/spinning-panic-fuse`

use std::panic::{catch_unwind, resume_unwind};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use still_standing::{Stage, case, not_offered};

use crate::POOL;

/// A job cannot be ended from outside.
///
/// It is a call on the stack of a thread, so ending it would mean ending the thread; and other jobs may
/// wait for what it returns. "A channel or a simple atomic flag will do", its maintainers say.
/// <https://github.com/rayon-rs/rayon/issues/1014>
#[not_offered("abort/spinning")]
pub const SPINNING: &str =
    "rayon has no abort: a job is a call on a thread's stack, and threads can't be ended";

/// A panic in one item of a parallel iterator ends its own piece of the items, and the other pieces go on.
///
/// Item 0 is the quick task, and then panics; every other item is one beat. `for_each` passes the panic
/// on, but only after the pieces on the other thread are done, and they have no end. The case needs two
/// workers: item 0 keeps one and asks from it, while the other does the work.
/// <https://docs.rs/rayon/latest/rayon/fn.join.html#panics>,
/// <https://github.com/rayon-rs/rayon/issues/1016>
#[case("abort/spinning-panic", Hung, with_workers(2), instead = spinning_panic_fuse)]
pub fn spinning_panic(stage: &Stage) {
    let pulse = stage.pulse();
    let ended = catch_unwind(|| {
        POOL.install(|| {
            (0..u64::MAX).into_par_iter().for_each(move |item| {
                if item == 0 {
                    stage.quick_task().wait();

                    stage.request();
                    resume_unwind(Box::new("stop"));
                }
                pulse.beat();
            });
        });
    });
    stage.acknowledge(ended);
}

/// `panic_fuse` lets a panic in one item end the parallel iterator on all its threads.
///
/// The fuse is a flag that rayon looks at before every item. `resume_unwind` is a panic without the
/// message; the caller catches it once all threads have ended. Most of the time is spent in the thread
/// that asks: its panic has to unwind to the fuse. The case needs two workers: one asks, and the other
/// does the work.
/// <https://docs.rs/rayon/latest/rayon/iter/trait.ParallelIterator.html#method.panic_fuse>
#[case("abort/spinning-panic-fuse", Stopped, Inline, with_workers(2))]
pub fn spinning_panic_fuse(stage: &Stage) {
    let pulse = stage.pulse();
    let ended = catch_unwind(|| {
        POOL.install(|| {
            (0..u64::MAX).into_par_iter().panic_fuse().for_each(move |item| {
                if item == 0 {
                    stage.quick_task().wait();

                    stage.request();
                    resume_unwind(Box::new("stop"));
                }
                pulse.beat();
            });
        });
    });
    stage.acknowledge(ended);
}

/// `panic_fuse` does not end an item that has begun.
///
/// The infinite task is one item here, and rayon looks at the fuse between two items only. The case needs
/// two workers, one for each item. <https://github.com/rayon-rs/rayon/issues/1270>
#[case("abort/spinning-panic-fuse-item", Hung, with_workers(2), instead = crate::flag::spinning)]
pub fn spinning_panic_fuse_item(stage: &Stage) {
    let pulse = stage.pulse();
    let ended = catch_unwind(|| {
        POOL.install(|| {
            (0..2).into_par_iter().panic_fuse().for_each(move |item| {
                if item == 0 {
                    stage.quick_task().wait();

                    stage.request();
                    resume_unwind(Box::new("stop"));
                }
                loop {
                    pulse.beat();
                }
            });
        });
    });
    stage.acknowledge(ended);
}
