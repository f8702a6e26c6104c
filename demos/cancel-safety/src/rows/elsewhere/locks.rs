//! Locks, and what happens once.

use std::{cell::RefCell, sync::Arc};

use smol::future::yield_now;

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{each_by_itself, others},
};

pub(super) fn rows() -> Vec<Row> {
    [locks(), once()].into_iter().flatten().collect()
}

/// It is held by one; ours asks for it, is dropped at its await, and asks again; and another asks behind it.
macro_rules! queues {
    ($method:literal, $make:expr, |$it:ident| $held:expr, $call:expr) => {
        queues!($method, (Silent, "a place in the queue is lost"), Loses, $make, |$it| $held, $call, $call)
    };
    ($method:literal, $says:expr, $seen:expr, $make:expr, |$it:ident| $held:expr, $call:expr, $behind:expr) => {
        Row::new($method, $says, $seen, async |world| {
            let $it = $make;
            let held = $held;
            let order = RefCell::new(Vec::new());
            let first = async {
                let mut got = world.drops($call).await;
                if got.is_none() {
                    yield_now().await;
                    got = Some($call.await);
                }
                order.borrow_mut().push("first");
                drop(got);
            };
            let second = async {
                let _got = $behind.await;
                order.borrow_mut().push("second");
            };
            let releases = async {
                others().await;
                drop(held);
            };
            each_by_itself([Box::pin(first), Box::pin(second), Box::pin(releases)]).await;
            world.holds("its place in the queue", order.into_inner() == ["first", "second"]);
        })
    };
}

fn locks() -> Vec<Row> {
    vec![
        queues!(
            "futures::lock::Mutex::lock",
            futures_util::lock::Mutex::new(()),
            |it| it.lock().await,
            it.lock()
        ),
        queues!("async_lock::Mutex::lock", async_lock::Mutex::new(()), |it| it.lock().await, it.lock()),
        queues!(
            "async_lock::RwLock::read",
            (Silent, "a reader need not wait behind a writer who waits"),
            Keeps,
            async_lock::RwLock::new(()),
            |it| it.write().await,
            it.read(),
            it.write()
        ),
        queues!("async_lock::RwLock::write", async_lock::RwLock::new(()), |it| it.write().await, it.write()),
        queues!(
            "async_lock::Semaphore::acquire",
            async_lock::Semaphore::new(1),
            |it| it.acquire().await,
            it.acquire()
        ),
        queues!(
            "async_std::sync::Mutex::lock",
            async_std::sync::Mutex::new(()),
            |it| it.lock().await,
            it.lock()
        ),
    ]
}

fn once() -> Vec<Row> {
    vec![
        Row::new(
            "async_lock::Barrier::wait",
            (Silent, "the count stays raised, as tokio's does"),
            Loses,
            async |world| {
                // Its timeout comes only when nothing else goes on.
                tokio::time::pause();
                let barrier = Arc::new(async_lock::Barrier::new(2));
                let other = tokio::spawn({
                    let barrier = barrier.clone();
                    async move {
                        others().await;
                        barrier.wait().await.is_leader()
                    }
                });
                let went = tokio::time::timeout(std::time::Duration::from_millis(20), async {
                    if world.drops(barrier.wait()).await.is_none() {
                        barrier.wait().await;
                    }
                    other.await
                });
                world.holds("two of two pass together", went.await.is_ok());
            },
        ),
        Row::new(
            "async_lock::OnceCell::get_or_init",
            (Silent, "the attempt is given up"),
            Keeps,
            async |world| {
                let cell = async_lock::OnceCell::new();
                let init = async || {
                    yield_now().await;
                    7
                };
                let value = world.repeats(async || *cell.get_or_init(init).await).await;
                world.records("value", [7], [value]);
            },
        ),
    ]
}
