//! `watch`: a program of any kind, asked to stop.

use std::sync::atomic::Ordering::Relaxed;

use anyhow::{Context, Result};
use measure::{Conditions, Destination};
use watch::{ProgramResult, Step, WatchError, Watched};

use crate::{
    exit_status::{AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED, WRONG_CALL},
    interrupt::until_interrupted,
    output::{print, say},
    provenance::provenance,
    run::CHOOSE_ANOTHER,
    watch_arguments::WatchArguments,
};

pub(crate) fn watch(arguments: &WatchArguments) -> Result<u8> {
    let plan = arguments.plan();
    let out = Destination::open(&arguments.out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;
    let (conditions, provenance) = (Conditions::begin(), provenance());
    let so_far = |runs: &[_], errors, partial| {
        Watched::new(vec![ProgramResult::of(&plan, runs.to_vec(), errors)], partial, &conditions, &provenance)
    };

    let (bar, mut runs) = (show::Bar::default(), Vec::new());
    let ended = watch::watch(&plan, &interrupted, |step| match step {
        Step::Now(step) => bar.step(f64::from(runs.len() as u32) / f64::from(plan.runs), &step),
        Step::Over(run) => {
            runs.push(*run);
            // A failure is ignored here, because the last save reports it.
            let _ = out.keep(&so_far(&runs, Vec::new(), true).to_json());
        }
    });
    bar.end();

    let failed = ended.err().filter(|error| !matches!(error, WatchError::Interrupted));
    let errors = failed.iter().map(ToString::to_string).collect();
    let watched = so_far(&runs, errors, interrupted.load(Relaxed) || failed.is_some());
    if runs.is_empty()
        && let Some(error) = failed
    {
        return Err(error.into());
    }
    let saved = out.save(&watched.to_json()).context("what was seen could not be saved");
    print(&if arguments.json { watched.to_json() } else { show::watched(&watched, show::terminal_width()) })?;
    saved?;
    say(&format!("What was seen is in {}.", arguments.out.display()));
    if let Some(error) = failed {
        say(&format!("still-standing: {error}"));
        return Ok(WRONG_CALL);
    }
    if interrupted.load(Relaxed) {
        say("Interrupted.");
        return Ok(INTERRUPTED);
    }
    let seen: Vec<String> = watched
        .programs
        .iter()
        .flat_map(|program| arguments.fail_on.iter().filter_map(|what| what.seen_in(program)))
        .collect();
    seen.iter().for_each(|seen| say(&format!("! {}: {seen}.", plan.name)));
    Ok(if seen.is_empty() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}
