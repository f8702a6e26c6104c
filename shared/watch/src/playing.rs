//! Plays the runs of a plan: on Linux alone, because subreapers, pidfds and `/proc` show what a program leaves.

#[cfg(target_os = "linux")]
pub use crate::linux::{found::find, keeper::run_if_keeper, runs::play};
#[cfg(not(target_os = "linux"))]
use crate::{
    plan::Plan,
    progress::{PlayError, Progress},
    running::{NamedBy, Running},
};

/// Does nothing: programs are only watched on Linux.
#[cfg(not(target_os = "linux"))]
pub fn run_if_keeper() {}

/// Fails: programs are only watched on Linux.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn find(_named: &NamedBy) -> Result<(Running, Vec<String>), String> {
    Err(PlayError::NotHere.to_string())
}

/// Fails: programs are only watched on Linux.
///
/// # Errors
/// Always [`PlayError::NotHere`].
#[cfg(not(target_os = "linux"))]
pub fn play(
    _plan: &Plan,
    _interrupted: &std::sync::atomic::AtomicBool,
    _listen: impl FnMut(Progress) -> std::ops::ControlFlow<()>,
) -> Result<(), PlayError> {
    Err(PlayError::NotHere)
}
