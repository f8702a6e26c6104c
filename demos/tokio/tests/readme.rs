//! The two pieces of Rust in the README of the repository are these lines, and do what it says of them.

use std::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    thread,
    time::Duration,
};

use tokio::{runtime::Runtime, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

/// How often each of the two has said that it still stands.
static SAID: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];

#[rustfmt::skip]
async fn goes_on() {
    macro_rules! println { ($said:literal) => { SAID[0].fetch_add(1, Relaxed) }; }

let task = tokio::spawn(async {
    spawn_blocking(|| loop {
        println!("I'm still standing");
        thread::sleep(Duration::from_millis(100));
    }).await
});
tokio::time::sleep(Duration::from_secs(1)).await;
task.abort();

    assert!(task.await.expect_err("it does not end").is_cancelled());
}

#[rustfmt::skip]
async fn stops() {
    macro_rules! println { ($said:literal) => { SAID[1].fetch_add(1, Relaxed) }; }

let token = CancellationToken::new();
let stop = token.clone();
let task = spawn_blocking(move || while !stop.is_cancelled() {
    println!("I'm still standing");
    thread::sleep(Duration::from_millis(100));
});
tokio::time::sleep(Duration::from_secs(1)).await;
token.cancel();

    task.await.expect("it has ended");
}

/// How often it said so until `play` had ended, and whether it says so once more after that.
fn said(which: usize, play: impl Future<Output = ()>) -> (u32, bool) {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(play);
    let before = SAID[which].load(Relaxed);
    thread::sleep(Duration::from_secs(1));
    // Dropping it would wait for the closure that never ends.
    runtime.shutdown_background();
    (before, SAID[which].load(Relaxed) > before)
}

#[test]
fn after_abort_the_closure_goes_on() {
    let (before, goes_on) = said(0, goes_on());
    assert!(before > 0 && goes_on, "{before} before, and {goes_on} after");
}

#[test]
fn a_closure_that_looks_has_stopped() {
    let (before, goes_on) = said(1, stops());
    assert!(before > 0 && !goes_on, "{before} before, and {goes_on} after");
}

#[test]
fn the_readme_has_these_lines() {
    let (here, readme) = (include_str!("readme.rs"), include_str!("../../../README.md"));
    let shown: Vec<&str> =
        readme.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert_eq!(shown.len(), 2);
    for lines in shown {
        assert_eq!(lines.lines().count(), 8, "{lines}");
        assert!(here.contains(lines), "these lines are not tested:\n{lines}");
    }
}
