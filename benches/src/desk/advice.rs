//! What the decision guide says, in the words and in the order in which people ask.

use report::desk::guide::{Advice, advice};

/// The guide. What people ask most stands first, and what nobody asks stands last.
pub(super) const GUIDE: &[Advice] = &[
    advice(
        "a `spawn_blocking` closure that goes on after `abort()`",
        "a flag, or a token, that it looks at",
        "tokio/flag/blocking",
    ),
    advice(
        "a task that has spawned tasks, which outlive its `abort()`",
        "a `JoinSet` in that task: it is dropped with it",
        "tokio/abort/awaiting-parent-join-set",
    ),
    advice(
        "a service that must end on Ctrl-C or SIGTERM",
        "a `CancellationToken`, then a deadline, then `abort()`",
        "tokio/flag/awaiting-ctrl-c",
    ),
    advice(
        "a program that hangs after Ctrl-C, because `spawn_blocking` runs",
        "`exit` after the deadline, or `shutdown_timeout`",
        "tokio/flag/blocking-ctrl-c-exit",
    ),
    advice(
        "a `timeout` or a `select!` that never fires",
        "an `await` where it waits; what blocks, in `spawn_blocking` with a flag",
        "tokio/drop/awaiting-timeout",
    )
    .untimed(),
    advice(
        "a container in Docker that ignores SIGTERM",
        "a handler for SIGTERM: process 1 has none by itself",
        "processes/abort/blocking-pid1-handled",
    ),
    advice(
        "\"Cannot drop a runtime in a context where blocking is not allowed\"",
        "`shutdown_background()`, and a flag for what blocks",
        "tokio/drop/blocking-runtime-in-async-background",
    ),
    advice(
        "a shutdown that is lost, because nobody waited for the `Notify`",
        "a `watch` and its `wait_for`, or a token",
        "tokio/flag/awaiting-watch-wait-for",
    ),
    advice(
        "a `Command` that outlives its `timeout`, or leaves a zombie",
        "`kill().await`, which also waits for its end",
        "tokio/abort/blocking-command-kill",
    ),
    advice(
        "a task whose `JoinHandle` is dropped, and which goes on",
        "`AbortOnDropHandle`, or a `JoinSet`",
        "tokio/drop/awaiting-abort-on-drop",
    ),
    advice(
        "a child process that must get SIGTERM first",
        "SIGTERM, a deadline, and only then SIGKILL",
        "processes/abort/parked-sigterm",
    ),
    advice(
        "a child process with children of its own, as `sh -c` has",
        "a process group, killed as one",
        "processes/abort/blocking-group",
    ),
    advice(
        "an event stream (SSE) that holds up a graceful shutdown",
        "a token that ends the stream",
        "axum/channel/awaiting-sse-token",
    ),
    advice(
        "a websocket that a graceful shutdown forgets",
        "its task on a `TaskTracker`, with a token",
        "axum/channel/awaiting-websocket-tracked",
    ),
    advice(
        "a graceful shutdown that hangs on HTTP/2, tonic or a slow client",
        "a deadline around it",
        "axum/channel/awaiting-deadline",
    ),
    advice(
        "a client that disconnects in the middle of a handler",
        "a task of its own on a `TaskTracker`, whose `wait()` comes before the runtime ends",
        "axum/channel/awaiting-disconnect-spawned",
    )
    .untimed(),
    advice(
        "a transaction whose `BEGIN` is cancelled, on a connection of a pool",
        "the pool's `begin`, whose guard rolls back",
        "sqlx/drop/awaiting-transaction-guard",
    )
    .untimed(),
    advice(
        "a handler in actix that holds up the stop for `shutdown_timeout`",
        "a token that it looks at",
        "actix/channel/awaiting-handler-token",
    ),
    advice(
        "a `main` that returns before its tasks have ended",
        "a `JoinSet`, and its `shutdown()` or `join_all()`",
        "tokio/abort/awaiting-join-set-shutdown",
    ),
    advice(
        "many tasks that must clean up",
        "a `TaskTracker` with a token, its `close()` and its `wait()`",
        "tokio/flag/awaiting-tracker",
    ),
    advice(
        "a child process that must not outlive its parent",
        "a pipe on its input, to which only the parent can write",
        "processes/drop/parked-parent-pipe",
    ),
    advice(
        "a `read_line` in `select!` that loses half a line",
        "`Lines::next_line`, which keeps it",
        "tokio/drop/awaiting-next-line",
    )
    .untimed(),
    advice(
        "a `read_exact` that loses half a message",
        "`FramedRead`, which keeps it; of a channel, `recv`",
        "tokio/drop/awaiting-framed",
    )
    .untimed(),
    advice(
        "messages that wait in an `mpsc` at the end",
        "`close()`, and then `recv` until there are no more",
        "tokio/channel/awaiting-mpsc-drained",
    )
    .untimed(),
    advice(
        "a `send` in `select!` or `timeout` that loses its message",
        "`reserve`, and then send",
        "tokio/drop/awaiting-reserve",
    )
    .untimed(),
    advice(
        "a thread to join with a timeout",
        "a message that ends its wait, and a channel that closes at its end",
        "threads/channel/parked-join-deadline",
    ),
    advice(
        "a pool of rayon's whose threads must be done",
        "`build_scoped`, and a flag for its jobs",
        "rayon/flag/spinning-build-scoped",
    ),
    advice("a parallel iterator of rayon's", "a flag and `try_for_each`", "rayon/flag/spinning-par-iter"),
    advice(
        "a task whose panic nobody notices",
        "a `JoinSet`, and its `join_all()`",
        "tokio/abort/awaiting-panic-join-all",
    )
    .untimed(),
    advice(
        "a server that waits in `accept`",
        "tokio's `accept`, in `select!` with a token",
        "tokio/flag/awaiting-accept",
    ),
    advice("a thread in `read`", "`shutdown()` on its socket", "threads/channel/stuck-read-shutdown"),
    advice(
        "a thread in `accept`",
        "`poll` over a non-blocking listener and an eventfd",
        "threads/channel/stuck-accept-eventfd",
    ),
    advice("a thread that computes", "an `AtomicBool` that it looks at", "threads/flag/spinning"),
    advice(
        "a thread, or a blocking closure, that sleeps",
        "`recv_timeout` in place of the sleep: a message ends it",
        "tokio/channel/parked",
    ),
    advice("a future that you hold", "drop it, by `select!` or `timeout`", "tokio/drop/awaiting-select"),
    advice("a task that you may cut off", "`abort()`, and await its handle", "tokio/abort/awaiting"),
    advice(
        "a task that never awaits, or whose awaits are always ready",
        "`consume_budget().await` in its loop",
        "tokio/abort/yielding-consume-budget",
    ),
    advice(
        "a short blocking closure",
        "let it end, and await its handle; `abort()` ends only one that has not begun",
        "tokio/abort/blocking-queued",
    )
    .untimed(),
    advice(
        "a task with a clean-up that awaits",
        "a token that it awaits, and the clean-up behind that",
        "tokio/flag/awaiting-cleanup",
    )
    .untimed(),
    advice(
        "a frame that must be written whole",
        "a task that owns the writer, and is awaited before the runtime ends",
        "tokio/drop/awaiting-owned-task",
    )
    .untimed(),
    advice("foreign code that never looks", "a process, and SIGKILL", "processes/abort/blocking-sigkill"),
    advice(
        "a child process that reads its input",
        "the end of its input",
        "processes/channel/parked-stdin-closed",
    ),
    advice(
        "a child process that may ignore you",
        "a ladder: end of input, SIGTERM, SIGKILL, each with a deadline",
        "processes/abort/blocking-escalate-heeded",
    ),
    advice(
        "a read of a dead child's output that does not end",
        "kill its group: a child of its own holds the pipe open",
        "processes/abort/stuck-output-group",
    ),
];

/// What people ask, and what is not played here.
pub(super) const ELSEWHERE: &[&str] = &[
    "Not played here: Windows, which ends a program five seconds after its console was closed, whatever it still does \
     (<https://github.com/tokio-rs/tokio/issues/6735>, <https://github.com/tokio-rs/tokio/pull/7122>); and wasm in a \
     browser, where only `terminate` ends a worker that computes (<https://github.com/ranile/gloo/issues/408>).",
];

#[cfg(test)]
mod tests {
    use super::GUIDE;

    #[test]
    fn a_reader_finds_the_words_that_he_has_come_with() {
        let words = "Ctrl-C SIGTERM Docker `timeout` `select!` `spawn_blocking` zombie websocket transaction";
        for word in words.split(' ') {
            assert!(GUIDE.iter().any(|advice| advice.have.contains(word)), "{word}");
        }
    }
}
