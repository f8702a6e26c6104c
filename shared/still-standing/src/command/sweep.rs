//! `sweep`: varies one factor and keeps the rest.

use std::{path::PathBuf, sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::{Context, Result, bail};
use measure::{Catalog, Destination, Factor, Look, Patience, Place, PointPlan, Settings, Sweep, units};
use report::desk::Desk;
use report::terminal::program::{CHOOSE_ANOTHER, print, until_interrupted};
use stage::{Case, CrowdSize, CrowdState};

use crate::command::{Program, arguments::SweepArguments, run::end};

/// The beats of `sweep beat`, in ms.
const BEATS: [u64; 5] = [1, 3, 10, 30, 100];
/// The numbers of workers of `sweep workers`.
const WORKERS: [u32; 3] = [1, 2, 4];

/// The crowds of `sweep crowd`: how many parts, rounds, and samples in a round.
const CROWDS: &[(u32, u32, u32)] =
    &[(1, 3, 5), (10, 3, 5), (100, 3, 3), (1_000, 3, 1), (10_000, 3, 1), (100_000, 2, 1), (1_000_000, 1, 1)];
/// The same for a smoke run.
const QUICK_CROWDS: &[(u32, u32, u32)] = &[(1, 1, 1), (100, 1, 1), (1_000, 1, 1), (10_000, 1, 1)];
/// The longest that a playing of a crowd may be expected to take.
const LONGEST_PLAYING: Duration = Duration::from_secs(12);
const LONGEST_QUICK_PLAYING: Duration = Duration::from_secs(1);

pub(crate) fn sweep(arguments: &SweepArguments, program: &Program) -> Result<u8> {
    let Program { catalog, desk, .. } = program;
    let factor = arguments.factor;
    let cases = cases(factor, catalog, desk);
    if cases.is_empty() {
        bail!("sweep {factor}: this program has no case for it; --help names the factors that it can vary");
    }
    let points = match factor {
        Factor::Beat => beats(arguments, &cases),
        Factor::Look => looks(arguments, catalog),
        Factor::Place => places(arguments, &cases),
        Factor::Workers => workers(arguments, &cases),
        Factor::Crowd => crowds(arguments, &cases),
    };
    let default = || PathBuf::from(format!("target/still-standing/sweep-{factor}.json"));
    let out = arguments.out.clone().unwrap_or_else(default);
    let destination = Destination::open(&out).context(CHOOSE_ANOTHER)?;
    let interrupted = until_interrupted()?;

    let bar = report::terminal::Bar::default();
    let provenance = program.provenance();
    let tell = |done, next: &str| bar.step(done, next);
    let sweep = Sweep::play(factor, catalog, points, &provenance, &interrupted, tell);
    bar.end();

    let saved = destination.save(&sweep);
    print(&if arguments.json { sweep.to_json() } else { report::terminal::sweep(&sweep) })?;
    let as_expected = sweep.points.iter().all(|point| point.run.unexpected().next().is_none());
    end(saved, &out, as_expected, interrupted.load(Relaxed))
}

/// The cases of a sweep: those that an editor has chosen, or all of the program that the factor can change.
pub(crate) fn cases(factor: Factor, catalog: &Catalog, desk: &Desk) -> Vec<&'static Case> {
    let chosen = desk.sweeps.of(factor);
    let with_workers = || catalog.demos.iter().filter(|demo| demo.has_worker_threads);
    match factor {
        Factor::Look => catalog.looks.iter().map(|look| look.case).collect(),
        Factor::Crowd => catalog.crowds().collect(),
        _ if !chosen.is_empty() => {
            catalog.cases().filter(|case| chosen.contains(&case.id().as_str())).collect()
        }
        Factor::Workers => with_workers().flat_map(|demo| &demo.cases).collect(),
        Factor::Beat | Factor::Place => catalog.cases().collect(),
    }
}

fn point(value: String, cases: &[&'static Case], settings: Settings) -> PointPlan {
    PointPlan { value, look: None, cases: cases.to_vec(), settings, longest_playing: None }
}

fn beats(arguments: &SweepArguments, cases: &[&'static Case]) -> Vec<PointPlan> {
    let settings = |ms| settings(arguments, Duration::from_millis(ms), 30);
    BEATS.into_iter().map(|ms| point(format!("{ms} ms"), cases, settings(ms))).collect()
}

fn looks(arguments: &SweepArguments, catalog: &Catalog) -> Vec<PointPlan> {
    let settings = settings(arguments, arguments.beat, 40);
    let point = |look: &Look| PointPlan {
        look: Some(*look),
        ..point(look.turns.to_string(), &[look.case], settings.clone())
    };
    catalog.looks.iter().map(point).collect()
}

/// The number of workers stays the same, too: as many as the work has cores when it runs apart.
fn places(arguments: &SweepArguments, cases: &[&'static Case]) -> Vec<PointPlan> {
    let settings = settings(arguments, arguments.beat, 30);
    let workers = Some(settings.workers_in_force());
    let at = |place| Settings { place, workers, ..settings.clone() };
    Place::ALL.iter().map(|place| point(place.to_string(), cases, at(*place))).collect()
}

fn workers(arguments: &SweepArguments, cases: &[&'static Case]) -> Vec<PointPlan> {
    let settings = settings(arguments, arguments.beat, 30);
    let with = |workers| Settings { workers: Some(workers), ..settings.clone() };
    WORKERS.into_iter().map(|workers| point(workers.to_string(), cases, with(workers))).collect()
}

/// One part, and ten times as many at each further point, in each state. A larger crowd takes longer and needs fewer
/// playings: its parts are many samples by themselves.
fn crowds(arguments: &SweepArguments, cases: &[&'static Case]) -> Vec<PointPlan> {
    let (sizes, longest) =
        if arguments.quick { (QUICK_CROWDS, LONGEST_QUICK_PLAYING) } else { (CROWDS, LONGEST_PLAYING) };
    let in_each_state = |&(parts, rounds, samples): &(u32, u32, u32)| {
        CrowdState::ALL.iter().map(move |&state| PointPlan {
            longest_playing: Some(longest),
            ..point(
                format!("{} {state}", units::count(u64::from(parts))),
                cases,
                Settings {
                    crowd: Some(CrowdSize { parts, state }),
                    ..unless_asked(arguments, arguments.beat, rounds, samples)
                },
            )
        })
    };
    sizes.iter().flat_map(in_each_state).collect()
}

/// The settings of a point with this beat, with at most `most` samples: a sample takes longer with a long
/// beat, and fewer of them say as much.
fn settings(arguments: &SweepArguments, beat: Duration, most: u32) -> Settings {
    let ms = u32::try_from(beat.as_millis()).unwrap_or(u32::MAX).max(1);
    let (rounds, samples) = if arguments.quick { (1, 2) } else { (8, (60 / ms).clamp(6, most)) };
    unless_asked(arguments, beat, rounds, samples)
}

/// So many rounds and samples, unless the arguments ask for others.
fn unless_asked(arguments: &SweepArguments, beat: Duration, rounds: u32, samples: u32) -> Settings {
    let samples = arguments.samples.unwrap_or(samples);
    Settings {
        rounds: arguments.rounds.unwrap_or(rounds),
        ..Settings::one_round(beat, samples, Patience::of_run(beat))
    }
}
