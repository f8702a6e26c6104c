//! "I'm still standing" under async-std: its table of cases.
//!
//! async-std is discontinued: the notes of 1.13.1 (March 2025) recommend smol
//! (<https://github.com/async-rs/async-std/releases/tag/v1.13.1>). It stays here because programs
//! still run on it, and because the same `cancel` answers differently there.
//!
//! Read [`abort`] first: it holds the closure that is cancelled and goes on.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::future::Future;

use async_std::task::block_on;
use stage::{Case, Demo, Variable, case, not_offered};

/// The demo: async-std, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Workers("ASYNC_STD_THREAD_COUNT"), Variable::Cleared("BLOCKING_MAX_THREADS")],
    ..Demo::new("async-std", &["async-std"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, |stage| run(flag::awaiting(stage))),
    case!(flag::blocking, Stopped, Polled, |stage| run(flag::blocking(stage))),
    case!(flag::spinning, Stopped, Line, |stage| run(flag::spinning(stage))),
    case!(channel::awaiting, Stopped, Wake, |stage| run(channel::awaiting(stage))),
    case!(channel::awaiting_closed, Stopped, Wake, |stage| run(channel::awaiting_closed(stage))),
    case!(channel::parked, Stopped, Wake, |stage| run(channel::parked(stage))),
    case!(channel::spinning, Stopped, Line, |stage| run(channel::spinning(stage))),
    case!(drop::awaiting, StillStanding, Inline, |stage| run(drop::awaiting(stage))),
    case!(drop::awaiting_race, Stopped, Inline, |stage| run(drop::awaiting_race(stage))),
    case!(drop::awaiting_timeout, Stopped, Inline, |stage| run(drop::awaiting_timeout(stage))),
    not_offered!(drop::AWAITING_RUNTIME),
    case!(drop::blocking, StillStanding, Inline, |stage| run(drop::blocking(stage))),
    case!(abort::awaiting, Stopped, Wake, |stage| run(abort::awaiting(stage))),
    case!(abort::yielding, Stopped, Line, |stage| run(abort::yielding(stage))),
    case!(abort::hogging, Hung, Wake, |stage| run(abort::hogging(stage))),
    case!(abort::blocking, StillStanding, Wake, |stage| run(abort::blocking(stage))),
];

/// Plays an async case on the thread that calls it: the requester is no thread of the executor's.
///
/// The executor is async-std's own static, so no case's end drops it. It has one thread for each core, or
/// `ASYNC_STD_THREAD_COUNT`: only the environment can say so, and the harness does.
fn run(case: impl Future<Output = ()>) {
    block_on(case);
}
