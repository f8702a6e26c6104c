//! "I'm still standing" under axum: a server that is asked to shut down. Its table of cases.
//!
//! The cases are compiled with the feature `axum` only, because axum and hyper take long to build.

#[cfg(feature = "axum")]
pub mod channel;

use stage::{Case, Demo, Variable, case_with_feature};

/// The demo: axum, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Cleared("TOKIO_WORKER_THREADS")],
    ..Demo::new("axum", &["axum", "hyper", "tokio"], CASES)
};

const CASES: &[Case] = &[
    case_with_feature!("axum", channel::awaiting_keep_alive, Stopped, Wake, run),
    case_with_feature!("axum", channel::awaiting_stalled_client, Hung, Wake, run),
    case_with_feature!("axum", channel::awaiting_deadline, Stopped, Timer, run),
];

/// Plays a case on a runtime as `#[tokio::main]` makes it, with as many workers as every other runtime here.
#[cfg(feature = "axum")]
fn run(case: impl AsyncFnOnce(&stage::Stage), stage: &stage::Stage) {
    use std::sync::LazyLock;

    use tokio::runtime::{Builder, Runtime};

    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(stage::workers() as usize).enable_all();
        builder.build().expect("tokio could not start its worker threads")
    });
    RUNTIME.block_on(case(stage));
}
