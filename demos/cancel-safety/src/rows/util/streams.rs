//! Streams: tokio-stream's, and a queue that is one.

use std::time::Duration;

use tokio::task::yield_now;
use tokio_stream::{StreamExt, StreamMap};
use tokio_util::time::{DelayQueue, delay_queue::Expired};

use crate::row::{Row, Says::*, Seen::*};

/// A stream of three numbers, between which it waits.
fn numbers() -> impl tokio_stream::Stream<Item = i32> + Unpin {
    Box::pin(tokio_stream::iter(1..4).then(async |number| {
        yield_now().await;
        number
    }))
}

pub(super) fn rows() -> Vec<Row> {
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
