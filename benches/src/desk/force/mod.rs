//! What force costs: work that does not look is ended from outside, and something is left behind.

mod picture;
mod ways;

use std::fmt::Write;

use measure::{CaseResult, Run};
use report::{
    desk::{find, table},
    figure,
    links::Links,
    verdict::{self, ending, symbol},
};
use stage::Verdict;

pub(super) use picture::picture;
pub(super) use ways::{FORCE, LIMITS};

/// A way to end by force what does not look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Force {
    /// What ends what.
    pub(super) what: &'static str,
    /// The case that measures it.
    pub(super) case: &'static str,
    /// What becomes of a lock that the work held.
    pub(super) locks: &'static [Lock],
    /// What is said of the clean-up, if it is not only the work's.
    pub(super) cleans: Option<&'static str>,
    /// What is said of the looks that let it be ended.
    pub(super) looks: &'static str,
}

/// A lock that the work held, and what its case shows of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lock {
    /// The case.
    pub(super) case: &'static str,
    /// What is said if the case's invariant holds.
    pub(super) holds: &'static str,
    /// What is said if it is broken.
    pub(super) broken: &'static str,
}

/// A [`Lock`] in one line.
const fn lock(case: &'static str, holds: &'static str, broken: &'static str) -> Lock {
    Lock { case, holds, broken }
}

/// The ways that a run has played, each with its case.
pub(super) fn played<'a>(
    forces: &'static [Force],
    run: &'a Run,
) -> impl Iterator<Item = (&'static Force, &'a CaseResult)> {
    let case = |force: &Force| find(run, force.case).filter(|case| was_played(case));
    forces.iter().filter_map(move |force| Some((force, case(force)?)))
}

impl Force {
    /// Its cases of locks that a run has played.
    pub(super) fn locks<'a>(&self, run: &'a Run) -> impl Iterator<Item = (&'static str, &'a CaseResult)> {
        self.locks.iter().filter_map(move |lock| {
            let case = find(run, lock.case)?;
            let said = if case.invariant? { lock.holds } else { lock.broken };
            Some((said, case))
        })
    }
}

fn was_played(case: &CaseResult) -> bool {
    case.verdict.is_some_and(|verdict| verdict != Verdict::NotOffered)
}

/// Whether the clean-up ran, in words.
pub(super) fn cleans_up(force: &Force, case: &CaseResult) -> &'static str {
    match case.verdict {
        Some(Verdict::Stopped) => force.cleans.unwrap_or("runs"),
        Some(Verdict::Killed) => "none",
        _ => "",
    }
}

/// The table; empty if the run has played none of these.
pub(super) fn markdown(forces: &'static [Force], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for (force, case) in played(forces, run) {
        let locks: Vec<String> = force.locks(run).map(|(said, lock)| links.case(said, lock)).collect();
        let lost = [case].into_iter().chain(force.locks(run).map(|(_, lock)| lock)).find_map(|case| {
            let (lost, given) = case.records_lost.zip(case.records_given)?;
            Some(format!("{lost} of {given}"))
        });
        let _ = writeln!(
            text,
            "| {} | {} {} | {} | {} | {} | {} | {} |",
            links.source(force.what, case),
            symbol(case.verdict),
            case.verdict.map_or("", Verdict::as_str),
            links.case(&figure::halt(run, case), case),
            cleans_up(force, case),
            lost.unwrap_or_else(|| "not counted".to_owned()),
            if locks.is_empty() { "not measured".to_owned() } else { locks.join("<br>") },
            force.looks,
        );
    }
    let head = "| what ends what | verdict | takes | clean-up | loses | a lock that it held | computing work takes |\n\
                | --- | --- | ---: | --- | --- | --- | --- |\n";
    table(head, &text)
}

