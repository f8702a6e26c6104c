//! The list of cases.

use stage::Case;

use crate::terminal::{
    style::{dim, symbol_and_name},
    table::{table, text},
};

/// The cases: id, expected verdict, what each shows. A summary that does not fit `width`
/// columns goes on below the case.
#[must_use]
pub fn list(cases: &[&Case], width: usize) -> String {
    let mut table = table(&["case", "expected", "shows"], &[]);
    for case in cases {
        table.add_row(vec![case.id(), symbol_and_name(Some(case.expected)), case.summary()]);
    }
    let one_line = text(&table);
    if one_line.lines().all(|line| console::measure_text_width(line) <= width) {
        return one_line;
    }
    let rows = cases.iter().map(|case| {
        format!("{}  {}\n    {}\n", case.id(), symbol_and_name(Some(case.expected)), dim(&case.summary()))
    });
    rows.collect()
}
