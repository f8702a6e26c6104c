//! "I'm still standing" under std's threads, without any library: its table of cases.
//!
//! Read [`drop`](mod@drop) first: dropping a handle stops no thread, so the thread has to look for itself.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use still_standing::{Demo, Variable, cases};

/// The demo: std's threads, and their cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("threads")
        .environment(&[
            Variable::Cleared("RUST_BACKTRACE"),
            Variable::Cleared("RUST_LIB_BACKTRACE"),
            Variable::Cleared("RUST_MIN_STACK"),
        ])
        .cases(cases![
            flag::blocking,
            flag::spinning,
            flag::blocking_nested,
            flag::parked::parked,
            flag::parked::parked_busy_caller,
            flag::parked::parked_condvar,
            flag::stuck::stuck_read,
            flag::stuck::stuck_lock,
            flag::stuck::stuck_condvar,
            flag::stuck::stuck_condvar_notify,
            channel::parked,
            channel::spinning,
            channel::parked_disconnect,
            channel::parked_disconnect_ignored,
            channel::deadline::blocking_join_deadline,
            channel::deadline::parked_join_deadline,
            channel::stuck::stuck_read_shutdown,
            channel::stuck::stuck_accept,
            channel::stuck::stuck_accept_eventfd,
            drop::blocking,
            drop::spinning,
            drop::blocking_scope,
            drop::blocking_exit,
            drop::stuck_read_close,
            abort::BLOCKING,
            abort::parked_signal,
            abort::blocking_signal,
            abort::blocking_panic,
            abort::stuck::stuck_read_signal_restart,
            abort::stuck::stuck_read_signal,
        ])
        .cases(cases![flag::crowd::parked_crowd, channel::crowd::parked_crowd,])
}
