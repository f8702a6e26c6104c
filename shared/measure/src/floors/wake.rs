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

/// Wakes a thread with the least that it takes: one store and one system call.
///
/// The thread sleeps one beat at a time, like the work of the cases that are woken, because a core that has
/// slept for longer takes longer to wake.
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

/// Sleeps until it is woken or a beat has passed; returns at once if the futex is no longer 0.
#[cfg(target_os = "linux")]
fn wait(futex: &AtomicU32, beat: Duration) {
    use rustix::thread::{Timespec, futex as thread_futex};

    let beat = Timespec::try_from(beat).expect("a beat of some seconds at most");
    let _ = thread_futex::wait(futex, thread_futex::Flags::PRIVATE, 0, Some(&beat));
}

#[cfg(target_os = "linux")]
fn wake(futex: &AtomicU32, _sleeper: &thread::JoinHandle<()>) {
    use rustix::thread::futex as thread_futex;

    let _ = thread_futex::wake(futex, thread_futex::Flags::PRIVATE, 1);
}

/// Other systems park the thread with the standard library.
#[cfg(not(target_os = "linux"))]
fn wait(_futex: &AtomicU32, beat: Duration) {
    thread::park_timeout(beat);
}

#[cfg(not(target_os = "linux"))]
fn wake(_futex: &AtomicU32, sleeper: &thread::JoinHandle<()>) {
    sleeper.thread().unpark();
}
