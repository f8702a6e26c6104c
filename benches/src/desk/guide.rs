//! The decision guide: what a reader has, what to use, and the case that measured it.

use std::fmt::Write;

use measure::{CaseResult, Run};
use report::{
    desk::{
        guide::{Advice, advice, lines},
        table,
    },
    figure, grid,
    links::Links,
    verdict::{self, lost},
};
use stage::Verdict;

/// The guide, in the order of its table.
pub(super) const GUIDE: &[Advice] = &[
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

/// The guide with the case of each line and its verdict; empty if it has no line.
pub(super) fn long(guide: &[Advice], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for (advice, case) in lines(guide, run) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            advice.have,
            advice.with,
            links.source(&format!("`{}`", case.id), case),
            verdict::with_its_sign(run, case),
            links.case(&takes(run, case), case),
            loses(case),
        );
    }
    table(
        "| I have … | use | measured by | verdict | takes | loses |\n| --- | --- | --- | --- | ---: | --- |\n",
        &text,
    )
}

/// So many lines has the guide in short: what people ask most stands first.
const SHORT: usize = 10;

/// Its first lines, without verdicts and the names of cases; empty if it has no line.
pub(super) fn short(guide: &[Advice], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for (advice, case) in lines(guide, run).take(SHORT) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            advice.have,
            links.source(advice.with, case),
            links.case(&takes(run, case), case),
            loses(case)
        );
    }
    table("| I have … | use | takes | loses |\n| --- | --- | ---: | --- |\n", &text)
}

/// How long it takes, or what comes of it if that has no time.
fn takes(run: &Run, case: &CaseResult) -> String {
    let takes = figure::takes(run, case);
    if takes.is_empty() { grid::meaning(case.verdict).to_owned() } else { takes }
}

/// What the case lost, as far as it counts records; else whether no destructor ran.
fn loses(case: &CaseResult) -> String {
    let lost = lost(case);
    match case.verdict {
        _ if !lost.is_empty() && case.records_lost.is_some() => format!("{lost} records"),
        Some(Verdict::Killed) => "no destructor runs".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::recorded_run;

    #[test]
    fn a_line_has_the_figures_of_its_case_and_is_left_out_without_one() {
        let mut run = recorded_run("snapshots/run.json");
        for case in &mut run.cases {
            case.path = format!("demos/{}/src/{}.rs", case.runtime, case.mechanism);
        }
        let guide = [
            advice("a future that you hold", "drop it", "tokio/drop/awaiting-select"),
            advice("a message", "`reserve`", "tokio/drop/awaiting-reserve"),
            advice("a task", "`abort()`", "tokio/abort/awaiting"),
        ];
        let ids: Vec<&str> = lines(&guide, &run).map(|(_, case)| case.id.as_str()).collect();
        assert_eq!(ids, ["tokio/drop/awaiting-select", "tokio/abort/awaiting"]);
        let select =
            long(&guide, &run, &Links::from_below(1, "results")).lines().nth(2).expect("a line").to_owned();
        let case = run.cases.iter().find(|case| case.id == ids[0]).expect("it is there");
        assert!(select.contains(&figure::takes(&run, case)), "{select}");
        assert!(select.contains("](../demos/tokio/src/drop.rs) | ● stopped"), "{select}");
        let short = short(&guide, &run, &Links::from_below(0, "results"));
        assert!(short.contains("](demos/tokio/src/drop.rs)"), "{short}");
        assert_eq!(long(&guide[1..2], &run, &Links::from_below(0, "results")), "");
    }
}
