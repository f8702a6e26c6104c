//! What the harness knows about a demo: a runtime, or a library, and its cases.

use crate::{case::Case, known::Known, worker::Worker, workers::Variable};

/// Names of libraries or programs, and their versions.
pub type Versions = Vec<(String, String)>;

/// A runtime, or a library, and its cases.
///
/// ```
/// use stage::{Bound, Case, Demo, Verdict};
///
/// let case = Case::new("drop/parked", Verdict::Stopped, Bound::Wake, |stage| { /* … */ });
/// let demo = Demo::new("my-pool").cases([case]);
/// assert_eq!(demo.cases[0].id(), "my-pool/drop/parked");
/// ```
#[derive(Debug, Clone)]
pub struct Demo {
    /// The name of the runtime, which begins the ids of its cases.
    pub runtime: &'static str,
    /// The libraries whose versions affect the results, and the versions that the program was built with.
    pub libraries: &'static [(&'static str, &'static str)],
    /// What decides too, and what no lock file knows: names and versions, asked for when a run plays
    /// this demo. `None` if the libraries are all.
    pub versions: Option<fn() -> Versions>,
    /// Its cases, in the order of the tables.
    pub cases: Vec<Case>,
    /// Its cases whose work has many parts. Only `sweep crowd` plays them unasked.
    pub crowds: Vec<Case>,
    /// Work whose behaviour is known, by which it is checked that its language stamps as Rust does. Tests and `check`
    /// play it.
    pub known: Vec<Known>,
    /// Whether the runtime has worker threads; it starts as many as [`workers`](crate::workers) says.
    pub has_worker_threads: bool,
    /// The environment variables that change how the runtime behaves.
    pub environment: &'static [Variable],
}

impl Demo {
    /// A demo without cases, libraries, worker threads or environment variables.
    #[must_use]
    pub const fn new(runtime: &'static str) -> Self {
        Self {
            runtime,
            libraries: &[],
            versions: None,
            cases: Vec::new(),
            crowds: Vec::new(),
            known: Vec::new(),
            has_worker_threads: false,
            environment: &[],
        }
    }

    /// The same demo with these cases too. Those whose work has many parts are kept apart.
    #[must_use]
    pub fn cases(mut self, cases: impl IntoIterator<Item = Case>) -> Self {
        for case in cases {
            let case = case.under(self.runtime);
            if case.is_crowd { self.crowds.push(case) } else { self.cases.push(case) }
        }
        self
    }

    /// The same demo, whose language is checked by this work.
    #[must_use]
    pub fn checked_by(mut self, known: impl IntoIterator<Item = Known>) -> Self {
        let known = known.into_iter().map(|known| Known { case: known.case.under(self.runtime), ..known });
        self.known.extend(known);
        self
    }

    /// The same demo, whose results depend on these libraries. `locked!` of the crate `still-standing` reads their
    /// versions from the lock file of the package that calls it.
    #[must_use]
    pub fn libraries(self, libraries: &'static [(&'static str, &'static str)]) -> Self {
        Self { libraries, ..self }
    }

    /// The same demo, whose results depend on these versions, too.
    #[must_use]
    pub fn versions(self, versions: fn() -> Versions) -> Self {
        Self { versions: Some(versions), ..self }
    }

    /// The same demo, whose runtime starts as many worker threads as [`workers`](crate::workers) says.
    #[must_use]
    pub fn with_worker_threads(self) -> Self {
        Self { has_worker_threads: true, ..self }
    }

    /// The same demo, whose runtime reads these environment variables.
    #[must_use]
    pub fn environment(self, environment: &'static [Variable]) -> Self {
        Self { environment, ..self }
    }

    /// The functions that its cases start as processes of their own.
    pub fn workers(&self) -> impl Iterator<Item = &'static Worker> {
        self.cases.iter().chain(&self.crowds).flat_map(|case| case.workers)
    }
}
