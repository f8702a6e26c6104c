//! The way through the demos: the cases in the order in which they are best read.

use std::fmt::Write;

use measure::{CaseResult, Run};

use crate::{ending::ending, links::Links};

/// Some cases that belong together.
struct Stage {
    /// What they are about.
    title: &'static str,
    /// Their ids, in the order in which they are best read.
    cases: &'static [&'static str],
}

/// From Python's program to the last case. What a case teaches is the first sentence of its own comment.
const WAY: [Stage; 7] = [
    Stage {
        title: "The story",
        cases: &["python/abort/blocking-to-thread", "tokio/abort/blocking-wrapped", "threads/drop/blocking"],
    },
    Stage {
        title: "What works: ask, and the work looks",
        cases: &[
            "threads/flag/blocking",
            "threads/flag/spinning",
            "threads/channel/parked",
            "rayon/flag/spinning-par-iter",
            "tokio/flag/blocking",
        ],
    },
    Stage {
        title: "What async adds: a future can be dropped",
        cases: &[
            "tokio/drop/awaiting-select",
            "tokio/abort/awaiting",
            "tokio/drop/awaiting-join-handle",
            "smol/drop/awaiting",
            "tokio/flag/awaiting-token",
        ],
    },
    Stage {
        title: "Where it ends: work that gives no way",
        cases: &[
            "tokio/abort/hogging",
            "tokio/abort/blocking",
            "async-std/abort/blocking",
            "smol/abort/blocking",
            "rayon/abort/spinning-panic",
            "python/abort/awaiting-swallowed",
        ],
    },
    Stage {
        title: "Stuck in a wait without end",
        cases: &[
            "threads/flag/stuck-read",
            "threads/channel/stuck-read-shutdown",
            "threads/channel/stuck-accept-eventfd",
            "tokio/drop/stuck-stdin-runtime",
            "tokio/drop/stuck-dns",
        ],
    },
    Stage {
        title: "What is lost, and stopping in good order",
        cases: &[
            "tokio/drop/awaiting-read-exact",
            "tokio/drop/awaiting-recv",
            "tokio/drop/awaiting-select-by-ref",
            "tokio/drop/awaiting-async-cleanup",
            "tokio/flag/awaiting-tracker",
            "tokio/flag/awaiting-ctrl-c",
        ],
    },
    Stage {
        title: "Ending it from outside: processes",
        cases: &[
            "processes/abort/blocking-sigkill",
            "processes/abort/blocking-sigterm-handled",
            "processes/abort/blocking-grandchild",
            "processes/abort/blocking-group",
            "processes/abort/blocking-escalate-heeded",
        ],
    },
];

/// The way as lists of Markdown, with what came of each case. A case that the run has not is left out.
#[must_use]
pub fn markdown(run: &Run, links: &Links) -> String {
    let mut text = String::new();
    let mut number = 0;
    for stage in WAY {
        let _ = writeln!(text, "**{}**\n", stage.title);
        for case in stage.cases.iter().filter_map(|id| find(run, id)) {
            number += 1;
            let _ = writeln!(
                text,
                "{number}. {}: {}. *{}* ({})",
                links.source(&format!("`{}`", case.id), case),
                case.summary.trim_end_matches('.'),
                ending(run, case),
                links.page("figures", case),
            );
        }
        text.push('\n');
    }
    text
}

fn find<'a>(run: &'a Run, id: &str) -> Option<&'a CaseResult> {
    run.cases.iter().find(|case| case.id == id)
}

/// The ids of the cases that the way leads through.
pub fn cases() -> impl Iterator<Item = &'static str> {
    WAY.into_iter().flat_map(|stage| stage.cases.iter().copied())
}
