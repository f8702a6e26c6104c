//! The verdict, from the stamps of a playing.

use stage::{Stamps, Verdict};

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
