//! Datagrams: each is sent once, or received once.

use std::future::pending;

use tokio::{
    io::Interest,
    net::{UdpSocket, UnixDatagram},
    task::{JoinHandle, spawn},
};

use super::{READY, UNSAID};
use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::others,
};

pub(super) fn rows() -> Vec<Row> {
    [udp_rows(), datagram_rows()].into_iter().flatten().collect()
}

/// Two that send to each other.
async fn udp() -> (UdpSocket, UdpSocket) {
    let one = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let other = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    one.connect(other.local_addr().expect("an address")).await.expect("it is there");
    other.connect(one.local_addr().expect("an address")).await.expect("it is there");
    (one, other)
}

fn sends_later(peer: UdpSocket) {
    spawn(async move {
        others().await;
        peer.send(b"x").await.expect("it is open");
        pending::<()>().await;
    });
}

fn unix_sends_later(peer: UnixDatagram) {
    spawn(async move {
        others().await;
        peer.send(b"x").await.expect("it is open");
        pending::<()>().await;
    });
}

/// Makes room when the sender waits already, and counts the datagrams of one byte until one of two comes.
fn unix_receives_later(peer: UnixDatagram) -> JoinHandle<usize> {
    spawn(async move {
        others().await;
        let mut count = 0;
        loop {
            match peer.recv(&mut [0; 8]).await.expect("it is open") {
                1 => count += 1,
                2 => return count,
                _ => {}
            }
        }
    })
}

/// A datagram is sent once, or received once.
macro_rules! datagrams {
    (send $method:literal, $says:expr, $pair:expr, |$it:ident, $peer:ident| $call:expr) => {
        Row::new(concat!("tokio::net::", $method), $says, Keeps, async |world| {
            let ($it, $peer) = $pair;
            world.repeats(async || $call.await.is_ok()).await;
            $peer.readable().await.expect("it is open");
            let mut arrived = 0;
            while $peer.try_recv(&mut [0; 8]).is_ok() {
                arrived += 1;
            }
            world.count("datagram", 1, arrived);
        })
    };
    (receive $method:literal, $says:expr, $pair:expr, $later:expr, |$it:ident| $call:expr) => {
        Row::new(concat!("tokio::net::", $method), $says, Keeps, async |world| {
            let ($it, peer) = $pair;
            $later(peer);
            let arrived = world.repeats(async || $call.await.is_ok()).await;
            world.count("datagram", 1, usize::from(arrived));
        })
    };
    (look $method:literal, $says:expr, $pair:expr, $later:expr, |$it:ident| $call:expr) => {
        Row::new(concat!("tokio::net::", $method), $says, Keeps, async |world| {
            let ($it, peer) = $pair;
            $later(peer);
            world.repeats(async || $call.await.is_ok()).await;
            world.holds("it can be received", $it.try_recv(&mut [0; 8]).is_ok());
        })
    };
}

fn udp_rows() -> Vec<Row> {
    let (sent, taken) = ((Safe, "not sent if it is dropped"), (Safe, "no message is taken if it is dropped"));
    vec![
        ready!(
            "net::UdpSocket::writable",
            READY,
            {
                let (it, _peer) = udp().await;
            },
            it.writable(),
            it.try_send(b"x")
        ),
        datagrams!(look "UdpSocket::ready", READY, udp().await, sends_later, |it| it.ready(Interest::READABLE)),
        datagrams!(look "UdpSocket::readable", READY, udp().await, sends_later, |it| it.readable()),
        datagrams!(look "UdpSocket::peek", UNSAID, udp().await, sends_later, |it| it.peek(&mut [0; 8])),
        datagrams!(look "UdpSocket::peek_from", UNSAID, udp().await, sends_later, |it| it.peek_from(&mut [0; 8])),
        datagrams!(send "UdpSocket::send", sent, udp().await, |it, peer| it.send(b"x")),
        datagrams!(send "UdpSocket::send_to", sent, unconnected().await, |it, peer| it.send_to(b"x", peer.local_addr().expect("an address"))),
        datagrams!(receive "UdpSocket::recv", taken, udp().await, sends_later, |it| it.recv(&mut [0; 8])),
        datagrams!(receive "UdpSocket::recv_from", taken, udp().await, sends_later, |it| it.recv_from(&mut [0; 8])),
        datagrams!(receive "UdpSocket::recv_buf", UNSAID, udp().await, sends_later, |it| async { it.recv_buf(&mut Vec::with_capacity(8)).await }),
        datagrams!(receive "UdpSocket::recv_buf_from", UNSAID, udp().await, sends_later, |it| async { it.recv_buf_from(&mut Vec::with_capacity(8)).await }),
        datagrams!(receive "UdpSocket::async_io", UNSAID, udp().await, sends_later, |it| it.async_io(Interest::READABLE, || it.try_recv(&mut [0; 8]))),
    ]
}

