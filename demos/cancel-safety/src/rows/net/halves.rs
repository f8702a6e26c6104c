//! The halves of connections.

use tokio::io::Interest;

use super::{READY, drains_later, pair, tcp, writes_later};
use crate::row::{Row, Seen::*};

pub(super) fn rows() -> Vec<Row> {
    [
        readable!("net::tcp::ReadHalf", it, peer, {
            let (mut it, peer) = tcp().await;
            let (it, _write) = it.split();
        }),
        writable!("net::tcp::WriteHalf", it, peer, {
            let (mut it, peer) = tcp().await;
            let (_read, it) = it.split();
        }),
        readable!("net::tcp::OwnedReadHalf", it, peer, {
            let (it, peer) = tcp().await;
            let (it, _write) = it.into_split();
        }),
        writable!("net::tcp::OwnedWriteHalf", it, peer, {
            let (it, peer) = tcp().await;
            let (_read, it) = it.into_split();
        }),
        readable!("net::unix::ReadHalf", it, peer, {
            let (mut it, peer) = pair();
            let (it, _write) = it.split();
        }),
        writable!("net::unix::WriteHalf", it, peer, {
            let (mut it, peer) = pair();
            let (_read, it) = it.split();
        }),
        readable!("net::unix::OwnedReadHalf", it, peer, {
            let (it, peer) = pair();
            let (it, _write) = it.into_split();
        }),
        writable!("net::unix::OwnedWriteHalf", it, peer, {
            let (it, peer) = pair();
            let (_read, it) = it.into_split();
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
