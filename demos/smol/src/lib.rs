//! "I'm still standing" under smol: its table of cases.
//!
//! Read [`drop`](mod@drop) first: dropping a task stops it here, and detaches it under tokio and
//! async-std. Then [`abort`]: its `cancel` waits for the end, however late that is.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::future::Future;

use smol::block_on;
use stage::{Case, Demo, Variable, case};

/// The demo: smol, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Workers("SMOL_THREADS"), Variable::Cleared("BLOCKING_MAX_THREADS")],
    ..Demo::new("smol", &["smol"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, |stage| run(flag::awaiting(stage))),
    case!(flag::blocking, Stopped, Polled, |stage| run(flag::blocking(stage))),
    case!(flag::spinning, Stopped, Line, |stage| run(flag::spinning(stage))),
    case!(channel::awaiting, Stopped, Wake, |stage| run(channel::awaiting(stage))),
    case!(channel::awaiting_closed, Stopped, Wake, |stage| run(channel::awaiting_closed(stage))),
    case!(channel::parked, Stopped, Wake, |stage| run(channel::parked(stage))),
    case!(channel::spinning, Stopped, Line, |stage| run(channel::spinning(stage))),
    case!(drop::awaiting, Stopped, Wake, |stage| run(drop::awaiting(stage))),
    case!(drop::awaiting_detached, StillStanding, Inline, |stage| run(drop::awaiting_detached(stage))),
    case!(drop::awaiting_executor, Stopped, Inline, drop::awaiting_executor),
    case!(drop::awaiting_or, Stopped, Inline, |stage| run(drop::awaiting_or(stage))),
    case!(drop::blocking, StillStanding, Inline, |stage| run(drop::blocking(stage))),
    case!(abort::awaiting, Stopped, Wake, |stage| run(abort::awaiting(stage))),
    case!(abort::yielding, Stopped, Line, |stage| run(abort::yielding(stage))),
    case!(abort::hogging, Hung, Wake, |stage| run(abort::hogging(stage))),
    case!(abort::blocking, Hung, Wake, |stage| run(abort::blocking(stage))),
];

/// Plays an async case on the thread that calls it: the requester is no thread of the executor's.
///
/// The executor behind `smol::spawn` is smol's own static, so no case's end drops it. It has one
/// thread, or `SMOL_THREADS`: only the environment can say so, and the harness does.
fn run(case: impl Future<Output = ()>) {
    block_on(case);
}
