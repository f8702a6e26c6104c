//! "I'm still standing" in a stackful coroutine, under may: its table of cases.
//!
//! may is to Rust what gevent is to Python: code that looks like a thread's waits without blocking one,
//! and can be cancelled from outside wherever it waits in a call of may's. Read [`abort`] first.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use still_standing::{Demo, Stage, cases, locked, workers};

/// The demo: may, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("may")
        .libraries(locked!("may"))
        .with_worker_threads()
        .cases(cases![
            flag::awaiting,
            channel::awaiting,
            drop::awaiting,
            abort::awaiting,
            abort::yielding,
            abort::hogging,
        ])
        .cases(cases![abort::crowd::awaiting_crowd,])
}

/// Plays a case on as many workers as every other runtime here has.
///
/// may starts them with the first coroutine. They are not pinned to one core each: the system's scheduler
/// places them.
fn on_workers(case: fn(&Stage), stage: &Stage) {
    may::config().set_workers(workers()).set_worker_pin(false);
    case(stage);
}
