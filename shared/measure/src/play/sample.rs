//! What was seen of one playing of a case, and its verdict, from the stamps.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use stage::{Stamps, Verdict};

use crate::crowd::sample::CrowdSample;

/// What was seen of one playing of a case. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// What became of the work.
    pub verdict: Verdict,
    /// From the start of the playing to the request.
    pub asked_after_ns: u64,
    /// From the request to the halt, if there was one.
    pub halt_ns: Option<u64>,
    /// From the request to the acknowledgement, if there was one.
    pub acknowledge_ns: Option<u64>,
    /// How many beats came after the acknowledgement, until the halt or the end of the watch.
    pub zombie_beats: u64,
    /// Whether the work's last destructor ran.
    pub cleanup_ran: bool,
    /// How many more threads the process had at the end of the watch than before the playing; `None` if it is
    /// not known.
    pub threads_left: Option<u32>,
    /// The measured time between two beats, which a runtime's timers may stretch.
    pub period_ns: u64,
    /// What the API's call returned, as `Debug` writes it.
    pub returned: Option<String>,
    /// How many records the work was given; `None` if the case counts none, or if the work goes on.
    pub records_given: Option<u64>,
    /// How many of them were neither finished nor handed back, and did not arrive.
    pub records_lost: Option<u64>,
    /// Whether the case's invariant held after the work had ended; `None` if it states none, or if the work
    /// goes on.
    pub invariant: Option<bool>,
    /// What a beat costs in the language of the work, in ns, if it is not Rust.
    pub beat_cost_ns: Option<u64>,
    /// What a stamp costs there, in ns.
    pub stamp_cost_ns: Option<u64>,
    /// How long work that goes on was watched: from the acknowledgement, or from the request if no
    /// acknowledgement came. `None` if the work ended.
    pub watched_ns: Option<u64>,
    /// What was seen of the parts; `None` if the work is a single task.
    pub crowd: Option<CrowdSample>,
}

impl Sample {
    /// The sample of a playing that began at `start` and was watched until `end`.
    ///
    /// # Errors
    /// If the stamps give no verdict.
    pub(crate) fn of(
        stamps: Stamps,
        (start, end): (u64, u64),
        period: Duration,
        threads_left: Option<u32>,
    ) -> Result<Self, NoVerdict> {
        let snapshot = Snapshot::of(stamps);
        let verdict = snapshot.verdict()?;
        let request = snapshot.request.ok_or(NoVerdict::NotAsked)?;
        let since_request = |stamp: u64| stamp.saturating_sub(request);
        // Of work that goes on, a record that has not arrived may still do so.
        let counts = verdict.is_over().then_some(stamps);
        let watched_since = snapshot.acknowledgement.unwrap_or(request);
        Ok(Self {
            verdict,
            asked_after_ns: request.saturating_sub(start),
            halt_ns: snapshot.ended().map(since_request),
            acknowledge_ns: snapshot.acknowledgement.map(since_request),
            zombie_beats: zombie_beats(stamps),
            cleanup_ran: snapshot.halt.is_some(),
            threads_left,
            period_ns: period.as_nanos() as u64,
            returned: stamps.returned(),
            records_given: counts.and_then(|stamps| stamps.records_given()),
            records_lost: counts.and_then(|stamps| stamps.records_lost()),
            invariant: counts.and_then(|stamps| stamps.invariant()),
            beat_cost_ns: stamps.beat_cost(),
            stamp_cost_ns: stamps.stamp_cost(),
            crowd: None,
            watched_ns: match snapshot.ended() {
                None => Some(end.saturating_sub(watched_since)),
                Some(_) => None,
            },
        })
    }

    /// Whether the work has ended and the call that stopped it has returned, so that the case can be played again in the
    /// same process.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.verdict.has_halted() && self.acknowledge_ns.is_some()
    }

    /// The time from request to halt, as a share of the beat.
    #[must_use]
    pub fn share_of_beat(&self) -> Option<f64> {
        Some(self.halt_ns? as f64 / self.period_ns.max(1) as f64)
    }
}

/// The beats after the acknowledgement, so far.
pub(crate) fn zombie_beats(stamps: Stamps) -> u64 {
    match stamps.acknowledgement() {
        Some(_) => stamps.beats().saturating_sub(stamps.beats_at_acknowledgement()),
        None => 0,
    }
}

/// The stamps of one playing, in ns of the clock that all processes share.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Snapshot {
    pub(crate) beats: u64,
    pub(crate) request: Option<u64>,
    pub(crate) acknowledgement: Option<u64>,
    /// When the work's last destructor ran.
    pub(crate) halt: Option<u64>,
    /// When the process that did the work ended.
    pub(crate) end: Option<u64>,
}

/// Why a snapshot gives no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoVerdict {
    /// The demo has not asked the work to stop.
    NotAsked,
    /// The work had ended before the demo asked it to stop: nothing was stopped, so there is nothing to time.
    EndedBeforeAsked,
}

