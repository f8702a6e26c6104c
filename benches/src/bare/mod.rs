//! Bare programs, which the harness is held against: the same lines as a demo's, without it.
//!
//! No stage, no pulse, no director: a beat is a plain counter, the end of the work is a destructor's
//! time stamp, and the quick task is another thread's sleep.

mod async_std;
mod floors;
mod smol;
mod threads;
mod tokio;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release},
    },
    thread,
    time::Duration,
};

use ::smol::channel::{self, Receiver};
use measure::Bare;
use stage::clock;

/// Every bare program, by the id of the case or the name of the floor that it repeats.
pub const BARE: &[Bare] = &[
    Bare { id: "threads/flag/spinning", play: threads::flag_spinning },
    Bare { id: "threads/flag/parked", play: threads::flag_parked },
    Bare { id: "tokio/abort/awaiting", play: tokio::abort_awaiting },
    Bare { id: "tokio/flag/awaiting-token", play: tokio::flag_awaiting_token },
    Bare { id: "smol/drop/awaiting", play: smol::drop_awaiting },
    Bare { id: "async-std/abort/awaiting", play: async_std::abort_awaiting },
    Bare { id: "line", play: floors::line },
    Bare { id: "wake", play: floors::wake },
];

/// The time between two beats.
const BEAT: Duration = Duration::from_millis(1);
/// How long to sleep between two looks for the end of the work.
const BETWEEN_LOOKS: Duration = Duration::from_micros(100);

static BEATS: AtomicU64 = AtomicU64::new(0);

/// Owned by the work, so that its drop is the halt: a time stamp and nothing else.
struct End(Arc<AtomicU64>);

impl End {
    /// The end, and where its stamp will be: zero until then.
    fn new() -> (Self, Arc<AtomicU64>) {
        let halt = Arc::new(AtomicU64::new(0));
        (Self(Arc::clone(&halt)), halt)
    }

    /// Stands where a demo's pulse beats: a plain counter, so that the work does as much between
    /// two looks.
    fn stands(&self) {
        BEATS.store(BEATS.load(Relaxed) + 1, Relaxed);
    }
}

/// The quick task: another thread sleeps, and its message wakes the caller.
fn quick_task(quick: Duration) -> Receiver<()> {
    let (done, is_done) = channel::bounded(1);
    thread::spawn(move || {
        thread::sleep(quick);
        let _ = done.send_blocking(());
        // The end of a thread would disturb the work's core just when the caller asks.
        thread::sleep(2 * BEAT);
    });
    is_done
}

impl Drop for End {
    fn drop(&mut self) {
        self.0.store(clock::now_ns(), Release);
    }
}

/// Waits for the stamp, where the call returns before the halt.
fn wait_for(halt: &AtomicU64) -> u64 {
    loop {
        match halt.load(Acquire) {
            0 => thread::sleep(BETWEEN_LOOKS),
            stamp => return stamp,
        }
    }
}
