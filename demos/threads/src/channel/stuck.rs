//! A channel for a thread that is stuck: in a `read`, or in `accept`.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story channel/stuck-accept-eventfd`

use std::{
    io::Read,
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, mpsc},
    thread,
};

use rustix::{
    event::{EventfdFlags, PollFd, PollFlags, eventfd, poll},
    io::write,
};
use still_standing::{Stage, case};

/// `shutdown` closes a connection for all its handles, and ends the `read` that another thread is in.
///
/// The read returns 0 bytes, as at the end of a stream. Dropping a handle does not do that:
/// `threads/drop/stuck-read-close`.
/// <https://doc.rust-lang.org/std/net/struct.TcpStream.html#method.shutdown>,
/// <https://internals.rust-lang.org/t/fyi-rust-socket-close-vs-shutdown/8642>
#[case("channel/stuck-read-shutdown", Stopped, Wake)]
pub fn stuck_read_shutdown(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("the loopback takes a connection");
    let _silent_peer = listener.accept().expect("the connection arrives");
    let handle = connection.try_clone().expect("the connection has a second handle");
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        pulse.last_beat();
        while connection.read(&mut [0; 64]).is_ok_and(|bytes| bytes > 0) {}
    });

    stage.quick_task().wait();

    stage.request();
    handle.shutdown(Shutdown::Both).expect("the connection is open");
    stage.acknowledge(infinite.join());
}

/// A thread in `accept` does not look at its channel, and no client ever connects.
///
/// The message waits in the channel. A listener has no `shutdown` and no timeout in std; programs connect to
/// themselves to wake it, or wait with `poll`: `threads/channel/stuck-accept-eventfd`.
/// <https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.accept>
#[case("channel/stuck-accept", Hung, instead = stuck_accept_eventfd)]
pub fn stuck_accept(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        while stopped.try_recv().is_err() {
            pulse.last_beat();
            let _ = listener.accept();
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.send(()).expect("the infinite task has the receiver");
    stage.acknowledge(infinite.join());
}

/// `poll` waits for a client or for a message, whichever comes first, and `accept` does not block.
///
/// The channel is an eventfd: a descriptor that can be read once something was written to it. A pipe does the
/// same on every Unix. The listener does not block either, because a client that `poll` has seen may be gone again
/// before `accept`. Against it: `threads/channel/stuck-accept`. <https://man7.org/linux/man-pages/man2/eventfd.2.html>,
/// <https://man7.org/linux/man-pages/man2/accept.2.html#NOTES>
#[case("channel/stuck-accept-eventfd", Stopped, Wake)]
pub fn stuck_accept_eventfd(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    listener.set_nonblocking(true).expect("it is a socket");
    let stop = Arc::new(eventfd(0, EventfdFlags::CLOEXEC).expect("the system has an eventfd left"));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            loop {
                let mut waits_for =
                    [PollFd::new(&listener, PollFlags::IN), PollFd::new(&stop, PollFlags::IN)];
                pulse.last_beat();
                poll(&mut waits_for, None).expect("both descriptors are open");
                let [client, message] = waits_for.map(|it| !it.revents().is_empty());
                if message {
                    break;
                }
                if client {
                    let _ = listener.accept();
                }
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    write(&*stop, &1_u64.to_ne_bytes()).expect("the counter is far from full");
    stage.acknowledge(infinite.join());
}
