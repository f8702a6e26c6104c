//! The matrix: a row for each runtime and kind of work, a column for each mechanism.

use measure::Run;
use stage::{Mechanism, Verdict};

use super::{
    facts::{self, note},
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH},
    mark::Mark,
    text::{fit, wrap},
};
use crate::{
    matrix::{Group, Row, rows, verdicts},
    precision::Precision,
    verdict::{LOSSY, meaning, name, played},
};

/// Where the fields begin.
const LEFT: f64 = 124.0;
/// The height of a line of a field.
const LINE: f64 = 19.0;

pub(super) fn picture(run: &Run) -> Drawing {
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run),
        "Rows: a runtime, and what its infinite task does. Columns: how it is asked to stop. Each mark is a \
         verdict; a time is how long from the request to the halt: p50, or the least and the greatest p50 of \
         the field's cases. A time behind \"still-standing\" or \"hung\" is how long it was watched. An empty field \
         has no case.",
    );
    let (rows, precision) = (rows(run), Precision::of(run));
    draw_legend(&mut frame, &rows);
    let column = (WIDTH - MARGIN - LEFT) / Mechanism::ALL.len() as f64;
    frame.y += 16.0;
    for (index, mechanism) in Mechanism::ALL.iter().enumerate() {
        let x = LEFT + column * index as f64 + 6.0;
        frame.text(x, frame.y, "ink strong", Anchor::Start, mechanism.as_str());
    }
    frame.y += 8.0;
    let mut runtime = None;
    for row in &rows {
        if runtime != Some(&row.runtime) {
            frame.band(MARGIN, frame.y, WIDTH - 2.0 * MARGIN, LINE + 4.0);
            let name = fit(&row.runtime, WIDTH - 3.0 * MARGIN, 15.0);
            frame.text(MARGIN + 6.0, frame.y + 16.0, "ink strong", Anchor::Start, &name);
            frame.y += LINE + 4.0;
            runtime = Some(&row.runtime);
        } else {
            frame.line((MARGIN, frame.y), (WIDTH - MARGIN, frame.y), "grid");
        }
        draw_row(&mut frame, row, column, precision);
    }
    if rows.is_empty() {
        frame.y += LINE;
        frame.text(MARGIN, frame.y, "muted", Anchor::Start, "No case was played.");
    }
    if rows.iter().any(|row| row.fields.iter().flatten().any(|group| !group.as_expected)) {
        frame.y += LINE;
        frame.text(MARGIN, frame.y, "ink", Anchor::Start, "(!) not in every playing what the demo claims");
    }
    if rows.iter().any(|row| row.fields.iter().flatten().any(|group| group.is_lossy)) {
        frame.y += LINE;
        frame.text(MARGIN, frame.y, "ink", Anchor::Start, LOSSY);
    }
    if rows.iter().any(|row| row.fields.iter().flatten().any(|group| group.is_in_doubt)) {
        frame.y += LINE;
        frame.text(MARGIN, frame.y, "ink", Anchor::Start, "? a self-check about one of the cases failed");
    }
    frame.finish(&note(run, None, run.judgement.grade))
}

/// What each verdict that occurs means.
fn draw_legend(frame: &mut Frame, rows: &[Row]) {
    let explained = |verdict| (Mark::of(verdict), format!("{}: {}", name(verdict), meaning(verdict)));
    let meanings: Vec<(Mark, String)> = verdicts(rows).map(explained).collect();
    let meanings: Vec<(Mark, &str)> = meanings.iter().map(|(mark, text)| (*mark, text.as_str())).collect();
    frame.legend(&meanings);
}

/// One row: what its work does, and a field for each mechanism.
fn draw_row(frame: &mut Frame, row: &Row, column: f64, precision: Precision) {
    // A label that is wider than its column goes on in the next line.
    let lines_of = |group: &Group| wrap(&label(group, precision), column - 26.0, 12.0);
    frame.text(MARGIN + 16.0, frame.y + 16.0, "ink", Anchor::Start, row.work.as_str());
    for (index, field) in row.fields.iter().enumerate() {
        let x = LEFT + column * index as f64;
        if !field.is_empty() {
            let said: Vec<String> = field.iter().map(|group| spoken(group, precision)).collect();
            let what = format!("{}, {}, {}", row.runtime, Mechanism::ALL[index], row.work);
            frame.say(&what, &said.join("; "));
        }
        let mut y = frame.y + 16.0;
        for group in field {
            frame.mark(Mark::of(group.verdict), x + 12.0, y - 4.0, 5.0);
            for line in lines_of(group) {
                frame.text(x + 24.0, y, "ink", Anchor::Start, &line);
                y += LINE;
            }
        }
    }
    let heights = row.fields.iter().map(|field| field.iter().map(|it| lines_of(it).len()).sum());
    let lines: usize = heights.max().unwrap_or(1).max(1);
    frame.y += LINE * lines as f64 + 5.0;
}

/// A group in words, for readers who don't see its mark.
fn spoken(group: &Group, precision: Precision) -> String {
    let (label, word) = (label(group, precision), name(group.verdict));
    if label.starts_with(word) { label } else { format!("{word} {label}") }
}

fn label(group: &Group, precision: Precision) -> String {
    let said = group.said(precision);
    if group.as_expected { said } else { said + " (!)" }
}

/// How many cases have each verdict.
fn title(run: &Run) -> String {
    let count = |verdict| played(run).filter(|case| case.verdict == Some(verdict)).count();
    let counts = [
        (count(Verdict::Stopped), "stop"),
        (count(Verdict::Killed), "are killed"),
        (count(Verdict::StillStanding), "are still standing"),
        (count(Verdict::Hung), "hang"),
        (count(Verdict::NeverStarted), "end it before it starts"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let offered = played(run).count() - count(Verdict::NotOffered);
    match counts.as_slice() {
        [] => "Which way of stopping stops it?".to_owned(),
        _ => format!("Of {offered} ways to stop work, {}", counts.join(", ")),
    }
}
