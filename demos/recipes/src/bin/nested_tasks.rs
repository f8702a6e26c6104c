//! A tree of tasks that ends as one: on Ctrl-C, and when one of its tasks fails, panics or is aborted.
//!
//! To spawn a task ties it to nobody: to abort the task that has spawned it leaves it running. Here each task owns a
//! `JoinSet` of those below it, whose drop aborts them; a child token asks them, so that they can clean up; and one
//! tracker waits for all, the aborted ones too. Try it with `cargo run -p recipes --bin nested_tasks`, and press Ctrl-C,
//! or with the argument `fail`, `panic`, `abort` or `computing`: that happens to the task `root.1` when all have begun.
//! With `slow` as well the tasks below it take a moment to end. It ends with 0 if it was asked to stop, and else with 1.
//! Measured by `tokio/drop/awaiting-join-set` and `tokio/flag/awaiting-child-token`.
//!
//! ```toml
//! tokio = { version = "1", features = ["macros", "rt-multi-thread", "signal", "time"] }
//! tokio-util = { version = "0.7", features = ["rt"] }
//! ```

use std::{
    env,
    future::pending,
    io::{self, Write},
    pin::Pin,
    process::ExitCode,
    thread,
    time::Duration,
};

use tokio::{
    select,
    signal::unix::{SignalKind, signal},
    task::{JoinError, JoinSet},
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

type Ended = Result<(), String>;

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminates = signal(SignalKind::terminate())?;
    let mut hangups = signal(SignalKind::hangup())?;
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    let root = node("root".to_owned(), 2, token.clone(), tracker.clone());
    let mut root = tokio::spawn(tracker.track_future(root));

    let ended = loop {
        select! {
            ended = &mut root => break flat(ended),
            _ = interrupts.recv() => token.cancel(),
            _ = terminates.recv() => token.cancel(),
            _ = hangups.recv() => token.cancel(),
        }
    };
    // Those whose parent was aborted or has panicked were aborted with it, and may not have ended yet.
    tracker.close();
    tracker.wait().await;
    say(&format!("all have ended: {ended:?}"));
    Ok(if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A task and, below it, two others. It ends when it is asked to, when its work has, or when one below it has; and then
/// not before those below it.
fn node(
    name: String,
    depth: u32,
    token: CancellationToken,
    tracker: TaskTracker,
) -> Pin<Box<dyn Future<Output = Ended> + Send>> {
    Box::pin(async move {
        let _standing = Standing::new(&name);
        let below = token.child_token();
        let mut children = JoinSet::new();
        for number in 1..=2 * depth.min(1) {
            let child = node(format!("{name}.{number}"), depth - 1, below.clone(), tracker.clone());
            let child = children.spawn(tracker.track_future(child));
            if name == "root" && number == 1 && plays("abort") {
                tokio::spawn(async move {
                    sleep(Duration::from_millis(300)).await;
                    child.abort();
                });
            }
        }

        let mut ended = select! {
            () = token.cancelled() => Ok(()),
            ended = work(&name) => ended,
            Some(child) = children.join_next() => flat(child),
        };
        below.cancel();
        while let Some(child) = children.join_next().await {
            ended = ended.and(flat(child));
        }
        // Its clean-up may await. A task that is aborted has none.
        sleep(Duration::from_millis(20)).await;
        say(&format!("cleaned up: {name}"));
        ended
    })
}

/// What a task does beside its children; put yours here.
async fn work(name: &str) -> Ended {
    if name == "root.1" {
        sleep(Duration::from_millis(300)).await;
        if plays("fail") {
            return Err("it has failed".to_owned());
        }
        assert!(!plays("panic"), "it has panicked");
        if plays("computing") {
            say("computing");
            thread::sleep(Duration::MAX);
        }
    }
    pending().await
}

/// An error, a panic and an abort are all reasons to end the tree.
fn flat(ended: Result<Ended, JoinError>) -> Ended {
    ended.unwrap_or_else(|error| Err(error.to_string()))
}

/// Says when a task begins, and when it has ended, in whatever way.
struct Standing(String);

impl Standing {
    fn new(name: &str) -> Self {
        say(&format!("begins: {name}"));
        Self(name.to_owned())
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        if plays("slow") && self.0.starts_with("root.1.") {
            thread::sleep(Duration::from_millis(500));
        }
        say(&format!("ended: {}", self.0));
    }
}

fn plays(word: &str) -> bool {
    env::args().any(|argument| argument == word)
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
