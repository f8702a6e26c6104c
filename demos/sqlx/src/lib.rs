//! "I'm still standing" under sqlx: a transaction whose future is dropped. Its table of cases.
//!
//! The cases are compiled with the feature `sqlx` only, because SQLite takes long to build.

pub mod drop;

use still_standing::{Demo, Variable, cases, locked};

/// The demo: sqlx with SQLite, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("sqlx")
        .libraries(locked!("sqlx", "libsqlite3-sys", "tokio"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![drop::awaiting_transaction, drop::awaiting_transaction_guard])
}

/// Plays a case on a runtime as `#[tokio::main]` makes it, with as many workers as every other runtime here.
#[cfg(feature = "sqlx")]
fn run(case: impl AsyncFnOnce(&still_standing::Stage), stage: &still_standing::Stage) {
    use std::sync::LazyLock;

    use tokio::runtime::{Builder, Runtime};

    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(still_standing::workers() as usize).enable_all();
        builder.build().expect("tokio starts its worker threads")
    });
    RUNTIME.block_on(case(stage));
}
