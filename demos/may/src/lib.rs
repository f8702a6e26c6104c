//! "I'm still standing" in a stackful coroutine, under may: its table of cases.
//!
//! It is what gevent is to Python: work that looks like a thread's, waits without blocking one, and
//! can be cancelled from outside, wherever it waits. Read [`abort`] first.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use stage::{Case, Demo, Stage, case};

/// The demo: may, and its cases.
pub const DEMO: Demo =
    Demo { runtime: "may", libraries: &["may"], versions: None, cases: CASES, workers: &[] };

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, |stage| on_two_workers(flag::awaiting, stage)),
    case!(channel::awaiting, Stopped, Wake, |stage| on_two_workers(channel::awaiting, stage)),
    case!(drop::awaiting, StillStanding, Inline, |stage| on_two_workers(drop::awaiting, stage)),
    case!(abort::awaiting, Stopped, Wake, |stage| on_two_workers(abort::awaiting, stage)),
    case!(abort::yielding, Stopped, Line, |stage| on_two_workers(abort::yielding, stage)),
    case!(abort::hogging, Hung, Wake, |stage| on_two_workers(abort::hogging, stage)),
];

/// may starts its workers with the first coroutine: two whatever the machine, and where the scheduler
/// puts them, not each on a core of its own.
fn on_two_workers(case: fn(&Stage), stage: &Stage) {
    may::config().set_workers(2).set_worker_pin(false);
    case(stage);
}
