//! Bare programs with n tasks of tokio, as in its demo's crowds: no stage, no parts, and nothing that counts.

use std::{thread, time::Duration};

use measure::{Placement, Thread};
use stage::clock;
use tokio::{select, task::spawn, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::tokio::RUNTIME;

/// How long the tasks rest before they are asked, once the last one has begun.
const REST: Duration = Duration::from_millis(5);

/// How long a task sleeps: between one hour and two, and different for each, as in the demo.
fn interval(number: u32) -> Duration {
    let share = u64::from(number.wrapping_mul(0x9E37_79B1));
    Duration::from_millis(3_600_000 + ((share * 3_600_000) >> 32))
}

/// Waits until the tasks before have begun: the queue is first in, first out.
async fn until_all_have_begun(placement: &Placement) {
    let _ = spawn(async {}).await;
    placement.put_with_requester(Thread::current());
    thread::sleep(REST);
}

/// `tokio/abort/awaiting-crowd`.
pub(super) fn abort(placement: &Placement, tasks: u32) -> u64 {
    placement.put_with_work(Thread::current());
    RUNTIME.block_on(async {
        let tasks: Vec<_> = (0..tasks)
            .map(|number| {
                let interval = interval(number);
                spawn(async move {
                    loop {
                        sleep(interval).await;
                    }
                })
            })
            .collect();
        until_all_have_begun(placement).await;

        let request = clock::now_ns();
        for task in &tasks {
            task.abort();
        }
        for task in tasks {
            let _cancelled: Result<(), _> = task.await;
        }
        clock::now_ns() - request
    })
}

/// `tokio/flag/awaiting-crowd-token`.
pub(super) fn token(placement: &Placement, tasks: u32) -> u64 {
    placement.put_with_work(Thread::current());
    RUNTIME.block_on(async {
        let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
        for number in 0..tasks {
            let (token, interval) = (token.clone(), interval(number));
            tracker.spawn_on(
                async move {
                    loop {
                        select! {
                            () = token.cancelled() => break,
                            () = sleep(interval) => {}
                        }
                    }
                },
                RUNTIME.handle(),
            );
        }
        tracker.close();
        until_all_have_begun(placement).await;

        let request = clock::now_ns();
        token.cancel();
        tracker.wait().await;
        clock::now_ns() - request
    })
}
