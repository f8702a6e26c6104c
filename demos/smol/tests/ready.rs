//! smol has no budget: what is ready at once does not give way. `smol/abort/hogging-ready` says so of a lock; here are
//! others. The pipe to a blocking thread gives way now and then, by chance.

use std::{net::UdpSocket, time::Duration};

use smol::{
    Async, Timer, Unblock, block_on,
    channel::bounded,
    future::{poll_once, ready, yield_now},
    io::{AsyncReadExt, AsyncWriteExt, repeat, sink},
    lock::{Mutex, Semaphore},
};

/// More turns than any runtime here lets a poll have that it bounds.
const TURNS: u32 = 2_000;

/// Whether one poll takes all turns. Then nothing that ends a task between two polls ends it.
fn never_gives_way(mut turn: impl AsyncFnMut()) -> bool {
    let turns = async {
        for _ in 0..TURNS {
            turn().await;
        }
    };
    block_on(poll_once(turns)).is_some()
}

#[test]
fn what_is_ready_at_once_does_not_give_way() {
    let (mutex, semaphore) = (Mutex::new(()), Semaphore::new(1));
    let (sender, receiver) = bounded(1);
    let socket = Async::<UdpSocket>::bind(([127, 0, 0, 1], 0)).expect("the loopback has a free port");
    let address = socket.get_ref().local_addr().expect("it has an address");
    let tried = [
        ("ready", never_gives_way(async || ready(()).await)),
        ("Mutex", never_gives_way(async || drop(mutex.lock().await))),
        ("Semaphore", never_gives_way(async || drop(semaphore.acquire().await))),
        (
            "a channel",
            never_gives_way(async || {
                let _ = sender.send(()).await;
                let _ = receiver.recv().await;
            }),
        ),
        (
            "repeat and sink",
            never_gives_way(async || {
                let mut byte = [0];
                let _ = repeat(0).read_exact(&mut byte).await;
                let _ = sink().write_all(&byte).await;
            }),
        ),
        (
            "a socket",
            never_gives_way(async || {
                let _ = socket.send_to(&[0], address).await;
                let _ = socket.recv_from(&mut [0]).await;
            }),
        ),
    ];
    let gives_way: Vec<&str> = tried.iter().filter(|(_, never)| !never).map(|(name, _)| *name).collect();
    assert_eq!(gives_way, [""; 0]);
}

#[test]
fn what_yields_gives_way() {
    assert!(!never_gives_way(yield_now));
    assert!(!never_gives_way(async || {
        Timer::after(Duration::from_millis(1)).await;
    }));
    // One read in a hundred, whether there are bytes or not.
    let mut zeros = Unblock::new(std::io::repeat(0));
    assert!(!never_gives_way(async || {
        let _ = zeros.read_exact(&mut [0]).await;
    }));
}
