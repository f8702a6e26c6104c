//! What a round plays, in which order, and how long a run goes on. It only computes: nothing is played here.

use std::{slice, time::Duration};

use fastrand::Rng;
use stage::{Bound, Verdict};

use crate::{parent::order::Play, play::floors::Floor, rounds::settings::Settings};

/// At least this many rounds are played, however small the budget: fewer have no spread to speak of.
pub(crate) const LEAST_ROUNDS: u32 = 3;
/// How many cases are watched side by side.
const SIDE_BY_SIDE: usize = 8;
/// With a longer horizon, watching the cases that go on one after another would take most of the run.
const LONG_HORIZON: Duration = Duration::from_secs(1);

/// What a round plays at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// One play alone.
    One(Play),
    /// Several plays at once: their work is expected to go on, so there are no times that they could disturb.
    SideBySide(Vec<Play>),
}

impl Step {
    /// What is played: one play or several.
    pub(crate) fn plays(&self) -> &[Play] {
        match self {
            Self::One(play) => slice::from_ref(play),
            Self::SideBySide(plays) => plays,
        }
    }
}

/// A case that is to be played once more.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Its id.
    pub(crate) id: String,
    /// Whether its work is expected to go on after it was asked to stop.
    pub(crate) goes_on: bool,
    /// What its hand-over is bound by.
    pub(crate) bound: Option<Bound>,
}

/// The steps of a round, in a random order: each wanted case once, and each of these floors that is below one of
/// them. Empty if no case is wanted.
pub(crate) fn round(wanted: Vec<Wanted>, floors: &[Floor], horizon: Duration, random: &mut Rng) -> Vec<Step> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let is_below_one =
        |floor: &&Floor| wanted.iter().any(|case| case.bound.and_then(Floor::below) == Some(**floor));
    let floors = floors.iter().filter(is_below_one);
    let mut steps: Vec<Step> = floors.map(|floor| Step::One(Play::Floor(*floor))).collect();
    let (mut together, alone): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|case| case.goes_on && horizon > LONG_HORIZON);
    random.shuffle(&mut together);
    let case = |case: &Wanted| Play::Case(case.id.clone());
    steps.extend(alone.iter().map(|wanted| Step::One(case(wanted))));
    let batches = together.chunks(SIDE_BY_SIDE);
    steps.extend(batches.map(|batch| Step::SideBySide(batch.iter().map(case).collect())));
    random.shuffle(&mut steps);
    steps
}

/// How long a run goes on: for some rounds, or, with a budget, until its time is used up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Length {
    rounds: u32,
    budget: Option<Duration>,
}

impl Length {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self { rounds: settings.rounds, budget: settings.budget_ns.map(Duration::from_nanos) }
    }

    /// Whether a case plays in this round. The first round is 0.
    pub(crate) fn wants(&self, round: u32, is_settled: impl FnOnce() -> bool) -> bool {
        match self.budget {
            Some(_) => !is_settled(),
            None => round < self.rounds,
        }
    }

    /// Whether the time is used up before a step of this round.
    pub(crate) fn is_over(&self, round: u32, elapsed: Duration) -> bool {
        round >= LEAST_ROUNDS && self.budget.is_some_and(|budget| elapsed >= budget)
    }

    /// How much of the run is done, as a share of one: by time, or by rounds if there is no budget.
    /// `in_round` is how much of this round is done, as a share of one.
    pub(crate) fn share_done(&self, round: u32, in_round: f64, elapsed: Duration) -> f64 {
        let share = match self.budget {
            Some(budget) => elapsed.as_secs_f64() / budget.as_secs_f64(),
            None => (f64::from(round) + in_round) / f64::from(self.rounds),
        };
        share.min(1.0)
    }
}

/// A verdict needs no more processes than this.
pub(crate) const ROUNDS_FOR_A_VERDICT: u32 = 2;

