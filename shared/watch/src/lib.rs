//! Asks a program of any kind to stop, and watches what becomes of it.
//!
//! [`play`](play()) plays the runs of a [`Plan`]. Each is kept by a process of its own, which [`run_if_keeper`] turns this
//! program into: it starts the program, waits until it is [`Ready`], asks by the rungs of a [`Ladder`], and says what it
//! saw ([`ProgramRun`]). The runs together are a [`ProgramResult`], and programs, with the machine, a [`Record`], which is
//! also the JSON file. `command` is the command line, and `shown` what it prints and draws.
//!
//! What decides is apart from what sleeps and starts processes: `verdict.rs`, `requests.rs` and `hints.rs` are functions of values.

// What is to be done.
mod address;
mod ask;
mod ladder;
mod manner;
mod plan;
mod ready;
mod running;
mod signal;
mod start;

// How it is played.
#[cfg(target_os = "linux")]
mod linux;
mod playing;
mod progress;

// What was seen.
mod fail_on;
mod hints;
mod outcome;
mod program_result;
mod program_run;
mod record;
mod requests;
mod verdict;

// What a user calls and reads.
mod command;
mod shown;

pub use address::HttpAddress;
pub use ask::Ask;
pub use command::{Planned, main, servers_main};
pub use fail_on::FailOn;
pub use ladder::{Ladder, Rung};
pub use manner::{Field, Manner, Statuses, Verb};
pub use outcome::Outcome;
pub use plan::Plan;
pub use playing::{find, play, run_if_keeper};
pub use program_result::ProgramResult;
pub use program_run::{Asked, Left, Main, ProgramRun, Takes};
pub use progress::{PlayError, Progress};
pub use ready::Ready;
pub use record::Record;
pub use requests::Requests;
pub use running::{NamedBy, Running};
pub use signal::Signal;
pub use start::{Start, Stdin, Variable};
pub use verdict::{Exit, Verdict};
