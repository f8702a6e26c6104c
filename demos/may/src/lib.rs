//! "I'm still standing" in a stackful coroutine, under may: its table of cases.
//!
//! It is what gevent is to Python: work that looks like a thread's, waits without blocking one, and
//! can be cancelled from outside, wherever it waits. Read [`abort`] first.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use stage::{Case, Demo, Stage, case, workers};

/// The demo: may, and its cases.
pub const DEMO: Demo = Demo { has_worker_threads: true, ..Demo::new("may", &["may"], CASES) };

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, on_workers),
    case!(channel::awaiting, Stopped, Wake, on_workers),
    case!(drop::awaiting, StillStanding, Inline, on_workers),
    case!(abort::awaiting, Stopped, Wake, on_workers),
    case!(abort::yielding, Stopped, Line, on_workers),
    case!(abort::hogging, Hung, Wake, on_workers),
];

/// may starts its workers with the first coroutine: as many as every other runtime here, and where the
/// scheduler puts them, not each on a core of its own.
fn on_workers(case: fn(&Stage), stage: &Stage) {
    may::config().set_workers(workers()).set_worker_pin(false);
    case(stage);
}
