//! Threads in `accept`, `read` and `write` that can be interrupted, without an async runtime.
//!
//! A flag is never looked at inside such a call. `poll` over the listener and an eventfd ends the accept loop, and
//! `shutdown` on a socket ends a read from it and a write to it. Try it with
//! `cargo run -p recipes --bin interruptible_sockets`, `nc 127.0.0.1 PORT`, and Ctrl-C. Measured by
//! `threads/channel/stuck-accept-eventfd` and `threads/channel/stuck-read-shutdown`. See
//! <https://mazzo.li/posts/stopping-linux-threads.html>.
//!
//! ```toml
//! rustix = { version = "1", features = ["event"] }
//! signal-hook = "0.4"
//! ```

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::fd::AsFd,
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::Duration,
};

use rustix::{
    event::{EventfdFlags, PollFd, PollFlags, eventfd, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
    iterator::Signals,
};

fn main() -> io::Result<()> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // The second one ends the process at once, whatever a thread waits for.
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&asked))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    // The client that `poll` has seen may be gone again, and a blocking `accept` would then wait for the next one.
    listener.set_nonblocking(true)?;
    say(&format!("listening on {}", listener.local_addr()?));
    let stop = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
    let accepts = thread::spawn({
        let stop = Arc::clone(&stop);
        move || accept_until(&listener, &stop)
    });

    signals.forever().next();
    say("stopping");
    // The counter stays above zero, so it does not matter whether the thread is in `poll` yet.
    rustix::io::write(&*stop, &1_u64.to_ne_bytes())?;
    let connections = accepts.join().expect("it does not panic")?;

    // Both directions: else a client that goes on sending, or that reads no answers, holds its thread.
    for (connection, _) in &connections {
        let _ = connection.shutdown(Shutdown::Both);
    }
    for (_, thread) in connections {
        // That one of them has failed or panicked is no reason to leave the others.
        let _ = thread.join();
    }
    say("stopped, and every thread is joined");
    Ok(())
}

type Connection = (TcpStream, thread::JoinHandle<io::Result<()>>);

/// Accepts clients until the eventfd is written to.
fn accept_until(listener: &TcpListener, stop: impl AsFd) -> io::Result<Vec<Connection>> {
    let mut connections: Vec<Connection> = Vec::new();
    loop {
        let mut waits_for = [PollFd::new(&stop, PollFlags::IN), PollFd::new(listener, PollFlags::IN)];
        match poll(&mut waits_for, None) {
            Err(Errno::INTR) => continue,
            waited => waited?,
        };
        if !waits_for[0].revents().is_empty() {
            return Ok(connections);
        }
        // A connection whose thread has ended is closed here.
        connections.retain(|(_, thread)| !thread.is_finished());
        match listener.accept().and_then(|(it, _)| Ok((it.try_clone()?, Ends(it)))) {
            Ok((handle, connection)) => connections.push((handle, thread::spawn(move || echo(&connection)))),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            // This client has gone, or no descriptor is left for now. The server goes on.
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// A connection that ends with its thread, on a panic too, although there is a second handle of it.
struct Ends(TcpStream);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// Answers the lines of one client until its end, or until the socket is shut down.
fn echo(Ends(connection): &Ends) -> io::Result<()> {
    let mut answers = connection;
    for line in BufReader::new(connection).lines() {
        writeln!(answers, "{}", answer(&line?))?;
    }
    Ok(())
}

/// The answer to a request; put yours here. Two requests play what may go wrong.
fn answer(line: &str) -> String {
    match line {
        "block" => thread::sleep(Duration::MAX),
        "panic" => panic!("a request has panicked"),
        _ => {}
    }
    format!("done: {line}")
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
