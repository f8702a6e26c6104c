//! Channels: what is sent arrives once, whatever is dropped, and who waits keeps its place.

use std::pin::pin;

use tokio::{
    sync::{broadcast, mpsc, oneshot, watch},
    task::{spawn, yield_now},
    time::{Duration, sleep},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{others, waits},
};

pub(super) fn rows() -> Vec<Row> {
    [receiving(), sending(), closing(), watching()].into_iter().flatten().collect()
}

/// A receiver of three messages, which come one at a time.
macro_rules! receives {
    ($method:literal, $says:expr, $channel:expr, |$sender:ident, $receiver:ident| $send:expr, $receive:expr) => {
        Row::new($method, $says, Keeps, async |world| {
            let ($sender, mut $receiver) = $channel;
            let sends = async move {
                for message in 1..4 {
                    yield_now().await;
                    let _ = ($send)(message);
                    yield_now().await;
                }
            };
            spawn(sends);
            let mut arrived: Vec<i32> = Vec::new();
            loop {
                let more: Vec<i32> = world.repeats($receive).await;
                if more.is_empty() {
                    break;
                }
                arrived.extend(more);
            }
            world.records("message", 1..4, arrived);
        })
    };
}

fn receiving() -> Vec<Row> {
    let taken = (Safe, "no message is taken if it is dropped");
    vec![
        receives!(
            "tokio::sync::mpsc::Receiver::recv",
            taken,
            mpsc::channel(3),
            |sender, receiver| |message| sender.try_send(message),
            async || receiver.recv().await.into_iter().collect()
        ),
        receives!(
            "tokio::sync::mpsc::Receiver::recv_many",
            taken,
            mpsc::channel(3),
            |sender, receiver| |message| sender.try_send(message),
            async || {
                let mut many = Vec::new();
                receiver.recv_many(&mut many, 2).await;
                many
            }
        ),
        receives!(
            "tokio::sync::mpsc::UnboundedReceiver::recv",
            taken,
            mpsc::unbounded_channel(),
            |sender, receiver| |message| sender.send(message),
            async || receiver.recv().await.into_iter().collect()
        ),
        receives!(
            "tokio::sync::mpsc::UnboundedReceiver::recv_many",
            taken,
            mpsc::unbounded_channel(),
            |sender, receiver| |message| sender.send(message),
            async || {
                let mut many = Vec::new();
                receiver.recv_many(&mut many, 2).await;
                many
            }
        ),
        receives!(
            "tokio::sync::broadcast::Receiver::recv",
            taken,
            broadcast::channel(4),
            |sender, receiver| |message| sender.send(message),
            async || receiver.recv().await.into_iter().collect()
        ),
        Row::new("tokio::sync::oneshot::Receiver::await", taken, Keeps, async |world| {
            let (sender, mut receiver) = oneshot::channel();
            spawn(async move {
                yield_now().await;
                sender.send(7)
            });
            let arrived = world.repeats(async || (&mut receiver).await.ok()).await;
            world.records("message", [7], arrived);
        }),
    ]
}

/// A sender that waits for room while another waits behind it. The first call is made again after its drop.
macro_rules! queues {
    ($method:literal, $says:expr, $sender:ident, $call:expr) => {
        Row::new($method, $says, Loses, async |world| {
            let ($sender, mut receiver) = mpsc::channel(2);
            for _ in 0..2 {
                $sender.try_send("full").expect("there is room");
            }
            let order = mpsc::unbounded_channel();
            let first = async {
                if world.drops($call).await.is_none() {
                    yield_now().await;
                    $call.await;
                }
                order.0.send("first")
            };
            let behind = async {
                let _ = $sender.send("second").await;
                order.0.send("second")
            };
            let reads = async {
                for _ in 0..16 {
                    others().await;
                    let _ = receiver.try_recv();
                }
            };
            let _ = tokio::join!(biased; first, behind, reads);
            let mut arrived = order.1;
            let arrived = [arrived.try_recv().ok(), arrived.try_recv().ok()];
            world.holds("its place in the queue", arrived == [Some("first"), Some("second")]);
        })
    };
}

