//! The way through the demos: the cases in the order in which they are best read.

use std::fmt::Write;

use report::{
    desk::{Shown, find},
    verdict::ending,
};

/// Some cases that belong together. What a case teaches is the first sentence of its own comment.
pub(super) struct Chapter {
    /// What they are about.
    title: &'static str,
    /// Their ids, in the order in which they are best read.
    pub(super) cases: &'static [&'static str],
}

/// The chapters as lists of Markdown, with what came of each case. A case that the run has not is left out.
pub(super) fn markdown(Shown { run, links, .. }: &Shown) -> String {
    let mut text = String::new();
    let mut number = 0;
    for chapter in READING {
        let _ = writeln!(text, "**{}**\n", chapter.title);
        for case in chapter.cases.iter().filter_map(|id| find(run, id)) {
            number += 1;
            let _ = writeln!(
                text,
                "{number}. {}: {}. *{}* ({})",
                links.source(&format!("`{}`", case.id), case),
                case.summary.trim_end_matches('.'),
                ending(run, case),
                links.case("figures", case),
            );
        }
        text.push('\n');
    }
    text
}

/// From Python's program to the last case.
pub(super) const READING: &[Chapter] = &[
    Chapter {
        title: "The story",
        cases: &["python/abort/blocking-to-thread", "tokio/abort/blocking-wrapped", "threads/drop/blocking"],
    },
    Chapter {
        title: "What works: ask, and the work looks",
        cases: &[
            "threads/flag/blocking",
            "threads/flag/spinning",
            "threads/channel/parked",
            "rayon/flag/spinning-par-iter",
            "tokio/flag/blocking",
        ],
    },
    Chapter {
        title: "What async adds: a future can be dropped",
        cases: &[
            "tokio/drop/awaiting-select",
            "tokio/abort/awaiting",
            "tokio/drop/awaiting-join-handle",
            "smol/drop/awaiting",
            "tokio/flag/awaiting-token",
        ],
    },
    Chapter {
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
    Chapter {
        title: "Stuck in a wait without end",
        cases: &[
            "threads/flag/stuck-read",
            "threads/channel/stuck-read-shutdown",
            "threads/channel/stuck-accept-eventfd",
            "tokio/drop/stuck-stdin-runtime",
            "tokio/drop/stuck-dns",
        ],
    },
    Chapter {
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
    Chapter {
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
