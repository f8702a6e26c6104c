//! A signal for a thread that is stuck in a `read`: whether the read ends is up to the handler.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story abort/stuck-read-signal`

use std::{
    io::Read,
    net::{TcpListener, TcpStream},
    os::unix::thread::JoinHandleExt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use nix::{
    libc::c_int,
    sys::{
        pthread::pthread_kill,
        signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction},
    },
};
use still_standing::{Stage, case};

/// A signal does not end a `read` if its handler was installed with SA_RESTART.
///
/// The system runs the handler in the thread and then goes on with the read, so the thread does not get to look
/// at its flag. Most libraries install handlers in this way, signal-hook among them. Without SA_RESTART the same
/// signal ends the read: `threads/abort/stuck-read-signal`.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
#[case("abort/stuck-read-signal-restart", Hung, instead = stuck_read_signal)]
pub fn stuck_read_signal_restart(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("the loopback takes a connection");
    let _silent_peer = listener.accept().expect("the connection arrives");
    handle_by_doing_nothing(Signal::SIGUSR2, SaFlags::SA_RESTART).expect("the signal can be handled");
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.last_beat();
                let _ = connection.read(&mut [0; 64]);
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    pthread_kill(infinite.as_pthread_t(), Signal::SIGUSR2).expect("the thread is there");
    stage.acknowledge(infinite.join());
}

/// A signal ends a `read` with EINTR if its handler was installed without SA_RESTART.
///
/// The thread then looks at its flag. If the signal comes between the look and the read, it has nothing to
/// interrupt and is lost, so a real program sends it again until the thread has ended. With SA_RESTART the read
/// goes on: `threads/abort/stuck-read-signal-restart`.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>, <https://mazzo.li/posts/stopping-linux-threads.html>
#[case("abort/stuck-read-signal", Stopped, Wake)]
pub fn stuck_read_signal(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("the loopback takes a connection");
    let _silent_peer = listener.accept().expect("the connection arrives");
    handle_by_doing_nothing(Signal::SIGUSR2, SaFlags::empty()).expect("the signal can be handled");
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.last_beat();
                let _ = connection.read(&mut [0; 64]);
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    pthread_kill(infinite.as_pthread_t(), Signal::SIGUSR2).expect("the thread is there");
    stage.acknowledge(infinite.join());
}

/// Installs a handler in this process that does nothing. That it runs is enough: the system call that it interrupts
/// ends with EINTR, or goes on, as the flags say.
#[expect(unsafe_code, reason = "a handler may do almost nothing safely")]
fn handle_by_doing_nothing(signal: Signal, flags: SaFlags) -> nix::Result<()> {
    extern "C" fn nothing(_signal: c_int) {}

    let action = SigAction::new(SigHandler::Handler(nothing), flags, SigSet::empty());
    // SAFETY: the handler touches nothing, so it may interrupt any code.
    unsafe { sigaction(signal, &action) }.map(drop)
}