fn sending() -> Vec<Row> {
    let place = (LosesPlace, "a place in a fair queue is lost");
    vec![
        Row::new(
            "tokio::sync::mpsc::Sender::send",
            (NotSafe, "not sent, and the message is dropped; a place is lost"),
            Loses,
            async |world| {
                let (sender, mut receiver) = mpsc::channel(1);
                sender.try_send(1).expect("there is room");
                let sends = async {
                    world.drops(sender.send(2)).await;
                    drop(sender);
                };
                let reads = async {
                    yield_now().await;
                    let mut all = Vec::new();
                    while let Some(message) = receiver.recv().await {
                        all.push(message);
                    }
                    all
                };
                let ((), all) = tokio::join!(biased; sends, reads);
                world.records("message", [1, 2], all);
            },
        ),
        Row::new(
            "tokio::sync::mpsc::Sender::send_timeout",
            (Silent, "as `send`: the message is dropped"),
            Loses,
            async |world| {
                let (sender, mut receiver) = mpsc::channel(1);
                sender.try_send(1).expect("there is room");
                let sends = async {
                    world.drops(sender.send_timeout(2, Duration::from_secs(60))).await;
                    drop(sender);
                };
                let reads = async {
                    yield_now().await;
                    let mut all = Vec::new();
                    while let Some(message) = receiver.recv().await {
                        all.push(message);
                    }
                    all
                };
                let ((), all) = tokio::join!(biased; sends, reads);
                world.records("message", [1, 2], all);
            },
        ),
        queues!("tokio::sync::mpsc::Sender::reserve", place, sender, async {
            sender.reserve().await.map(|permit| permit.send("first")).is_ok()
        }),
        queues!("tokio::sync::mpsc::Sender::reserve_many", place, sender, async {
            sender.reserve_many(2).await.map(Iterator::count).is_ok()
        }),
        queues!("tokio::sync::mpsc::Sender::reserve_owned of a clone", place, sender, async {
            sender.clone().reserve_owned().await.map(|permit| drop(permit.send("first"))).is_ok()
        }),
    ]
}

/// The other side goes away while this one waits for it.
macro_rules! closes {
    ($method:literal, $says:expr, $channel:expr, |$sender:ident, $receiver:ident| $call:expr) => {
        Row::new($method, $says, Keeps, async |world| {
            #[allow(unused_mut)]
            let (mut $sender, $receiver) = $channel;
            spawn(async move {
                yield_now().await;
                drop($receiver);
            });
            world.repeats(async || $call.await).await;
            world.holds("it is closed", waits(pin!($call)).await == false);
        })
    };
}

fn closing() -> Vec<Row> {
    let stays = (Safe, "what is closed stays closed");
    vec![
        closes!("tokio::sync::mpsc::Sender::closed", stays, mpsc::channel::<u8>(1), |sender, receiver| {
            sender.closed()
        }),
        closes!(
            "tokio::sync::mpsc::UnboundedSender::closed",
            stays,
            mpsc::unbounded_channel::<u8>(),
            |sender, receiver| sender.closed()
        ),
        closes!(
            "tokio::sync::watch::Sender::closed",
            (Safe, "no reason is given"),
            watch::channel(0),
            |sender, receiver| sender.closed()
        ),
        closes!(
            "tokio::sync::oneshot::Sender::closed",
            (Silent, "mpsc's and watch's say safe"),
            oneshot::channel::<u8>(),
            |sender, receiver| sender.closed()
        ),
        closes!(
            "tokio::sync::broadcast::Sender::closed",
            (Silent, "mpsc's and watch's say safe"),
            broadcast::channel::<u8>(1),
            |sender, receiver| sender.closed()
        ),
    ]
}

fn watching() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::sync::watch::Receiver::changed",
            (Safe, "no value is marked as seen if it is dropped"),
            Keeps,
            async |world| {
                let (sender, mut receiver) = watch::channel(0);
                spawn(async move {
                    for value in 1..4 {
                        yield_now().await;
                        sender.send_replace(value);
                        yield_now().await;
                    }
                    sleep(Duration::from_millis(1)).await;
                });
                let mut arrived = Vec::new();
                while world.repeats(async || receiver.changed().await.is_ok()).await {
                    arrived.push(*receiver.borrow_and_update());
                }
                world.holds("the last value is seen", arrived.last() == Some(&3));
            },
        ),
        Row::new(
            "tokio::sync::watch::Receiver::wait_for",
            (Safe, "the last value that it marked as seen was not wanted"),
            Keeps,
            async |world| {
                let (sender, mut receiver) = watch::channel(0);
                spawn(async move {
                    for value in 1..4 {
                        yield_now().await;
                        sender.send_replace(value);
                        yield_now().await;
                    }
                });
                let value = world
                    .repeats(async || receiver.wait_for(|value| *value == 3).await.map(|it| *it).ok())
                    .await;
                world.records("value", Some(3), value);
            },
        ),
    ]
}
