//! The matrix as data: a row for each runtime and kind of work, a column for each mechanism.

use measure::{CaseResult, Run};
use stage::{Verdict, Work};

use crate::{
    grid,
    precision::Precision,
    verdict::{self, watched_ns, with_horizon},
};

/// A row: one runtime, one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The runtime.
    pub runtime: String,
    /// The kind of work.
    pub work: Work,
    /// A field for each mechanism, in the order of [`stage::Mechanism::ALL`].
    pub fields: Vec<Vec<Group>>,
}

/// The cases of one field that have the same verdict, and that lost something or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Their verdict; `None` if every playing failed.
    pub verdict: Option<Verdict>,
    /// Whether they lost something.
    pub is_lossy: bool,
    /// The least and the greatest p50 of their halts, in ns.
    pub halts: Option<(u64, u64)>,
    /// The shortest time for which those that go on were watched, in ns; `None` if the verdict needs no horizon.
    pub watched_ns: Option<u64>,
    /// Whether one of their figures is in doubt.
    pub is_in_doubt: bool,
    /// Whether each behaved as its demo says.
    pub as_expected: bool,
}

impl Group {
    /// The times that its cell shows; `None` if work goes on, although a playing may have halted.
    pub fn times(&self) -> Option<(u64, u64)> {
        self.halts.filter(|_| self.watched_ns.is_none())
    }

    /// Its times in words, no more exact than `precision`; if it has none, the verdict and how long the work was
    /// watched. A `?` means that a figure is in doubt, and `lossy` that something was lost.
    pub fn said(&self, precision: Precision) -> String {
        match self.times() {
            Some((low, high)) => {
                let doubt = if self.is_in_doubt { " ?" } else { "" };
                precision.range(low, high) + doubt + verdict::lossy_mark(self.is_lossy)
            }
            None => with_horizon(self.verdict, self.watched_ns) + verdict::lossy_mark(self.is_lossy),
        }
    }
}

/// The rows of a run, without those that have no case.
pub fn rows(run: &Run) -> Vec<Row> {
    let of = |runtime: &str| {
        let row = |row: grid::Row<'_>| Row {
            runtime: runtime.to_owned(),
            work: row.work,
            fields: row.fields.iter().map(|field| groups(run, &field.cases)).collect(),
        };
        grid::rows(run, runtime).into_iter().map(row).collect::<Vec<_>>()
    };
    grid::runtimes(run).into_iter().flat_map(of).collect()
}

/// The verdicts that occur, in the order of the legends; `None` stands for one that every playing failed.
pub fn verdicts(rows: &[Row]) -> impl Iterator<Item = Option<Verdict>> {
    let groups = || rows.iter().flat_map(|row| row.fields.iter().flatten());
    let all = Verdict::ALL.iter().copied().map(Some).chain([None]);
    all.filter(move |verdict| groups().any(|group| group.verdict == *verdict))
}

fn groups(run: &Run, cases: &[&CaseResult]) -> Vec<Group> {
    let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
    let kinds = verdicts.flat_map(|verdict| [(verdict, false), (verdict, true)]);
    let groups = kinds.filter_map(|(verdict, is_lossy)| {
        let is_alike = |case: &&&CaseResult| case.verdict == verdict && verdict::is_lossy(case) == is_lossy;
        let alike: Vec<&&CaseResult> = cases.iter().filter(is_alike).collect();
        let halts = || alike.iter().filter_map(|case| Some(case.halt_ns?.p50));
        (!alike.is_empty()).then(|| Group {
            verdict,
            is_lossy,
            halts: halts().min().zip(halts().max()),
            watched_ns: alike.iter().filter_map(|case| watched_ns(run, case)).min(),
            is_in_doubt: alike.iter().any(|case| case.halt_ns.is_some() && !case.doubts.is_empty()),
            as_expected: alike.iter().all(|case| case.is_as_expected()),
        })
    });
    groups.collect()
}
