//! Streams, sinks and channels.

use std::{cell::RefCell, pin::Pin};

use futures_util::{Sink, SinkExt, StreamExt};
use smol::future::yield_now;

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::others,
};

/// A sink that waits once for each item, and then has it.
fn gathering(arrived: &RefCell<Vec<i32>>) -> Pin<Box<impl Sink<i32, Error = ()>>> {
    Box::pin(futures_util::sink::unfold((), async |(), item| {
        yield_now().await;
        arrived.borrow_mut().push(item);
        Ok(())
    }))
}

pub(super) fn rows() -> Vec<Row> {
    [streams(), channels()].into_iter().flatten().collect()
}

/// A stream of three numbers, between which it waits.
fn numbers() -> impl futures_util::Stream<Item = i32> + Unpin {
    Box::pin(futures_util::stream::iter(1..4).then(async |number| {
        yield_now().await;
        number
    }))
}

fn streams() -> Vec<Row> {
    vec![
        Row::new(
            "futures::stream::StreamExt::next",
            (Silent, "the future only borrows the stream"),
            Keeps,
            async |world| {
                let (mut stream, mut arrived) = (numbers(), Vec::new());
                while let Some(number) = world.repeats(async || stream.next().await).await {
                    arrived.push(number);
                }
                world.records("item", 1..4, arrived);
            },
        ),
        Row::new(
            "futures_lite::stream::StreamExt::next",
            (Silent, "the future only borrows the stream"),
            Keeps,
            async |world| {
                let (mut stream, mut arrived) = (numbers(), Vec::new());
                while let Some(number) =
                    world.repeats(async || futures_lite::StreamExt::next(&mut stream).await).await
                {
                    arrived.push(number);
                }
                world.records("item", 1..4, arrived);
            },
        ),
        Row::new(
            "futures::sink::SinkExt::send",
            (Silent, "after `start_send` the item is in the sink, and a second call sends a second"),
            Loses,
            async |world| {
                let arrived = RefCell::new(Vec::new());
                let mut sink = gathering(&arrived);
                world.repeats(async || sink.send(7).await.is_ok()).await;
                let _ = sink.close().await;
                world.records("item", [7], arrived.borrow().clone());
            },
        ),
        Row::new(
            "futures::sink::SinkExt::send_all",
            (Silent, "what it has taken of the stream is in the sink, or in the future"),
            Keeps,
            async |world| {
                let arrived = RefCell::new(Vec::new());
                let mut sink = gathering(&arrived);
                let mut stream = numbers().map(Ok);
                world.drops(sink.send_all(&mut stream)).await;
                let _ = sink.close().await;
                let left: Vec<i32> =
                    stream.map(|item: Result<i32, ()>| item.unwrap_or_default()).collect().await;
                world.records("item", 1..4, [arrived.borrow().clone(), left].concat());
            },
        ),
    ]
}

fn channels() -> Vec<Row> {
    vec![
        Row::new(
            "async_channel::Sender::send",
            (Silent, "the message is in the future"),
            Loses,
            async |world| {
                let (sender, receiver) = async_channel::bounded(1);
                sender.try_send(1).expect("there is room");
                let sends = async {
                    world.drops(sender.send(2)).await;
                    sender.close();
                };
                let reads = async {
                    others().await;
                    receiver.collect::<Vec<i32>>().await
                };
                let ((), all) = tokio::join!(biased; sends, reads);
                world.records("message", [1, 2], all);
            },
        ),
        Row::new(
            "async_channel::Receiver::recv",
            (Silent, "nothing is taken before it is returned"),
            Keeps,
            async |world| {
                let (sender, receiver) = async_channel::bounded(1);
                let sends = async move {
                    for message in 1..4 {
                        others().await;
                        sender.send(message).await.expect("the receiver is there");
                    }
                };
                let reads = async {
                    let mut arrived = Vec::new();
                    while let Some(message) = world.repeats(async || receiver.recv().await.ok()).await {
                        arrived.push(message);
                    }
                    arrived
                };
                let (arrived, ()) = tokio::join!(biased; reads, sends);
                world.records("message", 1..4, arrived);
            },
        ),
    ]
}
