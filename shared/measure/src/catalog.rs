//! All that one binary can play.

use std::time::Duration;

use stage::{Case, Demo, Worker};

use crate::{floors::WORKERS, place::Placement, self_checks::INJECTED};

/// All that one binary can play. Its children are the same binary, and find what they are
/// ordered to play in here.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The demos, in the order of the tables.
    pub demos: &'static [Demo],
    /// The bare programs that the harness is held against; none in a demo's own binary.
    pub bare: &'static [Bare],
    /// The points of `sweep look`; none in a demo's own binary.
    pub looks: &'static [Look],
    /// The negative control; none in a demo's own binary.
    pub controls: &'static [Control],
}

/// The same lines as a case or a floor, without the harness: no stage, no pulse, no runner.
#[derive(Debug, Clone, Copy)]
pub struct Bare {
    /// The id of the case, or the name of the floor, that it repeats.
    pub id: &'static str,
    /// Plays it once: starts the work, sleeps for the given time, asks it to stop, and returns
    /// the ns from request to halt.
    pub play: fn(&Placement, Duration) -> u64,
}

/// The same spin loop on a plain thread, beside a runtime that does not touch it.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// The runtime.
    pub beside: &'static str,
    /// The loop as a case.
    pub case: Case,
}

/// A computing loop that looks at its flag once in so many turns.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Once in this many turns.
    pub turns: u32,
    /// The loop as a case.
    pub case: &'static Case,
    /// How long a turn of the loop takes, in ns.
    pub turn_ns: fn() -> f64,
    /// How long a turn of the same loop takes that never looks, in ns.
    pub turn_without_ns: fn() -> f64,
}

impl Catalog {
    /// The demos alone.
    #[must_use]
    pub const fn of(demos: &'static [Demo]) -> Self {
        Self { demos, bare: &[], looks: &[], controls: &[] }
    }

    /// Every case of the tables.
    pub fn cases(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.demos.iter().flat_map(|demo| demo.cases)
    }

    /// The case with this id, from the tables or from what only the harness plays.
    pub(crate) fn case(&self, id: &str) -> Option<&'static Case> {
        let looks = self.looks.iter().map(|look| look.case);
        let controls = self.controls.iter().map(|control| &control.case);
        self.cases()
            .chain(looks)
            .chain(controls)
            .chain(INJECTED.iter().map(|(_, case)| case))
            .find(|case| case.id() == id)
    }

    pub(crate) fn worker(&self, name: &str) -> Option<&'static Worker> {
        self.demos.iter().flat_map(|demo| demo.workers).chain(WORKERS).find(|worker| worker.name == name)
    }

    /// How many workers the case with this id gets where others get `workers`.
    pub(crate) fn workers(&self, id: &str, workers: u32) -> u32 {
        self.case(id).map_or(workers, |case| workers.max(case.least_workers))
    }

    /// Whether the runtime with this name has worker threads.
    pub(crate) fn has_worker_threads(&self, runtime: &str) -> bool {
        self.demos.iter().any(|demo| demo.runtime == runtime && demo.has_worker_threads)
    }

    pub(crate) fn bare(&self, id: &str) -> Option<&'static Bare> {
        self.bare.iter().find(|bare| bare.id == id)
    }
}
