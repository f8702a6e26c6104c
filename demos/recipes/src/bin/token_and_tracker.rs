//! A server that stops in good order: it accepts no more, answers the requests that it has in hand, and ends.
//!
//! A token asks each connection to end, and a tracker waits for all of them. Try it with
//! `cargo run -p recipes --bin token_and_tracker`, `nc 127.0.0.1 PORT`, a line, and Ctrl-C before the answer comes. It
//! ends with 0 if every connection ended in time, with 1 at the deadline, and with 130 after a second Ctrl-C. Measured
//! by `tokio/flag/awaiting-tracker`.
//!
//! ```toml
//! tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "signal", "time"] }
//! tokio-util = { version = "0.7", features = ["rt"] }
//! ```

use std::{
    env,
    io::{self, Write},
    pin::pin,
    process::exit,
    thread,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy, sink},
    net::{TcpListener, TcpStream},
    select,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    task::spawn_blocking,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

#[tokio::main]
async fn main() -> io::Result<()> {
    let deadline = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let mut asked = pin!(asked()?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("listening on {}", listener.local_addr()?));
    let (token, connections) = (CancellationToken::new(), TaskTracker::new());

    loop {
        select! {
            // `accept` is cancel safe: a client that is not accepted yet stays in the listener's queue.
            accepted = listener.accept() => match accepted {
                Ok((connection, _)) => drop(connections.spawn(talk(connection, token.clone()))),
                // This client has gone, or no descriptor is left for now. The server goes on.
                Err(_) => sleep(Duration::from_millis(100)).await,
            },
            () = &mut asked => break,
        }
    }

    // From now on new clients are refused, so that a load balancer sends them elsewhere.
    drop(listener);
    token.cancel();
    connections.close();
    say(&format!("stopping: {} connections", connections.len()));
    let (line, status) = select! {
        () = connections.wait() => ("stopped in good order", 0),
        () = sleep(Duration::from_millis(deadline)) => ("cut off after the deadline", 1),
        _ = ctrl_c() => ("cut off at once", 130),
    };
    say(line);
    // Not `return`: leaving main drops the runtime, which waits for blocking closures.
    exit(status)
}

/// Waits for Ctrl-C, for SIGTERM, or for the end of the terminal. The handlers are there when it returns the future.
fn asked() -> io::Result<impl Future<Output = ()>> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminates = signal(SignalKind::terminate())?;
    let mut hangups = signal(SignalKind::hangup())?;
    Ok(async move {
        select! {
            _ = interrupts.recv() => {}
            _ = terminates.recv() => {}
            _ = hangups.recv() => {}
        }
    })
}

/// Answers the lines of one client.
async fn talk(connection: TcpStream, token: CancellationToken) -> io::Result<()> {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader).lines();
    loop {
        // `next_line` is cancel safe: what it has read of a line stays in the reader.
        let line = select! {
            // The token comes first: a client that goes on sending would hold up the end.
            biased;
            () = token.cancelled() => break,
            line = lines.next_line() => line?,
        };
        let Some(line) = line else { return Ok(()) };
        say(&format!("taken: {line:.20}"));
        // Outside of `select!`: the answer to a request that was taken is not cut off.
        let answer = answer(&line).await;
        writer.write_all(answer.as_bytes()).await?;
    }
    // Says that no answer follows. What the client sends meanwhile is read for a moment: a connection that is closed
    // with unread input is reset, and an answer that is on its way is lost with it.
    writer.shutdown().await?;
    let _ = timeout(Duration::from_secs(1), copy(&mut lines.into_inner(), &mut sink())).await;
    Ok(())
}

/// The answer to a request; put yours here. Two requests play what may go wrong.
async fn answer(line: &str) -> String {
    match line {
        "block" => drop(spawn_blocking(|| thread::sleep(Duration::MAX))),
        "panic" => panic!("a request has panicked"),
        _ => {}
    }
    sleep(Duration::from_millis(300)).await;
    format!("done: {line}\n")
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
