//! A server that stops in good order: it accepts no more, answers every request that it has taken, and ends.
//!
//! A token asks each connection to end, and a tracker waits for all of them. Try it with
//! `cargo run -p recipes --bin token_and_tracker`, `nc 127.0.0.1 PORT`, a line, and Ctrl-C before the answer comes. It
//! ends with 0 if every connection ended in time, and else with 1. Measured by `tokio/flag/awaiting-tracker`.
//!
//! ```toml
//! tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "signal", "time"] }
//! tokio-util = { version = "0.7", features = ["rt"] }
//! ```

use std::{io, process::ExitCode, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    select,
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const DEADLINE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminates = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    let (token, connections) = (CancellationToken::new(), TaskTracker::new());

    loop {
        select! {
            // `accept` is cancel safe: a client that is not accepted yet stays in the listener's queue.
            accepted = listener.accept() => {
                let (connection, _) = accepted?;
                connections.spawn(talk(connection, token.clone()));
            }
            _ = interrupts.recv() => break,
            _ = terminates.recv() => break,
        }
    }

    // From now on new clients are refused, so that a load balancer sends them elsewhere.
    drop(listener);
    token.cancel();
    connections.close();
    println!("stopping: {} connections", connections.len());
    let ended = timeout(DEADLINE, connections.wait()).await;
    println!("{}", if ended.is_ok() { "stopped in good order" } else { "cut off after the deadline" });
    Ok(if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Answers the lines of one client.
async fn talk(connection: TcpStream, token: CancellationToken) -> io::Result<()> {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader).lines();
    loop {
        // `next_line` is cancel safe: what it has read of a line stays in the reader.
        let line = select! {
            // A request that has come is taken, even if the token was cancelled meanwhile.
            biased;
            line = lines.next_line() => line?,
            () = token.cancelled() => return Ok(()),
        };
        let Some(line) = line else { return Ok(()) };
        // Outside of `select!`: the answer to a request that was taken is not cut off.
        sleep(Duration::from_millis(300)).await;
        writer.write_all(format!("done: {line}\n").as_bytes()).await?;
    }
}
