//! What was seen of one playing of a case.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use stage::{Stamps, Verdict};

use crate::{
    as_text,
    crowd_sample::CrowdSample,
    verdict::{NoVerdict, Snapshot},
};

/// What was seen of one playing of a case. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// What became of the work.
    #[serde(with = "as_text")]
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
            crowd: CrowdSample::of(stamps),
            watched_ns: match snapshot.ended() {
                None => Some(end.saturating_sub(watched_since)),
                Some(_) => None,
            },
        })
    }

    /// Whether the work has ended, so that the case can be played again in the same process.
    pub(crate) fn is_over(&self) -> bool {
        self.verdict.has_halted()
    }

    /// The time from request to halt, as a share of the beat.
    #[must_use]
    pub fn share_of_beat(&self) -> Option<f64> {
        Some(self.halt_ns? as f64 / self.period_ns.max(1) as f64)
    }

    /// How early the acknowledgement came: the time from it to the halt, in ns; zero if the work had halted
    /// by then.
    #[must_use]
    pub fn acknowledged_early_by_ns(&self) -> Option<u64> {
        Some(self.halt_ns?.saturating_sub(self.acknowledge_ns?))
    }

    /// How long the caller still waited after the halt: from the halt to the acknowledgement, in ns; zero if
    /// the acknowledgement came first.
    #[must_use]
    pub fn waited_ns(&self) -> Option<u64> {
        Some(self.acknowledge_ns?.saturating_sub(self.halt_ns?))
    }
}

/// The beats after the acknowledgement, so far.
pub(crate) fn zombie_beats(stamps: Stamps) -> u64 {
    match stamps.acknowledgement() {
        Some(_) => stamps.beats().saturating_sub(stamps.beats_at_acknowledgement()),
        None => 0,
    }
}
