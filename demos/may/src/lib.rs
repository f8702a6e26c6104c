//! "I'm still standing" in a stackful coroutine, under may: its table of cases.
//!
//! may is to Rust what gevent is to Python: code that looks like a thread's waits without blocking one,
//! and can be cancelled from outside wherever it waits. Read [`abort`] first.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use stage::{Case, Demo, Loss, Stage, case, workers};

/// The demo: may, and its cases.
pub const DEMO: Demo = Demo { has_worker_threads: true, crowds: CROWDS, ..Demo::new("may", &["may"], CASES) };

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, on_workers),
    case!(channel::awaiting, Stopped, Wake, on_workers),
    case!(drop::awaiting, StillStanding, Inline, on_workers),
    case!(abort::awaiting, Stopped, Wake, on_workers),
    case!(abort::yielding, Stopped, Line, on_workers),
    case!(abort::hogging, Hung, Wake, on_workers),
];

const CROWDS: &[Case] =
    &[case!(abort::crowd::awaiting_crowd, Stopped, Wake, on_workers).of_crowd().losing(Loss::All)];

/// Plays a case on as many workers as every other runtime here has.
///
/// may starts them with the first coroutine. They are not pinned to one core each: the system's scheduler
/// places them.
fn on_workers(case: fn(&Stage), stage: &Stage) {
    may::config().set_workers(workers()).set_worker_pin(false);
    case(stage);
}
