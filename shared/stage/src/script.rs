//! The stage itself.

use std::{
    fmt,
    fs::File,
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use crate::{Cue, Pulse, QuickTask, Record, page};

/// The stage of one playing of one case.
#[derive(Debug)]
pub struct Stage {
    record: Record,
    /// Where other processes find the record; none for a stage that is not lent.
    file: Option<File>,
    /// How many pulses were taken in this process.
    pulses: AtomicU32,
    cue: Arc<Cue>,
    interval: Duration,
}

impl Stage {
    /// A fresh stage whose infinite task beats once an `interval`.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        Self::on(Record(page::own()), None, interval)
    }

    /// A stage that can be lent to other processes.
    ///
    /// # Errors
    /// When the system has no page that two processes can share.
    pub fn lendable(interval: Duration) -> io::Result<Self> {
        let (marks, file) = page::lendable()?;
        Ok(Self::on(Record(marks), Some(file), interval))
    }

    fn on(record: Record, file: Option<File>, interval: Duration) -> Self {
        Self { record, file, pulses: AtomicU32::new(0), cue: Arc::default(), interval }
    }

    /// The pulse of the infinite task; a case takes exactly one.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.pulses.fetch_add(1, Relaxed);
        Pulse::new(self.record, self.interval)
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

    /// For whoever directs the play: the stamps of this playing, for as long as the stage is there. Then
    /// they may be those of another playing.
    #[must_use]
    pub fn record(&self) -> Record {
        self.record
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

    /// Where another process finds the record for as long as this stage is there; none for a stage
    /// that can't be lent.
    #[must_use]
    pub fn page(&self) -> Option<PathBuf> {
        self.file.as_ref().map(page::path)
    }
}

impl Drop for Stage {
    /// Work that has halted stamps nothing any more, so another stage may have the page.
    fn drop(&mut self) {
        let is_over = match *self.pulses.get_mut() {
            0 => true,
            1 => self.record.halt().is_some(),
            // The first halt that is stamped may not be the last.
            _ => false,
        };
        match self.file {
            _ if !is_over => {}
            None => page::give_back_own(self.record.0),
            Some(_) => page::give_back_lendable(self.record.0),
        }
    }
}
