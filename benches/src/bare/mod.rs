//! Bare programs: the same lines as in a demo, without the harness. The self-checks compare the harness with
//! them.
//!
//! They have no stage, no pulse and no runner: a beat is a plain counter, the halt is the time stamp of a
//! destructor, and the quick task is the sleep of another thread.

mod async_std;
mod crowd;
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
use measure::{Bare, BareCrowd};
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
    Bare { id: "timer", play: floors::timer },
];

/// Every bare program of a crowd, by the id of the case that it repeats.
pub const BARE_CROWDS: &[BareCrowd] = &[
    BareCrowd { id: "tokio/abort/awaiting-crowd", play: crowd::abort },
    BareCrowd { id: "tokio/flag/awaiting-crowd-token", play: crowd::token },
];

/// The time between two beats.
const BEAT: Duration = Duration::from_millis(1);
/// How long to sleep between two looks for the end of the work.
const BETWEEN_LOOKS: Duration = Duration::from_micros(100);

/// The work owns it, as it owns the pulse in a demo: a plain counter for the beats, and a destructor that stamps
/// the time and does nothing else.
struct End(Arc<Life>);

/// What remains of the work when it has ended.
#[derive(Default)]
struct Life {
    beats: CachePadded,
    halt: CachePadded,
}

/// A number that shares its cache line with nothing.
#[derive(Default)]
#[repr(align(128))]
struct CachePadded(AtomicU64);

impl End {
    /// The end, and the place of its stamp.
    fn new() -> (Self, Arc<Life>) {
        let life = Arc::<Life>::default();
        (Self(Arc::clone(&life)), life)
    }

    fn beat(&self) {
        let beats = &self.0.beats.0;
        beats.store(beats.load(Relaxed) + 1, Relaxed);
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.0.halt.0.store(clock::now_ns(), Release);
    }
}

/// The quick task: another thread sleeps, and its message wakes the caller.
fn quick_task(quick: Duration) -> Receiver<()> {
    let (done, is_done) = channel::bounded(1);
    thread::spawn(move || {
        thread::sleep(quick);
        let _ = done.send_blocking(());
        // The end of this thread would disturb the work's core just when the caller makes its request.
        thread::sleep(2 * BEAT);
    });
    is_done
}

/// A quick task for a task of the runtime to await, and the cue at which the caller may ask: one beat later, as with the
/// harness. A worker that has just run the quick task is still awake.
fn quick_task_ahead(quick: Duration) -> (Receiver<()>, Receiver<()>) {
    (quick_task(quick.saturating_sub(BEAT)), quick_task(quick))
}

/// Waits for the stamp, because a call may return before the halt.
fn wait_for(life: &Life) -> u64 {
    loop {
        match life.halt.0.load(Acquire) {
            0 => thread::sleep(BETWEEN_LOOKS),
            stamp => return stamp,
        }
    }
}
