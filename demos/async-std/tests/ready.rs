//! async-std has no budget: what is ready at once does not give way. `async-std/abort/hogging-ready` says so of a lock;
//! here are others.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use async_std::{
    channel::bounded,
    future::{ready, timeout},
    io::{ReadExt, WriteExt, repeat, sink},
    net::UdpSocket,
    sync::{Mutex, RwLock},
    task::{block_on, sleep, yield_now},
};

/// More turns than any runtime here lets a poll have that it bounds.
const TURNS: u32 = 2_000;

/// Whether one poll takes all turns. Then nothing that ends a task between two polls ends it.
async fn never_gives_way(mut turn: impl AsyncFnMut()) -> bool {
    let mut turns = pin!(async {
        for _ in 0..TURNS {
            turn().await;
        }
    });
    poll_fn(|context| Poll::Ready(turns.as_mut().poll(context).is_ready())).await
}

#[test]
fn what_is_ready_at_once_does_not_give_way() {
    block_on(async {
        let (mutex, lock) = (Mutex::new(()), RwLock::new(()));
        let (sender, receiver) = bounded(1);
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
        let address = socket.local_addr().expect("it has an address");
        let tried = [
            ("ready", never_gives_way(async || ready(()).await).await),
            ("Mutex", never_gives_way(async || drop(mutex.lock().await)).await),
            ("RwLock", never_gives_way(async || drop(lock.read().await)).await),
            (
                "a channel",
                never_gives_way(async || {
                    let _ = sender.send(()).await;
                    let _ = receiver.recv().await;
                })
                .await,
            ),
            (
                "repeat and sink",
                never_gives_way(async || {
                    let mut byte = [0];
                    let _ = repeat(0).read_exact(&mut byte).await;
                    let _ = sink().write_all(&byte).await;
                })
                .await,
            ),
            (
                "timeout around what is ready",
                never_gives_way(async || {
                    let _ = timeout(Duration::MAX, ready(())).await;
                })
                .await,
            ),
            (
                "a socket",
                never_gives_way(async || {
                    let _ = socket.send_to(&[0], address).await;
                    let _ = socket.recv_from(&mut [0]).await;
                })
                .await,
            ),
        ];
        let gives_way: Vec<&str> = tried.iter().filter(|(_, never)| !never).map(|(name, _)| *name).collect();
        assert_eq!(gives_way, [""; 0]);
    });
}

#[test]
fn what_yields_gives_way() {
    block_on(async {
        assert!(!never_gives_way(async || yield_now().await).await);
        assert!(!never_gives_way(async || sleep(Duration::from_millis(1)).await).await);
    });
}
