//! `check`: the known answers.

use std::sync::atomic::Ordering::Relaxed;

use anyhow::Result;
use measure::{Patience, Place, Repertoire, Settings};

use crate::{
    AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED, arguments::CheckArguments, interrupt::until_interrupted,
    print, say,
};

/// The beat of the known answers.
const BEAT_NS: u64 = 1_000_000;

pub(crate) fn check(arguments: &CheckArguments, repertoire: &Repertoire) -> Result<u8> {
    let interrupted = until_interrupted()?;
    let beat = std::time::Duration::from_nanos(BEAT_NS);
    let settings = Settings {
        rounds: 1,
        samples: 1,
        beat_ns: BEAT_NS,
        budget_ns: None,
        seed: 1,
        place: Place::Apart,
        workers: None,
        patience: Patience::of_run(beat),
    };
    let bar = show::Bar::default();
    let answers = measure::check(repertoire, &settings, &interrupted, |done, next| bar.step(done, next));
    bar.end();
    if arguments.json {
        print(&(serde_json::to_string_pretty(&answers)? + "\n"))?;
    } else {
        print(&show::answers(&answers, show::terminal_width()))?;
    }
    if interrupted.load(Relaxed) {
        say("Interrupted. The answers until then are above.");
        return Ok(INTERRUPTED);
    }
    Ok(if answers.iter().all(|answer| answer.passed) { AS_EXPECTED } else { NOT_AS_EXPECTED })
}
