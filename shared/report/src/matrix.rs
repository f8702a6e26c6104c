//! The matrix, before anybody draws it: runtimes and what the work does down, mechanisms across.

use measure::{CaseResult, Run};
use stage::{Mechanism, Verdict, Work};

/// A row: one runtime, one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The runtime.
    pub runtime: String,
    /// What its work does.
    pub work: Work,
    /// A field for each mechanism, in the order of [`Mechanism::ALL`].
    pub fields: Vec<Vec<Group>>,
}

/// The cases of one field that have the same verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Their verdict; none where every playing failed.
    pub verdict: Option<Verdict>,
    /// The least and the greatest p50 of their halts, in ns.
    pub halts: Option<(u64, u64)>,
    /// Whether each behaved as its demo says.
    pub as_expected: bool,
}

/// The rows of a run, without those that have no case.
#[must_use]
pub fn rows(run: &Run) -> Vec<Row> {
    let mut runtimes: Vec<&str> = run.cases.iter().map(|case| case.runtime.as_str()).collect();
    runtimes.dedup();
    let rows = runtimes.iter().flat_map(|runtime| {
        Work::ALL.iter().map(|work| {
            let of = |mechanism: &Mechanism| -> Vec<&CaseResult> {
                let all = run.cases.iter();
                all.filter(|case| {
                    case.runtime == *runtime && case.work == *work && case.mechanism == *mechanism
                })
                .collect()
            };
            let fields = Mechanism::ALL.iter().map(|mechanism| groups(&of(mechanism))).collect();
            Row { runtime: (*runtime).to_owned(), work: *work, fields }
        })
    });
    rows.filter(|row| row.fields.iter().any(|field| !field.is_empty())).collect()
}

fn groups(cases: &[&CaseResult]) -> Vec<Group> {
    let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
    let groups = verdicts.filter_map(|verdict| {
        let alike: Vec<&&CaseResult> = cases.iter().filter(|case| case.verdict == verdict).collect();
        let halts = || alike.iter().filter_map(|case| Some(case.halt_ns?.p50));
        (!alike.is_empty()).then(|| Group {
            verdict,
            halts: halts().min().zip(halts().max()),
            as_expected: alike.iter().all(|case| case.is_as_expected()),
        })
    });
    groups.collect()
}
