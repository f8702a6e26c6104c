//! "I'm still standing" under actix-web: a server that is asked to shut down. Its table of cases.
//!
//! The cases are compiled with the feature `actix` only, because actix-web takes long to build.

pub mod channel;

use still_standing::{Demo, Variable, cases, locked};

/// The demo: actix-web, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("actix")
        .libraries(locked!("actix-web", "actix-server", "tokio"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![
            channel::awaiting_keep_alive,
            channel::awaiting_handler,
            channel::awaiting_handler_token,
            channel::awaiting_handler_cut_off,
        ])
}

/// Plays a case on a runtime as `#[tokio::main]` makes it, with as many workers as every other runtime here.
#[cfg(feature = "actix")]
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
