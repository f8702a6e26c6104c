//! What a round plays, and in which order. It only computes: nothing is played here.

use std::slice;

use fastrand::Rng;
use stage::Bound;

use crate::{parent::order::Play, play::floors::Floor};

/// How many cases are watched side by side.
const SIDE_BY_SIDE: usize = 8;

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
pub(crate) fn round(wanted: Vec<Wanted>, floors: &[Floor], random: &mut Rng) -> Vec<Step> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let is_below_one =
        |floor: &&Floor| wanted.iter().any(|case| case.bound.and_then(Floor::below) == Some(**floor));
    let floors = floors.iter().filter(is_below_one);
    let mut steps: Vec<Step> = floors.map(|floor| Step::One(Play::Floor(*floor))).collect();
    let (mut together, alone): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|case| case.goes_on);
    random.shuffle(&mut together);
    let case = |case: &Wanted| Play::Case(case.id.clone());
    steps.extend(alone.iter().map(|wanted| Step::One(case(wanted))));
    let batches = together.chunks(SIDE_BY_SIDE);
    steps.extend(batches.map(|batch| Step::SideBySide(batch.iter().map(case).collect())));
    random.shuffle(&mut steps);
    steps
}

/// A verdict needs no more processes than this.
const ROUNDS_FOR_A_VERDICT: u32 = 2;

/// How many of the rounds a case plays.
///
/// A case that is expected to halt plays all of them. That work goes on is as certain after two processes as after many,
/// and it has no time that more of them could make more certain. The figures don't matter: stopping once an interval is
/// narrow would select the runs whose interval happens to be narrow, and it would then cover less than it claims.
pub(crate) fn rounds_of(goes_on: bool, rounds: u32) -> u32 {
    if goes_on { rounds.min(ROUNDS_FOR_A_VERDICT) } else { rounds }
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

    fn a_round(alone: usize, goes_on: usize, seed: u64) -> Vec<Step> {
        let mut random = Rng::with_seed(seed);
        round(wanted(alone, goes_on), Floor::ALL, &mut random)
    }

    #[test]
    fn a_round_plays_every_wanted_case_and_each_floor_below_one_once() {
        for (alone, goes_on, floors) in
            [(1, 0, &["wake"][..]), (9, 3, &["line", "wake"]), (2, 0, &["wake"]), (5, 20, &["line", "wake"])]
        {
            let names = names(&a_round(alone, goes_on, 1));
            assert_eq!(names.len(), alone + goes_on + floors.len());
            assert!(floors.iter().all(|floor| names.iter().any(|name| name == floor)), "{names:?}");
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        }
        assert!(a_round(0, 0, 1).is_empty());
    }

    #[test]
    fn a_floor_that_is_none_in_the_placement_is_not_played() {
        for (place, floors) in [(Place::Apart, 4), (Place::Together, 3), (Place::Free, 4)] {
            let there: Vec<Floor> = Floor::in_place(place).collect();
            assert_eq!((there.len(), there.contains(&Floor::Line)), (floors, floors == 4), "{place}");
        }
        let floors: Vec<Floor> = Floor::in_place(Place::Together).collect();
        let steps = round(wanted(9, 0), &floors, &mut Rng::with_seed(1));
        assert!(!names(&steps).iter().any(|name| name == "line"), "{steps:?}");
    }

    #[test]
    fn the_seed_determines_the_order() {
        assert_eq!(a_round(20, 5, 7), a_round(20, 5, 7));
        assert_ne!(a_round(20, 5, 7), a_round(20, 5, 8));
        let mut random = Rng::with_seed(7);
        let mut next = || round(wanted(20, 5), Floor::ALL, &mut random);
        assert_ne!(next(), next());
    }

    #[test]
    fn work_that_goes_on_is_watched_side_by_side() {
        let batches = |goes_on| {
            let steps = a_round(3, goes_on, 1);
            let batches = steps.iter().filter(|step| matches!(step, Step::SideBySide(_)));
            let mut sizes: Vec<_> = batches.map(|step| step.plays().len()).collect();
            sizes.sort_unstable();
            sizes
        };
        assert_eq!(batches(20), [4, SIDE_BY_SIDE, SIDE_BY_SIDE]);
        assert_eq!(batches(1), [1]);
        assert_eq!(batches(0), Vec::<usize>::new());
    }

    #[test]
    fn what_halts_plays_all_rounds_and_what_goes_on_two() {
        for (goes_on, asked, played) in
            [(false, 1, 1), (false, 20, 20), (true, 1, 1), (true, 2, 2), (true, 20, 2)]
        {
            assert_eq!(rounds_of(goes_on, asked), played, "{goes_on} {asked}");
        }
    }
}
