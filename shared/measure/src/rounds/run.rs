//! Rounds: each plays every chosen case once, in a new order, with the floors between them.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use stage::Case;

use crate::{
    file::{provenance::Provenance, run::Run},
    parent::{
        order::Play,
        run_child::{ChildProcesses, Executor},
    },
    rounds::{
        catalog::Catalog,
        schedule::{self, Step},
        settings::Settings,
        state::RunState,
    },
    self_checks,
    statistics::precision::Costs,
};

/// Where a run stands.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Something is about to be played.
    Step {
        /// How much is done, as a share of one.
        done: f64,
        /// The case's id or the floor's name.
        next: &'a str,
    },
    /// The run so far, for the caller to save: at most once a second, and so seldom that saving it takes a
    /// small share of the time.
    SoFar(&'a Run),
}

/// Plays the chosen cases and returns what was seen. Calls `tell` before each step, and from time to time
/// with the run so far. An interrupted run is returned as far as it came, marked as partial.
///
/// A case plays all rounds. If its work is expected to go on it plays two, side by side with others of that kind.
///
/// # Panics
/// Never for cases that come from the catalog.
pub fn run(
    catalog: &Catalog,
    cases: &[&'static Case],
    settings: &Settings,
    provenance: &Provenance,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(Progress<'_>),
) -> Run {
    let start = Instant::now();
    let mut state = RunState::new(catalog, cases, settings, provenance);
    tell(Progress::Step { done: 0.0, next: "self-checks" });
    let costs = Costs::measured();
    let mut self_checks = self_checks::short(catalog, settings, interrupted);
    if interrupted.load(Relaxed) {
        // Checks that were cut short would fail because of the interruption.
        self_checks.clear();
    }
    state.begin_with(costs, self_checks);
    play_rounds(&ChildProcesses, &mut state, interrupted, &|| start.elapsed(), &mut tell);
    state.into_run(interrupted.load(Relaxed))
}

/// Plays rounds until every case has played enough, or the run is interrupted.
/// `elapsed` returns the time since the start of the run.
fn play_rounds(
    executor: &impl Executor,
    state: &mut RunState<'_>,
    interrupted: &AtomicBool,
    elapsed: &dyn Fn() -> Duration,
    tell: &mut dyn FnMut(Progress<'_>),
) {
    let settings = state.settings();
    let mut random = Rng::with_seed(settings.seed);
    let mut saves = SaveTimes::default();
    loop {
        let steps = schedule::round(state.wanted(), &state.floors(), &mut random);
        if steps.is_empty() {
            return;
        }
        for (number, step) in steps.iter().enumerate() {
            if interrupted.load(Relaxed) {
                return;
            }
            let now = elapsed();
            if saves.is_due(now) {
                tell(Progress::SoFar(state.so_far(true)));
                saves.noted(now, elapsed());
            }
            let in_round = number as f64 / steps.len() as f64;
            let done = (f64::from(state.round()) + in_round) / f64::from(settings.rounds);
            tell(Progress::Step { done, next: step.plays()[0].name() });
            match step {
                Step::One(play) => play_one(executor, state, play, random.u64(..), interrupted),
                Step::SideBySide(plays) => {
                    play_side_by_side(executor, state, plays, &mut random, interrupted);
                }
            }
        }
        if interrupted.load(Relaxed) {
            return;
        }
        state.end_round();
    }
}

fn play_one(
    executor: &impl Executor,
    state: &mut RunState<'_>,
    play: &Play,
    seed: u64,
    interrupted: &AtomicBool,
) {
    let order = state.order(play, seed);
    let end = executor.play(&order, interrupted, &mut |message| state.add(play, message));
    state.end(play, end);
}

/// Plays all of these at once, each from a thread of its own. The child dies with that thread.
fn play_side_by_side(
    executor: &impl Executor,
    state: &mut RunState<'_>,
    plays: &[Play],
    random: &mut Rng,
    interrupted: &AtomicBool,
) {
    state.note_side_by_side(plays);
    let orders: Vec<_> = plays.iter().map(|play| state.order(play, random.u64(..))).collect();
    let ends: Vec<_> = thread::scope(|scope| {
        let play = |order| {
            scope.spawn(move || {
                let mut messages = Vec::new();
                let end = executor.play(order, interrupted, &mut |message| messages.push(message));
                (messages, end)
            })
        };
        let threads: Vec<_> = orders.iter().map(play).collect();
        threads.into_iter().map(|thread| thread.join().expect("an executor does not panic")).collect()
    });
    for (play, (messages, end)) in plays.iter().zip(ends) {
        for message in messages {
            state.add(play, message);
        }
        state.end(play, end);
    }
}

/// When a run that goes on is summarised, so that it can be saved. Each summary covers everything that was
/// measured so far, so that a summary after each round would cost the square of the rounds.
#[derive(Debug, Default)]
pub(crate) struct SaveTimes {
    last: Duration,
    cost: Duration,
}

impl SaveTimes {
    /// The shortest time between two summaries.
    const LEAST: Duration = Duration::from_secs(1);
    /// The shortest time between two summaries, as a multiple of the time that one takes.
    const TIMES_ITS_COST: u32 = 20;

    pub(crate) fn is_due(&self, now: Duration) -> bool {
        now.saturating_sub(self.last) >= Self::LEAST.max(self.cost * Self::TIMES_ITS_COST)
    }

    /// Notes that a summary was begun and saved at these times.
    pub(crate) fn noted(&mut self, begun: Duration, saved: Duration) {
        *self = Self { last: saved, cost: saved.saturating_sub(begun) };
    }
}

#[cfg(test)]
mod tests;
