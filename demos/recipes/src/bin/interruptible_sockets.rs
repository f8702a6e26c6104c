//! Threads in `accept` and `read` that can be interrupted, without an async runtime.
//!
//! A flag is never looked at inside such a call. `poll` over the listener and an eventfd ends the accept loop, and
//! `shutdown` on a socket ends a read from it. Try it with `cargo run -p recipes --bin interruptible_sockets`,
//! `nc 127.0.0.1 PORT`, and Ctrl-C. Measured by `threads/channel/stuck-accept-eventfd` and
//! `threads/channel/stuck-read-shutdown`. See <https://mazzo.li/posts/stopping-linux-threads.html>.
//!
//! ```toml
//! rustix = { version = "1", features = ["event"] }
//! signal-hook = "0.4"
//! ```

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::fd::AsFd,
    sync::Arc,
    thread,
};

use rustix::{
    event::{EventfdFlags, PollFd, PollFlags, eventfd, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

fn main() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("listening on {}", listener.local_addr()?);
    let stop = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
    let accepts = thread::spawn({
        let stop = Arc::clone(&stop);
        move || accept_until(&listener, &stop)
    });

    signals.forever().next();
    println!("stopping");
    // The counter stays above zero, so it does not matter whether the thread is in `poll` yet.
    rustix::io::write(&*stop, &1_u64.to_ne_bytes())?;
    let connections = accepts.join().expect("it does not panic")?;

    for (connection, reader) in connections {
        // The read returns what has arrived and then the end. Dropping this handle would end nothing.
        let _ = connection.shutdown(Shutdown::Read);
        reader.join().expect("it does not panic")?;
    }
    println!("stopped in good order");
    Ok(())
}

type Connection = (TcpStream, thread::JoinHandle<io::Result<()>>);

/// Accepts clients until the eventfd is written to.
fn accept_until(listener: &TcpListener, stop: impl AsFd) -> io::Result<Vec<Connection>> {
    let mut connections = Vec::new();
    loop {
        let mut waits_for = [PollFd::new(&stop, PollFlags::IN), PollFd::new(listener, PollFlags::IN)];
        match poll(&mut waits_for, None) {
            Err(Errno::INTR) => continue,
            waited => waited?,
        };
        if !waits_for[0].revents().is_empty() {
            return Ok(connections);
        }
        let (connection, _) = listener.accept()?;
        let reader = connection.try_clone()?;
        connections.push((connection, thread::spawn(|| echo(reader))));
    }
}

/// Answers the lines of one client until its end, or until the socket is shut down.
fn echo(connection: TcpStream) -> io::Result<()> {
    let mut answers = connection.try_clone()?;
    for line in BufReader::new(connection).lines() {
        writeln!(answers, "done: {}", line?)?;
    }
    Ok(())
}
