//! Sockets and pipes. A readiness that was seen stays until somebody runs into its end, and a datagram is taken whole.

use std::future::pending;

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    task::spawn,
};

use crate::{
    row::{Row, Says, Says::*},
    worlds::others,
};

const READY: (Says, &str) = (Safe, "readiness stays until an attempt fails with WouldBlock");
const UNSAID: (Says, &str) = (Silent, "its neighbours say safe");

/// A wait for readiness, and what works once it is there.
macro_rules! ready {
    ($method:expr, $says:expr, { $($setup:tt)* }, $call:expr, $works:expr) => {
        Row::new(concat!("tokio::", $method), $says, Keeps, async |world| {
            $($setup)*
            world.repeats(async || $call.await.is_ok()).await;
            world.holds("it is ready", $works.is_ok());
        })
    };
}

/// What waits until it can be read, by `ready` and `readable`, or by one call. Its peer writes later.
macro_rules! readable {
    ($of:literal, $it:ident, $peer:ident, { $($setup:tt)* }) => {
        vec![
            readable!(concat!($of, "::ready"), READY, $it, $peer, { $($setup)* }, $it.ready(Interest::READABLE)),
            readable!(concat!($of, "::readable"), READY, $it, $peer, { $($setup)* }, $it.readable()),
        ]
    };
    ($method:expr, $says:expr, $it:ident, $peer:ident, { $($setup:tt)* }, $waits:expr) => {
        ready!(
            $method,
            $says,
            {
                $($setup)*
                let _ = $it.try_read(&mut [0; 1]);
                writes_later($peer);
            },
            $waits,
            $it.try_read(&mut [0; 1])
        )
    };
}

/// What waits until it can be written, by `ready` and `writable`, or by one call. It is full, and its peer reads later.
macro_rules! writable {
    ($of:literal, $it:ident, $peer:ident, { $($setup:tt)* }) => {
        vec![
            writable!(concat!($of, "::ready"), READY, $it, $peer, { $($setup)* }, $it.ready(Interest::WRITABLE)),
            writable!(concat!($of, "::writable"), READY, $it, $peer, { $($setup)* }, $it.writable()),
        ]
    };
    ($method:expr, $says:expr, $it:ident, $peer:ident, { $($setup:tt)* }, $waits:expr) => {
        ready!(
            $method,
            $says,
            {
                $($setup)*
                while $it.try_write(&[0; 4096]).is_ok() {}
                drains_later($peer);
            },
            $waits,
            $it.try_write(b"x")
        )
    };
}

mod datagrams;
mod descriptors;
mod halves;
mod streams;

pub(super) fn rows() -> Vec<Row> {
    [streams::rows(), halves::rows(), descriptors::rows(), datagrams::rows()].into_iter().flatten().collect()
}

async fn tcp() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let peer = TcpStream::connect(address).await.expect("the loopback takes a connection");
    (listener.accept().await.expect("the connection arrives").0, peer)
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().expect("a pair")
}

/// Writes when the reader waits already, and stays open.
fn writes_later(mut peer: impl AsyncWrite + Unpin + Send + 'static) {
    spawn(async move {
        others().await;
        peer.write_all(b"x").await.expect("it is open");
        pending::<()>().await;
    });
}

/// Makes room when the writer waits already.
fn drains_later(mut peer: impl AsyncRead + Unpin + Send + 'static) {
    spawn(async move {
        others().await;
        let _ = tokio::io::copy(&mut peer, &mut tokio::io::sink()).await;
    });
}
