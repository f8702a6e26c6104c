//! What the harness knows about a demo crate.

use crate::{case::Case, worker::Worker, workers::Variable};

/// Names of libraries or programs, and their versions.
pub type Versions = Vec<(String, String)>;

/// One demo crate: a runtime and its cases.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The name of the runtime, which is also the name of the demo's folder.
    pub runtime: &'static str,
    /// The crates whose versions affect the results.
    pub libraries: &'static [&'static str],
    /// What decides too, and what no lock file knows: names and versions, asked for when a run plays
    /// this demo. `None` if the crates are all.
    pub versions: Option<fn() -> Versions>,
    /// Its cases, by mechanism.
    pub cases: &'static [Case],
    /// Its cases whose work has many parts. Only `sweep crowd` plays them unasked.
    pub crowds: &'static [Case],
    /// The functions that its cases run as processes of their own.
    pub workers: &'static [Worker],
    /// Whether the runtime has worker threads; it starts as many as [`workers`](crate::workers) says.
    pub has_worker_threads: bool,
    /// The environment variables that change how the runtime behaves.
    pub environment: &'static [Variable],
}

impl Demo {
    /// A demo without worker threads, environment variables or processes of its own.
    #[must_use]
    pub const fn new(
        runtime: &'static str,
        libraries: &'static [&'static str],
        cases: &'static [Case],
    ) -> Self {
        Self {
            runtime,
            libraries,
            versions: None,
            cases,
            crowds: &[],
            workers: &[],
            has_worker_threads: false,
            environment: &[],
        }
    }
}
