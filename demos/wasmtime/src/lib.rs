//! "I'm still standing" under wasmtime: a guest is trapped where it stands, in the same process. Its table of cases.
//!
//! The cases are compiled with the feature `wasmtime` only, because a compiler of WebAssembly takes minutes to build.

pub mod abort;

use still_standing::{Demo, Variable, cases, locked};

/// The demo: wasmtime, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("wasmtime")
        .libraries(locked!("wasmtime", "tokio"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![
            abort::spinning_epoch,
            abort::spinning_fuel,
            abort::stuck_host_call,
            abort::lock::spinning_epoch_lock,
            abort::lock::spinning_epoch_shared_lock,
            abort::lock::spinning_fuel_shared_lock,
        ])
}