/// What force does not end, a line each: the cases that show it.
pub(super) fn limits(ids: &[&str], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for id in ids {
        if let Some(case) = find(run, id).filter(|case| was_played(case)) {
            let id = links.source(&format!("`{id}`"), case);
            let _ = writeln!(text, "- {id}: {}. *{}*", case.summary, ending(run, case));
        }
    }
    text
}

/// Whether force has left something that the others have to do with: a lock that stays locked, or data half done.
pub(super) fn leaves_something(case: &CaseResult) -> bool {
    verdict::is_lossy(case) && case.invariant == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::recorded_run;

    /// What a case became.
    struct Played {
        id: &'static str,
        verdict: Verdict,
        invariant: Option<bool>,
    }

    const FORCES: &[Force] = &[
        Force {
            what: "a process, by SIGKILL",
            case: "processes/abort/blocking-sigkill",
            locks: &[
                lock("a/abort/blocking-lock", "shared memory: free", "shared memory: locked for ever"),
                lock("a/abort/blocking-file-lock", "a file's: free", "a file's: locked"),
            ],
            cleans: None,
            looks: "1 ×: nothing is added",
        },
        Force {
            what: "a guest",
            case: "b/abort/spinning",
            locks: &[lock("b/abort/spinning-lock", "free", "locked")],
            cleans: Some("the host's"),
            looks: "compiled in",
        },
        Force { what: "a worker", case: "c/abort/spinning", locks: &[], cleans: None, looks: "" },
    ];

    /// A run in which SIGKILL was played as it was recorded, and these cases as copies of it.
    fn run(cases: &[Played]) -> Run {
        let mut run = recorded_run("page/first.json");
        let recorded = find(&run, "processes/abort/blocking-sigkill").expect("it is recorded").clone();
        run.cases = vec![recorded.clone()];
        run.cases.extend(cases.iter().map(|played| CaseResult {
            id: played.id.to_owned(),
            verdict: Some(played.verdict),
            invariant: played.invariant,
            ..recorded.clone()
        }));
        run
    }

    /// A case without invariant.
    fn played(id: &'static str, verdict: Verdict) -> Played {
        Played { id, verdict, invariant: None }
    }

    #[test]
    fn a_row_says_what_was_left_behind_and_who_looks() {
        let locked = played("a/abort/blocking-lock", Verdict::Killed);
        let unlocked = played("a/abort/blocking-file-lock", Verdict::Killed);
        let looked = played("b/abort/spinning", Verdict::Stopped);
        let run = run(&[
            Played { invariant: Some(false), ..locked },
            Played { invariant: Some(true), ..unlocked },
            looked,
            played("c/abort/spinning", Verdict::NotOffered),
            played("d/abort/spinning", Verdict::NotOffered),
        ]);
        let links = Links::from_below(0, "results");
        let text = markdown(FORCES, &run, &links);
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(rows.len(), 2, "{text}");
        for said in [
            "† killed",
            "| none |",
            "1 of ",
            "shared memory: locked for ever",
            "a file's: free",
            "1 ×: nothing",
        ] {
            assert!(rows[0].contains(said), "{said}: {text}");
        }
        for said in ["● stopped", "| the host's |", "| not measured |", "| compiled in |"] {
            assert!(rows[1].contains(said), "{said}: {text}");
        }
        assert_eq!(limits(&["d/abort/spinning"], &run, &links), "");
        assert_eq!(markdown(&[], &run, &links), "");
    }

    #[test]
    fn a_lock_says_what_its_case_has_shown() {
        let said = |invariant| {
            let killed = played("a/abort/blocking-file-lock", Verdict::Killed);
            let run = run(&[Played { invariant, ..killed }]);
            FORCES[0].locks(&run).map(|(said, case)| (said, leaves_something(case))).collect::<Vec<_>>()
        };
        assert_eq!(said(Some(true)), [("a file's: free", false)]);
        assert_eq!(said(Some(false)), [("a file's: locked", true)]);
        assert_eq!(said(None), []);
    }
}
