//! The decision guide: what a reader has, what to use, and the case of the run that measured it.

use std::fmt::Write;

use measure::{CaseResult, Run};
use stage::Verdict;

use super::{find, table};
use crate::{
    figure,
    links::Links,
    verdict::{self, lost, symbol},
};

/// A line of the guide. The case is its evidence: without it in the run, the line is left out.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// What the reader has.
    pub have: &'static str,
    /// What stops it.
    pub with: &'static str,
    /// The case that measures it.
    pub case: &'static str,
}

/// An [`Advice`] in one line.
pub const fn advice(have: &'static str, with: &'static str, case: &'static str) -> Advice {
    Advice { have, with, case }
}

/// The guide with the case of each line and its verdict; empty if it has no line.
pub fn long(guide: &[Advice], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for (advice, case) in lines(guide, run) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} {} | {} | {} |",
            advice.have,
            advice.with,
            links.source(&format!("`{}`", case.id), case),
            symbol(case.verdict),
            verdict::with_its_horizon(run, case),
            links.page(&figure::halt(run, case), case),
            loses(case),
        );
    }
    table(
        "| I have … | use | measured by | verdict | takes | loses |\n| --- | --- | --- | --- | ---: | --- |\n",
        &text,
    )
}

/// The guide without verdicts and the names of cases; empty if it has no line.
pub fn short(guide: &[Advice], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for (advice, case) in lines(guide, run) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            advice.have,
            links.source(advice.with, case),
            links.page(&figure::halt(run, case), case),
            loses(case)
        );
    }
    table("| I have … | use | takes | loses |\n| --- | --- | ---: | --- |\n", &text)
}

/// The lines whose cases are in the run and behaved as expected, with these.
pub(crate) fn lines<'a>(guide: &[Advice], run: &'a Run) -> impl Iterator<Item = (Advice, &'a CaseResult)> {
    let case = |id: &str| find(run, id).filter(|case| case.is_as_expected());
    guide.iter().filter_map(move |advice| Some((*advice, case(advice.case)?)))
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
    use super::*;
    use crate::results_file::recorded_run;

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
        assert!(select.contains(&figure::halt(&run, case)), "{select}");
        assert!(select.contains("](../demos/tokio/src/drop.rs) | ● stopped"), "{select}");
        let short = short(&guide, &run, &Links::from_below(0, "results"));
        assert!(short.contains("](demos/tokio/src/drop.rs)"), "{short}");
        assert_eq!(long(&guide[1..2], &run, &Links::from_below(0, "results")), "");
    }
}
