//! Sockets and pipes. A readiness that was seen stays until somebody runs into its end, and a datagram is taken whole.

use std::{future::pending, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, Interest, unix::AsyncFd},
    net::{TcpListener, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixStream, unix::pipe},
    task::{JoinHandle, spawn},
    time::timeout,
};

use crate::{
    row::{Row, Says, Says::*, Seen::*},
    worlds::others,
};

const READY: (Says, &str) = (Safe, "readiness stays until an attempt fails with WouldBlock");
const UNSAID: (Says, &str) = (Silent, "its neighbours say safe");

/// A wait for readiness, and what works once it is there.
macro_rules! ready {
    ($method:literal, $says:expr, { $($setup:tt)* }, $call:expr, $works:expr) => {
        Row::new(concat!("tokio::", $method), $says, Keeps, async |world| {
            $($setup)*
            world.repeats(async || $call.await.is_ok()).await;
            world.holds("it is ready", $works.is_ok());
        })
    };
}

async fn tcp() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let peer = TcpStream::connect(address).await.expect("the loopback takes a connection");
    (listener.accept().await.expect("the connection arrives").0, peer)
}

/// Two that send to each other.
async fn udp() -> (UdpSocket, UdpSocket) {
    let one = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let other = UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    one.connect(other.local_addr().expect("an address")).await.expect("it is there");
    other.connect(one.local_addr().expect("an address")).await.expect("it is there");
    (one, other)
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

/// Makes room when the sender waits already, and counts the datagrams of one byte.
fn unix_receives_later(peer: UnixDatagram) -> JoinHandle<usize> {
    spawn(async move {
        others().await;
        let mut count = 0;
        while let Ok(Ok(length)) = timeout(Duration::from_millis(10), peer.recv(&mut [0; 8])).await {
            count += usize::from(length == 1);
        }
        count
    })
}

pub(super) fn rows() -> Vec<Row> {
    [tcp_rows(), unix_rows(), halves(), pipes(), descriptors(), accepting(), udp_rows(), datagram_rows()]
        .into_iter()
        .flatten()
        .collect()
}

fn tcp_rows() -> Vec<Row> {
    vec![
        ready!(
            "net::TcpStream::ready",
            READY,
            {
                let (it, peer) = tcp().await;
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::TcpStream::readable",
            READY,
            {
                let (it, peer) = tcp().await;
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::TcpStream::writable",
            READY,
            {
                let (it, peer) = tcp().await;
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
        ready!(
            "net::TcpStream::peek",
            (Safe, "nothing is peeked, and the buffer is untouched"),
            {
                let (it, peer) = tcp().await;
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.peek(&mut [0; 1]),
            it.try_read(&mut [0; 1])
        ),
    ]
}

fn unix_rows() -> Vec<Row> {
    vec![
        ready!(
            "net::UnixStream::ready",
            READY,
            {
                let (it, peer) = pair();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.ready(Interest::READABLE),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::UnixStream::readable",
            READY,
            {
                let (it, peer) = pair();
                let _ = it.try_read(&mut [0; 1]);
                writes_later(peer);
            },
            it.readable(),
            it.try_read(&mut [0; 1])
        ),
        ready!(
            "net::UnixStream::writable",
            READY,
            {
                let (it, peer) = pair();
                while it.try_write(&[0; 4096]).is_ok() {}
                drains_later(peer);
            },
            it.writable(),
            it.try_write(b"x")
        ),
    ]
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().expect("a pair")
}

fn halves() -> Vec<Row> {
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

fn accepting() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::net::TcpListener::accept",
            (Safe, "no connection is taken if it is dropped"),
            Keeps,
            async |world| {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
                let address = listener.local_addr().expect("a listener has an address");
                let connects = async {
                    others().await;
                    TcpStream::connect(address).await.expect("the loopback takes a connection")
                };
                let accepts = world.repeats(async || listener.accept().await.is_ok());
                let (accepted, _peer) = tokio::join!(accepts, connects);
                world.count("connection", 1, usize::from(accepted));
            },
        ),
        Row::new(
            "tokio::net::UnixListener::accept",
            (Safe, "no connection is taken if it is dropped"),
            Keeps,
            async |world| {
                let folder = std::env::temp_dir()
                    .join(format!("accept-{:?}", std::thread::current().id()).replace(['(', ')'], ""));
                let path = folder.with_extension(std::process::id().to_string());
                let _ = std::fs::remove_file(&path);
                let listener = UnixListener::bind(&path).expect("the path is free");
                let connects = async {
                    others().await;
                    UnixStream::connect(&path).await.expect("it takes a connection")
                };
                let accepts = world.repeats(async || listener.accept().await.is_ok());
                let (accepted, _peer) = tokio::join!(accepts, connects);
                let _ = std::fs::remove_file(&path);
                world.count("connection", 1, usize::from(accepted));
            },
        ),
    ]
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
            drop(it);
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
