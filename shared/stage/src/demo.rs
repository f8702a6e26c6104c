//! What the harness knows about a demo: a runtime, or a library, and its cases.

use std::{env, thread, time::Duration};

use crate::{case::Case, worker::Worker};

/// Names of libraries or programs, and their versions.
pub type Versions = Vec<(String, String)>;

/// A runtime, or a library, and its cases.
///
/// ```
/// use stage::{Bound, Case, Demo, Verdict};
///
/// let case = Case::new("drop/parked", Verdict::Stopped, |stage| { /* … */ }).bound_by(Bound::Wake);
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
    /// Whether the runtime has worker threads; it starts as many as [`workers`] says.
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

    /// The same demo, whose runtime starts as many worker threads as [`workers`] says.
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

/// A case whose behaviour is known. Its work looks at the stamp of the request itself, so that no mechanism stands
/// between. It is how a language shows that it stamps as Rust does.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What the work does.
    pub behaviour: Behaviour,
    /// The work as a case, which is in no table.
    pub case: Case,
    /// The beat at which it is checked.
    pub beat: Duration,
}

impl Known {
    /// Checked at a beat of a millisecond.
    #[must_use]
    pub const fn new(behaviour: Behaviour, case: Case) -> Self {
        Self { behaviour, case, beat: Duration::from_millis(1) }
    }

    /// The same work, checked at a slower beat, for a language whose timers are coarse.
    #[must_use]
    pub const fn at_a_beat_of(self, beat: Duration) -> Self {
        Self { beat, ..self }
    }
}

/// What work does whose behaviour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// It halts so long after the request.
    HaltsAfter(Duration),
    /// It looks for the request once a beat.
    LooksOnceABeat,
    /// It ends its program after its first beat, with this status, when nobody has asked yet.
    Dies(i32),
}

impl Behaviour {
    /// Whether an error says with which status the work ended.
    #[must_use]
    pub fn is_said_by(self, error: &str) -> bool {
        matches!(self, Self::Dies(status)
            if error.contains(&format!("status {status}")) || error.contains(&format!("status: {status}")))
    }
}

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
