//! The times of one case, over all rounds.

use stage::{Bound, Case};

use crate::{
    play::sample::Sample,
    statistics::{
        chance::distance_from_uniform,
        figures::{Figures, ShareOfBeat},
        times::Times,
    },
};

/// How many shares and periods are kept: enough for a test and a median, however many samples there are.
const KEPT: usize = 1_000;

/// What a playing lacked when patience ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The work neither halted nor went on.
    Halt,
    /// The work halted, and the call that stopped it did not return.
    Acknowledgement,
}

/// The times of one case.
pub(crate) struct CaseTimes {
    case: &'static Case,
    pub(crate) halt: Times,
    pub(crate) acknowledge: Times,
    acknowledged_early_by: Times,
    waited: Times,
    /// The halt in millionths of the beat, for a case that is bound by its beat.
    share: Times,
    /// The same as shares of one, of the first samples.
    pub(crate) shares: Vec<f64>,
    /// The times between two beats, in ns, of the first samples.
    pub(crate) periods: Vec<u64>,
}

impl CaseTimes {
    pub(crate) fn new(case: &'static Case) -> Self {
        Self {
            case,
            halt: Times::new(),
            acknowledge: Times::new(),
            acknowledged_early_by: Times::new(),
            waited: Times::new(),
            share: Times::new(),
            shares: Vec::new(),
            periods: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, sample: &Sample) {
        for (times, ns) in [
            (&mut self.halt, sample.halt_ns),
            (&mut self.acknowledge, sample.acknowledge_ns),
            (&mut self.acknowledged_early_by, sample.acknowledged_early_by_ns()),
            (&mut self.waited, sample.waited_ns()),
        ] {
            if let Some(ns) = ns {
                times.add(ns);
            }
        }
        if self.periods.len() < KEPT {
            self.periods.push(sample.period_ns);
        }
        if self.is_polled()
            && let Some(share) = sample.share_of_beat()
        {
            self.share.add((share * 1e6) as u64);
            if self.shares.len() < KEPT {
                self.shares.push(share);
            }
        }
    }

    /// Counts a playing that ran out of patience. What it lacked took at least `patience_ns`, and counts as
    /// longer than any time that was measured; leaving it out would leave out the slowest playing.
    pub(crate) fn add_out_of_patience(&mut self, patience_ns: u64, lacking: Lacking) {
        match lacking {
            Lacking::Acknowledgement => self.acknowledge.add_at_least(patience_ns),
            // Work that is expected to go on has no halt to time.
            Lacking::Halt if !self.case.expected.has_halted() => {}
            Lacking::Halt => {
                self.halt.add_at_least(patience_ns);
                if self.is_polled()
                    && let Some(&period) = self.periods.last()
                {
                    self.share.add_at_least((patience_ns as f64 / period.max(1) as f64 * 1e6) as u64);
                }
            }
        }
    }

    /// Ends the round with this number.
    pub(crate) fn end_round(&mut self, number: u32) {
        for times in [
            &mut self.halt,
            &mut self.acknowledge,
            &mut self.acknowledged_early_by,
            &mut self.waited,
            &mut self.share,
        ] {
            times.end_round(number);
        }
    }

    /// How early the acknowledgement came; `None` if it never was early.
    pub(crate) fn acknowledged_early_by(&self) -> Option<Figures> {
        figures_unless_zero(&self.acknowledged_early_by)
    }

    /// How long the caller still waited after the halt; `None` if it never did.
    pub(crate) fn waited(&self) -> Option<Figures> {
        figures_unless_zero(&self.waited)
    }

    /// The halt as a share of the beat, to three decimals.
    pub(crate) fn share_of_beat(&self) -> Option<ShareOfBeat> {
        let share = self.share.figures()?;
        let of_one = |millionths: u64| (millionths as f64 / 1e3).round() / 1e3;
        Some(ShareOfBeat {
            p50: of_one(share.p50),
            p50_low: share.p50_low.map(of_one),
            p50_high: share.p50_high.map(of_one),
            p50_error: self.share.error().map(|millionths| millionths.round() / 1e6),
            rounds: share.rounds,
            distance: (distance_from_uniform(&mut self.shares.clone()) * 1e3).round() / 1e3,
            samples: self.shares.len(),
        })
    }

    fn is_polled(&self) -> bool {
        self.case.bound == Bound::Polled
    }
}

fn figures_unless_zero(times: &Times) -> Option<Figures> {
    if times.is_ever_more_than_zero() { times.figures() } else { None }
}
