//! Whole connections, and those who accept them.

use tokio::{
    io::Interest,
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
};

use super::{READY, drains_later, pair, tcp, writes_later};
use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::others,
};

pub(super) fn rows() -> Vec<Row> {
    [tcp_rows(), unix_rows(), accepting()].into_iter().flatten().collect()
}

fn tcp_rows() -> Vec<Row> {
    let mut rows = readable!("net::TcpStream", it, peer, {
        let (it, peer) = tcp().await;
    });
    rows.push(writable!(
        "net::TcpStream::writable",
        READY,
        it,
        peer,
        {
            let (it, peer) = tcp().await;
        },
        it.writable()
    ));
    rows.push(readable!(
        "net::TcpStream::peek",
        (Safe, "nothing is peeked, and the buffer is untouched"),
        it,
        peer,
        {
            let (it, peer) = tcp().await;
        },
        it.peek(&mut [0; 1])
    ));
    rows
}

fn unix_rows() -> Vec<Row> {
    let mut rows = readable!("net::UnixStream", it, peer, {
        let (it, peer) = pair();
    });
    rows.push(writable!(
        "net::UnixStream::writable",
        READY,
        it,
        peer,
        {
            let (it, peer) = pair();
        },
        it.writable()
    ));
    rows
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
