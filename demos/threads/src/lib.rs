//! "I'm still standing" under std's threads, without any library: its table of cases.
//!
//! Read [`drop`](mod@drop) first: a thread needs nobody, so it is the thread that has to look.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use stage::{Case, Demo, Variable, Worker, case, not_offered, worker};

/// The demo: std's threads, and their cases.
pub const DEMO: Demo = Demo {
    workers: WORKERS,
    environment: &[
        Variable::Cleared("RUST_BACKTRACE"),
        Variable::Cleared("RUST_LIB_BACKTRACE"),
        Variable::Cleared("RUST_MIN_STACK"),
    ],
    ..Demo::new("threads", &[], CASES)
};

const CASES: &[Case] = &[
    case!(flag::blocking, Stopped, Polled, flag::blocking),
    case!(flag::spinning, Stopped, Line, flag::spinning),
    case!(flag::parked, Stopped, Wake, flag::parked),
    case!(flag::parked_busy_caller, Stopped, Wake, flag::parked_busy_caller),
    case!(flag::parked_condvar, Stopped, Wake, flag::parked_condvar),
    case!(flag::blocking_nested, StillStanding, Inline, flag::blocking_nested),
    case!(channel::parked, Stopped, Wake, channel::parked),
    case!(channel::parked_disconnect, Stopped, Wake, channel::parked_disconnect),
    case!(channel::parked_disconnect_ignored, Hung, Wake, channel::parked_disconnect_ignored),
    case!(channel::spinning, Stopped, Line, channel::spinning),
    case!(drop::blocking, StillStanding, Inline, drop::blocking),
    case!(drop::spinning, StillStanding, Inline, drop::spinning),
    case!(drop::blocking_scope, Hung, Wake, drop::blocking_scope),
    Case { elsewhere: true, ..case!(drop::blocking_exit, Killed, Reap, drop::blocking_exit) },
    not_offered!(abort::BLOCKING),
    case!(abort::parked_signal, Stopped, Wake, abort::parked_signal),
    case!(abort::blocking_signal, Stopped, Polled, abort::blocking_signal),
    case!(abort::blocking_panic, Stopped, Polled, abort::blocking_panic),
];

const WORKERS: &[Worker] = &[worker!(drop::returns_at_end_of_input)];