/// Whether a further round of a case is not worth its time.
///
/// A case that halts plays all the rounds that were `asked` for. Any other verdict, or none at all, is as
/// certain after two rounds as after many. The figures don't matter: stopping once an interval is narrow
/// would select the runs whose interval happens to be narrow, and it would then cover less than it claims.
pub(crate) fn is_settled(verdict: Option<Verdict>, played: u32, asked: u32) -> bool {
    let enough = if verdict.is_some_and(Verdict::has_halted) { asked } else { 0 };
    played >= enough.max(ROUNDS_FOR_A_VERDICT)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::machine::place::Place;

    use super::*;

    fn wanted(alone: usize, goes_on: usize) -> Vec<Wanted> {
        let bound = |id: usize| [Bound::Wake, Bound::Polled, Bound::Line][id % 3];
        let case = |id: usize, goes_on| Wanted { id: format!("case {id}"), goes_on, bound: Some(bound(id)) };
        (0..alone).map(|id| case(id, false)).chain((0..goes_on).map(|id| case(100 + id, true))).collect()
    }

    fn names(steps: &[Step]) -> Vec<String> {
        steps.iter().flat_map(Step::plays).map(|play| play.name().to_owned()).collect()
    }

    fn a_round(alone: usize, goes_on: usize, horizon_ms: u64, seed: u64) -> Vec<Step> {
        let mut random = Rng::with_seed(seed);
        round(wanted(alone, goes_on), Floor::ALL, Duration::from_millis(horizon_ms), &mut random)
    }

    #[test]
    fn a_round_plays_every_wanted_case_and_each_floor_below_one_once() {
        for (alone, goes_on, horizon_ms, floors) in [
            (1, 0, 50, &["wake"][..]),
            (9, 3, 50, &["line", "wake"]),
            (2, 0, 50, &["wake"]),
            (5, 20, 2_000, &["line", "wake"]),
        ] {
            let names = names(&a_round(alone, goes_on, horizon_ms, 1));
            assert_eq!(names.len(), alone + goes_on + floors.len());
            assert!(floors.iter().all(|floor| names.iter().any(|name| name == floor)), "{names:?}");
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        }
        assert!(a_round(0, 0, 50, 1).is_empty());
    }

    #[test]
    fn a_floor_that_is_none_in_the_placement_is_not_played() {
        for (place, floors) in [(Place::Apart, 3), (Place::Together, 2), (Place::Free, 3)] {
            let there: Vec<Floor> = Floor::in_place(place).collect();
            assert_eq!((there.len(), there.contains(&Floor::Line)), (floors, floors == 3), "{place}");
        }
        let floors: Vec<Floor> = Floor::in_place(Place::Together).collect();
        let steps = round(wanted(9, 0), &floors, Duration::ZERO, &mut Rng::with_seed(1));
        assert!(!names(&steps).iter().any(|name| name == "line"), "{steps:?}");
    }

    #[test]
    fn the_seed_determines_the_order() {
        assert_eq!(a_round(20, 5, 50, 7), a_round(20, 5, 50, 7));
        assert_ne!(a_round(20, 5, 50, 7), a_round(20, 5, 50, 8));
        let mut random = Rng::with_seed(7);
        let mut next = || round(wanted(20, 5), Floor::ALL, Duration::ZERO, &mut random);
        assert_ne!(next(), next());
    }

    #[test]
    fn work_that_goes_on_is_watched_side_by_side_when_the_horizon_is_long() {
        let batches = |goes_on, horizon_ms| {
            let steps = a_round(3, goes_on, horizon_ms, 1);
            let batches = steps.iter().filter(|step| matches!(step, Step::SideBySide(_)));
            let mut sizes: Vec<_> = batches.map(|step| step.plays().len()).collect();
            sizes.sort_unstable();
            sizes
        };
        assert_eq!(batches(20, 1_000), Vec::<usize>::new());
        assert_eq!(batches(20, 1_001), [4, SIDE_BY_SIDE, SIDE_BY_SIDE]);
        assert_eq!(batches(1, 10_000), [1]);
        assert_eq!(batches(0, 10_000), Vec::<usize>::new());
    }

    #[test]
    fn a_budget_ends_a_run_after_the_least_rounds() {
        let seconds = Duration::from_secs;
        let with = Length { rounds: 10, budget: Some(seconds(56)) };
        let without = Length { rounds: 10, budget: None };
        // Round, elapsed seconds, over with a budget.
        for (round, elapsed, over) in [(0, 60, false), (2, 60, false), (3, 55, false), (3, 56, true)] {
            assert_eq!(with.is_over(round, seconds(elapsed)), over, "{round} {elapsed}");
            assert!(!without.is_over(round, seconds(elapsed)));
        }
        // Round, settled, wanted with a budget, wanted without one.
        for (round, settled, adaptive, fixed) in
            [(0, false, true, true), (9, true, false, true), (10, false, true, false)]
        {
            assert_eq!(with.wants(round, || settled), adaptive, "{round} {settled}");
            assert_eq!(without.wants(round, || settled), fixed, "{round} {settled}");
        }
        assert!((with.share_done(0, 0.0, seconds(28)) - 0.5).abs() < 1e-9);
        assert!((without.share_done(2, 0.5, seconds(28)) - 0.25).abs() < 1e-9);
        assert!((with.share_done(3, 0.0, seconds(90)) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_halts_plays_what_was_asked_and_anything_else_two_rounds() {
        for (verdict, played, asked, settled) in [
            (None, 0, 20, false),
            (None, 1, 20, false),
            (None, 2, 20, true),
            (Some(Verdict::Hung), 1, 20, false),
            (Some(Verdict::Hung), 2, 20, true),
            (Some(Verdict::StillStanding), 2, 20, true),
            (Some(Verdict::NeverStarted), 20, 20, true),
            (Some(Verdict::Stopped), 3, 20, false),
            (Some(Verdict::Stopped), 19, 20, false),
            (Some(Verdict::Stopped), 20, 20, true),
            (Some(Verdict::Killed), 19, 20, false),
            (Some(Verdict::Killed), 21, 20, true),
            (Some(Verdict::Stopped), 1, 1, false),
            (Some(Verdict::Stopped), 2, 1, true),
        ] {
            assert_eq!(is_settled(verdict, played, asked), settled, "{verdict:?} {played} {asked}");
        }
    }
}
