//! Bare programs with smol, on its own static executor.

use std::time::Duration;

use measure::{Placement, Thread};
use smol::{Timer, block_on, future, spawn};
use stage::clock;

use super::{BEAT, End, quick_task_ahead, wait_for};

/// `smol/drop/awaiting`: the drop returns before the halt.
pub(super) fn drop_awaiting(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    let (end, halt) = End::new();
    let request = block_on(async {
        let mut infinite = spawn(async move {
            loop {
                end.beat();
                Timer::after(BEAT).await;
            }
        });
        placement.put_with_requester(Thread::current());
        let (done, cue) = quick_task_ahead(quick);
        let mut quick = spawn(async move {
            let _ = done.recv().await;
        });

        future::or(&mut quick, &mut infinite).await;
        let _ = cue.recv_blocking();

        let request = clock::now_ns();
        drop(infinite);
        request
    });
    wait_for(&halt) - request
}
