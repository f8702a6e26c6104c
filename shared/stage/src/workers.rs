//! How many workers a runtime is given, so that every runtime has as many.

use std::{env, thread};

/// The variable that the harness sets to the number of workers.
pub const WORKERS: &str = "STILL_STANDING_WORKERS";

/// A variable of the environment that decides how a runtime behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The runtime reads its number of workers from it. The harness sets it.
    Workers(&'static str),
    /// It would change what is measured without a trace in the code. The harness clears it.
    Cleared(&'static str),
}

/// How many workers a runtime with workers is to start: what the harness says, or one for each core
/// where a demo runs without the harness.
#[must_use]
pub fn workers() -> usize {
    let said = env::var(WORKERS).ok().and_then(|text| text.parse().ok());
    said.filter(|&workers| workers > 0)
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}
