//! A `main` that ends in time, although a blocking closure does not look whether it should stop.
//!
//! `#[tokio::main]` ends with the drop of the runtime, which waits for such a closure for as long as it runs.
//! `shutdown_timeout` limits that wait. Try it with `cargo run -p recipes --bin bounded_main`, and press Ctrl-C; the
//! argument is the limit in ms. Measured by `tokio/drop/blocking-runtime-timeout`, beside `blocking-runtime`.
//!
//! ```toml
//! tokio = { version = "1", features = ["macros", "rt-multi-thread", "signal"] }
//! ```

use std::{env, io, thread, time::Duration};

use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    task::spawn_blocking,
};

fn main() -> io::Result<()> {
    let limit = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let runtime = Runtime::new()?;
    runtime.block_on(async {
        let mut terminates = signal(SignalKind::terminate())?;
        let mut interrupts = signal(SignalKind::interrupt())?;
        // Code that never looks: a library's call, a read from standard input, a lookup.
        spawn_blocking(|| {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        });
        println!("serving");
        tokio::select! {
            _ = interrupts.recv() => {}
            _ = terminates.recv() => {}
        }
        io::Result::Ok(())
    })?;

    println!("stopping");
    // Tasks are dropped at once. A closure gets this long, and is then left behind.
    runtime.shutdown_timeout(Duration::from_millis(limit));
    println!("stopped; the closure ends with the process, and cleans up nothing");
    Ok(())
}
