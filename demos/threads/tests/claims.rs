//! What the cases' comments say of all, tried with what nobody thinks of first.

use std::{
    io::Read,
    net::{Shutdown, TcpListener, TcpStream},
    os::fd::OwnedFd,
    process::{Command, Stdio},
    sync::{Arc, Condvar, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// "`shutdown` closes a connection for all its handles": one that is read in another thread, one that two threads read, and
/// one that another process has.
#[test]
fn a_shutdown_is_for_all_handles() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let connection = TcpStream::connect(listener.local_addr().expect("an address")).expect("it listens");
    let _silent_peer = listener.accept().expect("the connection arrives");
    let (end, ends) = mpsc::channel();
    for _ in 0..2 {
        let (mut handle, end) = (connection.try_clone().expect("a handle"), end.clone());
        thread::spawn(move || end.send(handle.read(&mut [0]).ok()));
    }
    let inherited = OwnedFd::from(connection.try_clone().expect("a handle"));
    let mut other =
        Command::new("cat").stdin(inherited).stdout(Stdio::null()).spawn().expect("the other process starts");
    thread::spawn(move || end.send(other.wait().ok().map(|_| 0)));
    assert!(ends.recv_timeout(Duration::from_millis(300)).is_err(), "all three wait");

    connection.shutdown(Shutdown::Both).expect("it is open");
    for _ in 0..3 {
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(Some(0)));
    }
}

/// "A `Condvar` ends the sleep of every thread that waits for the flag": one that comes before, one that comes while the
/// flag is raised, and one that comes after.
#[test]
fn a_condvar_ends_the_sleep_of_all() {
    let stop = Arc::new((Mutex::new(false), Condvar::new()));
    let (end, ends) = mpsc::channel();
    let start = || {
        let (stop, end) = (Arc::clone(&stop), end.clone());
        thread::spawn(move || {
            let (flag, changed) = &*stop;
            let raised = changed.wait_while(flag.lock().expect("no panic"), |raised| !*raised);
            end.send(*raised.expect("no panic"))
        });
    };
    start();
    {
        let mut flag = stop.0.lock().expect("no panic");
        start();
        *flag = true;
        stop.1.notify_all();
    }
    start();
    for _ in 0..3 {
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(true));
    }
}

/// "no wake-up is lost, unless something else parks the thread meanwhile, as std's channels do": the wait for a message has
/// taken the token.
#[test]
fn a_channel_takes_the_token_of_an_unpark() {
    let (_silent, messages) = mpsc::channel::<()>();
    thread::current().unpark();
    assert!(messages.recv_timeout(Duration::from_millis(50)).is_err());
    let (begun, time) = (Instant::now(), Duration::from_millis(50));
    thread::park_timeout(time);
    assert!(begun.elapsed() >= time, "it has slept to the end");
}

/// "`Disconnected` that it is at its end": what the closure owns beside the sender may be dropped after it.
#[test]
fn a_thread_whose_channel_is_closed_may_still_be_at_its_end() {
    struct Lasting(mpsc::Receiver<()>);

    impl Drop for Lasting {
        fn drop(&mut self) {
            let _ = self.0.recv_timeout(PATIENCE);
        }
    }

    let (may_end, waits) = mpsc::channel();
    let (alive, ended) = mpsc::channel::<()>();
    let lasting = Lasting(waits);
    let thread = thread::spawn(move || {
        let _alive = alive;
        let _owned = &lasting;
    });
    assert_eq!(ended.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected));
    assert!(!thread.is_finished());
    may_end.send(()).expect("it waits for that");
    thread.join().expect("no panic");
}
