//! Stopping by dropping, under a runtime whose operations the kernel carries out: on io_uring, a read is the kernel's
//! from the moment it is submitted, and so is the buffer that it writes into.
//!
//! A case starts an infinite task, a read from a connection on which nothing comes, waits for a quick task, and then
//! asks the infinite task to stop. The read's buffer owns the pulse, and a thread that looks whether it is still there beats
//! it, "I'm still standing". Dropping the pulse is the end that is measured: the halt, at which the kernel has given the
//! buffer back. `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)` stamps
//! the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-compio --features compio -- story drop/awaiting-read`

#[cfg(feature = "compio")]
use std::os::unix::net::UnixStream as StdUnixStream;

#[cfg(feature = "compio")]
use compio::{io::AsyncRead, net::UnixStream, runtime::Runtime, time::sleep};
#[cfg(feature = "compio")]
use futures_util::future::{Either, select};
#[cfg(feature = "compio")]
use still_standing::Stage;
use still_standing::case;

#[cfg(feature = "compio")]
use crate::buffer::Buffer;

#[cfg(feature = "compio")]
thread_local! {
    /// The thread's runtime, which outlives each case: the end of a runtime would end its operations.
    static RUNTIME: Runtime = Runtime::new().expect("the kernel allows io_uring");
}

/// Whether the kernel allows io_uring, which many containers and some systems forbid.
#[cfg(feature = "compio")]
fn io_uring_is_allowed() -> Result<(), String> {
    let said = Runtime::new().err();
    said.map_or(Ok(()), |error| Err(format!("the kernel does not allow io_uring here: {error}")))
}

/// Dropping a future that reads leaves the operation in the kernel, and the buffer with it.
///
/// The future is gone, and its destructor has written an order to cancel the operation. But the order is read by the
/// kernel when the runtime submits it, at its next turn, and here the thread does something else. Until then a byte that
/// arrives is written into a buffer that nobody reads. That is why such an API takes the buffer by value: with a `&mut`
/// the kernel would write into memory that is somebody else's by then.
/// <https://docs.rs/compio-runtime/0.12.6/compio_runtime/struct.Submit.html>,
/// <https://docs.rs/compio-driver/0.12.5/compio_driver/struct.Proactor.html#method.cancel>,
/// <https://man7.org/linux/man-pages/man3/io_uring_prep_cancel.3.html>
#[case(
    "drop/awaiting-read",
    StillStanding,
    feature = "compio",
    only_where(io_uring_is_allowed),
    instead = awaiting_read_cancel
)]
pub fn awaiting_read(stage: &Stage) {
    let (connection, _silent_peer) = StdUnixStream::pair().expect("a pair of connected sockets");
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let mut connection = UnixStream::from_std(connection).expect("a socket of this runtime");
            let infinite = Box::pin(connection.read(Buffer::new(stage.pulse())));
            let Either::Right(((), infinite)) = select(infinite, stage.quick_task()).await else {
                panic!("nothing came, and yet the read ended");
            };

            stage.request();
            drop(infinite);
            stage.acknowledge(());
        });
    });
    // The thread computes, or sleeps: whatever it does, it does not enter the runtime.
}

/// The same future, dropped by a task that then awaits something: the kernel gives the buffer back at once.
///
/// Any await that is not ready lets the runtime take its turn, in which it submits the order to cancel, and hears that
/// the read has ended. To hear it in the task, with the buffer, compio has a `CancelToken`. In compio-runtime 0.12.6 it
/// cancels nothing in a release build, as was measured here: the operation looks for the token in its waker, which it
/// knows by the address of a table, and that address differs from crate to crate once they are optimized.
/// <https://docs.rs/compio-runtime/0.12.6/compio_runtime/struct.Submit.html>,
/// <https://docs.rs/compio-runtime/0.12.6/compio_runtime/struct.CancelToken.html>
#[case("drop/awaiting-read-cancel", Stopped, Inline, feature = "compio", only_where(io_uring_is_allowed))]
pub fn awaiting_read_cancel(stage: &Stage) {
    let (connection, _silent_peer) = StdUnixStream::pair().expect("a pair of connected sockets");
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let mut connection = UnixStream::from_std(connection).expect("a socket of this runtime");
            let infinite = Box::pin(connection.read(Buffer::new(stage.pulse())));
            let Either::Right(((), infinite)) = select(infinite, stage.quick_task()).await else {
                panic!("nothing came, and yet the read ended");
            };

            stage.request();
            drop(infinite);
            sleep(stage.interval()).await;
            stage.acknowledge(());
        });
    });
}
