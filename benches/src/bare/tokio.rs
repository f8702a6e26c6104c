//! Bare programs with tokio, with as many workers as in its demo.

use std::{sync::LazyLock, time::Duration};

use measure::{Placement, Thread};
use stage::{clock, workers};
use tokio::{
    runtime::{Builder, Runtime},
    select,
    task::{JoinSet, spawn},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use super::{BEAT, End, quick_task, quick_task_ahead, wait_for};

pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .enable_time()
        .build()
        .expect("tokio starts its worker threads")
});

/// `tokio/abort/awaiting`.
pub(super) fn abort_awaiting(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    RUNTIME.block_on(async {
        let (end, halt) = End::new();
        let mut tasks = JoinSet::new();
        let infinite = tasks.spawn(async move {
            loop {
                end.beat();
                sleep(BEAT).await;
            }
        });
        placement.put_with_requester(Thread::current());
        let (done, cue) = quick_task_ahead(quick);
        tasks.spawn(async move {
            let _ = done.recv().await;
        });

        tasks.join_next().await;
        let _ = cue.recv_blocking();

        let request = clock::now_ns();
        infinite.abort();
        let _ended = tasks.join_next().await;
        wait_for(&halt) - request
    })
}

/// `tokio/flag/awaiting-token`.
pub(super) fn flag_awaiting_token(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    RUNTIME.block_on(async {
        let stop = CancellationToken::new();
        let (end, halt) = End::new();
        let infinite = spawn({
            let stop = stop.clone();
            async move {
                loop {
                    end.beat();
                    select! {
                        () = stop.cancelled() => break,
                        () = sleep(BEAT) => {}
                    }
                }
            }
        });
        placement.put_with_requester(Thread::current());
        let _ = quick_task(quick).recv().await;

        let request = clock::now_ns();
        stop.cancel();
        infinite.await.expect("the infinite task does not panic");
        wait_for(&halt) - request
    })
}
