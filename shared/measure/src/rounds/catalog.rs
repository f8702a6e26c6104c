//! Everything that one binary can play.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use stage::{Case, Demo, Known, Text, Worker};

use crate::{machine::place::Placement, self_checks::check::INJECTED};

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
pub struct Bare<Given = Duration> {
    /// The id of the case, or the name of the floor, that it repeats.
    pub id: &'static str,
    /// Plays it once: starts the work, sleeps for the given time, asks it to stop, and returns the time from request to
    /// halt, in ns.
    pub play: fn(&Placement, Given) -> u64,
}

/// The same of a case of a crowd. It is given the number of its tasks, and the time that it returns is until the caller
/// knew of every end.
pub type BareCrowd = Bare<u32>;

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
    /// The demos alone. A program makes it once: it is kept until the program ends.
    ///
    /// # Panics
    /// If a case is not made as [`Case::check`] says, or names one of these demos `instead` that is not there or falls
    /// short as well; if two cases have the same id, or two workers the same name, because the first of them would be played for both:
    ///
    /// ```should_panic
    /// use measure::Catalog;
    /// use stage::{Bound, Case, Demo, Verdict};
    ///
    /// let case = Case::new("drop/parked", Verdict::Stopped, |_| ()).bound_by(Bound::Wake);
    /// Catalog::of([Demo::new("one").cases([case, case])]);
    /// ```
    #[must_use]
    pub fn of(demos: impl IntoIterator<Item = Demo>) -> Self {
        let demos: &'static [Demo] = demos.into_iter().collect::<Vec<_>>().leak();
        let catalog = Self { demos, bare: &[], bare_crowds: &[], looks: &[], controls: &[] };
        let mut ids = BTreeSet::new();
        for case in catalog.all_cases() {
            let id = case.id();
            case.check().unwrap_or_else(|error| panic!("{id}: {error}"));
            assert!(ids.insert(id.clone()), "two cases are named {id}");
        }
        let right = catalog.all_cases().filter(|case| case.does_it_right()).map(Case::id);
        let right: BTreeSet<String> = right.collect();
        let is_here = |id: &str| demos.iter().any(|demo| id.split('/').next() == Some(demo.runtime));
        for case in catalog.all_cases() {
            if let Some(named) = case.instead_id().filter(|id| is_here(id)) {
                assert!(right.contains(&named), "{}: {named} is no case that does it right", case.id());
            }
        }
        let mut workers = BTreeMap::new();
        for worker in demos.iter().flat_map(Demo::workers) {
            let known = workers.insert(worker.name, worker.lines);
            let is_same = known.is_none_or(|known| known == worker.lines);
            assert!(is_same, "two workers are named {}", worker.name);
        }
        catalog
    }

    /// Every case of the tables.
    pub fn cases(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.demos.iter().flat_map(|demo| &demo.cases)
    }

    /// Every case whose work has many parts.
    pub fn crowds(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.demos.iter().flat_map(|demo| &demo.crowds)
    }

    /// Every case, of one part and of many.
    pub fn all_cases(&self) -> impl Iterator<Item = &'static Case> + use<> {
        self.cases().chain(self.crowds())
    }

    /// Work whose behaviour is known, of every language.
    pub fn known(&self) -> impl Iterator<Item = &'static Known> + use<> {
        self.demos.iter().flat_map(|demo| &demo.known)
    }

    /// The features that this program was built with, of those that compile cases.
    #[must_use]
    pub fn features(&self) -> BTreeSet<&'static str> {
        self.all_cases().filter(|case| case.is_built).filter_map(|case| case.feature).collect()
    }

    /// The case with this id: one of the tables, or one that only the harness plays.
    pub(crate) fn case(&self, id: &str) -> Option<&'static Case> {
        let looks = self.looks.iter().map(|look| look.case);
        let controls = self.controls.iter().map(|control| &control.case);
        self.all_cases()
            .chain(looks)
            .chain(controls)
            .chain(self.known().map(|known| &known.case))
            .chain(INJECTED.iter().map(|(_, case)| case))
            .find(|case| case.id() == id)
    }

    pub(crate) fn worker(&self, name: &str) -> Option<&'static Worker> {
        self.demos.iter().flat_map(Demo::workers).find(|worker| worker.name == name)
    }

    /// How many workers the case with this id gets if others get `workers`.
    pub(crate) fn workers(&self, id: &str, workers: u32) -> u32 {
        self.case(id).map_or(workers, |case| workers.max(case.least_workers))
    }

    /// Whether the runtime with this name has worker threads.
    pub(crate) fn has_worker_threads(&self, runtime: &str) -> bool {
        self.demos.iter().any(|demo| demo.runtime == runtime && demo.has_worker_threads)
    }

    /// The folder of the package that holds the cases, on the machine that compiled it; `None` if they show no lines.
    #[must_use]
    pub fn folder(&self) -> Option<&'static Path> {
        self.all_cases().find_map(|case| match case.text {
            Text::Lines(lines) => Some(Path::new(lines.folder)),
            Text::None | Text::Script { .. } => None,
        })
    }
}
