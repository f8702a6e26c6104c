//! Force: how each language ends from outside what does not look, and what becomes of a lock meanwhile.

use super::{Force, lock};

/// Nothing is compiled into the work.
const NOTHING: &str = "1 ×: nothing is added";
/// `benches/guests.rs` measures how much longer a loop takes for them.
const COMPILED: &str = "longer: looks are compiled into it";
/// The engine looks in any case, so there is no loop without it to compare with.
const ALWAYS: &str = "in the engine, always";

/// The ways to end by force what does not look.
pub(in crate::desk) const FORCE: &[Force] = &[
    Force {
        what: "a process, by SIGKILL",
        case: "processes/abort/blocking-sigkill",
        locks: &[
            lock(
                "processes/abort/blocking-sigkill-lock",
                "shared memory: free",
                "shared memory: locked for ever",
            ),
            lock(
                "c/abort/blocking-sigkill-robust",
                "robust: free, and the next one is told",
                "robust: not told",
            ),
            lock("processes/abort/blocking-sigkill-file-lock", "a file's: free", "a file's: locked"),
        ],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "Python's process, by `terminate()`",
        case: "python/abort/blocking-terminate",
        locks: &[lock(
            "python/abort/blocking-terminate-lock",
            "free",
            "a `multiprocessing.Lock`: locked for ever",
        )],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a guest in WebAssembly, by an epoch",
        case: "wasmtime/abort/spinning-epoch",
        locks: &[
            lock(
                "wasmtime/abort/spinning-epoch-lock",
                "the host's: free, its guard is dropped",
                "the host's: locked",
            ),
            lock(
                "wasmtime/abort/spinning-epoch-shared-lock",
                "the guests': free",
                "the guests' own: locked for ever",
            ),
        ],
        cleans: Some("the host\'s"),
        looks: COMPILED,
    },
    Force {
        what: "a guest in WebAssembly, by fuel and `abort()`",
        case: "wasmtime/abort/spinning-fuel",
        locks: &[lock(
            "wasmtime/abort/spinning-fuel-shared-lock",
            "the guests': free",
            "the guests' own: locked for ever",
        )],
        cleans: Some("the host\'s"),
        looks: COMPILED,
    },
    Force {
        what: "a JavaScript worker, by `terminate()`",
        case: "node/abort/spinning-terminate",
        locks: &[lock("node/abort/spinning-terminate-lock", "free", "shared memory: locked for ever")],
        cleans: None,
        looks: ALWAYS,
    },
    Force {
        what: "a C thread, by `pthread_cancel`, deferred",
        case: "c/abort/blocking-pthread-cancel",
        locks: &[lock("c/abort/blocking-pthread-cancel-lock", "free", "a mutex: locked for ever")],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a C thread, by `pthread_cancel`, asynchronous",
        case: "c/abort/spinning-pthread-cancel-async",
        locks: &[lock("c/abort/spinning-pthread-cancel-async-lock", "free", "a mutex: locked for ever")],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a Java thread, by `Thread.stop` (until 19)",
        case: "java/abort/spinning-stop",
        locks: &[lock(
            "java/abort/spinning-stop-lock",
            "free",
            "a monitor: free, what it protects half done",
        )],
        cleans: None,
        looks: ALWAYS,
    },
    Force {
        what: "a Python thread, by `SetAsyncExc`",
        case: "python/abort/spinning-async-raise",
        locks: &[lock(
            "python/abort/spinning-async-raise-lock",
            "free",
            "a lock: free, what it protects half done",
        )],
        cleans: None,
        looks: ALWAYS,
    },
];

/// Cases that show where force ends.
pub(in crate::desk) const LIMITS: &[&str] = &[
    "c/abort/spinning-pthread-cancel",
    "java/abort/spinning-interrupt",
    "wasmtime/abort/stuck-host-call",
    "python/abort/spinning-extension",
    "node/channel/spinning-message",
    "processes/abort/blocking-grandchild",
];
