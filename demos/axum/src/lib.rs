//! "I'm still standing" under axum: a server that is asked to shut down. Its table of cases.
//!
//! The cases are compiled with the feature `axum` only, because axum and hyper take long to build.

pub mod channel;

use still_standing::{Demo, Variable, cases, locked};

/// The demo: axum, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("axum")
        .libraries(locked!("axum", "hyper", "tokio"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![
            channel::awaiting_keep_alive,
            channel::awaiting_stalled_client,
            channel::awaiting_deadline,
            channel::streams::awaiting_sse,
            channel::streams::awaiting_sse_token,
            channel::streams::awaiting_websocket,
            channel::streams::awaiting_websocket_tracked,
            channel::http2::awaiting_http2,
            channel::http2::awaiting_http2_idle,
            channel::disconnect::awaiting_disconnect,
            channel::disconnect::awaiting_disconnect_spawned,
        ])
}

/// Plays a case on a runtime as `#[tokio::main]` makes it, with as many workers as every other runtime here.
#[cfg(feature = "axum")]
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
