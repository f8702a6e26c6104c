//! Plays programs, saves what was seen, and prints it.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use anyhow::{Context, Error, Result, bail};
use measure::{Conditions, Destination, Provenance, commit_in, package_of_cargo};
use report::terminal::{
    Bar,
    program::{
        AS_EXPECTED, CHOOSE_ANOTHER, INTERRUPTED, NOT_AS_EXPECTED, WRONG_CALL, print, say, until_interrupted,
    },
    terminal_width,
};

use crate::{
    command::arguments::PlayArguments,
    plan::Plan,
    playing,
    program_result::ProgramResult,
    program_run::ProgramRun,
    progress::{PlayError, Progress},
    record::Record,
    shown::terminal,
};

/// The name under which an error is reported.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// A program, and why this machine can't play it, if it can't.
pub type Planned = (Plan, Option<String>);

/// What was seen, and the exit status if something is wrong with the call or it was interrupted.
pub(crate) struct Played {
    pub(crate) record: Record,
    pub(crate) status: Option<u8>,
}

pub(crate) fn play(arguments: &PlayArguments) -> Result<u8> {
    let plan = arguments.plan().map_err(Error::msg)?;
    plan.check().map_err(Error::msg)?;
    // What no run can show is told before one is played.
    if let Some(unknown) = plan.fail_on.iter().find_map(|what| plan.cannot_show(*what)) {
        bail!(unknown);
    }
    let Played { record, status } = play_all(&[(plan, None)], &arguments.out, |record| {
        if arguments.json { record.to_json() } else { terminal::each(record, terminal_width()) }
    })?;
    let mut is_good = true;
    for program in &record.programs {
        for said in program.fail_on.iter().filter_map(|outcome| outcome.said.as_ref()) {
            say(&format!("! {}: {said}.", program.name));
            is_good = false;
        }
    }
    // What one run has shown stands, though another could not be played.
    Ok(match status {
        Some(INTERRUPTED) => INTERRUPTED,
        _ if !is_good => NOT_AS_EXPECTED,
        status => status.unwrap_or(AS_EXPECTED),
    })
}

/// Plays these programs, one after the other. What was seen is written to `out`, and shown as `shown` formats it.
pub(crate) fn play_all(
    programs: &[Planned],
    out: &Path,
    shown: impl Fn(&Record) -> String,
) -> Result<Played> {
    let destination = Destination::open(out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;
    let (conditions, provenance) = (Conditions::begin(), provenance());
    let file = |results: Vec<ProgramResult>, partial| Record::new(results, partial, &conditions, &provenance);
    let bar = Bar::default();
    let (mut results, mut failures): (Vec<ProgramResult>, Vec<PlayError>) = (Vec::new(), Vec::new());
    for (number, (plan, missing)) in programs.iter().enumerate() {
        if let Some(reason) = missing {
            results.push(ProgramResult::not_offered(plan, reason.clone()));
            continue;
        }
        let mut runs = Vec::new();
        let failure = play_one(plan, &interrupted, |step| match step {
            Progress::Now(step) => {
                let done = runs.len() as f64 / f64::from(plan.runs);
                bar.step((number as f64 + done) / programs.len() as f64, &format!("{}, {step}", plan.name));
                ControlFlow::Continue(())
            }
            Progress::Over(run) => {
                let is_last = plan.fail_fast && fails(plan, &run);
                runs.push(*run);
                let so_far = ProgramResult::of(plan, runs.clone(), Vec::new());
                // A failure is ignored here, because the last save reports it.
                let _ = destination.keep(&file([&results[..], &[so_far]].concat(), true));
                if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            }
        });
        results.push(ProgramResult::of(plan, runs, failure.iter().map(ToString::to_string).collect()));
        failures.extend(failure);
        if interrupted.load(Relaxed) {
            break;
        }
    }
    bar.end();

    let has_seen = results.iter().any(|result| !result.runs.is_empty());
    let record = file(results, interrupted.load(Relaxed) || !failures.is_empty());
    if has_seen || failures.is_empty() {
        let saved = destination.save(&record).context("what was seen could not be saved");
        print(&shown(&record))?;
        saved?;
        say(&format!("What was seen is in {}.", out.display()));
    }
    failures.iter().for_each(|failure| say(&format!("{PROGRAM}: {failure}")));
    let never_asked: Vec<String> = record.programs.iter().filter_map(never_asked).collect();
    never_asked.iter().for_each(|said| say(&format!("{PROGRAM}: {said}")));
    let status = match (interrupted.load(Relaxed), failures.is_empty() && never_asked.is_empty()) {
        (true, _) => {
            say("Interrupted.");
            Some(INTERRUPTED)
        }
        (false, false) => Some(WRONG_CALL),
        (false, true) => None,
    };
    Ok(Played { record, status })
}

/// Whether a run shows what fails the watch, or was never asked.
fn fails(plan: &Plan, run: &ProgramRun) -> bool {
    run.asked.is_empty() || plan.fail_on.iter().any(|what| what.is_seen_in(run))
}

/// That some runs of a program show nothing of how it stops, because it ended before it was asked; `None` if none did.
fn never_asked(program: &ProgramResult) -> Option<String> {
    let runs: Vec<&ProgramRun> = program.runs.iter().filter(|run| run.asked.is_empty()).collect();
    let exit = runs.last()?.exit.map_or_else(String::new, |exit| format!(" with {exit}"));
    let printed = runs.last()?.printed_last.last();
    let printed = printed.map_or_else(String::new, |line| format!("; it printed last: {line}"));
    let hints: String = program.hints.iter().map(|hint| format!("; {hint}")).collect();
    Some(format!(
        "{}: it was ready, and ended{exit} before it was asked, in {} of {} runs{printed}{hints}",
        program.name,
        runs.len(),
        program.runs.len()
    ))
}

/// Plays one program. Why that failed; `None` if it didn't, or was interrupted.
fn play_one(
    plan: &Plan,
    interrupted: &AtomicBool,
    listen: impl FnMut(Progress) -> ControlFlow<()>,
) -> Option<PlayError> {
    playing::play(plan, interrupted, listen).err().filter(|error| !matches!(error, PlayError::Interrupted))
}

/// Where the record comes from. It is built from what is there only if cargo has just looked.
fn provenance() -> Provenance {
    let commit = package_of_cargo().and_then(|_| commit_in(Path::new(env!("CARGO_MANIFEST_DIR"))));
    Provenance::of_this_process(&[], commit)
}
