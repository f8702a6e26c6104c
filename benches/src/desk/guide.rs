//! The decision guide: what a reader has, what to use, and the case that measured it.

use report::desk::guide::{Advice, advice};

/// The guide, in the order of its table.
pub(super) const GUIDE: &[Advice] = &[
    advice("a future that you hold", "drop it, by `select!` or `timeout`", "tokio/drop/awaiting-select"),
    advice(
        "a future that holds half a message",
        "a future that is cancel safe: `recv`, not `read_exact`",
        "tokio/drop/awaiting-recv",
    ),
    advice("a task that you may cut off", "`abort()`, and await its handle", "tokio/abort/awaiting"),
    advice("a task that must clean up", "a `CancellationToken` that it awaits", "tokio/flag/awaiting-token"),
    advice(
        "many tasks that must clean up",
        "a `TaskTracker` with the token, and its `wait()`",
        "tokio/flag/awaiting-tracker",
    ),
    advice(
        "a task with a clean-up that awaits",
        "the clean-up spawned on a `TaskTracker`, and its `wait()`",
        "tokio/drop/awaiting-tracked",
    ),
    advice("a message that must not be lost", "`reserve`, and then send", "tokio/drop/awaiting-reserve"),
    advice(
        "a frame that must be written whole",
        "a task that owns the writer",
        "tokio/drop/awaiting-owned-task",
    ),
    advice("work that must not be cut off", "spawned, and awaited", "tokio/abort/awaiting-shielded"),
    advice(
        "a short blocking closure",
        "let it end, and await its handle; `abort()` ends only one that has not begun",
        "tokio/abort/blocking-queued",
    ),
    advice("a blocking loop", "a flag that it looks at", "tokio/flag/blocking"),
    advice(
        "a blocking loop that sleeps",
        "a wait that the message ends: `recv_timeout`",
        "tokio/channel/parked",
    ),
    advice("a thread that computes", "an `AtomicBool` that it looks at", "threads/flag/spinning"),
    advice("a thread in `read`", "`shutdown()` on its socket", "threads/channel/stuck-read-shutdown"),
    advice(
        "a thread in `accept`",
        "`poll` over the listener and an eventfd",
        "threads/channel/stuck-accept-eventfd",
    ),
    advice("a parallel iterator", "a flag and `try_for_each`", "rayon/flag/spinning-par-iter"),
    advice("foreign code that never looks", "a process, and SIGKILL", "processes/abort/blocking-sigkill"),
    advice("a child process that cleans up", "the end of its input", "processes/channel/parked-stdin-closed"),
    advice(
        "a child process that may ignore you",
        "a ladder: end of input, SIGTERM, SIGKILL, each with a deadline",
        "processes/abort/blocking-escalate-heeded",
    ),
    advice(
        "a child with children of its own",
        "a group of its own, killed as one",
        "processes/abort/blocking-group",
    ),
    advice(
        "a pipe that a dead child's child holds open",
        "the same: kill its group",
        "processes/abort/stuck-output-group",
    ),
];
