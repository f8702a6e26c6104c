//! Tables that stand alone: the list of cases, the self-checks, and originals above their answers in Rust.

use console::{measure_text_width, style};
use measure::{CaseResult, Run, SelfCheck};
use stage::Case;

use crate::{
    figure::{clean_up, halt},
    pairs::{acknowledged_early_by, answer_of, pairs},
    terminal::{
        style::{colour, dim, symbol_and_name, wrapped},
        table::{table, text},
    },
    verdict::{self, lost},
};

/// Before what goes on below its first line.
const INDENT: &str = "      ";

/// The cases: id, expected verdict, what each shows, and what does it right where the case falls short. What does not fit
/// `width` columns goes on below the case.
pub fn list(cases: &[&Case], width: usize) -> String {
    let mut table = table(&["case", "expected", "shows", "instead"], &[]);
    for case in cases {
        table.add_row([case.id(), symbol_and_name(Some(case.expected)), case.summary(), instead(case)]);
    }
    let one_line = text(&table);
    if one_line.lines().all(|line| measure_text_width(line) <= width) {
        return one_line;
    }
    let rows = cases.iter().map(|case| {
        let instead = Some(instead(case)).filter(|it| !it.is_empty());
        let instead =
            instead.map_or_else(String::new, |it| wrapped(&format!("instead: {it}"), "    ", width));
        let summary = dim(&case.summary());
        format!("{}  {}\n    {summary}\n{instead}", case.id(), symbol_and_name(Some(case.expected)))
    });
    rows.collect()
}

/// What does it right, where the case falls short, or why nothing does.
pub fn instead(case: &Case) -> String {
    let why = || case.instead.and_then(Result::err).map(verdict::none_because);
    case.instead_id().or_else(why).unwrap_or_default()
}

/// A table of the self-checks. If it does not fit `width` columns, each check takes two lines or more.
pub fn self_checks(checks: &[SelfCheck], width: usize) -> String {
    let mut table = table(&["self-check", "asked", "got", "passed"], &[]);
    for check in checks {
        table.add_row(vec![check.name.clone(), check.asked.clone(), check.got.clone(), passed(check)]);
    }
    let one_line = text(&table);
    if one_line.lines().all(|line| measure_text_width(line) <= width) {
        return one_line;
    }
    let rows = checks.iter().map(|check| {
        let SelfCheck { name, asked, got, .. } = check;
        let name = wrapped(name, INDENT, width);
        let said = wrapped(&format!("asked {asked}; got {got}"), INDENT, width);
        format!("{} {}{said}", passed(check), name.trim_start())
    });
    rows.collect()
}

fn passed(check: &SelfCheck) -> String {
    match check.passed {
        true => style("yes  ").blue().to_string(),
        false => style("NO   ").red().bold().to_string(),
    }
}

/// The pairs of a run: two lines each.
pub fn pairs_table(run: &Run) -> String {
    let mut table =
        table(&["case", "verdict", "halt", "acknowledged early by", "clean-up", "lost", "times"], &[2, 3]);
    for pair in pairs(run) {
        table.add_row(pair_row(run, pair.original.id.clone(), pair.original, ""));
        let answer = |id: &str| format!("  → {id}");
        match pair.answer {
            Some(case) => {
                table.add_row(pair_row(run, answer(&case.id), case, &pair.unlike().unwrap_or_default()));
            }
            None => table.add_row([answer(answer_of(pair.original)), dim("not in this run")]),
        }
    }
    text(&table)
        + "halt: from request to halt. acknowledged early by: from acknowledgement to halt. Both p50.\n\
           unlike: the two wait for different things, so their times say nothing of one another.\n"
}

fn pair_row(run: &Run, id: String, case: &CaseResult, unlike: &str) -> [String; 7] {
    let verdict = colour(case.verdict).apply_to(verdict::with_its_sign(run, case)).to_string();
    [
        id,
        verdict,
        halt(run, case),
        acknowledged_early_by(run, case),
        clean_up(case).to_owned(),
        lost(case),
        dim(unlike),
    ]
}

#[cfg(test)]
mod tests {
    use stage::Verdict;

    use super::*;

    #[test]
    fn a_case_that_falls_short_is_listed_with_the_one_that_does_it_right() {
        console::set_colors_enabled(false);
        let case = Case::new("drop/blocking", Verdict::Hung, |_| ()).under("tokio");
        for (case, said) in [
            (case.instead("flag/blocking"), "instead: tokio/flag/blocking"),
            (case.nothing_instead("nothing looks"), "instead: none, because nothing looks"),
        ] {
            assert_eq!(list(&[&case], 40), format!("tokio/drop/blocking  ∞ hung\n    \n    {said}\n"));
            assert!(list(&[&case], 200).contains(said.trim_start_matches("instead: ")));
        }
        assert!(!list(&[&case], 0).contains("instead"));
    }

    #[test]
    fn self_checks_fit_the_terminal() {
        let check = SelfCheck {
            name: "python/flag/awaiting-asyncio-event-from-thread is uniform over its beat".to_owned(),
            asked: "a distance below 0.1, and half of the halts in each half of the beat".to_owned(),
            got: "a distance of 0.097, and 57 % in the first half, at 250 samples".to_owned(),
            passed: true,
            about: Vec::new(),
        };
        for width in [60, 80, 120, 200, 400] {
            let text = self_checks(std::slice::from_ref(&check), width);
            assert!(text.lines().all(|line| measure_text_width(line) <= width), "{width}: {text}");
        }
    }
}
