//! "I'm still standing" under std's threads, without any library: its table of cases.
//!
//! Read [`drop`](mod@drop) first: a thread needs nobody, so it is the thread that has to look.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use stage::{Case, Demo, case, not_offered};

/// The demo: std's threads, and their cases.
pub const DEMO: Demo = Demo { runtime: "threads", libraries: &[], cases: CASES, workers: &[] };

const CASES: &[Case] = &[
    case!(flag::blocking, Stopped, Polled, flag::blocking),
    case!(flag::spinning, Stopped, Line, flag::spinning),
    case!(flag::parked, Stopped, Wake, flag::parked),
    case!(flag::parked_busy_caller, Stopped, Wake, flag::parked_busy_caller),
    case!(flag::parked_condvar, Stopped, Wake, flag::parked_condvar),
    case!(channel::parked, Stopped, Wake, channel::parked),
    case!(channel::parked_disconnect, Stopped, Wake, channel::parked_disconnect),
    case!(channel::parked_disconnect_ignored, Hung, Wake, channel::parked_disconnect_ignored),
    case!(channel::spinning, Stopped, Line, channel::spinning),
    case!(drop::blocking, StillStanding, Inline, drop::blocking),
    case!(drop::spinning, StillStanding, Inline, drop::spinning),
    case!(drop::blocking_scope, Hung, Wake, drop::blocking_scope),
    not_offered!(abort::BLOCKING),
];
