//! "I'm still standing" in a process of its own: its table of cases.
//!
//! A process is the one thing that the system can end from outside, whatever it does. Read [`abort`]
//! first. Every worker is this program once more, with another function for its `main`.

// A worker owns its pulse, whose drop is the halt.
#![allow(clippy::needless_pass_by_value)]

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;
pub mod shared_flag;

use still_standing::{Demo, cases, locked};

/// The demo: processes, and their cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("processes")
        .libraries(locked!("tokio"))
        .cases(cases![
            flag::blocking,
            flag::spinning,
            channel::parked_stdin_closed,
            drop::blocking,
            drop::blocking_kill_on_drop,
            drop::blocking_pdeathsig,
            drop::parent::blocking_parent_killed,
            drop::parent::blocking_parent_hung_up,
            drop::parent::blocking_pdeathsig_checked,
            drop::parent::parked_parent_pipe,
            abort::blocking_sigkill,
            abort::blocking_sigterm,
            abort::blocking_sigterm_handled,
            abort::parked_sigterm_handled,
            abort::blocking_sigstop,
            abort::blocking_sigkill_memory,
            abort::lock::blocking_sigkill_lock,
            abort::lock::blocking_sigkill_file_lock,
            abort::lock::blocking_sigkill_file_lock_inherited,
            abort::group::blocking_grandchild,
            abort::group::blocking_group,
            abort::group::stuck_output,
            abort::group::stuck_output_group,
            abort::ladder::blocking_escalate,
            abort::ladder::blocking_escalate_heeded,
            abort::ladder::parked_sigterm,
            abort::container::blocking_pid1,
            abort::container::blocking_pid1_handled,
        ])
        .cases(cases![abort::crowd::blocking_crowd_group, abort::crowd::blocking_crowd_pidfd,])
}
