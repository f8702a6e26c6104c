//! `run`: plays the chosen cases, which is the comparison. `pairs`: those of another language and their answers in Rust.
//! `show`: a run once more.

use std::{path::Path, sync::atomic::Ordering::Relaxed};

use anyhow::{Context, Result, bail};
use measure::{Destination, Patience, Progress, Run, SaveError, Settings};
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
    arguments::{LATEST, RunArguments, ShowArguments},
    choose,
};

pub(crate) fn run(arguments: &RunArguments, program: &Program) -> Result<u8> {
    let cases = choose::of_a_run(program, &arguments.filters, arguments.all)?;
    let file =
        Some(&arguments.out).filter(|out| **out != Path::new(LATEST)).map(|out| out.display().to_string());
    let call = program.call_without_arguments();
    let more = more(program, &cases, &call);
    play(&cases, arguments, program, |run| {
        let width = terminal::terminal_width();
        if arguments.full {
            return every_row(run, width);
        }
        let around = Around { call: &call, more: more.as_deref(), file: file.as_deref() };
        terminal::screen(run, program.desk, around, width)
    })
}

/// Shows a run once more, with every row.
pub(crate) fn show(arguments: &ShowArguments) -> Result<u8> {
    let run = results_file::run(&arguments.file)?;
    print(&every_row(&run, terminal::terminal_width()))?;
    Ok(if run.unexpected().next().is_none() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

/// Plays each original in another language and the Rust case that answers it.
pub(crate) fn pairs(arguments: &RunArguments, program: &Program) -> Result<u8> {
    let catalog = program.catalog;
    let mut chosen = choose::by_filters(catalog, &arguments.filters)?;
    chosen.retain(|case| case.answer.is_some());
    if chosen.is_empty() {
        let has_any = catalog.cases().any(|case| case.answer.is_some());
        let advice = if has_any { "; without a filter, pairs plays all originals" } else { "" };
        bail!("none of these cases is an original in another language{advice}");
    }
    let answers: Vec<&str> = chosen.iter().filter_map(|case| case.answer).collect();
    let is_played = |case: &&'static Case| {
        chosen.iter().any(|one| one.id() == case.id()) || answers.contains(&case.id().as_str())
    };
    let cases: Vec<_> = catalog.cases().filter(is_played).collect();
    play(&cases, arguments, program, |run| {
        format!("{}\n{}", terminal::pairs_table(run), terminal::closing(run))
    })
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
fn play(
    cases: &[&'static Case],
    arguments: &RunArguments,
    program: &Program,
    shown: impl Fn(&Run) -> String,
) -> Result<u8> {
    let out = Destination::open(&arguments.out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;

    let bar = terminal::Bar::default();
    let (settings, provenance) = (settings(arguments), program.provenance());
    let run = measure::run(program.catalog, cases, &settings, &provenance, &interrupted, |progress| {
        bar.show(&progress);
        // The run is saved while it goes on, so that even a killed run leaves what it measured. A failure is
        // ignored here, because the last save reports it.
        if let Progress::SoFar(run) = progress {
            let _ = out.keep(run);
        }
    });
    bar.end();

    let saved = out.save(&run);
    print(&if arguments.json { run.to_json() } else { shown(&run) })?;
    let as_expected = run.unexpected().next().is_none();
    end(saved, &arguments.out, as_expected, interrupted.load(Relaxed))
}

/// Says where the figures are, once they are printed, and returns the exit status.
pub(crate) fn end(
    saved: Result<(), SaveError>,
    file: &Path,
    as_expected: bool,
    interrupted: bool,
) -> Result<u8> {
    saved.context("the figures could not be saved")?;
    if interrupted {
        say(&format!("Interrupted. What was measured until then is in {}.", file.display()));
        return Ok(INTERRUPTED);
    }
    say(&format!("The figures are in {}.", file.display()));
    Ok(if as_expected { AS_EXPECTED } else { NOT_AS_EXPECTED })
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
