//! Bare programs with smol, on its own static executor.

use std::time::Duration;

use measure::{Placement, Thread};
use smol::{Task, Timer, block_on, spawn};
use stage::clock;

use super::{BEAT, End, quick_task, wait_for};

/// `smol/drop/awaiting`: the drop returns before the halt.
pub(super) fn drop_awaiting(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    let (end, halt) = End::new();
    let request = block_on(async {
        let infinite = spawn(async move {
            loop {
                end.beat();
                Timer::after(BEAT).await;
            }
        });
        placement.put_with_requester(Thread::current());
        let _ = quick_task(quick).recv().await;

        let request = clock::now_ns();
        drop::<Task<()>>(infinite);
        request
    });
    wait_for(&halt) - request
}
