//! Which awaits of tokio's spend budget, and so let `abort` end a task although they are always ready: the list that
//! `tokio/abort/yielding-coop` and the README give. Each is tried.

use std::{future::ready, pin::pin, time::Duration};

use futures_util::future::select;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, duplex, empty, repeat, sink},
    net::UdpSocket,
    runtime::Builder,
    sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore, SetOnce, broadcast, mpsc, oneshot, watch},
    task::{JoinSet, LocalSet, consume_budget, spawn_local, yield_now},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Far more than the budget of one poll.
const TURNS: u32 = 2_000;

/// Whether `abort` ends a task that awaits this at every turn. The task asks for it itself, in its first turn, so the
/// abort comes while it runs: it ends at the first await that returns `Pending`, or else at its last turn.
fn ends(mut turn: impl AsyncFnMut() + 'static) -> bool {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    LocalSet::new().block_on(&runtime, async move {
        let (sender, receiver) = oneshot::channel();
        let task = spawn_local(async move {
            let this: tokio::task::AbortHandle = receiver.await.expect("it is sent");
            // From here on with a budget that is whole.
            yield_now().await;
            this.abort();
            for _ in 0..TURNS {
                turn().await;
            }
        });
        sender.send(task.abort_handle()).expect("the task waits for it");
        task.await.is_err_and(|error| error.is_cancelled())
    })
}

/// What an await has returned does not matter here.
fn ignore<T>(_: T) {}

/// Fails with the names of those that do otherwise.
fn all(expected: bool, tried: Vec<(&str, bool)>) {
    let others: Vec<&str> =
        tried.into_iter().filter(|(_, ends)| *ends != expected).map(|(name, _)| name).collect();
    assert_eq!(others, [""; 0], "expected to end: {expected}");
}

#[test]
fn locks_channels_and_timers_spend_budget() {
    let (mutex, lock, semaphore) = (Mutex::new(()), RwLock::new(()), Semaphore::new(1));
    let (unbounded, mut messages) = mpsc::unbounded_channel();
    let (sender, mut receiver) = mpsc::channel(1);
    let (told, _) = broadcast::channel(2);
    let mut hears = told.subscribe();
    let (value, mut seen) = watch::channel(());
    all(
        true,
        vec![
            ("Mutex::lock", ends(async move || ignore(mutex.lock().await))),
            ("RwLock::read", ends(async move || ignore(lock.read().await))),
            ("Semaphore::acquire", ends(async move || ignore(semaphore.acquire().await))),
            (
                "mpsc, unbounded",
                ends(async move || {
                    let _ = unbounded.send(());
                    messages.recv().await;
                }),
            ),
            (
                "mpsc, bounded",
                ends(async move || {
                    let _ = sender.send(()).await;
                    receiver.recv().await;
                }),
            ),
            (
                "oneshot",
                ends(async || {
                    let (sender, receiver) = oneshot::channel();
                    let _ = sender.send(());
                    let _ = receiver.await;
                }),
            ),
            (
                "broadcast",
                ends(async move || {
                    let _ = told.send(());
                    let _ = hears.recv().await;
                }),
            ),
            (
                "watch",
                ends(async move || {
                    let _ = value.send(());
                    let _ = seen.changed().await;
                }),
            ),
            ("sleep of no time", ends(async || sleep(Duration::ZERO).await)),
            ("consume_budget", ends(consume_budget)),
        ],
    );
}

#[test]
fn sockets_and_the_streams_of_tokio_io_spend_budget() {
    let (mut near, mut far) = duplex(1);
    let mut buffered = BufReader::with_capacity(1, repeat(0));
    let mut socket = None;
    all(
        true,
        vec![
            ("empty", ends(async || ignore(empty().read_u8().await))),
            ("repeat", ends(async || ignore(repeat(0).read_u8().await))),
            ("sink", ends(async || ignore(sink().write_u8(0).await))),
            ("BufReader over repeat", ends(async move || ignore(buffered.read_u8().await))),
            (
                "duplex",
                ends(async move || {
                    let _ = near.write_u8(0).await;
                    let _ = far.read_u8().await;
                }),
            ),
            (
                "UdpSocket",
                ends(async move || {
                    if socket.is_none() {
                        socket = UdpSocket::bind("127.0.0.1:0").await.ok();
                    }
                    let socket = socket.as_ref().expect("a socket");
                    let _ = socket.send_to(b"", socket.local_addr().expect("an address")).await;
                    let _ = socket.recv_from(&mut [0]).await;
                }),
            ),
        ],
    );
}

#[test]
fn what_is_ready_by_itself_spends_none() {
    let (notify, barrier, cell) = (Notify::new(), Barrier::new(1), OnceCell::new());
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    token.cancel();
    tracker.close();
    let (mut open, stop) = (Vec::new(), CancellationToken::new());
    stop.cancel();
    all(
        false,
        vec![
            (
                "Notify with a permit",
                ends(async move || {
                    notify.notify_one();
                    notify.notified().await;
                }),
            ),
            ("Barrier of one", ends(async move || ignore(barrier.wait().await))),
            ("OnceCell", ends(async move || ignore(cell.get_or_init(|| ready(())).await))),
            ("a read of a slice", ends(async || ignore((&b"a slice"[..]).read_u8().await))),
            (
                "read_line over a slice",
                ends(async || ignore((&b"a line\n"[..]).read_line(&mut String::new()).await)),
            ),
            ("a write to a Vec", ends(async move || ignore(open.write_u8(0).await))),
            ("timeout around what is ready", ends(async || ignore(timeout(Duration::MAX, ready(())).await))),
            ("a token that is cancelled", ends(async move || token.cancelled().await)),
            (
                "run_until_cancelled around what is ready",
                ends(async || ignore(CancellationToken::new().run_until_cancelled(ready(())).await)),
            ),
            ("a tracker that is closed and empty", ends(async move || tracker.wait().await)),
            ("a set without tasks", ends(async || ignore(JoinSet::<()>::new().join_next().await))),
            (
                "select! over what is ready",
                ends(async move || {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = ready(()) => {}
                    }
                }),
            ),
        ],
    );
}

#[test]
fn what_is_closed_or_set_spends_none() {
    let (semaphore, once) = (Semaphore::new(1), SetOnce::new_with(Some(())));
    semaphore.close();
    let (sender, _) = mpsc::channel(1);
    let closed = sender.clone();
    let mutex = Mutex::new(());
    all(
        false,
        vec![
            ("a closed Semaphore", ends(async move || ignore(semaphore.acquire().await))),
            ("mpsc, a send to a closed one", ends(async move || ignore(sender.send(()).await))),
            ("mpsc, closed()", ends(async move || closed.closed().await)),
            ("SetOnce", ends(async move || ignore(once.wait().await))),
            (
                "select of futures-util, over a lock and what is ready",
                ends(async move || ignore(select(pin!(mutex.lock()), ready(())).await)),
            ),
        ],
    );
}

#[test]
fn a_task_that_is_unconstrained_ends_at_none() {
    let mutex = Mutex::new(());
    all(
        false,
        vec![(
            "unconstrained",
            ends(async move || tokio::task::unconstrained(async { drop(mutex.lock().await) }).await),
        )],
    );
}
