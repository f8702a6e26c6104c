//! From the samples of a run to all that is shown of them.

use std::collections::BTreeSet;

use stage::{Bound, Loss};

use crate::{
    crowd::sample::CrowdSample,
    file::{
        case_result::CaseResult,
        round::{Reference, Round},
        run::Run,
    },
    play::{failure::Failure, floors::Floor},
    statistics::{
        chance::distance_from_uniform,
        medians,
        precision::Resolution,
        times::{Figures, ShareOfBeat, Times, ratio_interval},
    },
};

impl Run {
    /// Computes what follows from the samples: every figure of the cases, the floors and the controls, the ratios to
    /// the floors, and the resolution. It changes nothing else.
    pub fn summarise(&mut self) {
        let floors: Vec<(Floor, Times)> =
            self.floors.0.iter_mut().filter_map(|it| Some((it.name.parse().ok()?, summarise(it)))).collect();
        for control in &mut self.controls {
            summarise(control);
        }
        let p50 = |control: &Reference| Some((control.name.clone(), control.ns?.p50));
        self.resolution = Resolution::of(self.controls.iter().filter_map(p50).collect());
        for case in &mut self.cases {
            case.summarise(&floors);
        }
    }
}

fn summarise(reference: &mut Reference) -> Times {
    let times = Times::of_reference(reference);
    reference.ns = times.figures();
    times
}

impl CaseResult {
    fn summarise(&mut self, floors: &[(Floor, Times)]) {
        let rounds = &self.rounds;
        self.samples = rounds.iter().map(Round::samples).sum();
        self.verdict = self.verdict_seen();
        let (loss, invariant) = (self.loss_seen(), self.invariant_seen());
        (self.loss, self.invariant) = (loss, invariant);
        (self.records_lost, self.records_given) = most_lost(rounds).unzip();
        self.zombie_beats = medians::lower(&mut column(rounds, |round| &round.zombie_beats));
        // A pool that happens to grow once leaves nothing behind.
        self.threads_left = rounds.iter().flat_map(|round| &round.threads_left).min().copied();
        self.period_ns = lower_median(rounds.iter().flat_map(|it| it.period_ns).collect());
        self.watched_ns = rounds.iter().filter_map(|round| round.watched_ns).min();
        self.crowd =
            CrowdSample::of_all(&rounds.iter().flat_map(|it| &it.crowd).copied().collect::<Vec<_>>());
        self.summarise_failures();
        self.summarise_times(floors);
    }

    fn summarise_failures(&mut self) {
        let failures = || self.rounds.iter().filter_map(|round| round.failure.as_ref());
        let lacks = |bound: Option<u64>| u64::from(bound.is_some());
        self.out_of_patience =
            failures().map(|it| lacks(it.halt_at_least_ns()) + lacks(it.acknowledgement_at_least_ns())).sum();
        let mut said = BTreeSet::new();
        self.errors = failures().map(ToString::to_string).filter(|it| said.insert(it.clone())).collect();
    }

    /// Work that was watched beside other work has no times, because they depend on that too.
    fn summarise_times(&mut self, floors: &[(Floor, Times)]) {
        let rounds: &[Round] = if self.watched_side_by_side { &[] } else { &self.rounds };
        let halt = self.halts(rounds);
        let acknowledge = rounds.iter().map(|round| {
            let failure = round.failure.as_ref();
            let at_least = failure.and_then(Failure::acknowledgement_at_least_ns);
            (round.round, round.acknowledge_ns.clone(), at_least)
        });
        let acknowledge = Times::of(acknowledge);
        let early = rounds.iter().map(|it| (it.round, it.acknowledged_early_by_ns().collect(), None));
        let waited = rounds.iter().map(|it| (it.round, it.waited_ns().collect(), None));
        let ratio = self.floor().and_then(|floor| {
            let (_, times) = floors.iter().find(|(known, _)| *known == floor)?;
            ratio_interval(&halt, times)
        });
        let (early, waited) = (Times::of(early).unless_zero(), Times::of(waited).unless_zero());
        let share = (self.bound == Some(Bound::Polled)).then(|| share_of_beat(rounds)).flatten();
        (self.halt_ns, self.acknowledge_ns) = (halt.figures(), acknowledge.figures());
        (self.acknowledged_early_by_ns, self.waited_ns, self.share_of_beat) = (early, waited, share);
        let interval = ratio.and_then(|(_, interval)| interval);
        self.over_floor = ratio.map(|(ratio, _)| rounded(ratio));
        self.over_floor_low = interval.map(|(low, _)| rounded(low));
        self.over_floor_high = interval.map(|(_, high)| rounded(high));
    }

    /// Work that is expected to go on has no halt that is missed.
    fn halts(&self, rounds: &[Round]) -> Times {
        let halts = self.expected.has_halted();
        Times::of(rounds.iter().map(|round| {
            let at_least = round.failure.as_ref().and_then(Failure::halt_at_least_ns);
            (round.round, round.halt_ns.clone(), at_least.filter(|_| halts))
        }))
    }

    /// How much was lost. If playings differ, a loss that was not expected.
    fn loss_seen(&self) -> Option<Loss> {
        let losses = self.rounds.iter().flat_map(|it| it.records_lost.iter().zip(&it.records_given));
        let losses: BTreeSet<Loss> = losses.map(|(&lost, &given)| Loss::of(lost, given)).collect();
        unexpected_first(&losses, self.expected_loss)
    }

    /// Whether the invariant held. If playings differ, what was not expected.
    fn invariant_seen(&self) -> Option<bool> {
        let seen: BTreeSet<bool> = self.rounds.iter().flat_map(|it| &it.invariants).copied().collect();
        unexpected_first(&seen, self.expected_invariant)
    }
}

