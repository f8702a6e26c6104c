//! `story`: plays one case slowly enough to watch.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
};

use anyhow::{Context, Result};
use measure::{CaseRunner, Failure, Outcome, Patience, Place, Placement, Sample};
use report::terminal::program::{AS_EXPECTED, NOT_AS_EXPECTED, print, say};
use report::terminal::{
    instead,
    story::{Page, tell},
};
use stage::{Case, Verdict};

use crate::command::{Program, arguments::StoryArguments, choose};

/// Plays the case in this process: when the story is over, the process ends, and work that is still standing
/// ends with it.
pub(crate) fn story(arguments: &StoryArguments, program: &Program) -> Result<u8> {
    let case = chosen(arguments, program)?;
    let missing = case.missing();
    if let Some(reason) = case.play.err().or(missing.as_deref()) {
        return not_offered(case, reason);
    }
    let patience = Patience::of_story(arguments.beat);
    let placement = Placement::new(Place::Free);
    let runner = CaseRunner::new(case, placement, arguments.beat, patience, fastrand::Rng::new())?;
    let mut runner = runner.without_a_pause();
    runner.take_beats_to_come_every(arguments.beat);
    let stage = match runner.stage() {
        Err(Failure::NotOffered(reason)) => return not_offered(case, &reason),
        stage => stage?,
    };

    let over = AtomicBool::new(false);
    let mut page = Page::open(case)?;
    let (sample, told) = thread::scope(|scope| {
        let teller = scope.spawn(|| tell(&mut page, &stage, arguments.beat, &over));
        let sample = runner.play_on(&stage);
        over.store(true, Relaxed);
        (sample, teller.join().unwrap_or(Ok(())))
    });
    told?;
    let end = |sample: Sample| if sample.is_over() { runner.end().map(|()| sample) } else { Ok(sample) };
    let sample = match sample.and_then(end) {
        Ok(sample) => sample,
        Err(failure) => {
            say(&format!("{}: {failure}", case.id()));
            return Ok(NOT_AS_EXPECTED);
        }
    };
    page.close(&sample, patience.horizon_ns)?;
    let instead = Some(instead(case)).filter(|it| !it.is_empty());
    print(&instead.map_or_else(String::new, |it| format!("Instead: {it}.\n")))?;
    let surprises = Outcome::of(&sample).surprises(Outcome::claimed_by(case));
    for surprise in &surprises {
        print(&format!("! The demo {surprise}.\n"))?;
    }
    Ok(if surprises.is_empty() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

/// The case that the words mean; without a word, the one that the editor would show first.
fn chosen(arguments: &StoryArguments, program: &Program) -> Result<&'static Case> {
    if arguments.case.is_empty() {
        let first = program.desk.surprises.first().map(|surprise| surprise.case);
        let shown = first.and_then(|id| program.catalog.all_cases().find(|case| case.id() == id));
        let any = || program.catalog.all_cases().next();
        return shown.or_else(any).context("this program has no cases");
    }
    let (case, others) = choose::one(program.catalog, &arguments.case)?;
    if others > 0 {
        let words = arguments.case.join(" ");
        say(&format!("\"{words}\" finds {others} more; `list {words}` shows them."));
    }
    Ok(case)
}

fn not_offered(case: &Case, reason: &str) -> Result<u8> {
    let source = case.source();
    print(&format!("{}  {}\n\n{source}\n\n{}: {reason}.\n", case.id(), source.path, Verdict::NotOffered))?;
    Ok(AS_EXPECTED)
}
