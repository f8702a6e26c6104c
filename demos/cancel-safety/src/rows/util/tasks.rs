//! Tokens that end tasks, what waits for tasks, and sets of them.

use tokio::{
    io::AsyncReadExt,
    task::{spawn, yield_now},
};
use tokio_util::{
    sync::CancellationToken,
    task::{JoinMap, JoinQueue, TaskTracker},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, others, rest},
};

const SENT: [u8; 8] = *b"abc\nefg\n";

pub(super) fn rows() -> Vec<Row> {
    [tokens(), sets()].into_iter().flatten().collect()
}

fn tokens() -> Vec<Row> {
    vec![
        Row::new(
            "tokio_util::sync::CancellationToken::cancelled",
            (Safe, "no reason is given"),
            Keeps,
            async |world| {
                let token = CancellationToken::new();
                cancels_later(token.clone());
                world.repeats(async || token.cancelled().await).await;
            },
        ),
        Row::new(
            "tokio_util::sync::CancellationToken::cancelled_owned",
            (Safe, "no reason is given"),
            Keeps,
            async |world| {
                let token = CancellationToken::new();
                cancels_later(token.clone());
                world.repeats(async || token.clone().cancelled_owned().await).await;
            },
        ),
        Row::new(
            "tokio_util::sync::CancellationToken::run_until_cancelled",
            (Depends, "safe if the given future is"),
            Keeps,
            async |world| {
                let token = CancellationToken::new();
                let mut reader = drip(SENT);
                let byte = world
                    .repeats(async || token.run_until_cancelled(reader.read_u8()).await.map(Result::ok))
                    .await;
                let first = byte.flatten().expect("it is there");
                world.records("byte", SENT, [vec![first], rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio_util::sync::CancellationToken::run_until_cancelled_owned",
            (Depends, "safe if the given future is"),
            Keeps,
            async |world| {
                let token = CancellationToken::new();
                let mut reader = drip(SENT);
                let read =
                    async || token.clone().run_until_cancelled_owned(reader.read_u8()).await.map(Result::ok);
                let mut read = read;
                let first = world.repeats(&mut read).await.flatten().expect("it is there");
                world.records("byte", SENT, [vec![first], rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio_util::task::TaskTracker::wait",
            (Depends, "safe, but for one that is empty only between two polls"),
            Keeps,
            async |world| {
                let tracker = TaskTracker::new();
                tracker.spawn(others());
                tracker.close();
                world.repeats(async || tracker.wait().await).await;
                world.holds("none is left", tracker.is_empty());
            },
        ),
    ]
}

fn cancels_later(token: CancellationToken) {
    spawn(async move {
        others().await;
        token.cancel();
    });
}

/// A task that ends after so many turns.
async fn after(number: i32) -> i32 {
    for _ in 0..3 * number {
        yield_now().await;
    }
    number
}

fn sets() -> Vec<Row> {
    let taken = (Safe, "no task is removed if it is dropped");
    let queue = || {
        let mut queue = JoinQueue::new();
        (1..4).for_each(|number| drop(queue.spawn(after(number))));
        queue
    };
    let map = || {
        let mut map = JoinMap::new();
        (1..4).for_each(|number| map.spawn(number, after(number)));
        map
    };
    vec![
        Row::new("tokio_util::task::JoinMap::join_next", taken, Keeps, async move |world| {
            let (mut map, mut arrived) = (map(), Vec::new());
            while let Some(output) = world.repeats(async || map.join_next().await.map(|(key, _)| key)).await {
                arrived.push(output);
            }
            world.records("output", 1..4, arrived);
        }),
        Row::new(
            "tokio_util::task::JoinMap::shutdown",
            (Silent, "aborts all, then joins; may be called again"),
            Keeps,
            async move |world| {
                let mut map = map();
                world.repeats(async || map.shutdown().await).await;
                world.holds("none is left", map.is_empty());
            },
        ),
        Row::new("tokio_util::task::JoinQueue::join_next", taken, Keeps, async move |world| {
            let (mut queue, mut arrived) = (queue(), Vec::new());
            while let Some(output) =
                world.repeats(async || queue.join_next().await.and_then(Result::ok)).await
            {
                arrived.push(output);
            }
            world.records("output", 1..4, arrived);
        }),
        Row::new("tokio_util::task::JoinQueue::join_next_with_id", taken, Keeps, async move |world| {
            let (mut queue, mut arrived) = (queue(), Vec::new());
            let mut next =
                async || queue.join_next_with_id().await.and_then(Result::ok).map(|(_, output)| output);
            while let Some(output) = world.repeats(&mut next).await {
                arrived.push(output);
            }
            world.records("output", 1..4, arrived);
        }),
        Row::new(
            "tokio_util::task::JoinQueue::join_all",
            (NotSafe, "outputs so far go, and the other tasks are aborted"),
            Loses,
            async move |world| {
                let arrived = world.drops(queue().join_all()).await.unwrap_or_default();
                world.records("output", 1..4, arrived);
            },
        ),
        Row::new(
            "tokio_util::task::JoinQueue::shutdown",
            (Silent, "aborts all, then joins; may be called again"),
            Keeps,
            async move |world| {
                let mut queue = queue();
                world.repeats(async || queue.shutdown().await).await;
                world.holds("none is left", queue.is_empty());
            },
        ),
    ]
}
