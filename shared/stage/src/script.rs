//! The stage itself.

use std::{fmt, sync::Arc, time::Duration};

use crate::{Cue, Pulse, QuickTask, Record};

/// The stage of one playing of one case.
#[derive(Debug)]
pub struct Stage {
    record: Arc<Record>,
    cue: Arc<Cue>,
    interval: Duration,
}

impl Stage {
    /// A fresh stage whose infinite task beats once an `interval`.
    ///
    /// # Panics
    /// When the system has no memory to give.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        Self { record: Arc::new(Record::new()), cue: Arc::default(), interval }
    }

    /// The pulse of the infinite task; a case takes exactly one.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        Pulse::new(Arc::clone(&self.record), self.interval)
    }

    /// The quick task, which completes first. The request follows it.
    pub fn quick_task(&self) -> QuickTask {
        QuickTask(Arc::clone(&self.cue))
    }

    /// Stamps the request. Say it on the line before the mechanism's call.
    #[inline]
    pub fn request(&self) {
        self.record.stamp_request();
    }

    /// Stamps the acknowledgement: the API has just told the caller that the work has ended,
    /// and `word` is what it said, `()` where it said nothing. Say it on the line after.
    pub fn acknowledge(&self, word: impl fmt::Debug) {
        self.record.stamp_acknowledgement();
        self.record.keep_word(&format!("{word:?}"));
    }

    /// For whoever directs the play: the stamps of this playing.
    #[must_use]
    pub fn record(&self) -> &Arc<Record> {
        &self.record
    }

    /// For whoever directs the play: what ends the quick task.
    #[must_use]
    pub fn cue(&self) -> &Cue {
        &self.cue
    }

    /// The time between two beats.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }
}
