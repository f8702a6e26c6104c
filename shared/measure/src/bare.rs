//! Bare programs, which the harness is held against.

use std::time::Duration;

use crate::Placement;

/// The same lines as a case or a floor, without the harness: no stage, no pulse, no director.
#[derive(Debug, Clone, Copy)]
pub struct Bare {
    /// The id of the case, or the name of the floor, that it repeats.
    pub id: &'static str,
    /// Plays it once: starts the work, sleeps for the given time, asks it to stop, and returns
    /// the ns from request to halt.
    pub play: fn(&Placement, Duration) -> u64,
}
