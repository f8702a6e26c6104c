//! Locks and what is like them: who waits first gets it first, unless it was dropped and asks again.

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore, SetOnce},
    task::{spawn, yield_now},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{each_by_itself, others, waits},
};

/// It is held by one; ours asks for it, is dropped at its await, and asks again; and another asks behind it. In which order
/// do they get it?
macro_rules! queues {
    ($method:literal, $says:expr, $make:expr, |$it:ident| $held:expr, $call:expr, $release:expr) => {
        queues!($method, $says, $make, |$it| $held, $call, $call, $release)
    };
    ($method:literal, $says:expr, $make:expr, |$it:ident| $held:expr, $call:expr, $behind:expr, $release:expr) => {
        Row::new($method, $says, Loses, async |world| {
            let $it = $make;
            let held = $held;
            let order = std::cell::RefCell::new(Vec::new());
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
                let got = $behind.await;
                order.borrow_mut().push("second");
                drop(got);
            };
            let releases = async {
                others().await;
                ($release)(held);
            };
            each_by_itself([Box::pin(first), Box::pin(second), Box::pin(releases)]).await;
            world.holds("its place in the queue", order.into_inner() == ["first", "second"]);
        })
    };
}

pub(super) fn rows() -> Vec<Row> {
    let place = (LosesPlace, "a place in a fair queue is lost");
    let mut rows = vec![
        queues!("tokio::sync::Mutex::lock", place, Mutex::new(()), |it| it.lock().await, it.lock(), drop),
        queues!(
            "tokio::sync::Mutex::lock_owned",
            place,
            Arc::new(Mutex::new(())),
            |it| it.clone().lock_owned().await,
            it.clone().lock_owned(),
            drop
        ),
        queues!(
            "tokio::sync::RwLock::write",
            place,
            RwLock::new(()),
            |it| it.write().await,
            it.write(),
            drop
        ),
        queues!(
            "tokio::sync::RwLock::write_owned",
            place,
            Arc::new(RwLock::new(())),
            |it| it.clone().write_owned().await,
            it.clone().write_owned(),
            drop
        ),
        queues!(
            "tokio::sync::RwLock::read",
            place,
            RwLock::new(()),
            |it| it.write().await,
            it.read(),
            it.write(),
            drop
        ),
        queues!(
            "tokio::sync::RwLock::read_owned",
            place,
            Arc::new(RwLock::new(())),
            |it| it.clone().write_owned().await,
            it.clone().read_owned(),
            it.clone().write_owned(),
            drop
        ),
        queues!(
            "tokio::sync::Semaphore::acquire",
            place,
            Semaphore::new(1),
            |it| it.acquire().await,
            it.acquire(),
            drop
        ),
        queues!(
            "tokio::sync::Semaphore::acquire_many",
            place,
            Semaphore::new(2),
            |it| it.acquire_many(2).await,
            it.acquire_many(2),
            drop
        ),
        queues!(
            "tokio::sync::Semaphore::acquire_owned",
            place,
            Arc::new(Semaphore::new(1)),
            |it| it.clone().acquire_owned().await,
            it.clone().acquire_owned(),
            drop
        ),
        queues!(
            "tokio::sync::Semaphore::acquire_many_owned",
            place,
            Arc::new(Semaphore::new(2)),
            |it| it.clone().acquire_many_owned(2).await,
            it.clone().acquire_many_owned(2),
            drop
        ),
    ];
    rows.extend(notified());
    rows.extend(once());
    rows
}

fn notified() -> Vec<Row> {
    let place = (LosesPlace, "a place in a fair queue is lost");
    vec![
        queues!(
            "tokio::sync::Notify::notified",
            place,
            Notify::new(),
            |it| &it,
            async {
                it.notified().await;
                NotifiesNext(&it)
            },
            Notify::notify_one
        ),
        queues!(
            "tokio::sync::Notify::notified_owned",
            place,
            Arc::new(Notify::new()),
            |it| &it,
            async {
                it.clone().notified_owned().await;
                NotifiesNext(&it)
            },
            |it: &Arc<Notify>| it.notify_one()
        ),
    ]
}

/// As a lock does, who was notified notifies the next.
struct NotifiesNext<'a>(&'a Notify);

impl Drop for NotifiesNext<'_> {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

fn once() -> Vec<Row> {
    vec![
        Row::new("tokio::sync::Barrier::wait", (NotSafe, "what is lost is not said"), Loses, async |world| {
            // Its timeout comes only when nothing else goes on.
            tokio::time::pause();
            let barrier = Arc::new(Barrier::new(2));
            let other = spawn({
                let barrier = barrier.clone();
                async move {
                    others().await;
                    barrier.wait().await.is_leader()
                }
            });
            let went = tokio::time::timeout(Duration::from_millis(20), async {
                if world.drops(barrier.wait()).await.is_none() {
                    barrier.wait().await;
                }
                other.await
            });
            world.holds("two of two pass together", went.await.is_ok());
        }),
        Row::new("tokio::sync::SetOnce::wait", (Safe, "no reason is given"), Keeps, async |world| {
            let once = Arc::new(SetOnce::new());
            spawn({
                let once = once.clone();
                async move {
                    yield_now().await;
                    once.set(7)
                }
            });
            let value = world.repeats(async || *once.wait().await).await;
            world.records("value", [7], [value]);
        }),
        Row::new(
            "tokio::sync::OnceCell::get_or_init",
            (Depends, "an attempt is given up, and another runs its own"),
            Keeps,
            async |world| {
                let cell = OnceCell::new();
                let init = async || {
                    yield_now().await;
                    7
                };
                let value = world.repeats(async || *cell.get_or_init(init).await).await;
                world.records("value", [7], [value]);
            },
        ),
        Row::new(
            "tokio::sync::OnceCell::get_or_try_init",
            (Depends, "an attempt is given up, and another runs its own"),
            Keeps,
            async |world| {
                let cell = OnceCell::new();
                let init = async || {
                    yield_now().await;
                    Ok::<_, ()>(7)
                };
                let value = world.repeats(async || cell.get_or_try_init(init).await.copied()).await;
                world.records("value", Ok::<_, ()>(7), value);
                world.holds("it is set", !waits(pin!(cell.get_or_init(async || 8))).await);
            },
        ),
    ]
}
