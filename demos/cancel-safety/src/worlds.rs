//! What goes on around a method: a peer that is slow enough for every await to come.

use std::{
    future::{Future, poll_fn},
    io::{PipeReader, pipe},
    pin::{Pin, pin},
    task::Poll,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    task::{JoinHandle, spawn, spawn_blocking, yield_now},
};

/// A reader to which a peer writes these bytes, one at a time, and then closes.
pub(crate) fn drip(bytes: impl Into<Vec<u8>>) -> DuplexStream {
    let (mut peer, reader) = duplex(64);
    let bytes = bytes.into();
    spawn(async move {
        for byte in bytes {
            peer.write_u8(byte).await.expect("there is room");
            yield_now().await;
        }
    });
    reader
}

/// A writer with room for so many bytes, and its peer, who reads one at a time and gives all of them at the end.
pub(crate) fn narrow(room: usize) -> (DuplexStream, JoinHandle<Vec<u8>>) {
    let (writer, mut peer) = duplex(room);
    let reads = spawn(async move {
        let mut all = Vec::new();
        while let Ok(byte) = peer.read_u8().await {
            all.push(byte);
            yield_now().await;
        }
        all
    });
    (writer, reads)
}

/// All that is left to be read.
pub(crate) async fn rest(mut reader: impl AsyncReadExt + Unpin) -> Vec<u8> {
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).await.expect("it is in memory");
    rest
}

/// Waits once or more, until the others have done what they can.
pub(crate) async fn others() {
    for _ in 0..8 {
        yield_now().await;
    }
}

/// Whether a future waits when it is polled, which puts it into its queue.
pub(crate) async fn waits<F: Future>(future: Pin<&mut F>) -> bool {
    let mut future = pin!(future);
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}

/// Polls each when it was woken itself, as an executor does with its tasks. Their first polls are in this order.
pub(crate) async fn each_by_itself<'a>(futures: [Pin<Box<dyn Future<Output = ()> + 'a>>; 3]) {
    futures.into_iter().collect::<FuturesUnordered<_>>().collect::<Vec<()>>().await;
}

/// The one thread of the pool is busy until the others have done what they can, so that whoever gives it something to do
/// has to wait.
pub(crate) fn busy_pool() {
    let (busy, is_over) = std::sync::mpsc::channel::<()>();
    spawn_blocking(move || is_over.recv());
    spawn(async move {
        others().await;
        drop(busy);
    });
}

/// The input of a process, which is closed when the others have done what they can: what reads it has to wait.
pub(crate) fn input() -> PipeReader {
    let (input, peer) = pipe().expect("a pipe");
    spawn(async move {
        others().await;
        drop(peer);
    });
    input
}

/// One world at a time has the process's signals and its standard input.
pub(crate) async fn alone() -> tokio::sync::MutexGuard<'static, ()> {
    static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    ALONE.lock().await
}