fn unexpected_first<T: Copy + Ord>(seen: &BTreeSet<T>, expected: Option<T>) -> Option<T> {
    seen.iter().find(|&&it| Some(it) != expected).or_else(|| seen.first()).copied()
}

/// What the playing lost that lost most, and what it was given.
fn most_lost(rounds: &[Round]) -> Option<(u64, u64)> {
    let each = rounds.iter().flat_map(|round| round.records_lost.iter().zip(&round.records_given));
    each.map(|(&lost, &given)| (lost, given)).max()
}

/// The halts as shares of their beats, to three decimals.
fn share_of_beat(rounds: &[Round]) -> Option<ShareOfBeat> {
    let millionths = |share: f64| (share * 1e6) as u64;
    let times = Times::of(rounds.iter().map(|round| {
        let at_least = round.failure.as_ref().and_then(Failure::halt_at_least_ns);
        let at_least = at_least.map(|ns| millionths(round.share_of_beat(ns)));
        (round.round, round.shares_of_beat().map(millionths).collect(), at_least)
    }));
    let figures: Figures = times.figures()?;
    let mut shares: Vec<f64> = rounds.iter().flat_map(Round::shares_of_beat).collect();
    let of_one = |millionths: u64| (millionths as f64 / 1e3).round() / 1e3;
    Some(ShareOfBeat {
        p50: of_one(figures.p50),
        p50_low: figures.p50_low.map(of_one),
        p50_high: figures.p50_high.map(of_one),
        p50_error: times.error().map(|millionths| millionths.round() / 1e6),
        rounds: figures.rounds,
        distance: (distance_from_uniform(&mut shares) * 1e3).round() / 1e3,
        samples: shares.len(),
    })
}

impl Times {
    /// The times of a floor or a control.
    pub(crate) fn of_reference(reference: &Reference) -> Self {
        Self::of(reference.rounds.iter().map(|round| (round.round, round.ns.clone(), None)))
    }
}

fn column(rounds: &[Round], of: impl Fn(&Round) -> &Vec<u64>) -> Vec<u64> {
    rounds.iter().flat_map(of).copied().collect()
}

fn lower_median(mut values: Vec<u64>) -> Option<u64> {
    (!values.is_empty()).then(|| medians::lower(&mut values))
}

/// A ratio to two decimals, which are more than any two runs agree on.
fn rounded(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::self_checks::check::INJECTED;

    /// A case of these rounds.
    fn case(rounds: Vec<Round>) -> CaseResult {
        let mut case = CaseResult { rounds, ..CaseResult::of(&INJECTED[0].1) };
        case.summarise(&[]);
        case
    }

    #[test]
    fn what_ran_out_of_patience_is_slower_than_all_that_did_not() {
        let patience_ns = 5_000;
        let rounds = (0..12).map(|round| Round {
            halt_ns: if round % 2 == 0 { Vec::new() } else { vec![100] },
            acknowledge_ns: if round % 2 == 0 { vec![200] } else { Vec::new() },
            failure: Some(match round % 2 {
                0 => Failure::Silent { patience_ns },
                _ => Failure::HaltedUnheard { patience_ns },
            }),
            ..Round::new(round)
        });
        let result = case(rounds.collect());
        assert_eq!((result.out_of_patience, result.errors.len()), (12, 2));
        let (halt, acknowledge) = (result.halt_ns.unwrap(), result.acknowledge_ns.unwrap());
        // The median of six medians that were measured and six that were not waited for.
        assert_eq!((halt.p50, acknowledge.p50, halt.max), (2_550, 2_600, 5_000));
        assert!(halt.is_at_least(halt.p99) && acknowledge.is_at_least(acknowledge.p99), "{result:?}");
    }

    #[test]
    fn what_was_not_expected_is_not_hidden_by_what_was() {
        let lost = |lost: &[u64]| Round {
            records_lost: lost.to_vec(),
            records_given: vec![4; lost.len()],
            invariants: vec![true, !lost.contains(&4)],
            ..Round::new(0)
        };
        let seen = |expected, rounds| {
            let mut case = CaseResult { expected_loss: expected, rounds, ..case(Vec::new()) };
            case.summarise(&[]);
            (case.loss, case.records_lost, case.records_given)
        };
        let (none, some) = (Some(Loss::None), Some(Loss::Some));
        assert_eq!(seen(some, vec![lost(&[1, 2]), lost(&[3])]), (some, Some(3), Some(4)));
        assert_eq!(seen(some, vec![lost(&[1, 0]), lost(&[3])]), (none, Some(3), Some(4)));
        assert_eq!(seen(none, vec![]), (None, None, None));
        assert_eq!(case(vec![lost(&[4])]).invariant, Some(false));
    }

    #[test]
    fn counts_are_of_all_samples_and_the_least_of_what_grows() {
        let round = |round, zombie_beats: &[u64], threads_left: &[u32], watched_ns| Round {
            zombie_beats: zombie_beats.to_vec(),
            threads_left: threads_left.to_vec(),
            watched_ns,
            period_ns: Some(u64::from(round) * 10),
            ..Round::new(round)
        };
        let result = case(vec![round(1, &[5, 1], &[2, 1], Some(9)), round(2, &[7], &[3], Some(8))]);
        assert_eq!((result.samples, result.zombie_beats, result.threads_left), (3, 5, Some(1)));
        assert_eq!((result.watched_ns, result.period_ns), (Some(8), Some(10)));
    }
}