async fn unconnected() -> (UdpSocket, UdpSocket) {
    let one = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    (one, UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port"))
}

fn unix() -> (UnixDatagram, UnixDatagram) {
    UnixDatagram::pair().expect("a pair")
}

/// One that sends to a path.
macro_rules! to_path {
    () => {
        Row::new(
            "tokio::net::UnixDatagram::send_to",
            (Safe, "not sent if it is dropped"),
            Keeps,
            async |world| {
                let name = format!("datagram-{}-{:?}", std::process::id(), std::thread::current().id());
                let path = std::env::temp_dir().join(name.replace(['(', ')'], ""));
                let _ = std::fs::remove_file(&path);
                let peer = UnixDatagram::bind(&path).expect("the path is free");
                let it = UnixDatagram::unbound().expect("a socket");
                world.repeats(async || it.send_to(b"x", &path).await.is_ok()).await;
                peer.readable().await.expect("it is open");
                let mut arrived = 0;
                while peer.try_recv(&mut [0; 8]).is_ok() {
                    arrived += 1;
                }
                let _ = std::fs::remove_file(&path);
                world.count("datagram", 1, arrived);
            },
        )
    };
}

fn datagram_rows() -> Vec<Row> {
    let (sent, taken) = ((Safe, "not sent if it is dropped"), (Safe, "no message is taken if it is dropped"));
    vec![
        ready!(
            "net::UnixDatagram::writable",
            READY,
            {
                let (it, peer) = unix();
                while it.try_send(b"full").is_ok() {}
                unix_receives_later(peer);
            },
            it.writable(),
            it.try_send(b"x")
        ),
        datagrams!(look "UnixDatagram::ready", READY, unix(), unix_sends_later, |it| it.ready(Interest::READABLE)),
        datagrams!(look "UnixDatagram::readable", READY, unix(), unix_sends_later, |it| it.readable()),
        Row::new("tokio::net::UnixDatagram::send", sent, Keeps, async |world| {
            let (it, peer) = unix();
            while it.try_send(b"full").is_ok() {}
            let arrives = unix_receives_later(peer);
            world.repeats(async || it.send(b"x").await.is_ok()).await;
            it.send(b"no").await.expect("it is open");
            world.count("datagram", 1, arrives.await.expect("it receives all"));
        }),
        to_path!(),
        datagrams!(receive "UnixDatagram::recv", taken, unix(), unix_sends_later, |it| it.recv(&mut [0; 8])),
        datagrams!(receive "UnixDatagram::recv_from", taken, unix(), unix_sends_later, |it| it.recv_from(&mut [0; 8])),
        datagrams!(receive "UnixDatagram::recv_buf", UNSAID, unix(), unix_sends_later, |it| async { it.recv_buf(&mut Vec::with_capacity(8)).await }),
        datagrams!(receive "UnixDatagram::recv_buf_from", UNSAID, unix(), unix_sends_later, |it| async { it.recv_buf_from(&mut Vec::with_capacity(8)).await }),
        datagrams!(receive "UnixDatagram::async_io", UNSAID, unix(), unix_sends_later, |it| it.async_io(Interest::READABLE, || it.try_recv(&mut [0; 8]))),
    ]
}
