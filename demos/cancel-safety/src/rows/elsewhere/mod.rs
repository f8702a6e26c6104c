//! The same jobs in other crates, whose documentation does not speak of a future that is dropped.

mod bytes;

use std::{cell::RefCell, process::Stdio, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use smol::future::yield_now;

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{each_by_itself, others},
};

pub(super) fn rows() -> Vec<Row> {
    [bytes::rows(), items(), channels(), locks(), once(), sockets()].into_iter().flatten().collect()
}

/// A stream of three numbers, between which it waits.
fn numbers() -> impl futures_util::Stream<Item = i32> + Unpin {
    Box::pin(futures_util::stream::iter(1..4).then(async |number| {
        yield_now().await;
        number
    }))
}

fn items() -> Vec<Row> {
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
                let mut sink = Box::pin(futures_util::sink::unfold((), async |(), item| {
                    yield_now().await;
                    arrived.borrow_mut().push(item);
                    Ok::<_, ()>(())
                }));
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
                let mut sink = Box::pin(futures_util::sink::unfold((), async |(), item| {
                    yield_now().await;
                    arrived.borrow_mut().push(item);
                    Ok::<_, ()>(())
                }));
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

fn sockets() -> Vec<Row> {
    vec![
        Row::new(
            "smol::net::TcpListener::accept",
            (Silent, "no await after the call: nothing is taken"),
            Keeps,
            async |world| {
                let listener =
                    smol::net::TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
                let address = listener.local_addr().expect("a listener has an address");
                let connects = async {
                    others().await;
                    std::net::TcpStream::connect(address).expect("the loopback takes a connection")
                };
                let (accepted, _peer) =
                    tokio::join!(biased; world.repeats(async || listener.accept().await.is_ok()), connects);
                world.count("connection", 1, usize::from(accepted));
            },
        ),
        Row::new(
            "async_std::net::TcpListener::accept",
            (Silent, "no await after the call: nothing is taken"),
            Keeps,
            async |world| {
                let listener = async_std::net::TcpListener::bind("127.0.0.1:0")
                    .await
                    .expect("the loopback has a free port");
                let address = listener.local_addr().expect("a listener has an address");
                let connects = async {
                    others().await;
                    std::net::TcpStream::connect(address).expect("the loopback takes a connection")
                };
                let (accepted, _peer) =
                    tokio::join!(biased; world.repeats(async || listener.accept().await.is_ok()), connects);
                world.count("connection", 1, usize::from(accepted));
            },
        ),
        Row::new(
            "smol::net::UdpSocket::recv_from",
            (Silent, "no await after the call: nothing is taken"),
            Keeps,
            async |world| {
                let it =
                    smol::net::UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
                let address = it.local_addr().expect("an address");
                let sends = async {
                    others().await;
                    let peer =
                        std::net::UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
                    peer.send_to(b"x", address).expect("it is there")
                };
                let receives = world.repeats(async || it.recv_from(&mut [0; 8]).await.is_ok());
                let (arrived, _) = tokio::join!(biased; receives, sends);
                world.count("datagram", 1, usize::from(arrived));
            },
        ),
        Row::new(
            "smol::process::Child::status",
            (Silent, "closes the child's input when it is called"),
            Keeps,
            async |world| {
                let mut child = smol::process::Command::new("sh")
                    .args(["-c", "sleep 0.02; exit 7"])
                    .spawn()
                    .expect("a shell");
                world.repeats(async || child.status().await.ok().and_then(|status| status.code())).await;
            },
        )
        .varying(),
        Row::new(
            "smol::process::Child::output",
            (Silent, "takes the child: what it has printed is lost"),
            Loses,
            async |world| {
                let mut command = smol::process::Command::new("sh");
                let child = command
                    .args(["-c", "sleep 0.02; echo out"])
                    .stdout(Stdio::piped())
                    .kill_on_drop(true)
                    .spawn()
                    .expect("it starts");
                let output = world.drops(child.output()).await;
                world.records(
                    "byte",
                    *b"out\n",
                    output.and_then(Result::ok).map_or(Vec::new(), |it| it.stdout),
                );
            },
        )
        .varying(),
    ]
}
