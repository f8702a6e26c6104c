//! `run`: plays the chosen cases, which is the comparison.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::{Context, Result};
use measure::{Catalog, Destination, Patience, Progress, Run, Settings};
use stage::Case;

use crate::command::{
    arguments::RunArguments,
    choose,
    exit_status::{AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED},
    interrupt::until_interrupted,
    output::{print, say},
    provenance::provenance,
};

/// How long a run may play if neither rounds nor samples are given. With what comes before and after, it ends
/// within a minute.
const BUDGET: Duration = Duration::from_secs(58);

/// The message for a file of a run that can't be written.
pub(crate) const CHOOSE_ANOTHER: &str = "--out cannot be written; choose another file";

pub(crate) fn run(arguments: &RunArguments, catalog: &Catalog) -> Result<u8> {
    let cases = choose::by_filters(catalog, &arguments.filters)?;
    play(&cases, arguments, catalog, |run| {
        let width = report::terminal::terminal_width();
        format!(
            "{}\n{}\n{}",
            report::terminal::matrix(run, width),
            report::terminal::details(run, width),
            report::terminal::closing(run)
        )
    })
}

/// Plays these cases, saves the run, and prints it as JSON or as `shown` formats it.
pub(crate) fn play(
    cases: &[&'static Case],
    arguments: &RunArguments,
    catalog: &Catalog,
    shown: impl Fn(&Run) -> String,
) -> Result<u8> {
    let out = Destination::open(&arguments.out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;

    let bar = report::terminal::Bar::default();
    let (settings, provenance) = (settings(arguments), provenance(Some(catalog)));
    let run = measure::run(catalog, cases, &settings, &provenance, &interrupted, |progress| {
        bar.show(&progress);
        // The run is saved while it goes on, so that even a killed run leaves what it measured. A failure is
        // ignored here, because the last save reports it.
        if let Progress::SoFar(run) = progress {
            let _ = out.keep(&run.to_json());
        }
    });
    bar.end();

    let saved = out.save(&run.to_json()).context("the figures could not be saved");
    print(&if arguments.json { run.to_json() } else { shown(&run) })?;
    saved?;
    if interrupted.load(Relaxed) {
        say(&format!("Interrupted. What was measured until then is in {}.", arguments.out.display()));
        return Ok(INTERRUPTED);
    }
    say(&format!("The figures are in {}.", arguments.out.display()));
    Ok(if run.unexpected().next().is_none() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

fn settings(arguments: &RunArguments) -> Settings {
    // More rounds say more than more samples in a round: their spread gives the interval.
    let (rounds, samples) = if arguments.quick { (1, 5) } else { (20, 3) };
    let patience = Patience::of_run(arguments.beat);
    let fixed = arguments.quick || arguments.rounds.is_some() || arguments.samples.is_some();
    Settings {
        rounds: arguments.rounds.unwrap_or(rounds),
        samples: arguments.samples.unwrap_or(samples),
        budget_ns: (!fixed).then_some(BUDGET.as_nanos() as u64),
        beat_ns: arguments.beat.as_nanos() as u64,
        seed: arguments.seed,
        place: arguments.place,
        workers: arguments.workers,
        crowd: None,
        patience: arguments.horizon.map_or(patience, |horizon| patience.watching(horizon)),
    }
}
