//! Tasks, sets of them, and time.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    task::{JoinSet, LocalSet, spawn, yield_now},
    time::{Instant, interval, sleep, sleep_until, timeout, timeout_at},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::others,
};

/// Three tasks, which end one after another.
fn three() -> JoinSet<i32> {
    let mut set = JoinSet::new();
    for number in 1..4 {
        set.spawn(async move {
            for _ in 0..3 * number {
                yield_now().await;
            }
            number
        });
    }
    set
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = sets();
    rows.extend(single());
    rows.extend(times());
    rows
}

fn sets() -> Vec<Row> {
    let taken = (Safe, "no task is removed if it is dropped");
    vec![
        Row::new("tokio::task::JoinSet::join_next", taken, Keeps, async |world| {
            let (mut set, mut arrived) = (three(), Vec::new());
            while let Some(output) = world.repeats(async || set.join_next().await.and_then(Result::ok)).await
            {
                arrived.push(output);
            }
            world.records("output", 1..4, arrived);
        }),
        Row::new("tokio::task::JoinSet::join_next_with_id", taken, Keeps, async |world| {
            let (mut set, mut arrived) = (three(), Vec::new());
            let next = async || set.join_next_with_id().await.and_then(Result::ok).map(|(_, output)| output);
            let mut next = next;
            while let Some(output) = world.repeats(&mut next).await {
                arrived.push(output);
            }
            world.records("output", 1..4, arrived);
        }),
        Row::new(
            "tokio::task::JoinSet::join_all",
            (Silent, "takes the set: the outputs go, and the other tasks are aborted"),
            Loses,
            async |world| {
                let arrived = world.drops(three().join_all()).await.unwrap_or_default();
                world.records("output", 1..4, arrived);
            },
        ),
        Row::new(
            "tokio::task::JoinSet::shutdown",
            (Silent, "aborts all, then joins; may be called again"),
            Keeps,
            async |world| {
                let mut set = three();
                world.repeats(async || set.shutdown().await).await;
                world.holds("none is left", set.is_empty());
            },
        ),
    ]
}

fn single() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::task::JoinHandle::await",
            (Safe, "the output stays, for the same handle"),
            Keeps,
            async |world| {
                let mut handle = spawn(async {
                    others().await;
                    7
                });
                let output = world.repeats(async || (&mut handle).await.ok()).await;
                world.records("output", Some(7), output);
            },
        ),
        Row::new(
            "tokio::task::JoinHandle::abort",
            (Depends, "the task ends at its next await, or by itself"),
            Loses,
            async |world| {
                let arrived = Arc::new(std::sync::Mutex::new(Vec::new()));
                let arrives = arrived.clone();
                let task = spawn(world.halts(async move {
                    for record in 1..4 {
                        yield_now().await;
                        arrives.lock().expect("no panic").push(record);
                    }
                }));
                world.due().await;
                task.abort();
                let _ = task.await;
                world.records("record", 1..4, arrived.lock().expect("no panic").clone());
            },
        ),
        Row::new(
            "tokio::task::LocalSet::run_until",
            (Depends, "safe if the given future is"),
            Keeps,
            async |world| {
                let (set, done) = (LocalSet::new(), Arc::new(Notify::new()));
                let notify = done.clone();
                set.spawn_local(async move {
                    others().await;
                    notify.notify_one();
                });
                world.repeats(async || set.run_until(done.notified()).await).await;
            },
        ),
    ]
}

fn times() -> Vec<Row> {
    const TICK: Duration = Duration::from_millis(20);
    vec![
        Row::new("tokio::time::Interval::tick", (Safe, "no tick is used up"), Keeps, async |world| {
            tokio::time::pause();
            let (begin, mut interval) = (Instant::now(), interval(TICK));
            let mut arrived = Vec::new();
            for _ in 0..3 {
                arrived.push(world.repeats(async || (interval.tick().await - begin).as_millis()).await);
            }
            world.records("tick", [0, 20, 40], arrived);
        }),
        Row::new(
            "tokio::time::sleep",
            (Depends, "no clean-up is needed; that one made anew starts over is not said"),
            Loses,
            async |world| {
                tokio::time::pause();
                let begin = Instant::now();
                let others_end = async { sleep(TICK / 2).await };
                let dropped = async { world.drops(sleep(TICK)).await };
                let (ended, ()) = tokio::join!(dropped, others_end);
                if ended.is_none() {
                    sleep(TICK).await;
                }
                world.holds("it ends when it would have ended", (begin.elapsed()).as_millis() < 22);
            },
        ),
        Row::new("tokio::time::sleep_until", (Depends, "no clean-up is needed"), Keeps, async |world| {
            tokio::time::pause();
            let (begin, end) = (Instant::now(), Instant::now() + TICK);
            world.repeats(async || sleep_until(end).await).await;
            world.holds("it ends when it would have ended", begin.elapsed().as_millis() < 22);
        }),
        Row::new(
            "tokio::time::timeout",
            (Depends, "no clean-up is needed; whether the inner future is safe is not said"),
            Keeps,
            async |world| {
                tokio::time::pause();
                let notify = Notify::new();
                notify.notify_one();
                world.repeats(async || timeout(TICK, std::future::pending::<()>()).await.is_err()).await;
                world.holds("the rest is untouched", timeout(TICK, notify.notified()).await.is_ok());
            },
        ),
        Row::new(
            "tokio::time::timeout_at",
            (Depends, "no clean-up is needed; whether the inner future is safe is not said"),
            Keeps,
            async |world| {
                tokio::time::pause();
                let (begin, end) = (Instant::now(), Instant::now() + TICK);
                world.repeats(async || timeout_at(end, std::future::pending::<()>()).await.is_err()).await;
                world.holds("it ends when it would have ended", begin.elapsed().as_millis() < 22);
            },
        ),
    ]
}
