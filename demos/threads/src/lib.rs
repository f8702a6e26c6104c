//! "I'm still standing" under std's threads, without any library: its table of cases.
//!
//! Read [`drop`](mod@drop) first: dropping a handle stops no thread, so the thread has to look for itself.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;
mod handler;

use stage::{Case, Demo, Loss, Variable, Worker, case, not_offered, worker};

/// The demo: std's threads, and their cases.
pub const DEMO: Demo = Demo {
    crowds: CROWDS,
    workers: WORKERS,
    environment: &[
        Variable::Cleared("RUST_BACKTRACE"),
        Variable::Cleared("RUST_LIB_BACKTRACE"),
        Variable::Cleared("RUST_MIN_STACK"),
    ],
    ..Demo::new("threads", &[], CASES)
};

const CROWDS: &[Case] = &[
    case!(flag::crowd::parked_crowd, Stopped, Wake).of_crowd().losing(Loss::None),
    case!(channel::crowd::parked_crowd, Stopped, Wake).of_crowd().losing(Loss::None),
];

const CASES: &[Case] = &[
    case!(flag::blocking, Stopped, Polled),
    case!(flag::spinning, Stopped, Line),
    case!(flag::parked, Stopped, Wake),
    case!(flag::parked_busy_caller, Stopped, Wake),
    case!(flag::parked_condvar, Stopped, Wake),
    case!(flag::blocking_nested, StillStanding, Inline),
    case!(flag::stuck_read, Hung, Wake),
    case!(flag::stuck_lock, Hung, Wake),
    case!(flag::stuck_condvar, Hung, Wake),
    case!(flag::stuck_condvar_notify, Stopped, Wake),
    case!(channel::parked, Stopped, Wake),
    case!(channel::parked_disconnect, Stopped, Wake),
    case!(channel::parked_disconnect_ignored, Hung, Wake),
    case!(channel::spinning, Stopped, Line),
    case!(channel::stuck_read_shutdown, Stopped, Wake),
    case!(channel::stuck_accept, Hung, Wake),
    case!(channel::stuck_accept_eventfd, Stopped, Wake),
    case!(drop::blocking, StillStanding, Inline),
    case!(drop::spinning, StillStanding, Inline),
    case!(drop::blocking_scope, Hung, Wake),
    case!(drop::blocking_exit, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(drop::stuck_read_close, StillStanding, Inline),
    not_offered!(abort::BLOCKING),
    case!(abort::parked_signal, Stopped, Wake),
    case!(abort::blocking_signal, Stopped, Polled),
    case!(abort::blocking_panic, Stopped, Polled),
    case!(abort::stuck_read_signal_restart, Hung, Wake),
    case!(abort::stuck_read_signal, Stopped, Wake),
];

const WORKERS: &[Worker] = &[worker!(drop::returns_at_end_of_input)];
