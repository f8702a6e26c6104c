//! The decision guide as Markdown: what a reader has, what to use, and the case that measured it.

use std::fmt::Write;

use measure::{CaseResult, Run};
use report::{
    desk::{
        guide::{Advice, lines, takes},
        table,
    },
    links::Links,
    verdict::{self, lost},
};
use stage::Verdict;

use super::advice::ELSEWHERE;

/// The guide with the case of each line and its verdict, and what is not ours; empty if it has no line.
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
            links.case(&takes(advice, run, case), case),
            loses(case),
        );
    }
    let shown = table(
        "| I have … | use | measured by | verdict | takes | loses |\n| --- | --- | --- | --- | ---: | --- |\n",
        &text,
    );
    if shown.is_empty() { shown } else { format!("{shown}\n{}\n", ELSEWHERE.join("\n")) }
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
            links.case(&takes(advice, run, case), case),
            loses(case)
        );
    }
    table("| I have … | use | takes | loses |\n| --- | --- | ---: | --- |\n", &text)
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
    use report::desk::guide::advice;

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
        assert!(select.contains(&takes(guide[0], &run, case)), "{select}");
        assert!(select.contains("](../demos/tokio/src/drop.rs) | ● stopped"), "{select}");
        let untimed = [guide[0].untimed()];
        let untimed = long(&untimed, &run, &Links::from_below(1, "results"));
        assert!(untimed.contains("| [–](") && !untimed.contains(&takes(guide[0], &run, case)), "{untimed}");
        let short = short(&guide, &run, &Links::from_below(0, "results"));
        assert!(short.contains("](demos/tokio/src/drop.rs)"), "{short}");
        assert_eq!(long(&guide[1..2], &run, &Links::from_below(0, "results")), "");
    }
}
