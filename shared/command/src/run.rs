//! `run`: the comparison.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::{Context, Result};
use measure::{Patience, Progress, Repertoire, Run, Settings};
use stage::Case;

use crate::{
    AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED, arguments::RunArguments, choose, interrupt::until_interrupted,
    print, provenance::provenance, say,
};

/// What a run without fixed rounds or samples may take. It ends within a minute.
const BUDGET: Duration = Duration::from_secs(56);

pub(crate) fn run(arguments: &RunArguments, repertoire: &Repertoire) -> Result<u8> {
    let cases = choose::by_filters(repertoire, &arguments.filters)?;
    play(&cases, arguments, repertoire, |run| {
        let width = show::terminal_width();
        format!("{}\n{}\n{}", show::matrix(run, width), show::details(run, width), show::closing(run))
    })
}

/// Plays these cases, saves the run, and shows it as `shown` says.
pub(crate) fn play(
    cases: &[&'static Case],
    arguments: &RunArguments,
    repertoire: &Repertoire,
    shown: impl Fn(&Run) -> String,
) -> Result<u8> {
    Run::can_be_saved(&arguments.out).context("--out cannot be written; choose another file")?;
    let interrupted = until_interrupted()?;

    let bar = show::Bar::default();
    let (settings, provenance) = (settings(arguments), provenance());
    let run = measure::run(repertoire, cases, &settings, &provenance, &interrupted, |progress| {
        bar.show(&progress);
        // Kept after every round, so that even a killed run leaves what it measured. The last
        // save tells of a failure.
        if let Progress::Round(run) = progress {
            let _ = run.save(&arguments.out);
        }
    });
    bar.end();

    let saved = run.save(&arguments.out).context("the figures could not be saved");
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
    let (rounds, samples) = if arguments.quick { (1, 5) } else { (10, 10) };
    let fixed = arguments.quick || arguments.rounds.is_some() || arguments.samples.is_some();
    Settings {
        rounds: arguments.rounds.unwrap_or(rounds),
        samples: arguments.samples.unwrap_or(samples),
        budget_ns: (!fixed).then_some(BUDGET.as_nanos() as u64),
        beat_ns: arguments.beat.as_nanos() as u64,
        seed: arguments.seed,
        place: arguments.place,
        workers: None,
        patience: Patience::of_run(arguments.beat),
    }
}
