//! The decision guide: what a reader has, what to use, and the case of the run that measured it.

use std::fmt::Write;

use measure::{CaseResult, Run};
use stage::Verdict;

use crate::{figure, horizon, links::Links, loss::lost, symbol::symbol};

/// A line of the guide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Advice {
    /// What the reader has.
    pub(crate) have: &'static str,
    /// What stops it.
    pub(crate) with: &'static str,
    /// The case that measures it.
    case: &'static str,
}

const fn advice(have: &'static str, with: &'static str, case: &'static str) -> Advice {
    Advice { have, with, case }
}

/// The runs' cases are the evidence: a line without its case in the run is left out.
const GUIDE: [Advice; 21] = [
    advice("a future that you hold", "drop it, by `select!` or `timeout`", "tokio/drop/awaiting-select"),
    advice(
        "a future that holds half a message",
        "a future that is cancel safe: `recv`, not `read_exact`",
        "tokio/drop/awaiting-recv",
    ),
    advice("a task that you may cut off", "`abort()`, and await its handle", "tokio/abort/awaiting"),
    advice("a task that must clean up", "a `CancellationToken` that it awaits", "tokio/flag/awaiting-token"),
    advice(
        "many tasks that must clean up",
        "a `TaskTracker` with the token, and its `wait()`",
        "tokio/flag/awaiting-tracker",
    ),
    advice(
        "a task with a clean-up that awaits",
        "the clean-up spawned on a `TaskTracker`, and its `wait()`",
        "tokio/drop/awaiting-tracked",
    ),
    advice("a message that must not be lost", "`reserve`, and then send", "tokio/drop/awaiting-reserve"),
    advice(
        "a frame that must be written whole",
        "a task that owns the writer",
        "tokio/drop/awaiting-owned-task",
    ),
    advice("work that must not be cut off", "spawned, and awaited", "tokio/abort/awaiting-shielded"),
    advice(
        "a short blocking closure",
        "let it end, and await its handle; `abort()` ends only one that has not begun",
        "tokio/abort/blocking-queued",
    ),
    advice("a blocking loop", "a flag that it looks at", "tokio/flag/blocking"),
    advice(
        "a blocking loop that sleeps",
        "a wait that the message ends: `recv_timeout`",
        "tokio/channel/parked",
    ),
    advice("a thread that computes", "an `AtomicBool` that it looks at", "threads/flag/spinning"),
    advice("a thread in `read`", "`shutdown()` on its socket", "threads/channel/stuck-read-shutdown"),
    advice(
        "a thread in `accept`",
        "`poll` over the listener and an eventfd",
        "threads/channel/stuck-accept-eventfd",
    ),
    advice("a parallel iterator", "a flag and `try_for_each`", "rayon/flag/spinning-par-iter"),
    advice("foreign code that never looks", "a process, and SIGKILL", "processes/abort/blocking-sigkill"),
    advice("a child process that cleans up", "the end of its input", "processes/channel/parked-stdin-closed"),
    advice(
        "a child process that may ignore you",
        "a ladder: end of input, SIGTERM, SIGKILL, each with a deadline",
        "processes/abort/blocking-escalate-heeded",
    ),
    advice(
        "a child with children of its own",
        "a group of its own, killed as one",
        "processes/abort/blocking-group",
    ),
    advice(
        "a pipe that a dead child's child holds open",
        "the same: kill its group",
        "processes/abort/stuck-output-group",
    ),
];

/// The guide with the case of each line and its verdict, for `demos/README.md`.
#[must_use]
pub fn long(run: &Run, links: &Links) -> String {
    let mut text = String::from(
        "| I have … | use | measured by | verdict | takes | loses |\n| --- | --- | --- | --- | ---: | --- |\n",
    );
    for (advice, case) in lines(run) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} {} | {} | {} |",
            advice.have,
            advice.with,
            links.source(&format!("`{}`", case.id), case),
            symbol(case.verdict),
            horizon::verdict(run, case),
            links.page(&figure::halt(run, case), case),
            loses(case),
        );
    }
    text
}

/// The guide in short, for the root README.
#[must_use]
pub fn short(run: &Run, links: &Links) -> String {
    let mut text = String::from("| I have … | use | takes | loses |\n| --- | --- | ---: | --- |\n");
    for (advice, case) in lines(run) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            advice.have,
            links.source(advice.with, case),
            links.page(&figure::halt(run, case), case),
            loses(case)
        );
    }
    text
}

/// The ids of the cases that the guide refers to.
pub fn cases() -> impl Iterator<Item = &'static str> {
    GUIDE.into_iter().map(|advice| advice.case)
}

/// The lines whose cases are in the run and behaved as expected, with these.
pub(crate) fn lines(run: &Run) -> impl Iterator<Item = (Advice, &CaseResult)> {
    let case = |id: &str| run.cases.iter().find(|case| case.id == id && case.is_as_expected());
    GUIDE.into_iter().filter_map(move |advice| Some((advice, case(advice.case)?)))
}

/// What the case lost, as far as it counts records; else whether the work's destructors ran.
fn loses(case: &CaseResult) -> String {
    let lost = lost(case);
    match case.verdict {
        _ if !lost.is_empty() && case.records_lost.is_some() => format!("{lost} records"),
        Some(Verdict::Killed) => "not counted; no destructor runs".to_owned(),
        Some(Verdict::Stopped) => "not counted; its destructors run".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_line_has_the_figures_of_its_case_and_is_left_out_without_one() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/snapshots/run.json");
        let mut run = crate::results_file::run(&file).expect("a run");
        for case in &mut run.cases {
            case.path = format!("demos/{}/src/{}.rs", case.runtime, case.mechanism);
        }
        let ids: Vec<&str> = lines(&run).map(|(_, case)| case.id.as_str()).collect();
        let played = ["tokio/drop/awaiting-select", "tokio/abort/awaiting", "tokio/abort/blocking-queued"];
        assert_eq!(ids[..3], played);
        let select = long(&run, &Links::from_below(1, "results")).lines().nth(2).expect("a line").to_owned();
        let case = run.cases.iter().find(|case| case.id == ids[0]).expect("it is there");
        assert!(select.contains(&figure::halt(&run, case)), "{select}");
        assert!(select.contains("](../demos/tokio/src/drop.rs) | ● stopped"), "{select}");
        let short = short(&run, &Links::from_below(0, "results"));
        assert!(short.contains("](demos/tokio/src/drop.rs)"), "{short}");
    }
}
