//! What the pictures and the sweeps show of all that could be shown, and the stories that the page opens on.

use report::desk::{Sweeps, surprises::Surprise};
use stage::Verdict;

/// The four stories, in the order in which they are told.
pub(super) const SURPRISES: &[Surprise] = &[
    Surprise {
        case: "tokio/abort/blocking-wrapped",
        does: "`abort()` a task that awaits `spawn_blocking`",
        comes: "The task says `Cancelled`, and its closure is still running {watched} later.",
        verdict: Verdict::StillStanding,
    },
    Surprise {
        case: "tokio/drop/awaiting-join-handle",
        does: "drop a task's `JoinHandle`",
        comes: "The task is detached, and still running {watched} later. Dropping smol's `Task` would have ended it.",
        verdict: Verdict::StillStanding,
    },
    Surprise {
        case: "tokio/drop/awaiting-read-exact",
        does: "let `select!` drop a future that is half way through `read_exact`",
        comes: "It has stopped after {halt}, and {lost} records are lost.",
        verdict: Verdict::Stopped,
    },
    Surprise {
        case: "tokio/drop/stuck-stdin-runtime",
        does: "return from `main` while a task awaits a line of standard input",
        comes: "The program does not end. {watched} later it still waits for the thread that is in `read`.",
        verdict: Verdict::Hung,
    },
];

/// The cases that surprise, each beside the one that does it right.
pub(super) const TIMELINES: &[&str] = &[
    "tokio/abort/awaiting",
    "tokio/abort/blocking-wrapped",
    "tokio/flag/blocking",
    "tokio/drop/awaiting-join-handle",
    "smol/drop/awaiting",
    "python/abort/blocking-to-thread",
    "threads/drop/blocking",
];

/// The cases of the sweeps.
pub(super) const SWEEPS: Sweeps = Sweeps { beat: BEAT, place: PLACE, workers: WORKERS };

/// Cases that look once a beat, cases that are woken, and one that is killed.
const BEAT: &[&str] = &[
    "threads/flag/blocking",
    "threads/flag/parked",
    "threads/flag/parked-condvar",
    "tokio/flag/awaiting",
    "tokio/flag/awaiting-token",
    "processes/abort/blocking-sigkill",
];
/// A case that spins, and cases that are woken, by a caller that waits and by one that goes on computing.
const PLACE: &[&str] = &[
    "threads/flag/spinning",
    "threads/flag/parked",
    "threads/flag/parked-busy-caller",
    "tokio/flag/awaiting-token",
    "tokio/abort/awaiting",
    "tokio/abort/awaiting-busy-caller",
    "async-std/abort/awaiting",
    "smol/drop/awaiting",
    "processes/abort/blocking-sigkill",
];

/// Runtimes with worker threads, where the task is ended from outside (in tokio also by a token), and a plain
/// thread, for which the number of workers must make no difference.
const WORKERS: &[&str] = &[
    "threads/flag/parked",
    "tokio/flag/awaiting-token",
    "tokio/abort/awaiting",
    "async-std/abort/awaiting",
    "smol/abort/awaiting",
    "may/abort/awaiting",
];
