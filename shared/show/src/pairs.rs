//! Originals in another language, each above its answer in Rust.

use measure::{CaseResult, Run};
use report::pairs::{answer_of, clean_up, halt, pairs, word_false};

use crate::{
    style::{dim, sign_and_word},
    table::{table, text},
};

/// The pairs of a run: two lines each.
#[must_use]
pub fn pairs_table(run: &Run) -> String {
    let mut table = table(&["case", "verdict", "halt", "word false", "clean-up"], &[2, 3]);
    for pair in pairs(run) {
        table.add_row(row(pair.original.id.clone(), pair.original));
        let answer = |id: &str| format!("  → {id}");
        match pair.answer {
            Some(case) => table.add_row(row(answer(&case.id), case)),
            None => table.add_row([answer(answer_of(pair.original)), dim("not in this run")]),
        };
    }
    text(&table) + "halt: from request to halt. word false: from acknowledgement to halt. Both p50.\n"
}

fn row(id: String, case: &CaseResult) -> [String; 5] {
    [id, sign_and_word(case.verdict), halt(case), word_false(case), clean_up(case).to_owned()]
}
