//! Asks a program of any kind to stop, and watches what becomes of it.
//!
//! [`watch`](watch()) plays the runs of a [`Plan`]. Each is kept by a process of its own, which [`run_if_keeper`] turns this
//! program into: it starts the program, waits until it is [`Ready`], asks by the rungs of a [`Ladder`], and says what it
//! saw ([`ProgramRun`]). The runs together are a [`ProgramResult`], and programs, with the machine, a [`Watched`], which is
//! also the JSON file.
//!
//! What decides is apart from what sleeps and starts processes: `verdict.rs` and `requests.rs` are functions of values.

mod address;
mod ask;
mod error;
mod exit;
mod fail_on;
mod ladder;
#[cfg(target_os = "linux")]
mod linux;
mod paths;
mod plan;
mod program_result;
mod program_run;
mod ready;
mod requests;
mod step;
mod verdict;
mod watched;

pub use address::HttpAddress;
pub use ask::Ask;
pub use error::WatchError;
pub use exit::Exit;
pub use fail_on::FailOn;
pub use ladder::{Ladder, Rung};
#[cfg(target_os = "linux")]
pub use linux::{keeper::run_if_keeper, watcher::watch};
pub use plan::Plan;
pub use program_result::ProgramResult;
pub use program_run::{Asked, Left, ProgramRun};
pub use ready::Ready;
pub use requests::Requests;
pub use step::Step;
pub use watched::Watched;

/// Does nothing: programs are only watched on Linux.
#[cfg(not(target_os = "linux"))]
pub fn run_if_keeper() {}

/// Fails: programs are only watched on Linux.
///
/// # Errors
/// Always [`WatchError::NotHere`].
#[cfg(not(target_os = "linux"))]
pub fn watch(
    _plan: &Plan,
    _interrupted: &std::sync::atomic::AtomicBool,
    _listen: impl FnMut(Step),
) -> Result<(), WatchError> {
    Err(WatchError::NotHere)
}
