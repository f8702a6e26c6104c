//! `run`: the comparison.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use anyhow::{Context, Result};
use measure::{Patience, Progress, Run, Settings};
use stage::Demo;

use crate::{AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED, arguments::RunArguments, choose, print, say};

pub(crate) fn run(arguments: &RunArguments, demos: &'static [Demo]) -> Result<u8> {
    let cases = choose::by_filters(demos, &arguments.filters)?;
    Run::can_be_saved(&arguments.out).context("--out cannot be written; choose another file")?;
    let interrupted = until_interrupted()?;

    let bar = show::Bar::default();
    let run = measure::run(demos, &cases, &settings(arguments), &interrupted, |progress| {
        bar.show(&progress);
        // Kept after every round, so that even a killed run leaves what it measured. The last
        // save tells of a failure.
        if let Progress::Round(run) = progress {
            let _ = run.save(&arguments.out);
        }
    });
    bar.end();

    let saved = run.save(&arguments.out).context("the figures could not be saved");
    show_run(&run, arguments)?;
    saved?;
    if interrupted.load(Relaxed) {
        say(&format!("Interrupted. What was measured until then is in {}.", arguments.out.display()));
        return Ok(INTERRUPTED);
    }
    say(&format!("The figures are in {}.", arguments.out.display()));
    Ok(if run.unexpected().next().is_none() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

fn show_run(run: &Run, arguments: &RunArguments) -> Result<()> {
    if arguments.json {
        return print(&run.to_json());
    }
    let width = show::terminal_width();
    print(&format!("{}\n{}\n{}", show::matrix(run, width), show::details(run, width), show::closing(run)))
}

fn settings(arguments: &RunArguments) -> Settings {
    let (rounds, samples) = if arguments.quick { (1, 5) } else { (10, 20) };
    Settings {
        rounds: arguments.rounds.unwrap_or(rounds),
        samples: arguments.samples.unwrap_or(samples),
        beat_ns: arguments.beat.as_nanos() as u64,
        seed: arguments.seed,
        place: arguments.place,
        patience: Patience::of_run(arguments.beat),
    }
}

/// What Ctrl-C sets. The second one ends the program at once: children end with their parent.
fn until_interrupted() -> Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&interrupted);
    ctrlc::set_handler(move || {
        if seen.swap(true, Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .context("Ctrl-C cannot be listened to")?;
    Ok(interrupted)
}
