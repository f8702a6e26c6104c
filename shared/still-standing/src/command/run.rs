//! `run`: plays the chosen cases, which is the comparison.

use std::sync::atomic::Ordering::Relaxed;

use anyhow::{Context, Result};
use measure::{Destination, Patience, Progress, Run, Settings};
use report::terminal::program::{
    AS_EXPECTED, CHOOSE_ANOTHER, INTERRUPTED, NOT_AS_EXPECTED, print, say, until_interrupted,
};
use report::{
    results_file,
    terminal::{self, Around},
};
use stage::Case;

use crate::command::{
    Program,
    arguments::{RunArguments, ShowArguments},
    choose,
    provenance::{call_without_arguments, provenance},
};

pub(crate) fn run(arguments: &RunArguments, program: &Program) -> Result<u8> {
    let cases = choose::of_a_run(program, &arguments.filters, arguments.all)?;
    let file = arguments.out.display().to_string();
    let call = call_without_arguments(program.catalog);
    let more = more(program, &cases, &call);
    play(&cases, arguments, program, |run| {
        let width = terminal::terminal_width();
        if arguments.full {
            return every_row(run, width);
        }
        let around = Around { call: &call, more: more.as_deref(), file: &file };
        terminal::screen(run, program.desk, around, width)
    })
}

/// Shows a run once more, with every row.
pub(crate) fn show(arguments: &ShowArguments) -> Result<u8> {
    let run = results_file::run(&arguments.file)?;
    print(&every_row(&run, terminal::terminal_width()))?;
    Ok(if run.unexpected().next().is_none() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

fn every_row(run: &Run, width: usize) -> String {
    format!("{}\n{}\n{}", terminal::matrix(run, width), terminal::details(run, width), terminal::closing(run))
}

/// What else there is to play, and how, in a sentence.
fn more(program: &Program, played: &[&'static Case], call: &str) -> Option<String> {
    let is_other = |case: &&Case| !played.iter().any(|one| one.id() == case.id());
    let others: Vec<&Case> = program.catalog.cases().filter(is_other).collect();
    let mut runtimes: Vec<&str> = others.iter().map(|case| case.runtime).collect();
    runtimes.dedup();
    let of = match runtimes.as_slice() {
        [] => return None,
        [some @ .., last] if !some.is_empty() => format!("{} and {last}", some.join(", ")),
        one => one.join(""),
    };
    Some(format!("{} more cases, of {of}: by name, or {call} --all", others.len()))
}

/// Plays these cases, saves the run, and prints it as JSON or as `shown` formats it.
pub(crate) fn play(
    cases: &[&'static Case],
    arguments: &RunArguments,
    program: &Program,
    shown: impl Fn(&Run) -> String,
) -> Result<u8> {
    let out = Destination::open(&arguments.out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;

    let bar = terminal::Bar::default();
    let (settings, provenance) = (settings(arguments), provenance(program));
    let run = measure::run(program.catalog, cases, &settings, &provenance, &interrupted, |progress| {
        bar.show(&progress);
        // The run is saved while it goes on, so that even a killed run leaves what it measured. A failure is
        // ignored here, because the last save reports it.
        if let Progress::SoFar(run) = progress {
            let _ = out.keep(run);
        }
    });
    bar.end();

    let saved = out.save(&run).context("the figures could not be saved");
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
    let (rounds, samples) = if arguments.quick { (1, 5) } else { (12, 5) };
    let patience = Patience::of_run(arguments.beat);
    Settings {
        rounds: arguments.rounds.unwrap_or(rounds),
        samples: arguments.samples.unwrap_or(samples),
        beat_ns: arguments.beat.as_nanos() as u64,
        seed: arguments.seed,
        place: arguments.place,
        workers: arguments.workers,
        crowd: None,
        patience: arguments.horizon.map_or(patience, |horizon| patience.watching(horizon)),
    }
}
