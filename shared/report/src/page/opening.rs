//! What the page opens on, of one run: the stories to choose from, with the lines of their sources that light up, and the
//! decision guide. Without scripts, also the matrix and the cases.

use base64::{Engine, engine::general_purpose::STANDARD};
use measure::Run;
use serde::Serialize;
use stage::Mechanism;

use crate::{
    desk::{
        Desk,
        guide::{self, Advice},
        surprises::Surprise,
    },
    figure, matrix, pictures,
    precision::Precision,
    prose::inline,
    verdict::{self, ending, lost, symbol},
};

/// A story to choose.
#[derive(Serialize)]
pub(super) struct Choice {
    id: String,
    /// What somebody does, and what comes of it, as HTML.
    does: String,
    comes: String,
    #[serde(rename = "lit")]
    lights: Lights,
}

/// The surprises of a run that have a story.
pub(super) fn choices(run: &Run, surprises: &[Surprise]) -> Vec<Choice> {
    let choice = |surprise: &Surprise| {
        let case = surprise.of(run).filter(|case| case.timeline.is_some())?;
        Some(Choice {
            id: case.id.clone(),
            does: inline(surprise.does),
            comes: inline(&surprise.told(run, case)),
            lights: Lights::of(&case.code),
        })
    };
    surprises.iter().filter_map(choice).collect()
}

/// A line of the guide, in HTML where it may have code in it.
#[derive(Serialize)]
pub(super) struct Line {
    have: String,
    with: String,
    id: String,
    verdict: String,
    takes: String,
    loses: String,
}

/// The lines of the guide that a run has cases for.
pub(super) fn guide(run: &Run, guide: &[Advice]) -> Vec<Line> {
    let line = |(advice, case): (Advice, &measure::CaseResult)| Line {
        have: inline(advice.have),
        with: inline(advice.with),
        id: case.id.clone(),
        verdict: format!("{} {}", verdict::symbol(case.verdict), verdict::name(case.verdict)),
        takes: figure::halt(run, case),
        loses: if case.records_lost.is_some() { lost(case) } else { "not counted".to_owned() },
    };
    guide::lines(guide, run).map(line).collect()
}

/// The numbers of the lines, from 0 on, at which each thing happens.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Lights {
    /// "I'm still standing".
    pub(super) beat: Vec<usize>,
    /// The request and the call below it.
    pub(super) request: Vec<usize>,
    pub(super) acknowledge: Vec<usize>,
    /// Where the block ends that owns the pulse: there it is dropped.
    pub(super) halt: Vec<usize>,
}

impl Lights {
    /// Of a source in Rust or in Python.
    pub(super) fn of(code: &str) -> Self {
        let lines: Vec<&str> = code.lines().collect();
        let with = |what: &[&str]| -> Vec<usize> {
            let has = |line: &&str| what.iter().any(|what| line.contains(what));
            lines.iter().enumerate().filter(|(_, line)| has(line)).map(|(at, _)| at).collect()
        };
        let beat = with(&[".beat()", ".last_beat("]);
        let request = with(&["stage.request()"]);
        let request =
            request.into_iter().flat_map(|at| [at, at + 1]).filter(|at| *at < lines.len()).collect();
        let halt = beat.first().and_then(|at| owner(&lines, *at)).into_iter().collect();
        Self { beat, request, acknowledge: with(&["stage.acknowledge("]), halt }
    }
}

/// The last line of the block around the loop around a line; around the line itself, if there is no loop. By
/// their indentation, which both languages' formatters keep.
fn owner(lines: &[&str], beat: usize) -> Option<usize> {
    let indent = |at: usize| lines[at].len() - lines[at].trim_start().len();
    let outer = |at: usize| {
        (0..at).rev().find(|before| !lines[*before].trim().is_empty() && indent(*before) < indent(at))
    };
    let is_loop = |at: usize| ["loop", "while", "for "].iter().any(|word| lines[at].trim().starts_with(word));
    let around = outer(beat)?;
    let block = if is_loop(around) { outer(around)? } else { around };
    let end =
        (block + 1..lines.len()).find(|at| !lines[*at].trim().is_empty() && indent(*at) <= indent(block));
    match end {
        Some(end) if lines[end].trim().starts_with('}') => Some(end),
        // Python's blocks end with their last line.
        Some(end) => (block..end).rev().find(|at| !lines[*at].trim().is_empty()),
        None => Some(lines.len() - 1),
    }
}

#[derive(Serialize)]
pub(super) struct WithoutScripts {
    guide: Vec<Line>,
    mechanisms: Vec<&'static str>,
    matrix: Vec<Row>,
    cases: Vec<Case>,
    /// The picture of the story as an address, and what it shows.
    story: Option<[String; 2]>,
}

#[derive(Serialize)]
struct Row {
    runtime: String,
    work: &'static str,
    /// What stands in each field, a line for each verdict.
    fields: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct Case {
    id: String,
    summary: String,
    ending: String,
}

impl WithoutScripts {
    pub(super) fn new(run: &Run, desk: &Desk) -> Self {
        let precision = Precision::of(run);
        let field = |groups: &Vec<matrix::Group>| {
            groups
                .iter()
                .map(|group| format!("{} {}", symbol(group.verdict), group.said(precision)))
                .collect()
        };
        let row = |row: &matrix::Row| Row {
            runtime: row.runtime.clone(),
            work: row.work.as_str(),
            fields: row.fields.iter().map(field).collect(),
        };
        let case = |case: &measure::CaseResult| Case {
            id: case.id.clone(),
            summary: case.summary.clone(),
            ending: format!("{} {}", symbol(case.verdict), ending(run, case)),
        };
        let story = pictures::of_run(run, desk).into_iter().find(|picture| picture.file == "story.svg");
        Self {
            guide: guide(run, desk.guide),
            mechanisms: Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()).collect(),
            matrix: matrix::rows(run).iter().map(row).collect(),
            cases: run.cases.iter().map(case).collect(),
            story: story.map(|picture| [address(&picture.svg()), picture.title().to_owned()]),
        }
    }
}

/// A picture as an address that needs no file.
fn address(svg: &str) -> String {
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closure_drops_its_pulse_where_it_ends() {
        let code = "pub async fn a(stage: &Stage) {\n    let pulse = stage.pulse();\n    let task = spawn(async move {\n        loop {\n            pulse.beat();\n            sleep(pulse.interval()).await;\n        }\n    });\n\n    stage.request();\n    task.abort();\n    stage.acknowledge(task.await);\n}";
        let lights = Lights { beat: vec![4], request: vec![9, 10], acknowledge: vec![11], halt: vec![7] };
        assert_eq!(Lights::of(code), lights);
    }

    #[test]
    fn a_block_of_python_ends_with_its_last_line() {
        let code = "def task(stage):\n    with stage.pulse() as pulse:\n        while True:\n            pulse.beat()\n            time.sleep(pulse.interval)\n\n\ndef main(stage):\n    stage.request()\n    task.cancel()\n";
        let lights = Lights { beat: vec![3], request: vec![8, 9], acknowledge: vec![], halt: vec![4] };
        assert_eq!(Lights::of(code), lights);
    }

    #[test]
    fn a_source_without_any_of_it_has_no_lit_line() {
        assert_eq!(Lights::of("const A: &str = \"no\";"), Lights::default());
        assert_eq!(Lights::of(""), Lights::default());
    }
}
