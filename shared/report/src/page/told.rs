//! What the page opens on, of one run: the stories to choose from, and the decision guide.

use measure::Run;
use serde::Serialize;

use super::lit::Lit;
use crate::{
    desk::{guide, guide::Advice, surprises::Surprise},
    figure,
    loss::lost,
    prose::inline,
    symbol,
};

/// A story to choose.
#[derive(Serialize)]
pub(super) struct Choice {
    id: String,
    /// What somebody does, and what comes of it, as HTML.
    does: String,
    comes: String,
    lit: Lit,
}

/// The surprises of a run that have a story.
pub(super) fn choices(run: &Run, surprises: &[Surprise]) -> Vec<Choice> {
    let choice = |surprise: &Surprise| {
        let case = surprise.of(run).filter(|case| case.timeline.is_some())?;
        Some(Choice {
            id: case.id.clone(),
            does: inline(surprise.does),
            comes: inline(&surprise.told(run, case)),
            lit: Lit::of(&case.code),
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
        verdict: format!("{} {}", symbol::symbol(case.verdict), symbol::name(case.verdict)),
        takes: figure::halt(run, case),
        loses: if case.records_lost.is_some() { lost(case) } else { "not counted".to_owned() },
    };
    guide::lines(guide, run).map(line).collect()
}
