//! The number of worker threads, which is the same for every runtime.

use std::{env, thread};

/// The environment variable that the harness sets to the number of workers.
pub const WORKERS: &str = "STILL_STANDING_WORKERS";

/// An environment variable that changes how a runtime behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The runtime reads its number of workers from it. The harness sets it.
    Workers(&'static str),
    /// It would change what is measured without a trace in the code, so the harness clears it.
    Cleared(&'static str),
}

/// How many worker threads a runtime starts: as many as the harness says, or one per core if a demo runs
/// without the harness.
#[must_use]
pub fn workers() -> usize {
    let said = env::var(WORKERS).ok().and_then(|text| text.parse().ok());
    said.filter(|&workers| workers > 0)
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}
