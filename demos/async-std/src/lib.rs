//! "I'm still standing" under async-std: its table of cases.
//!
//! async-std is discontinued: the notes of 1.13.1 (March 2025) recommend smol
//! (<https://github.com/async-rs/async-std/releases/tag/v1.13.1>). It stays here because programs
//! still run on it, and because its `cancel` returns where smol's, on the same closure, waits.
//!
//! Read [`abort`] first: it holds the closure that is cancelled and goes on.

pub mod abort;
pub mod channel;
mod crowd;
pub mod drop;
pub mod flag;

use async_std::task::block_on;
use stage::{Case, Demo, Loss, Stage, Variable, case, not_offered};

/// The demo: async-std, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Workers("ASYNC_STD_THREAD_COUNT"), Variable::Cleared("BLOCKING_MAX_THREADS")],
    crowds: CROWDS,
    ..Demo::new("async-std", &["async-std"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, run),
    case!(flag::blocking, Stopped, Polled, run),
    case!(flag::spinning, Stopped, Line, run),
    case!(channel::awaiting, Stopped, Wake, run),
    case!(channel::awaiting_closed, Stopped, Wake, run),
    case!(channel::parked, Stopped, Wake, run),
    case!(channel::spinning, Stopped, Line, run),
    case!(drop::awaiting, StillStanding, Inline, run),
    case!(drop::awaiting_race, Stopped, Inline, run),
    case!(drop::awaiting_timeout, Stopped, Inline, run),
    not_offered!(drop::AWAITING_RUNTIME),
    case!(drop::blocking, StillStanding, Inline, run),
    case!(abort::awaiting, Stopped, Wake, run),
    case!(abort::yielding, Stopped, Line, run),
    case!(abort::hogging, Hung, Wake, run),
    case!(abort::hogging_ready, Hung, Wake, run),
    case!(abort::blocking, StillStanding, Wake, run),
];

#[rustfmt::skip]
const CROWDS: &[Case] = &[
    case!(channel::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::None),
    case!(drop::crowd::awaiting_crowd, StillStanding, Inline, run).of_crowd(),
    case!(abort::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::All),
];

/// Plays an async case on the thread that calls it: the requester is no thread of the executor's.
///
/// The executor is async-std's own static, so the end of a case does not drop it. It has one thread for
/// each core, or `ASYNC_STD_THREAD_COUNT` threads. Only that variable can set the number, so the harness
/// sets it.
fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    block_on(case(stage));
}
