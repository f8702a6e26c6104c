//! "I'm still standing" in a process of its own: its table of cases.
//!
//! A process is the one thing that the system ends from outside, whatever it does. Read [`abort`]
//! first. Every worker here is this very program once more, with another function for its main.

// A worker owns its pulse, whose drop is the halt.
#![allow(clippy::needless_pass_by_value)]

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;
pub mod shared_flag;

use stage::{Case, Demo, Worker, case, worker};

/// The demo: processes, and their cases.
pub const DEMO: Demo = Demo { workers: WORKERS, ..Demo::new("processes", &["tokio"], CASES) };

const CASES: &[Case] = &[
    elsewhere(case!(flag::blocking, Stopped, Polled, flag::blocking)),
    elsewhere(case!(flag::spinning, Stopped, Line, flag::spinning)),
    elsewhere(case!(channel::parked_stdin_closed, Stopped, Wake, channel::parked_stdin_closed)),
    elsewhere(case!(drop::blocking, StillStanding, Inline, drop::blocking)),
    elsewhere(case!(drop::blocking_kill_on_drop, Killed, Reap, drop::blocking_kill_on_drop)),
    elsewhere(case!(abort::blocking_sigkill, Killed, Reap, abort::blocking_sigkill)),
    elsewhere(case!(abort::blocking_sigterm, Killed, Reap, abort::blocking_sigterm)),
    elsewhere(case!(abort::blocking_sigterm_handled, Stopped, Polled, abort::blocking_sigterm_handled)),
    elsewhere(case!(abort::parked_sigterm_handled, Stopped, Wake, abort::parked_sigterm_handled)),
    elsewhere(case!(abort::blocking_sigstop, StillStanding, Wake, abort::blocking_sigstop)),
];

const WORKERS: &[Worker] = &[
    worker!(flag::looks_once_a_beat),
    worker!(flag::looks_at_every_turn),
    worker!(channel::reads_its_input),
    worker!(drop::works_alone),
    worker!(abort::works_on_records),
    worker!(abort::finishes_its_record),
    worker!(abort::is_interrupted),
];

/// A case whose work is another process's.
const fn elsewhere(case: Case) -> Case {
    Case { elsewhere: true, ..case }
}
