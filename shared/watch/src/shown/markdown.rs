//! What was seen of programs, as Markdown.

use std::fmt::Write;

use measure::units::duration;
use report::draw::Picture;

use crate::{
    program_result::ProgramResult,
    record::Record,
    shown::{
        rows::{HEADS, RIGHT, RUN_HEADS, RUN_RIGHT, row, run_row},
        signs::in_legend,
        words::{how_watched, requests, verdicts},
    },
};

/// The page of one file, with the picture that stands beside it.
pub(crate) fn page(record: &Record, file: &str, picture: Option<&Picture>) -> String {
    let mut text = format!("## {}\n\n{}\n", escaped(file), block(record));
    if let Some(picture) = picture {
        let _ = writeln!(text, "![{}]({})\n", escaped(picture.title()), picture.file);
    }
    for program in record.programs.iter().filter(|program| !program.runs.is_empty()) {
        let _ = writeln!(text, "### {}\n\n{}\n", escaped(&program.id()), one(program));
    }
    text
}

/// The table of all programs of a file, with what it was measured on.
pub(crate) fn block(record: &Record) -> String {
    let mut text = head(&HEADS, &RIGHT);
    for program in &record.programs {
        let _ = writeln!(text, "| {} |", row(program).map(|field| escaped(&field)).join(" | "));
    }
    let verdicts = record.programs.iter().filter_map(|program| program.verdict);
    let mut legend: Vec<String> = verdicts.map(in_legend).collect();
    legend.sort();
    legend.dedup();
    let _ = writeln!(
        text,
        "\n{}. Times: from the request, p50 of the runs. \"in flight\": sent before the request and not yet answered; \
         \"lost\": taken and not answered. {}",
        legend.join(" · "),
        measured_on(record)
    );
    text
}

/// One program, with its runs.
fn one(program: &ProgramResult) -> String {
    let mut text = format!("{}, {}. ", code(&program.command), escaped(&how_watched(program)));
    let _ = write!(text, "{}. ", escaped(&verdicts(program).join(" · ")));
    if let Some(seen) = &program.requests {
        let _ = write!(text, "Requests: {}. ", requests(seen));
    }
    if let Some(last) = program.runs.iter().rev().find_map(|run| run.printed_last.last()) {
        let _ = write!(text, "It printed last: {}.", code(last));
    }
    program.hints.iter().for_each(|hint| {
        let _ = write!(text, " Hint: {}.", escaped(hint));
    });
    let _ = writeln!(text, "\n\n{}", runs(program).trim_end());
    text
}

fn runs(program: &ProgramResult) -> String {
    let mut text = head(&RUN_HEADS, &RUN_RIGHT);
    for (number, run) in (1..).zip(&program.runs) {
        let _ = writeln!(text, "| {} |", run_row(number, run).map(|field| escaped(&field)).join(" | "));
    }
    text
}

fn head(heads: &[&str], right: &[usize]) -> String {
    let rule = |index: usize| if right.contains(&index) { "---:" } else { "---" };
    let rules: Vec<&str> = (0..heads.len()).map(rule).collect();
    format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | "))
}

/// A text as Markdown shows it: none of its letters is taken for markup, for HTML, or for the end of a field or a line.
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => shown.extend(['\\', letter]),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            letter if letter.is_control() => shown.push(' '),
            letter => shown.push(letter),
        }
    }
    shown
}

/// A text as code, between more backticks than stand in it side by side.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("{fence}{blank}{line}{blank}{fence}")
}

/// What the figures were measured on.
fn measured_on(record: &Record) -> String {
    let machine = &record.machine;
    let longest = record.programs.iter().map(|program| program.horizon_ns).max().unwrap_or_default();
    format!(
        "{}, {} cores, {} {}; watched {} after the end; grade {}. Measured with {}{}.",
        escaped(machine.cpu.as_deref().unwrap_or("unknown processor")),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        duration(longest),
        record.judgement.grade.as_str(),
        code(record.command.as_deref().unwrap_or_default()),
        if record.partial { ", and interrupted" } else { "" },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(escaped("a|b <img src=x onerror=y> *_`"), r"a\|b &lt;img src=x onerror=y&gt; \*\_\`");
        assert_eq!(escaped("[x](y)\n# z &amp; \\|"), r"\[x\](y) # z &amp;amp; \\\|");
    }

    #[test]
    fn code_is_between_more_backticks_than_it_has() {
        assert_eq!(code("sh -c 'x'"), "`sh -c 'x'`");
        assert_eq!(code("sh -c \"`pwd`\""), "``sh -c \"`pwd`\"``");
        assert_eq!(code("`pwd`"), "`` `pwd` ``");
        assert_eq!(code("a\nb"), "`a b`");
    }
}
