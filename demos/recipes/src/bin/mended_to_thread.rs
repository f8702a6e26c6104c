//! Two blocking closures in one set: when the first has ended, the other is told to, and waited for.
//!
//! `abort` would end neither closure once it runs, and Python's `to_thread` has the same limit. So the infinite one
//! sleeps in `recv_timeout`, and the drop of the sender ends that sleep and the closure. Try it with
//! `cargo run -p recipes --bin mended_to_thread`. The same program in Python is `demos/python/plain/mended.py`. Measured
//! by `tokio/channel/parked`, beside `tokio/abort/blocking`.
//!
//! ```toml
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError::Timeout},
    thread,
    time::Duration,
};

use tokio::task::JoinSet;

const BEAT: Duration = Duration::from_millis(500);

fn quick_task() {
    thread::sleep(Duration::from_millis(1_200));
}

fn infinite_task(stopped: &Receiver<()>) {
    while stopped.recv_timeout(BEAT) == Err(Timeout) {
        println!("I'm still standing");
    }
}

#[tokio::main]
async fn main() {
    let (stop, stopped) = mpsc::channel::<()>();
    let mut tasks = JoinSet::new();
    tasks.spawn_blocking(quick_task);
    tasks.spawn_blocking(move || infinite_task(&stopped));
    let finished = tasks.join_next().await;
    println!("finished {}, unfinished {}", finished.iter().len(), tasks.len());
    drop(stop);
    tasks.join_next().await;
}
