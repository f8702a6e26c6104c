//! What force costs: work that does not look is ended from outside, and something is left behind.

use std::fmt::Write;

use measure::{CaseResult, Run};
use stage::Verdict;

use crate::{ending::ending, figure, links::Links, loss, symbol::symbol};

/// A way to end by force what does not look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Force {
    /// What ends what.
    pub(crate) what: &'static str,
    /// The case that measures it.
    case: &'static str,
    /// What becomes of a lock that the work held.
    locks: &'static [Lock],
    /// What is said of the clean-up, if it is not only the work's.
    cleans: Option<&'static str>,
    /// What is said of looks if the run measured none.
    looks: &'static str,
}

/// A lock that the work held, and what its case shows of it.
#[derive(Debug, Clone, Copy)]
struct Lock {
    case: &'static str,
    /// What is said if the case's invariant holds.
    holds: &'static str,
    /// What is said if it is broken.
    broken: &'static str,
}

const fn lock(case: &'static str, holds: &'static str, broken: &'static str) -> Lock {
    Lock { case, holds, broken }
}

/// Nothing is compiled into the work.
const NOTHING: &str = "1 ×: nothing is added";
/// The engine looks in any case, so there is no loop without it to compare with.
const ALWAYS: &str = "in the engine, always";

const FORCES: [Force; 9] = [
    Force {
        what: "a process, by SIGKILL",
        case: "processes/abort/blocking-sigkill",
        locks: &[
            lock(
                "processes/abort/blocking-sigkill-lock",
                "shared memory: free",
                "shared memory: locked for ever",
            ),
            lock(
                "c/abort/blocking-sigkill-robust",
                "robust: free, and the next one is told",
                "robust: not told",
            ),
            lock("processes/abort/blocking-sigkill-file-lock", "a file's: free", "a file's: locked"),
        ],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "Python's process, by `terminate()`",
        case: "python/abort/blocking-terminate",
        locks: &[lock(
            "python/abort/blocking-terminate-lock",
            "free",
            "a `multiprocessing.Lock`: locked for ever",
        )],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a guest in WebAssembly, by an epoch",
        case: "wasmtime/abort/spinning-epoch",
        locks: &[
            lock(
                "wasmtime/abort/spinning-epoch-lock",
                "the host's: free, its guard is dropped",
                "the host's: locked",
            ),
            lock(
                "wasmtime/abort/spinning-epoch-shared-lock",
                "the guests': free",
                "the guests' own: locked for ever",
            ),
        ],
        cleans: Some("the host\'s"),
        looks: "",
    },
    Force {
        what: "a guest in WebAssembly, by fuel and `abort()`",
        case: "wasmtime/abort/spinning-fuel",
        locks: &[lock(
            "wasmtime/abort/spinning-fuel-shared-lock",
            "the guests': free",
            "the guests' own: locked for ever",
        )],
        cleans: Some("the host\'s"),
        looks: "",
    },
    Force {
        what: "a JavaScript worker, by `terminate()`",
        case: "node/abort/spinning-terminate",
        locks: &[lock("node/abort/spinning-terminate-lock", "free", "shared memory: locked for ever")],
        cleans: None,
        looks: ALWAYS,
    },
    Force {
        what: "a C thread, by `pthread_cancel`, deferred",
        case: "c/abort/blocking-pthread-cancel",
        locks: &[lock("c/abort/blocking-pthread-cancel-lock", "free", "a mutex: locked for ever")],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a C thread, by `pthread_cancel`, asynchronous",
        case: "c/abort/spinning-pthread-cancel-async",
        locks: &[lock("c/abort/spinning-pthread-cancel-async-lock", "free", "a mutex: locked for ever")],
        cleans: None,
        looks: NOTHING,
    },
    Force {
        what: "a Java thread, by `Thread.stop` (until 19)",
        case: "java/abort/spinning-stop",
        locks: &[lock(
            "java/abort/spinning-stop-lock",
            "free",
            "a monitor: free, what it protects half done",
        )],
        cleans: None,
        looks: ALWAYS,
    },
    Force {
        what: "a Python thread, by `SetAsyncExc`",
        case: "python/abort/spinning-async-raise",
        locks: &[lock(
            "python/abort/spinning-async-raise-lock",
            "free",
            "a lock: free, what it protects half done",
        )],
        cleans: None,
        looks: ALWAYS,
    },
];

/// The ids of all cases that the tables are made of.
pub fn cases() -> impl Iterator<Item = &'static str> {
    let of = |force: &'static Force| [force.case].into_iter().chain(force.locks.iter().map(|lock| lock.case));
    FORCES.iter().flat_map(of).chain(LIMITS)
}

/// The ways that a run has played, each with its case.
pub(crate) fn played(run: &Run) -> impl Iterator<Item = (&'static Force, &CaseResult)> {
    FORCES.iter().filter_map(|force| Some((force, case(run, force.case).filter(|case| was_played(case))?)))
}

impl Force {
    /// Its cases of locks that a run has played.
    pub(crate) fn locks<'a>(&self, run: &'a Run) -> impl Iterator<Item = (&'static str, &'a CaseResult)> {
        self.locks.iter().filter_map(move |lock| {
            let case = case(run, lock.case)?;
            let said = if case.invariant? { lock.holds } else { lock.broken };
            Some((said, case))
        })
    }

    /// How many times as long the work takes for what lets it be ended, in words.
    pub(crate) fn slowdown(&self, case: &CaseResult) -> String {
        case.slowdown.map_or_else(|| self.looks.to_owned(), slower)
    }
}

