//! The stage of one playing.

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

use crate::{
    crowd::{Crowd, CrowdSize},
    memory,
    pulse::Pulse,
    quick_task::{Latch, QuickTask},
    records::Records,
    stamps::Stamps,
};

/// The stage of one playing of one case.
#[derive(Debug)]
pub struct Stage {
    stamps: Stamps,
    /// Where other processes find the stamps; `None` for a stage that is not lent.
    file: Option<File>,
    /// How many pulses this process has taken.
    pulses: AtomicU32,
    cue: Arc<Latch>,
    records: Records,
    interval: Duration,
}

impl Stage {
    /// A new stage whose infinite task beats once per `interval`.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        Self::on(Stamps(memory::own()), None, interval)
    }

    /// A stage that can be lent to other processes.
    ///
    /// # Errors
    /// When the system has no memory that two processes can share.
    pub fn lendable(interval: Duration) -> io::Result<Self> {
        let (marks, file) = memory::lendable()?;
        Ok(Self::on(Stamps(marks), Some(file), interval))
    }

    /// The same stage, whose crowd has this size, where it would otherwise be one part that sleeps.
    #[must_use]
    pub fn with_crowd(self, size: CrowdSize) -> Self {
        self.stamps.plan_crowd(size);
        self
    }

    fn on(stamps: Stamps, file: Option<File>, interval: Duration) -> Self {
        stamps.plan_crowd(CrowdSize::ONE);
        let (pulses, cue, records) = (AtomicU32::new(0), Arc::default(), Records::counted_by(stamps));
        Self { stamps, file, pulses, cue, records, interval }
    }

    /// The pulse of the infinite task. A case takes exactly one.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.pulses.fetch_add(1, Relaxed);
        Pulse::new(self.stamps, self.interval)
    }

    /// The parts of the infinite task, in a case whose work has many. The demo takes them all.
    #[must_use]
    pub fn crowd(&self) -> Crowd {
        self.pulses.fetch_add(1, Relaxed);
        Crowd::of(self.stamps)
    }

    /// How many parts the crowd has, for a demo that starts a process for each.
    #[must_use]
    pub fn crowd_size(&self) -> u32 {
        self.stamps.crowd_size().parts
    }

    /// The records that the work is to carry, in a case that shows what is lost.
    #[must_use]
    pub fn records(&self) -> Records {
        self.records.clone()
    }

    /// Says whether what the case promises of its data still held after the work had ended: that two balances
    /// have their old sum, for instance.
    pub fn invariant(&self, holds: bool) {
        self.stamps.stamp_invariant(holds);
    }

    /// The quick task. The caller waits for it, or for the task that awaits it, and then makes the request.
    pub fn quick_task(&self) -> QuickTask {
        QuickTask::of(Arc::clone(&self.cue))
    }

    /// Stamps the request. Call it on the line before the call that asks the work to stop.
    #[inline]
    pub fn request(&self) {
        self.cue.let_through();
        self.stamps.stamp_request();
    }

    /// Stamps the instant at which the calls that ask have returned, and the caller only waits. Call it on the line
    /// after the last of them, in a case of a crowd: until here the request holds the caller up.
    pub fn requested(&self) {
        self.stamps.stamp_requested();
    }

    /// Stamps the acknowledgement: the API has just told the caller that the work has ended. `returned` is what
    /// its call returned. Call it on the line after.
    pub fn acknowledge(&self, returned: impl fmt::Debug) {
        self.stamps.stamp_acknowledgement();
        self.stamps.keep_returned(&format!("{returned:?}"));
    }

    /// For the harness: the stamps of this playing, for as long as the stage is there. Then
    /// they may be those of another playing.
    #[must_use]
    pub fn stamps(&self) -> Stamps {
        self.stamps
    }

    /// For the harness: what ends the quick task.
    #[must_use]
    pub fn latch(&self) -> &Latch {
        &self.cue
    }

    /// The time between two beats.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Where another process finds the stamps for as long as this stage is there; `None` for a stage
    /// that can't be lent.
    #[must_use]
    pub fn memory_path(&self) -> Option<PathBuf> {
        self.file.as_ref().map(memory::path)
    }
}

impl Drop for Stage {
    /// Gives the memory to another stage if the work has halted, because such work stamps nothing any
    /// more, unless something still counts its records.
    fn drop(&mut self) {
        let is_over = match *self.pulses.get_mut() {
            // A part that ended early may still be about to stamp, however late.
            _ if self.stamps.crowd().is_some() => false,
            0 => true,
            1 => self.stamps.halt().is_some() && self.records.is_the_only_handle(),
            // With several pulses, the first halt that is stamped need not be the last.
            _ => false,
        };
        match self.file {
            _ if !is_over => {}
            None => memory::give_back_own(self.stamps.0),
            Some(_) => memory::give_back_lendable(self.stamps.0),
        }
    }
}
