//! `sweep`: one factor varied, the rest held.

use std::{path::PathBuf, sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::{Context, Result, bail};
use measure::{Patience, Place, Repertoire, Run, Settings, Sweep, Vary};
use stage::Case;

use crate::{
    AS_EXPECTED, INTERRUPTED, NOT_AS_EXPECTED,
    arguments::{Factor, SweepArguments},
    interrupt::until_interrupted,
    print,
    provenance::provenance,
    say,
};

/// The beats of `sweep beat`, in ms.
const BEATS: [u64; 5] = [1, 3, 10, 30, 100];
/// Two cases that look once a beat, and two that are woken.
const BEAT_CASES: &[&str] =
    &["threads/flag/blocking", "threads/flag/parked", "tokio/flag/awaiting", "tokio/flag/awaiting-token"];
/// One that spins, and woken ones: with a caller that waits, and with one that goes on computing.
const PLACE_CASES: &[&str] = &[
    "threads/flag/spinning",
    "threads/flag/parked",
    "threads/flag/parked-busy-caller",
    "tokio/flag/awaiting-token",
    "tokio/abort/awaiting",
    "tokio/abort/awaiting-busy-caller",
    "async-std/abort/awaiting",
    "smol/drop/awaiting",
];

type Point = (Vary, Vec<&'static Case>, Settings);

pub(crate) fn sweep(arguments: &SweepArguments, repertoire: &Repertoire) -> Result<u8> {
    let (name, points) = match arguments.factor {
        Factor::Beat => ("beat", beats(arguments.quick, repertoire)),
        Factor::Look => ("look", looks(arguments.quick, repertoire)),
        Factor::Place => ("place", places(arguments.quick, repertoire)),
    };
    if points.iter().all(|(_, cases, _)| cases.is_empty()) {
        bail!("sweep {name} has no cases in this binary; `cargo run --release -- sweep {name}` has them all");
    }
    let default = || PathBuf::from(format!("target/still-standing/sweep-{name}.json"));
    let out = arguments.out.clone().unwrap_or_else(default);
    Run::can_be_saved(&out).context("--out cannot be written; choose another file")?;
    let interrupted = until_interrupted()?;

    let bar = show::Bar::default();
    let provenance = provenance();
    let sweep =
        Sweep::play(name, repertoire, points, &provenance, &interrupted, |done, next| bar.step(done, next));
    bar.end();

    let saved = sweep.save(&out).context("the figures could not be saved");
    print(&if arguments.json { sweep.to_json() } else { show::sweep(&sweep) })?;
    saved?;
    if interrupted.load(Relaxed) {
        say(&format!("Interrupted. What was measured until then is in {}.", out.display()));
        return Ok(INTERRUPTED);
    }
    say(&format!("The figures are in {}.", out.display()));
    let as_expected = sweep.points.iter().all(|point| point.run.unexpected().next().is_none());
    Ok(if as_expected { AS_EXPECTED } else { NOT_AS_EXPECTED })
}

fn beats(quick: bool, repertoire: &Repertoire) -> Vec<Point> {
    // A long beat has as much to say in fewer samples, and takes as long for each.
    let samples = |ms: u64| if quick { 2 } else { (60 / ms).clamp(6, 30) as u32 };
    let point = |ms: u64| {
        (Vary::Beat(ms * 1_000_000), chosen(repertoire, BEAT_CASES), settings(quick, ms, samples(ms)))
    };
    BEATS.into_iter().map(point).collect()
}

fn looks(quick: bool, repertoire: &Repertoire) -> Vec<Point> {
    let settings = settings(quick, 1, if quick { 5 } else { 40 });
    repertoire.looks.iter().map(|look| (Vary::Look(*look), vec![look.case], settings.clone())).collect()
}

fn places(quick: bool, repertoire: &Repertoire) -> Vec<Point> {
    let settings = settings(quick, 1, if quick { 5 } else { 30 });
    let point = |place: &Place| (Vary::Place(*place), chosen(repertoire, PLACE_CASES), settings.clone());
    Place::ALL.iter().map(point).collect()
}

/// Those of these cases that the repertoire has.
fn chosen(repertoire: &Repertoire, ids: &[&str]) -> Vec<&'static Case> {
    repertoire.cases().filter(|case| ids.contains(&case.id().as_str())).collect()
}

fn settings(quick: bool, beat_ms: u64, samples: u32) -> Settings {
    let beat = Duration::from_millis(beat_ms);
    Settings {
        rounds: if quick { 1 } else { 5 },
        samples,
        beat_ns: beat.as_nanos() as u64,
        budget_ns: None,
        seed: 1,
        place: Place::Apart,
        workers: None,
        patience: Patience::of_run(beat),
    }
}
