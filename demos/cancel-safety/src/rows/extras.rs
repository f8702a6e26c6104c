//! tokio-util and tokio-stream.

use std::{io::IoSlice, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    task::{spawn, yield_now},
};
use tokio_stream::{StreamExt, StreamMap};
use tokio_util::{
    codec::{Framed, FramedRead, LinesCodec},
    io::{read_exact_arc, simplex, write_all_vectored},
    sync::CancellationToken,
    task::{JoinMap, JoinQueue, TaskTracker},
    time::{DelayQueue, delay_queue::Expired},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, narrow, others, rest},
};

const SENT: [u8; 8] = *b"abc\nefg\n";

pub(super) fn rows() -> Vec<Row> {
    [bytes(), frames(), tokens(), sets(), streams()].into_iter().flatten().collect()
}

fn bytes() -> Vec<Row> {
    vec![
        Row::new(
            "tokio_util::io::write_all_vectored",
            (NotSafe, "a part may be written, and the place in the slices is lost"),
            Loses,
            async |world| {
                let (mut writer, arrives) = narrow(2);
                let mut slices = [IoSlice::new(&SENT[..3]), IoSlice::new(&SENT[3..])];
                world.drops(write_all_vectored(&mut writer, &mut slices)).await;
                if world.has_dropped() {
                    let _ = write_all_vectored(&mut writer, &mut slices).await;
                }
                drop(writer);
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
        Row::new(
            "tokio_util::io::read_exact_arc",
            (Silent, "the bytes so far are the future's"),
            Loses,
            async |world| {
                let mut reader = drip(SENT);
                let read =
                    world.repeats(async || read_exact_arc(&mut reader, 4).await.expect("it is there")).await;
                world.records("byte", SENT, [&read[..], &rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio_util::io::simplex::Receiver::read",
            (Safe, "no bytes are received"),
            Keeps,
            async |world| {
                let (mut sender, mut receiver) = simplex::new(8);
                spawn(async move {
                    others().await;
                    sender.write_all(&SENT).await
                });
                let mut buffer = [0; 4];
                let count =
                    world.repeats(async || receiver.read(&mut buffer).await.expect("it is there")).await;
                world.records("byte", SENT, [&buffer[..count], &rest(receiver).await].concat());
            },
        ),
        Row::new(
            "tokio_util::io::simplex::Sender::write",
            (Safe, "no bytes are sent"),
            Keeps,
            async |world| {
                let (mut sender, receiver) = simplex::new(2);
                sender.write_all(b"12").await.expect("there is room");
                let reads = spawn(async move {
                    others().await;
                    rest(receiver).await
                });
                let count = world.repeats(async || sender.write(&SENT).await.expect("it is open")).await;
                sender.write_all(&SENT[count..]).await.expect("it is open");
                drop(sender);
                world.records("byte", *b"12abc\nefg\n", reads.await.expect("it reads all"));
            },
        ),
    ]
}

fn frames() -> Vec<Row> {
    let borrows = (Safe, "the future only borrows the stream");
    vec![
        Row::new("tokio_util::codec::FramedRead, StreamExt::next", borrows, Keeps, async |world| {
            let (mut lines, mut arrived) = (FramedRead::new(drip(SENT), LinesCodec::new()), Vec::new());
            while let Some(line) = world.repeats(async || lines.next().await.and_then(Result::ok)).await {
                arrived.push(line);
            }
            world.records("line", ["abc", "efg"].map(str::to_owned), arrived);
        }),
        Row::new("tokio_util::codec::Framed, StreamExt::next", borrows, Keeps, async |world| {
            let (mut lines, mut arrived) = (Framed::new(drip(SENT), LinesCodec::new()), Vec::new());
            while let Some(line) = world.repeats(async || lines.next().await.and_then(Result::ok)).await {
                arrived.push(line);
            }
            world.records("line", ["abc", "efg"].map(str::to_owned), arrived);
        }),
    ]
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

/// A stream of three numbers, between which it waits.
fn numbers() -> impl tokio_stream::Stream<Item = i32> + Unpin {
    Box::pin(tokio_stream::iter(1..4).then(async |number| {
        yield_now().await;
        number
    }))
}

fn streams() -> Vec<Row> {
    let borrows = (Safe, "the future only borrows the stream");
    vec![
        Row::new("tokio_stream::StreamExt::next", borrows, Keeps, async |world| {
            let (mut stream, mut arrived) = (numbers(), Vec::new());
            while let Some(number) = world.repeats(async || stream.next().await).await {
                arrived.push(number);
            }
            world.records("item", 1..4, arrived);
        }),
        Row::new("tokio_stream::StreamExt::try_next", borrows, Keeps, async |world| {
            let (mut stream, mut arrived) = (numbers().map(Ok::<_, ()>), Vec::new());
            while let Some(number) = world.repeats(async || stream.try_next().await.expect("no error")).await
            {
                arrived.push(number);
            }
            world.records("item", 1..4, arrived);
        }),
        Row::new(
            "tokio_stream::StreamMap::next_many",
            (Safe, "no item is taken from any stream"),
            Keeps,
            async |world| {
                let mut map = StreamMap::new();
                map.insert("only", numbers());
                let mut arrived = Vec::new();
                loop {
                    let many = world
                        .repeats(async || {
                            let mut many = Vec::new();
                            map.next_many(&mut many, 2).await;
                            many
                        })
                        .await;
                    if many.is_empty() {
                        break;
                    }
                    arrived.extend(many.into_iter().map(|(_, number)| number));
                }
                world.records("item", 1..4, arrived);
            },
        ),
        Row::new(
            "tokio_util::time::{DelayQueue, delay_queue::Expired}, StreamExt::next",
            (Safe, "no reason is given"),
            Keeps,
            async |world| {
                tokio::time::pause();
                let (mut queue, mut arrived) = (DelayQueue::new(), Vec::new());
                for number in 1..4 {
                    queue.insert(number, Duration::from_millis(10 * number));
                }
                while let Some(item) =
                    world.repeats(async || queue.next().await.map(Expired::into_inner)).await
                {
                    arrived.push(item);
                }
                world.records("item", 1..4, arrived);
            },
        ),
    ]
}
