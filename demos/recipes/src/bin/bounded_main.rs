//! A `main` that ends in time, although a blocking closure does not look whether it should stop.
//!
//! `#[tokio::main]` ends with the drop of the runtime, which waits for such a closure for as long as it runs, also after
//! an error and a panic. `shutdown_timeout` limits that wait, and here a destructor calls it, so that no way out of
//! `main` leaves it out. Try it with `cargo run -p recipes --bin bounded_main`, and press Ctrl-C. Further arguments are
//! the limit in ms, and `error`, `panic` or `computing`. Measured by `tokio/drop/blocking-runtime-timeout`, beside
//! `blocking-runtime`.
//!
//! ```toml
//! tokio = { version = "1", features = ["macros", "rt-multi-thread", "signal"] }
//! ```

use std::{
    env,
    io::{self, Write},
    thread,
    time::Duration,
};

use tokio::{
    runtime::Runtime,
    select,
    signal::unix::{SignalKind, signal},
    task::spawn_blocking,
};

/// A runtime whose drop has a limit: after `?` and during a panic too.
struct Bounded {
    /// `None` once it is being dropped.
    runtime: Option<Runtime>,
    limit: Duration,
}

impl Bounded {
    fn new(limit: Duration) -> io::Result<Self> {
        Ok(Self { runtime: Some(Runtime::new()?), limit })
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("it is there until the drop").block_on(future)
    }
}

impl Drop for Bounded {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Tasks are dropped at once. A closure gets this long, and is then left behind.
            runtime.shutdown_timeout(self.limit);
        }
    }
}

fn main() -> io::Result<()> {
    let limit = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let runtime = Bounded::new(Duration::from_millis(limit))?;
    runtime.block_on(serve())?;
    drop(runtime);
    say("stopped; the closure ends with the process, and cleans up nothing");
    Ok(())
}

async fn serve() -> io::Result<()> {
    let mut terminates = signal(SignalKind::terminate())?;
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut hangups = signal(SignalKind::hangup())?;
    // Code that never looks: a library's call, a read from standard input, a lookup.
    spawn_blocking(|| {
        thread::sleep(Duration::MAX);
        say("the closure has cleaned up");
    });
    say("serving");
    let plays = |word| env::args().any(|argument| argument == word);
    if plays("computing") {
        tokio::spawn(async {
            say("computing");
            thread::sleep(Duration::MAX);
        });
    }
    if plays("error") {
        return Err(io::Error::other("the service has failed"));
    }
    assert!(!plays("panic"), "the service has panicked");
    select! {
        _ = interrupts.recv() => {}
        _ = terminates.recv() => {}
        _ = hangups.recv() => {}
    }
    say("stopping");
    Ok(())
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
