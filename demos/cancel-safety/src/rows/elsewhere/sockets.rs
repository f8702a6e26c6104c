//! Sockets and processes.

use std::process::Stdio;

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{input, others},
};

/// One connects while it is asked for a connection, and asked again.
macro_rules! accepts {
    ($method:literal, $listener:ty) => {
        Row::new(
            $method,
            (Silent, "no await after the call: nothing is taken"),
            Keeps,
            async |world| {
                let listener =
                    <$listener>::bind("127.0.0.1:0").await.expect("the loopback has a free port");
                let address = listener.local_addr().expect("a listener has an address");
                let connects = async {
                    others().await;
                    std::net::TcpStream::connect(address).expect("the loopback takes a connection")
                };
                let (accepted, _peer) =
                    tokio::join!(biased; world.repeats(async || listener.accept().await.is_ok()), connects);
                world.count("connection", 1, usize::from(accepted));
            },
        )
    };
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        accepts!("smol::net::TcpListener::accept", smol::net::TcpListener),
        accepts!("async_std::net::TcpListener::accept", async_std::net::TcpListener),
        Row::new(
            "smol::net::UdpSocket::recv_from",
            (Silent, "no await after the call: nothing is taken"),
            Keeps,
            async |world| {
                let it =
                    smol::net::UdpSocket::bind("127.0.0.1:0").await.expect("the loopback has a free port");
                let address = it.local_addr().expect("an address");
                let sends = async {
                    others().await;
                    let peer =
                        std::net::UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
                    peer.send_to(b"x", address).expect("it is there")
                };
                let receives = world.repeats(async || it.recv_from(&mut [0; 8]).await.is_ok());
                let (arrived, _) = tokio::join!(biased; receives, sends);
                world.count("datagram", 1, usize::from(arrived));
            },
        ),
        Row::new(
            "smol::process::Child::status",
            (Silent, "closes the child's input when it is called"),
            Keeps,
            async |world| {
                let mut child = shell("read line; exit 7").spawn().expect("a shell");
                world.repeats(async || child.status().await.ok().and_then(|status| status.code())).await;
            },
        ),
        Row::new(
            "smol::process::Child::output",
            (Silent, "takes the child: what it has printed is lost"),
            Loses,
            async |world| {
                let mut command = shell("read line; echo out");
                let child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("it starts");
                let output = world.drops(child.output()).await;
                world.records(
                    "byte",
                    *b"out\n",
                    output.and_then(Result::ok).map_or(Vec::new(), |it| it.stdout),
                );
            },
        )
        .varying(),
    ]
}

/// A shell that reads its input to the end first.
fn shell(commands: &str) -> smol::process::Command {
    let mut shell = smol::process::Command::new("sh");
    shell.args(["-c", commands]).stdin(input());
    shell
}
