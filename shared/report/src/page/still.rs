//! What the page shows without scripts: the first run's guide, its matrix and its cases, and the picture of its story.

use measure::Run;
use serde::Serialize;
use stage::Mechanism;

use super::told::{Line, guide};
use crate::{desk::Desk, ending::ending, matrix, pictures, precision::Precision, symbol::symbol};

#[derive(Serialize)]
pub(super) struct Still {
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

impl Still {
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
            story: story.map(|picture| [picture.data_url(), picture.title().to_owned()]),
        }
    }
}
