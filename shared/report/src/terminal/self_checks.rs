//! The self-checks: what each expects, what it measured, whether it passed.

use console::{measure_text_width, style};
use measure::SelfCheck;

use crate::terminal::table::{table, text};

/// A table of the self-checks. If it does not fit `width` columns, each check takes two lines.
#[must_use]
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
        format!("{} {name}\n      asked {asked}; got {got}\n", passed(check))
    });
    rows.collect()
}

fn passed(check: &SelfCheck) -> String {
    match check.passed {
        true => style("yes  ").blue().to_string(),
        false => style("NO   ").red().bold().to_string(),
    }
}
