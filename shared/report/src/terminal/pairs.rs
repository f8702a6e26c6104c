//! Originals in another language, each above its answer in Rust.

use crate::{
    figure::{clean_up, halt},
    horizon,
    loss::lost,
    pairs::{acknowledged_early_by, answer_of, pairs},
};
use measure::{CaseResult, Run};

use crate::terminal::{
    style::{colour, dim, symbol},
    table::{table, text},
};

/// The pairs of a run: two lines each.
#[must_use]
pub fn pairs_table(run: &Run) -> String {
    let mut table =
        table(&["case", "verdict", "halt", "acknowledged early by", "clean-up", "lost", "times"], &[2, 3]);
    for pair in pairs(run) {
        table.add_row(row(run, pair.original.id.clone(), pair.original, ""));
        let answer = |id: &str| format!("  → {id}");
        match pair.answer {
            Some(case) => table.add_row(row(run, answer(&case.id), case, &pair.unlike().unwrap_or_default())),
            None => table.add_row([answer(answer_of(pair.original)), dim("not in this run")]),
        };
    }
    text(&table)
        + "halt: from request to halt. acknowledged early by: from acknowledgement to halt. Both p50.\n\
           unlike: the two wait for different things, so their times say nothing of one another.\n"
}

fn row(run: &Run, id: String, case: &CaseResult, unlike: &str) -> [String; 7] {
    let verdict = format!("{} {}", symbol(case.verdict), horizon::verdict(run, case));
    let verdict = colour(case.verdict).apply_to(verdict).to_string();
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
