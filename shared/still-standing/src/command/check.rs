//! `check`: the self-checks.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::Result;
use measure::{Catalog, Costs, Patience, Settings};
use report::terminal::program::{AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED, print, say, until_interrupted};

use crate::command::arguments::CheckArguments;

/// The beat of the self-checks.
const BEAT: Duration = Duration::from_millis(1);

pub(crate) fn check(arguments: &CheckArguments, catalog: &Catalog) -> Result<u8> {
    let interrupted = until_interrupted()?;
    let settings = Settings::one_round(BEAT, 1, Patience::of_run(BEAT));
    let bar = report::terminal::Bar::default();
    let checks = measure::check(catalog, &settings, &interrupted, |done, next| bar.step(done, next));
    bar.end();
    if arguments.json {
        print(&(serde_json::to_string_pretty(&checks)? + "\n"))?;
    } else {
        print(&report::terminal::self_checks(&checks, report::terminal::terminal_width()))?;
        let Costs { stamp_ns, beat_ns } = Costs::measured();
        say(&format!(
            "A stamp takes {stamp_ns:.1} ns here, and a beat {beat_ns:.1} ns: times of that size are blurred."
        ));
    }
    if interrupted.load(Relaxed) {
        say("Interrupted. The self-checks played until then are above.");
        return Ok(INTERRUPTED);
    }
    Ok(if checks.iter().all(|check| check.passed) { AS_EXPECTED } else { NOT_AS_EXPECTED })
}
