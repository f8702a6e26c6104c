//! Bare programs with async-std, on its own static executor.

use std::time::Duration;

use async_std::{
    prelude::FutureExt,
    task::{block_on, sleep, spawn},
};
use measure::{Placement, Thread};
use stage::clock;

use super::{BEAT, End, quick_task_ahead, wait_for};

/// `async-std/abort/awaiting`.
pub(super) fn abort_awaiting(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    block_on(async {
        let (end, halt) = End::new();
        let mut infinite = spawn(async move {
            loop {
                end.beat();
                sleep(BEAT).await;
            }
        });
        placement.put_with_requester(Thread::current());
        let (done, cue) = quick_task_ahead(quick);
        let mut quick = spawn(async move {
            let _ = done.recv().await;
        });

        (&mut quick).race(&mut infinite).await;
        let _ = cue.recv_blocking();

        let request = clock::now_ns();
        let _ended = infinite.cancel().await;
        wait_for(&halt) - request
    })
}
