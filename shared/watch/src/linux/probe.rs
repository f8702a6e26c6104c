//! Finds out when new connections begin to be refused: when nothing listens any more. The system says so, and nothing is
//! connected to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use stage::clock::now_ns;

use super::sockets::{At, is_listened_at};

/// How often it looks. The end of a listener is seen that much late at most.
const EVERY: Duration = Duration::from_millis(2);
/// Not refused yet.
const NEVER: u64 = 0;

/// Looks again and again whether something listens, until nothing does.
pub(crate) struct Probe {
    refused_at: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Probe {
    /// Begins to look at these places; does nothing if nothing listens there.
    pub(crate) fn begin(places: Vec<At>) -> Self {
        let probe = Self { refused_at: Arc::new(AtomicU64::new(NEVER)), is_over: Arc::default() };
        if is_listened_at(&places) {
            let (refused_at, is_over) = (Arc::clone(&probe.refused_at), Arc::clone(&probe.is_over));
            thread::spawn(move || {
                while !is_over.load(Relaxed) {
                    if !is_listened_at(&places) {
                        return refused_at.store(now_ns(), Relaxed);
                    }
                    thread::sleep(EVERY);
                }
            });
        }
        probe
    }

    /// When nothing listened any more, on the clock; `None` if something did all the time.
    pub(crate) fn refused_at(&self) -> Option<u64> {
        Some(self.refused_at.load(Relaxed)).filter(|at| *at != NEVER)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.is_over.store(true, Relaxed);
    }
}
