//! The grid: which work is ended by what, on one screen. A field leads to its case on the page.

use std::fmt::Write;

use measure::{CaseResult, Run};
use stage::{Mechanism, Verdict};

use super::{
    facts,
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH},
    mark::{Mark, Shape},
    style::Colour,
    text::{fit, width},
};
use crate::{
    grid::{self, Field, Row, doing, done, meaning, rows},
    verdict::{self, name},
};

/// The height of the picture, and of what stands below its rows.
const HEIGHT: (f64, f64) = (400.0, 38.0);
/// The height of a row: it is as high as there is room.
const ROW: (f64, f64) = (30.0, 42.0);
/// Where the fields begin.
const LEFT: f64 = 146.0;
/// The width of a field.
const COLUMN: f64 = (WIDTH - MARGIN - LEFT) / Mechanism::ALL.len() as f64;
/// What a small text and what the head is drawn in, in px.
const SMALL: f64 = 11.0;
const HEAD: f64 = 17.0;

const LOSSY: Mark = Mark(Shape::Triangle, Colour::Orange);

/// `None` if the run has no case of the runtime.
pub(super) fn picture(run: &Run, runtime: &str) -> Option<Drawing> {
    let rows = rows(run, runtime);
    if rows.is_empty() {
        return None;
    }
    let mut frame =
        facts::frame(run.judgement.grade, &grid::finding(&fit(runtime, WIDTH / 2.0, HEAD), &rows), "");
    frame.say(
        "A row for what the work does, a column for what one does to it",
        "each field shows its plain case and the first that came out otherwise",
    );
    draw_legend(&mut frame, &rows);
    frame.y += 14.0;
    for (at, mechanism) in Mechanism::ALL.iter().enumerate() {
        let x = LEFT + COLUMN * at as f64 + 6.0;
        frame.text(x, frame.y, "ink strong", Anchor::Start, mechanism.as_str());
        frame.text(x, frame.y + 13.0, "muted small", Anchor::Start, done(*mechanism));
    }
    frame.y += 20.0;
    let row_height = ((HEIGHT.0 - HEIGHT.1 - frame.y) / rows.len() as f64).clamp(ROW.0, ROW.1);
    for row in &rows {
        draw_row(&mut frame, run, row, row_height);
    }
    let note = format!(
        "{} · grade {} · p50 from request to halt · next look: it looks once a beat · empty: no case",
        facts::processor(run),
        run.judgement.grade.as_str(),
    );
    Some(frame.finish(&note))
}

/// What each sign that occurs means.
fn draw_legend(frame: &mut Frame, rows: &[Row]) {
    let shown = || rows.iter().flat_map(|row| row.fields.iter().flat_map(|field| &field.shown));
    let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
    let occurs = |verdict: &Option<Verdict>| shown().any(|case| case.verdict == *verdict);
    let signs = verdicts.filter(occurs).map(|verdict| (Mark::of(verdict), meaning(verdict)));
    let is_lossy = rows.iter().any(|row| row.fields.iter().any(Field::is_lossy));
    frame
        .legend(&signs.chain(is_lossy.then_some((LOSSY, "some of its cases lose data"))).collect::<Vec<_>>());
}

/// What the work does, and a field for each mechanism.
fn draw_row(frame: &mut Frame, run: &Run, row: &Row, height: f64) {
    let (top, middle) = (frame.y, frame.y + height / 2.0);
    frame.line((MARGIN, top), (WIDTH - MARGIN, top), "grid");
    frame.text(MARGIN, middle - 2.0, "ink strong", Anchor::Start, row.work.as_str());
    frame.text(MARGIN, middle + 11.0, "muted small", Anchor::Start, doing(row.work));
    for (at, field) in row.fields.iter().enumerate() {
        let Some(first) = field.shown.first() else { continue };
        let x = LEFT + COLUMN * at as f64;
        let colour = Mark::of(first.verdict).1.class();
        let _ = writeln!(
            frame.body,
            r#"<rect class="{colour} fill tint" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}"/>"#,
            x + 1.0,
            top + 1.5,
            COLUMN - 2.0,
            height - 3.0
        );
        let lines = field.shown.len() as f64;
        for (line, case) in field.shown.iter().enumerate() {
            let y = middle + (line as f64 - (lines - 1.0) / 2.0) * (height - 4.0) / 2.0;
            let radius = if lines > 1.0 { 5.5 } else { 7.0 };
            // The sign of a loss stands at the end of the first line.
            let room = COLUMN - if field.is_lossy() && line == 0 { 42.0 } else { 30.0 };
            draw_case(frame, run, case, (x, y), (radius, room));
        }
        if field.is_lossy() {
            frame.mark(LOSSY, x + COLUMN - 9.0, top + 9.0, 4.0);
        }
    }
    frame.y += height;
}

/// One case: its sign, and as much of its name and its time as fits whole.
fn draw_case(
    frame: &mut Frame,
    run: &Run,
    case: &CaseResult,
    (x, y): (f64, f64),
    (radius, room): (f64, f64),
) {
    let lossy = verdict::lossy_mark(verdict::is_lossy(case));
    frame.say(&case.id, &format!("{} {}{lossy}", name(case.verdict), grid::said(run, case)));
    let texts =
        [grid::said(run, case), crate::figure::takes(run, case), case.variant.clone().unwrap_or_default()];
    let text = texts.iter().find(|text| width(text, SMALL) <= room).map(String::as_str);
    frame.leads_to(&case.id, |frame| {
        frame.mark(Mark::of(case.verdict), x + 14.0, y, radius);
        frame.text(x + 27.0, y + 4.0, "ink small", Anchor::Start, text.unwrap_or_default());
    });
}
