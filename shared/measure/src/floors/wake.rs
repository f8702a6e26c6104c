//! Waking a parked thread.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Acquire, Ordering::Release},
    },
    thread,
    time::Duration,
};

use stage::Stage;

/// The least that wakes a thread: one store, and one call to the system.
///
/// The thread sleeps as the woken cases do, a beat at a time, because a core that has slept for longer
/// takes longer to wake.
pub(super) fn parked(stage: &Stage) {
    let stop = Arc::new(AtomicU32::new(0));
    let pulse = stage.pulse();
    let sleeper = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while stop.load(Acquire) == 0 {
                pulse.beat();
                wait(&stop, pulse.interval());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(1, Release);
    wake(&stop, &sleeper);
    stage.acknowledge(sleeper.join());
}

/// Sleeps until it is woken, or a beat has passed, unless the word is no longer 0.
#[cfg(target_os = "linux")]
fn wait(word: &AtomicU32, beat: Duration) {
    use rustix::thread::{Timespec, futex};

    let beat = Timespec::try_from(beat).expect("a beat of some seconds at most");
    let _ = futex::wait(word, futex::Flags::PRIVATE, 0, Some(&beat));
}

#[cfg(target_os = "linux")]
fn wake(word: &AtomicU32, _sleeper: &thread::JoinHandle<()>) {
    use rustix::thread::futex;

    let _ = futex::wake(word, futex::Flags::PRIVATE, 1);
}

/// Elsewhere: as std parks.
#[cfg(not(target_os = "linux"))]
fn wait(_word: &AtomicU32, beat: Duration) {
    thread::park_timeout(beat);
}

#[cfg(not(target_os = "linux"))]
fn wake(_word: &AtomicU32, sleeper: &thread::JoinHandle<()>) {
    sleeper.thread().unpark();
}
