//! Pipes, and descriptors of std's.

use tokio::{
    io::{Interest, unix::AsyncFd},
    net::{UnixStream, unix::pipe},
};

use super::{READY, UNSAID, writes_later};
use crate::row::{Row, Seen::*};

pub(super) fn rows() -> Vec<Row> {
    [pipes(), descriptors()].into_iter().flatten().collect()
}

fn pipes() -> Vec<Row> {
    vec![
        ready!(
            "net::unix::pipe::Sender::ready",
            READY,
            {
                let (it, _peer) = pipe::pipe().expect("a pipe");
            },
            it.ready(Interest::WRITABLE),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::pipe::Sender::writable",
            UNSAID,
            {
                let (it, _peer) = pipe::pipe().expect("a pipe");
            },
            it.writable(),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::pipe::Receiver::ready",
            READY,
            {
                let (peer, it) = pipe::pipe().expect("a pipe");
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::unix::pipe::Receiver::readable",
            UNSAID,
            {
                let (peer, it) = pipe::pipe().expect("a pipe");
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
    ]
}

/// A descriptor of std's, with the readiness of tokio's.
// What is recommended instead is unsafe. A socket of std's keeps its descriptor open, as that asks.
#[allow(deprecated)]
fn descriptor() -> (AsyncFd<std::os::unix::net::UnixStream>, UnixStream) {
    let (it, peer) = std::os::unix::net::UnixStream::pair().expect("a pair");
    it.set_nonblocking(true).expect("it is open");
    peer.set_nonblocking(true).expect("it is open");
    (AsyncFd::new(it).expect("it is registered"), UnixStream::from_std(peer).expect("it is registered"))
}

fn descriptors() -> Vec<Row> {
    use std::io::{Read, Write};
    vec![
        ready!(
            "io::unix::AsyncFd::readable",
            READY,
            {
                let (it, peer) = descriptor();
                writes_later(peer);
            },
            it.readable(),
            it.get_ref().read(&mut [0; 1])
        ),
        ready!(
            "io::unix::AsyncFd::readable_mut",
            READY,
            {
                let (mut it, peer) = descriptor();
                writes_later(peer);
            },
            it.readable_mut(),
            it.get_ref().read(&mut [0; 1])
        ),
        ready!(
            "io::unix::AsyncFd::writable",
            READY,
            {
                let (it, _peer) = descriptor();
            },
            it.writable(),
            it.get_ref().write(b"x")
        ),
        ready!(
            "io::unix::AsyncFd::writable_mut",
            READY,
            {
                let (mut it, _peer) = descriptor();
            },
            it.writable_mut(),
            it.get_ref().write(b"x")
        ),
    ]
}
