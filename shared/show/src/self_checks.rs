//! The known answers: asked, got, passed.

use console::{measure_text_width, style};
use measure::SelfCheck;

use crate::table::{table, text};

/// A table of the known answers. Where it does not fit `width` columns, an answer takes two lines.
#[must_use]
pub fn answers(answers: &[SelfCheck], width: usize) -> String {
    let mut table = table(&["known answer", "asked", "got", "passed"], &[]);
    for answer in answers {
        table.add_row(vec![answer.name.clone(), answer.asked.clone(), answer.got.clone(), passed(answer)]);
    }
    let one_line = text(&table);
    if one_line.lines().all(|line| measure_text_width(line) <= width) {
        return one_line;
    }
    let rows = answers.iter().map(|answer| {
        let SelfCheck { name, asked, got, .. } = answer;
        format!("{} {name}\n      asked {asked}; got {got}\n", passed(answer))
    });
    rows.collect()
}

fn passed(answer: &SelfCheck) -> String {
    match answer.passed {
        true => style("yes  ").blue().to_string(),
        false => style("NO   ").red().bold().to_string(),
    }
}
