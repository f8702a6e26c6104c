//! Everything that one binary can play.

use std::time::Duration;

use stage::{Case, Demo, Worker};

use crate::{floors::WORKERS, place::Placement, self_checks::INJECTED};

/// Everything that one binary can play. Its children are the same binary, and look up in it what their
/// order names.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The demos, in the order of the tables.
    pub demos: &'static [Demo],
    /// The bare programs that the harness is compared with; empty in a demo's own binary.
    pub bare: &'static [Bare],
    /// The bare programs that crowds are compared with; empty in a demo's own binary.
    pub bare_crowds: &'static [BareCrowd],
    /// The points of `sweep look`; empty in a demo's own binary.
    pub looks: &'static [Look],
    /// The negative controls; empty in a demo's own binary.
    pub controls: &'static [Control],
}

/// The same lines as a case or a floor, without the harness: no stage, no pulse and no runner.
#[derive(Debug, Clone, Copy)]
pub struct Bare {
    /// The id of the case, or the name of the floor, that it repeats.
    pub id: &'static str,
    /// Plays it once: starts the work, sleeps for the given time, asks it to stop, and returns the time from
    /// request to halt, in ns.
    pub play: fn(&Placement, Duration) -> u64,
}

/// The same lines as in a case of a crowd, without the harness.
#[derive(Debug, Clone, Copy)]
pub struct BareCrowd {
    /// The id of the case that it repeats.
    pub id: &'static str,
    /// Plays it once with so many tasks, and returns the time from the request until the caller knew of every end,
    /// in ns.
    pub play: fn(&Placement, u32) -> u64,
}

/// The same spin loop on a plain thread, beside a runtime that does not touch it.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// The runtime.
    pub beside: &'static str,
    /// The loop as a case.
    pub case: Case,
}

/// A computing loop that checks its flag once in so many turns.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// It checks its flag once in this many turns.
    pub turns: u32,
    /// The loop as a case.
    pub case: &'static Case,
    /// How long a turn of the loop takes, in ns.
    pub turn_ns: fn() -> f64,
    /// How long a turn of the same loop takes if it never checks its flag, in ns.
    pub turn_without_ns: fn() -> f64,
}

impl Catalog {
    /// The demos alone.
    ///
    /// # Panics
    /// If two workers have the same name, because the first of them would be started for both. In a constant
    /// this is a compile error:
    ///
    /// ```compile_fail,E0080
    /// use measure::Catalog;
    /// use stage::{Demo, Worker};
    ///
    /// const WORKERS: &[Worker] = &[Worker { name: "works", main: || Ok(()) }];
    /// const DEMO: Demo = Demo { workers: WORKERS, ..Demo::new("one", &[], &[]) };
    /// const OTHER: Demo = Demo { workers: WORKERS, ..Demo::new("other", &[], &[]) };
    ///
    /// const CATALOG: Catalog = Catalog::of(&[DEMO, OTHER]);
    /// ```
    #[must_use]
    pub const fn of(demos: &'static [Demo]) -> Self {
        assert_unique_workers(demos);
        Self { demos, bare: &[], bare_crowds: &[], looks: &[], controls: &[] }
    }

    /// Every case of the tables.
    pub fn cases(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.demos.iter().flat_map(|demo| demo.cases)
    }

    /// Every case whose work has many parts.
    pub fn crowds(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.demos.iter().flat_map(|demo| demo.crowds)
    }

    /// The case with this id: one of the tables, or one that only the harness plays.
    pub(crate) fn case(&self, id: &str) -> Option<&'static Case> {
        let looks = self.looks.iter().map(|look| look.case);
        let controls = self.controls.iter().map(|control| &control.case);
        self.cases()
            .chain(self.crowds())
            .chain(looks)
            .chain(controls)
            .chain(INJECTED.iter().map(|(_, case)| case))
            .find(|case| case.id() == id)
    }

    pub(crate) fn worker(&self, name: &str) -> Option<&'static Worker> {
        self.demos.iter().flat_map(|demo| demo.workers).chain(WORKERS).find(|worker| worker.name == name)
    }

    /// How many workers the case with this id gets if others get `workers`.
    pub(crate) fn workers(&self, id: &str, workers: u32) -> u32 {
        self.case(id).map_or(workers, |case| workers.max(case.least_workers))
    }

    /// Whether the runtime with this name has worker threads.
    pub(crate) fn has_worker_threads(&self, runtime: &str) -> bool {
        self.demos.iter().any(|demo| demo.runtime == runtime && demo.has_worker_threads)
    }

    pub(crate) fn bare_crowd(&self, id: &str) -> Option<&'static BareCrowd> {
        self.bare_crowds.iter().find(|bare| bare.id == id)
    }

    pub(crate) fn bare(&self, id: &str) -> Option<&'static Bare> {
        self.bare.iter().find(|bare| bare.id == id)
    }
}

/// Panics if two workers, of the demos or of the floors, have the same name. It loops with indices because
/// a `const fn` can't use iterators.
const fn assert_unique_workers(demos: &[Demo]) {
    let mut demo = 0;
    while demo < demos.len() {
        let workers = demos[demo].workers;
        let mut worker = 0;
        while worker < workers.len() {
            let name = workers[worker].name;
            let mut found = count(WORKERS, name);
            let mut other = 0;
            while other < demos.len() {
                found += count(demos[other].workers, name);
                other += 1;
            }
            assert!(found == 1, "two workers have the same name");
            worker += 1;
        }
        demo += 1;
    }
}

/// How many of these workers have this name.
const fn count(workers: &[Worker], name: &str) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < workers.len() {
        if is_same(workers[index].name.as_bytes(), name.as_bytes()) {
            count += 1;
        }
        index += 1;
    }
    count
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}
