//! The halves of connections.

use tokio::io::Interest;

use super::{READY, drains_later, pair, tcp, writes_later};
use crate::row::{Row, Seen::*};

pub(super) fn rows() -> Vec<Row> {
    vec![
        ready!(
            "net::tcp::ReadHalf::ready",
            READY,
            {
                let (mut it, peer) = tcp().await;
                let (it, _write) = it.split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::tcp::ReadHalf::readable",
            READY,
            {
                let (mut it, peer) = tcp().await;
                let (it, _write) = it.split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::tcp::WriteHalf::ready",
            READY,
            {
                let (mut it, peer) = tcp().await;
                let (_read, it) = it.split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.ready(Interest::WRITABLE),
            it.try_write(b"x")
        ),
        ready!(
            "net::tcp::WriteHalf::writable",
            READY,
            {
                let (mut it, peer) = tcp().await;
                let (_read, it) = it.split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
        ready!(
            "net::tcp::OwnedReadHalf::ready",
            READY,
            {
                let (it, peer) = tcp().await;
                let (it, _write) = it.into_split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::tcp::OwnedReadHalf::readable",
            READY,
            {
                let (it, peer) = tcp().await;
                let (it, _write) = it.into_split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::tcp::OwnedWriteHalf::ready",
            READY,
            {
                let (it, peer) = tcp().await;
                let (_read, it) = it.into_split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.ready(Interest::WRITABLE),
            it.try_write(b"x")
        ),
        ready!(
            "net::tcp::OwnedWriteHalf::writable",
            READY,
            {
                let (it, peer) = tcp().await;
                let (_read, it) = it.into_split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::ReadHalf::ready",
            READY,
            {
                let (mut it, peer) = pair();
                let (it, _write) = it.split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::unix::ReadHalf::readable",
            READY,
            {
                let (mut it, peer) = pair();
                let (it, _write) = it.split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::unix::WriteHalf::ready",
            READY,
            {
                let (mut it, peer) = pair();
                let (_read, it) = it.split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.ready(Interest::WRITABLE),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::WriteHalf::writable",
            READY,
            {
                let (mut it, peer) = pair();
                let (_read, it) = it.split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::OwnedReadHalf::ready",
            READY,
            {
                let (it, peer) = pair();
                let (it, _write) = it.into_split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::unix::OwnedReadHalf::readable",
            READY,
            {
                let (it, peer) = pair();
                let (it, _write) = it.into_split();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::unix::OwnedWriteHalf::ready",
            READY,
            {
                let (it, peer) = pair();
                let (_read, it) = it.into_split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.ready(Interest::WRITABLE),
            it.try_write(b"x")
        ),
        ready!(
            "net::unix::OwnedWriteHalf::writable",
            READY,
            {
                let (it, peer) = pair();
                let (_read, it) = it.into_split();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
    ]
}
