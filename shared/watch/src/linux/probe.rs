//! Finds out when new connections begin to be refused: when nothing listens any more. The system says so, and nothing is
//! connected to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use stage::clock::now_ns;

use super::sockets::{At, is_listened_at};

/// How often it looks. The end of a listener is seen that much late at most.
const EVERY: Duration = Duration::from_millis(2);

/// Looks again and again whether something listens, until nothing does.
pub(crate) struct Probe {
    looks: Option<JoinHandle<Option<u64>>>,
    is_over: Arc<AtomicBool>,
}

impl Probe {
    /// Begins to look at these places; does nothing if nothing listens there.
    pub(crate) fn begin(places: Vec<At>) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let looks = is_listened_at(&places).then(|| {
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                loop {
                    // It looks once more when it is over.
                    let is_last = is_over.load(Relaxed);
                    if !is_listened_at(&places) {
                        return Some(now_ns());
                    }
                    if is_last {
                        return None;
                    }
                    thread::sleep(EVERY);
                }
            })
        });
        Self { looks, is_over }
    }

    /// When nothing listened any more, on the clock; `None` if something did all the time.
    pub(crate) fn refused_at(self) -> Option<u64> {
        self.is_over.store(true, Relaxed);
        self.looks.and_then(|looks| looks.join().ok()).flatten()
    }
}
