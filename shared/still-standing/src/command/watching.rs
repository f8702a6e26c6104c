//! Plays watches of programs, saves what was seen, and prints it.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use anyhow::{Context, Result};
use measure::{Conditions, Destination};
use watch::{Plan, ProgramResult, Step, WatchError, Watched};

use crate::command::{
    exit_status::{INTERRUPTED, WRONG_CALL},
    interrupt::until_interrupted,
    output::{print, say},
    provenance::provenance,
    run::CHOOSE_ANOTHER,
};

/// A program, and why this machine can't play it, if it can't.
pub type Planned = (Plan, Option<String>);

/// What was seen, and the exit status if something is wrong with the call or it was interrupted.
pub(crate) struct Seen {
    pub(crate) watched: Watched,
    pub(crate) status: Option<u8>,
}

/// Watches these programs, one after the other. What was seen is written to `out`, and shown as `shown` formats it.
pub(crate) fn watch_all(
    programs: &[Planned],
    out: &Path,
    shown: impl Fn(&Watched) -> String,
) -> Result<Seen> {
    let destination = Destination::open(out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;
    let (conditions, provenance) = (Conditions::begin(), provenance(None));
    let file =
        |results: Vec<ProgramResult>, partial| Watched::new(results, partial, &conditions, &provenance);
    let bar = report::terminal::Bar::default();
    let (mut results, mut failures): (Vec<ProgramResult>, Vec<WatchError>) = (Vec::new(), Vec::new());
    for (number, (plan, missing)) in programs.iter().enumerate() {
        if let Some(reason) = missing {
            results.push(ProgramResult::not_offered(plan, reason.clone()));
            continue;
        }
        let mut runs = Vec::new();
        let failure = watch_one(plan, &interrupted, |step| match step {
            Step::Now(step) => {
                let done = runs.len() as f64 / f64::from(plan.runs);
                bar.step((number as f64 + done) / programs.len() as f64, &format!("{}, {step}", plan.name));
            }
            Step::Over(run) => {
                runs.push(*run);
                let so_far = ProgramResult::of(plan, runs.clone(), Vec::new());
                // A failure is ignored here, because the last save reports it.
                let _ = destination.keep(&file([&results[..], &[so_far]].concat(), true).to_json());
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
    let watched = file(results, interrupted.load(Relaxed) || !failures.is_empty());
    if has_seen || failures.is_empty() {
        let saved = destination.save(&watched.to_json()).context("what was seen could not be saved");
        print(&shown(&watched))?;
        saved?;
        say(&format!("What was seen is in {}.", out.display()));
    }
    failures.iter().for_each(|failure| say(&format!("still-standing: {failure}")));
    let status = match (interrupted.load(Relaxed), failures.is_empty()) {
        (true, _) => {
            say("Interrupted.");
            Some(INTERRUPTED)
        }
        (false, false) => Some(WRONG_CALL),
        (false, true) => None,
    };
    Ok(Seen { watched, status })
}

/// Watches one program. Why that failed; `None` if it didn't, or was interrupted.
fn watch_one(plan: &Plan, interrupted: &AtomicBool, listen: impl FnMut(Step)) -> Option<WatchError> {
    watch::watch(plan, interrupted, listen).err().filter(|error| !matches!(error, WatchError::Interrupted))
}
