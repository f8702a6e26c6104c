//! "I'm still standing" under smol: its table of cases.
//!
//! Read [`drop`](mod@drop) first: dropping a task stops it here, and detaches it under tokio and
//! async-std. Then read [`abort`]: `cancel` waits for the end, however late that is.

pub mod abort;
pub mod channel;
mod crowd;
pub mod drop;
pub mod flag;

use smol::block_on;
use stage::{Case, Demo, Loss, Stage, Variable, case};

/// The demo: smol, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Workers("SMOL_THREADS"), Variable::Cleared("BLOCKING_MAX_THREADS")],
    crowds: CROWDS,
    ..Demo::new("smol", &["smol"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, run),
    case!(flag::blocking, Stopped, Polled, run),
    case!(flag::spinning, Stopped, Line, run),
    case!(channel::awaiting, Stopped, Wake, run),
    case!(channel::awaiting_closed, Stopped, Wake, run),
    case!(channel::parked, Stopped, Wake, run),
    case!(channel::spinning, Stopped, Line, run),
    case!(drop::awaiting, Stopped, Wake, run),
    case!(drop::awaiting_detached, StillStanding, Inline, run),
    case!(drop::awaiting_executor, Stopped, Inline),
    case!(drop::awaiting_or, Stopped, Inline, run),
    case!(drop::blocking, StillStanding, Inline, run),
    case!(abort::awaiting, Stopped, Wake, run),
    case!(abort::yielding, Stopped, Line, run),
    case!(abort::hogging, Hung, Wake, run),
    case!(abort::hogging_ready, Hung, Wake, run),
    case!(abort::blocking, Hung, Wake, run),
];

#[rustfmt::skip]
const CROWDS: &[Case] = &[
    case!(channel::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::None),
    case!(drop::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::All),
    case!(abort::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::All),
];

/// Plays an async case on the thread that calls it: the requester is no thread of the executor's.
///
/// The executor behind `smol::spawn` is smol's own static, so the end of a case does not drop it. It has
/// one thread, or `SMOL_THREADS` threads. Only that variable can set the number, so the harness sets it.
fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    block_on(case(stage));
}
