//! The floors `wake` and `timer`: a thread is woken with the least that it takes, one store and one system call.
//!
//! The cost of a wake-up depends on how long the sleeper's core has been idle. So for both, something wakes that core
//! once a beat, as the work of the cases that are woken does.

use std::{
    sync::{
        Arc,
        atomic::{
            AtomicU32,
            Ordering::{Acquire, Release},
        },
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::stage::Stage;

/// Wakes a thread that waits without a deadline. The beats are those of a second thread on its core: they keep the
/// core's timer going.
pub(super) fn without_deadline(stage: &Stage) {
    let stop = Arc::new(AtomicU32::new(0));
    let (pulse, stamps, beat) = (stage.pulse(), stage.stamps(), stage.interval());
    let sleeper = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            stay_on_one_core();
            let keeper = thread::spawn({
                let stop = Arc::clone(&stop);
                move || {
                    while stop.load(Acquire) == 0 {
                        stamps.beat();
                        thread::sleep(beat);
                    }
                }
            });
            while stop.load(Acquire) == 0 {
                wait(&stop, None);
            }
            drop(pulse);
            keeper
        }
    });
    let keeper = ask(stage, &stop, sleeper);
    // Otherwise it would still run in the next playing.
    let _ = keeper.map(JoinHandle::join);
}

/// Wakes a thread that sleeps one beat at a time. Whoever wakes it has to disarm its deadline, too.
pub(super) fn with_deadline(stage: &Stage) {
    let stop = Arc::new(AtomicU32::new(0));
    let pulse = stage.pulse();
    let sleeper = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while stop.load(Acquire) == 0 {
                pulse.beat();
                wait(&stop, Some(pulse.interval()));
            }
        }
    });
    let _ = ask(stage, &stop, sleeper);
}

fn ask<T>(stage: &Stage, stop: &AtomicU32, sleeper: JoinHandle<T>) -> thread::Result<T> {
    stage.quick_task().wait();

    stage.request();
    stop.store(1, Release);
    wake(stop, &sleeper);
    let ended = sleeper.join();
    stage.acknowledge(ended.is_ok());
    ended
}

/// Binds the calling thread, and those that it starts, to the core on which it runs.
#[cfg(target_os = "linux")]
fn stay_on_one_core() {
    use rustix::thread::{CpuSet, sched_getcpu, sched_setaffinity};

    let mut core = CpuSet::new();
    core.set(sched_getcpu());
    let _ = sched_setaffinity(None, &core);
}

/// Sleeps until it is woken, or until the deadline has passed; returns at once if the futex is no longer 0.
#[cfg(target_os = "linux")]
fn wait(futex: &AtomicU32, deadline: Option<Duration>) {
    use rustix::thread::{Timespec, futex as thread_futex};

    let deadline = deadline.map(|beat| Timespec::try_from(beat).expect("a beat of some seconds at most"));
    let _ = thread_futex::wait(futex, thread_futex::Flags::PRIVATE, 0, deadline.as_ref());
}

#[cfg(target_os = "linux")]
fn wake<T>(futex: &AtomicU32, _sleeper: &JoinHandle<T>) {
    use rustix::thread::futex as thread_futex;

    let _ = thread_futex::wake(futex, thread_futex::Flags::PRIVATE, 1);
}

/// Other systems choose the core themselves, and park the thread with the standard library.
#[cfg(not(target_os = "linux"))]
fn stay_on_one_core() {}

#[cfg(not(target_os = "linux"))]
fn wait(_futex: &AtomicU32, deadline: Option<Duration>) {
    deadline.map_or_else(thread::park, thread::park_timeout);
}

#[cfg(not(target_os = "linux"))]
fn wake<T>(_futex: &AtomicU32, sleeper: &JoinHandle<T>) {
    sleeper.thread().unpark();
}
