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

use stage::{Case, Demo, Loss, Worker, case, worker};

/// The demo: processes, and their cases.
pub const DEMO: Demo = Demo { crowds: CROWDS, workers: WORKERS, ..Demo::new("processes", &["tokio"], CASES) };

const CASES: &[Case] = &[
    case!(flag::blocking, Stopped, Polled).out_of_process(),
    case!(flag::spinning, Stopped, Line).out_of_process(),
    case!(channel::parked_stdin_closed, Stopped, Wake).out_of_process().losing(Loss::None),
    case!(drop::blocking, StillStanding, Inline).out_of_process(),
    case!(drop::blocking_kill_on_drop, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(drop::blocking_pdeathsig, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(abort::blocking_sigkill, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(abort::blocking_sigterm, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(abort::blocking_sigterm_handled, Stopped, Polled).out_of_process().losing(Loss::None),
    case!(abort::parked_sigterm_handled, Stopped, Wake).out_of_process().losing(Loss::None),
    case!(abort::blocking_sigstop, StillStanding, Wake).out_of_process(),
    case!(abort::blocking_grandchild, StillStanding, Reap).out_of_process(),
    case!(abort::blocking_group, Killed, Reap).out_of_process().losing(Loss::Some),
    case!(abort::blocking_escalate, Killed, Timer).out_of_process().losing(Loss::Some),
    case!(abort::blocking_escalate_heeded, Stopped, Timer).out_of_process().losing(Loss::None),
    case!(abort::stuck_output, Hung, Wake),
    case!(abort::stuck_output_group, Stopped, Wake),
];

#[rustfmt::skip]
const CROWDS: &[Case] = &[
    case!(abort::crowd::blocking_crowd_group, Killed, Reap).out_of_process().of_crowd().losing(Loss::All),
    case!(abort::crowd::blocking_crowd_pidfd, Killed, Reap).out_of_process().of_crowd().losing(Loss::All),
];

const WORKERS: &[Worker] = &[
    worker!(flag::looks_once_a_beat),
    worker!(flag::looks_at_every_turn),
    worker!(channel::reads_its_input),
    worker!(drop::works_alone),
    worker!(drop::asks_for_a_death_signal),
    worker!(abort::works_on_records),
    worker!(abort::finishes_its_record),
    worker!(abort::is_interrupted),
    worker!(abort::ignores_sigterm),
    worker!(abort::crowd::is_one_of_many),
];
