//! The negative control: the same spin loop on a plain thread, beside each runtime, which doesn't touch it.
//! Every loop should take the same time to halt, so their differences are the resolution of a run.
//!
//! Each loop has machine code of its own, as the demos have, because the place of the code and of its flag in
//! memory is one of the unknowns.

use std::{
    future::Future,
    hint::black_box,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use measure::Control;
use stage::{Bound, Case, Stage, Verdict, workers};

/// One control for each runtime that starts threads, and one without a runtime.
pub const CONTROLS: &[Control] = &[
    Control { beside: "threads", case: case("flag/spinning-beside-threads", spinning::<0>) },
    Control { beside: "tokio", case: case("flag/spinning-beside-tokio", beside_tokio) },
    Control { beside: "async-std", case: case("flag/spinning-beside-async-std", beside_async_std) },
    Control { beside: "smol", case: case("flag/spinning-beside-smol", beside_smol) },
    Control { beside: "rayon", case: case("flag/spinning-beside-rayon", beside_rayon) },
    Control { beside: "may", case: case("flag/spinning-beside-may", beside_may) },
];

const fn case(name: &'static str, play: fn(&Stage)) -> Case {
    Case::new(name, Verdict::Stopped, play).bound_by(Bound::Line).under("control")
}

/// A plain thread looks at its flag at every turn. The caller is a plain thread, too.
fn spinning<const COPY: usize>(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            // Otherwise the compiler would merge the copies into one.
            black_box(COPY);
            while !stop.load(Relaxed) {
                pulse.beat();
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

/// The same loop, with a caller that runs in a runtime's `block_on`.
async fn spinning_async<const COPY: usize>(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            black_box(COPY);
            while !stop.load(Relaxed) {
                pulse.beat();
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

fn beside_tokio(stage: &Stage) {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(workers())
            .enable_time()
            .build()
            .expect("tokio starts its worker threads")
    });
    RUNTIME.block_on(spinning_async::<1>(stage));
}

fn beside_async_std(stage: &Stage) {
    async_std::task::block_on(with_executor(async_std::task::spawn(async {}), spinning_async::<2>(stage)));
}

fn beside_smol(stage: &Stage) {
    smol::block_on(with_executor(smol::spawn(async {}), spinning_async::<3>(stage)));
}

/// Runs a first task before the control, because an executor starts its threads with it.
async fn with_executor(first: impl Future<Output = ()>, control: impl Future<Output = ()>) {
    first.await;
    control.await;
}

fn beside_rayon(stage: &Stage) {
    static POOL: LazyLock<rayon::ThreadPool> = LazyLock::new(|| {
        rayon::ThreadPoolBuilder::new().num_threads(workers()).build().expect("rayon starts its threads")
    });
    POOL.install(|| ());
    spinning::<4>(stage);
}

fn beside_may(stage: &Stage) {
    may::config().set_workers(workers()).set_worker_pin(false);
    may::go!(|| ()).join().expect("an empty coroutine ends");
    spinning::<5>(stage);
}