/// The least and the most of a slowdown: `1.00–2.08 ×`.
pub(crate) fn slower([least, most]: [f64; 2]) -> String {
    format!("{least:.2}–{most:.2} ×")
}

fn case<'a>(run: &'a Run, id: &str) -> Option<&'a CaseResult> {
    run.cases.iter().find(|case| case.id == id)
}

fn was_played(case: &CaseResult) -> bool {
    case.verdict.is_some_and(|verdict| verdict != Verdict::NotOffered)
}

/// Whether the clean-up ran, in words.
pub(crate) fn cleans_up(force: &Force, case: &CaseResult) -> &'static str {
    match case.verdict {
        Some(Verdict::Stopped) => force.cleans.unwrap_or("runs"),
        Some(Verdict::Killed) => "none",
        _ => "",
    }
}

/// The table.
#[must_use]
pub fn markdown(run: &Run, links: &Links) -> String {
    let mut text = String::from(
        "| what ends what | verdict | takes | clean-up | loses | a lock that it held | computing work takes |\n\
         | --- | --- | ---: | --- | --- | --- | --- |\n",
    );
    for (force, case) in played(run) {
        let locks: Vec<String> = force.locks(run).map(|(said, lock)| links.page(said, lock)).collect();
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
            links.page(&figure::halt(run, case), case),
            cleans_up(force, case),
            lost.unwrap_or_else(|| "not counted".to_owned()),
            if locks.is_empty() { "not measured".to_owned() } else { locks.join("<br>") },
            force.slowdown(case),
        );
    }
    text
}

/// What force does not end, a line each: the cases that show it.
#[must_use]
pub fn limits(run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for id in LIMITS {
        if let Some(case) = case(run, id).filter(|case| was_played(case)) {
            let id = links.source(&format!("`{id}`"), case);
            let _ = writeln!(text, "- {id}: {}. *{}*", case.summary, ending(run, case));
        }
    }
    text
}

/// Cases that show where force ends.
const LIMITS: [&str; 6] = [
    "c/abort/spinning-pthread-cancel",
    "java/abort/spinning-interrupt",
    "wasmtime/abort/stuck-host-call",
    "python/abort/spinning-extension",
    "node/channel/spinning-message",
    "processes/abort/blocking-grandchild",
];

/// Whether force has left something that the others have to do with: a lock that stays locked, or data half done.
pub(crate) fn leaves_something(case: &CaseResult) -> bool {
    loss::is_lossy(case) && case.invariant == Some(false)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// What a case became.
    struct Played {
        id: &'static str,
        verdict: Verdict,
        invariant: Option<bool>,
        slowdown: Option<[f64; 2]>,
    }

    /// A run in which SIGKILL was played as it was recorded, and these cases as copies of it.
    fn run(cases: &[Played]) -> Run {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/page/first.json");
        let mut run = crate::results_file::run(&file).expect("a run");
        let recorded = case(&run, "processes/abort/blocking-sigkill").expect("it is recorded").clone();
        run.cases = vec![recorded.clone()];
        run.cases.extend(cases.iter().map(|played| CaseResult {
            id: played.id.to_owned(),
            verdict: Some(played.verdict),
            invariant: played.invariant,
            slowdown: played.slowdown,
            ..recorded.clone()
        }));
        run
    }

    /// A case without invariant and slowdown.
    fn played(id: &'static str, verdict: Verdict) -> Played {
        Played { id, verdict, invariant: None, slowdown: None }
    }

    #[test]
    fn a_row_says_what_was_left_behind_and_what_the_looks_cost() {
        let locked = played("processes/abort/blocking-sigkill-lock", Verdict::Killed);
        let unlocked = played("processes/abort/blocking-sigkill-file-lock", Verdict::Killed);
        let looked = played("wasmtime/abort/spinning-epoch", Verdict::Stopped);
        let run = run(&[
            Played { invariant: Some(false), ..locked },
            Played { invariant: Some(true), ..unlocked },
            Played { slowdown: Some([1.0, 2.041]), ..looked },
            played("node/abort/spinning-terminate", Verdict::NotOffered),
            played("c/abort/spinning-pthread-cancel", Verdict::NotOffered),
        ]);
        let text = markdown(&run, &Links::from_below(0, "results"));
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(rows.len(), 2, "{text}");
        for said in
            ["† killed", "| none |", "1 of ", "shared memory: locked for ever", "a file's: free", NOTHING]
        {
            assert!(rows[0].contains(said), "{said}: {text}");
        }
        for said in ["● stopped", "| the host's |", "| not measured |", "1.00–2.04 ×"] {
            assert!(rows[1].contains(said), "{said}: {text}");
        }
        assert_eq!(limits(&run, &Links::from_below(0, "results")), "");
    }

    #[test]
    fn a_lock_says_what_its_case_has_shown() {
        let said = |invariant| {
            let killed = played("c/abort/blocking-sigkill-robust", Verdict::Killed);
            let run = run(&[Played { invariant, ..killed }]);
            FORCES[0].locks(&run).map(|(said, case)| (said, leaves_something(case))).collect::<Vec<_>>()
        };
        assert_eq!(said(Some(true)), [("robust: free, and the next one is told", false)]);
        assert_eq!(said(Some(false)), [("robust: not told", true)]);
        assert_eq!(said(None), []);
    }
}