impl Snapshot {
    /// The stamps so far.
    pub(crate) fn of(stamps: Stamps) -> Self {
        Self {
            beats: stamps.beats(),
            request: stamps.request(),
            acknowledgement: stamps.acknowledgement(),
            halt: stamps.halt(),
            end: stamps.end(),
        }
    }

    /// When the work ended: its halt, or the end of its process where no destructor stamped one.
    pub(crate) fn ended(&self) -> Option<u64> {
        self.halt.or(self.end)
    }

    /// Whether the work ended by itself.
    pub(crate) fn ended_before_asked(&self) -> bool {
        self.ended().is_some_and(|ended| self.request.is_none_or(|request| ended < request))
    }

    /// Whether the work has not begun, and the call has not said that it ended: for all that is known, it
    /// waits in a queue.
    pub(crate) fn is_queued(&self) -> bool {
        self.beats == 0 && self.ended().is_none() && self.acknowledgement.is_none()
    }

    /// The verdict.
    ///
    /// # Errors
    /// If the work was not asked to stop, or had ended before it was.
    pub(crate) fn verdict(&self) -> Result<Verdict, NoVerdict> {
        if self.ended_before_asked() {
            return Err(NoVerdict::EndedBeforeAsked);
        }
        if self.request.is_none() {
            return Err(NoVerdict::NotAsked);
        }
        Ok(match (self.halt, self.end, self.acknowledgement) {
            (Some(_), ..) | (_, Some(_), _) if self.beats == 0 => Verdict::NeverStarted,
            (Some(_), ..) => Verdict::Stopped,
            (None, Some(_), _) => Verdict::Killed,
            (None, None, Some(_)) => Verdict::StillStanding,
            (None, None, None) => Verdict::Hung,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        NoVerdict::{EndedBeforeAsked, NotAsked},
        *,
    };

    #[test]
    fn the_truth_table() {
        let (no, asked) = (None, Some(100));
        // Beats, request, acknowledgement, halt, end of the process.
        let table = [
            ((2, no, no, no, no), Err(NotAsked)),
            ((2, no, Some(120), no, no), Err(NotAsked)),
            ((2, asked, no, no, no), Ok(Verdict::Hung)),
            ((0, asked, no, no, no), Ok(Verdict::Hung)),
            ((2, asked, Some(120), no, no), Ok(Verdict::StillStanding)),
            ((0, asked, Some(120), no, no), Ok(Verdict::StillStanding)),
            ((2, asked, Some(120), Some(110), no), Ok(Verdict::Stopped)),
            ((2, asked, Some(120), Some(130), no), Ok(Verdict::Stopped)),
            ((2, asked, no, Some(110), no), Ok(Verdict::Stopped)),
            ((2, asked, Some(120), Some(100), no), Ok(Verdict::Stopped)),
            ((2, asked, Some(120), Some(110), Some(115)), Ok(Verdict::Stopped)),
            ((2, asked, Some(120), no, Some(110)), Ok(Verdict::Killed)),
            ((2, asked, no, no, Some(110)), Ok(Verdict::Killed)),
            ((0, asked, Some(120), Some(110), no), Ok(Verdict::NeverStarted)),
            ((0, asked, Some(120), no, Some(110)), Ok(Verdict::NeverStarted)),
            // The work ended by itself: before the request, as a thread or as a process.
            ((1, no, no, Some(50), no), Err(EndedBeforeAsked)),
            ((1, no, no, no, Some(50)), Err(EndedBeforeAsked)),
            ((2, asked, Some(120), Some(99), no), Err(EndedBeforeAsked)),
            ((2, asked, Some(120), no, Some(99)), Err(EndedBeforeAsked)),
            ((0, asked, Some(120), Some(99), no), Err(EndedBeforeAsked)),
            // Its destructor ran before the request, and its process ended after it.
            ((2, asked, Some(120), Some(99), Some(110)), Err(EndedBeforeAsked)),
        ];
        for ((beats, request, acknowledgement, halt, end), expected) in table {
            let snapshot = Snapshot { beats, request, acknowledgement, halt, end };
            assert_eq!(snapshot.verdict(), expected, "{snapshot:?}");
        }
    }

    #[test]
    fn work_is_queued_until_it_beats_or_ends_or_the_call_returns() {
        let (no, asked) = (None, Some(100));
        // Beats, acknowledgement, halt, end of the process.
        for ((beats, acknowledgement, halt, end), expected) in [
            ((0, no, no, no), true),
            ((1, no, no, no), false),
            ((0, Some(120), no, no), false),
            ((0, no, Some(110), no), false),
            ((0, no, no, Some(110)), false),
        ] {
            let snapshot = Snapshot { beats, request: asked, acknowledgement, halt, end };
            assert_eq!(snapshot.is_queued(), expected, "{snapshot:?}");
        }
    }
}
