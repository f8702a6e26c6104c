//! Floors: the shortest time in which this machine can do the same hand-over, in the same placement.
//!
//! `wake` and `reap` are played as the cases are: in a process of their own, with the same sleep before the
//! request, the same random phase, the same cores and the same number of threads. The cost of a wake-up
//! depends on how long the sleeper's core has been idle, so a floor with a different sleep would not be a
//! floor.

use std::{
    hint::spin_loop,
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicU32, AtomicU64,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    thread,
    time::Duration,
};

use stage::{Bound, Case, Stage, Verdict, clock, words};

use crate::{
    machine::place::{Place, Placement, Thread},
    play::sharing_process::{self, SharingProcess},
};

const WAKE: Case = case("flag/parked", parked, Verdict::Stopped);
const REAP: Case =
    case("abort/blocking", blocking, Verdict::Killed).out_of_process().needing(sharing_process::is_offered);

const fn case(name: &'static str, play: fn(&Stage), expected: Verdict) -> Case {
    Case::new(name, expected, play).bound_by(Bound::Inline).under("floor")
}

words! {
    /// A hand-over that no case on this machine can beat.
    Floor {
        /// A cache line from core to core.
        Line = "line",
        /// Waking a parked thread.
        Wake = "wake",
        /// Ending and reaping a process that has no memory of its own to give back.
        Reap = "reap",
    }
}

impl Floor {
    /// The floors that there are in this placement. Two threads on one core hand no cache line over while both
    /// spin: they wait for their time slices.
    pub(crate) fn in_place(place: Place) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |floor| *floor != Self::Line || place != Place::Together)
    }

    /// The floor below a case with this bound; `None` if it is bound by its beat, by a timer or by nothing.
    #[must_use]
    pub fn below(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Line => Some(Self::Line),
            Bound::Wake => Some(Self::Wake),
            Bound::Reap => Some(Self::Reap),
            Bound::Polled | Bound::Inline | Bound::Timer => None,
        }
    }

    /// The case that is played to measure it; `None` for `line`, which two threads measure without a case.
    pub(crate) fn case(self) -> Option<&'static Case> {
        match self {
            Self::Line => None,
            Self::Wake => Some(&WAKE),
            Self::Reap => Some(&REAP),
        }
    }
}

/// Round trips in one sample.
const ROUND_TRIPS: u64 = 1_000;
/// A sample is cut short after this many ns: if both threads share a core, a round trip takes whole time
/// slices.
const LONGEST_SAMPLE_NS: u64 = 5_000_000;
/// Round trips between two readings of the clock.
const BETWEEN_LOOKS: u64 = 20;

/// A value alone on its cache line.
#[derive(Default)]
#[repr(align(128))]
struct CachePadded(AtomicU64);

/// Measures half a round trip of a counter between two spinning threads, and hands each sample to `each`,
/// in ns. One thread writes to a line that the other reads; the other writes back to a second line.
pub(crate) fn measure_line(placement: &Placement, samples: u32, each: &mut dyn FnMut(u64)) {
    let (ball, reply, over) = (CachePadded::default(), CachePadded::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            placement.put_on_first_work_core(Thread::current());
            let mut seen = 0;
            while !over.load(Relaxed) {
                let now = ball.0.load(Acquire);
                if now != seen {
                    seen = now;
                    reply.0.store(now, Release);
                }
                spin_loop();
            }
        });
        placement.put_with_requester(Thread::current());
        let mut count = 0;
        let mut round_trips = |trips: u64| {
            for _ in 0..trips {
                count += 1;
                ball.0.store(count, Release);
                while reply.0.load(Acquire) != count {
                    spin_loop();
                }
            }
        };
        round_trips(BETWEEN_LOOKS);
        for _ in 0..samples {
            let start = clock::now_ns();
            let (mut trips, mut elapsed) = (0, 0);
            while trips < ROUND_TRIPS && elapsed < LONGEST_SAMPLE_NS {
                round_trips(BETWEEN_LOOKS);
                trips += BETWEEN_LOOKS;
                elapsed = clock::now_ns() - start;
            }
            each(elapsed / trips / 2);
        }
        over.store(true, Relaxed);
    });
}

/// Wakes a thread with the least that it takes: one store and one system call.
///
/// The thread sleeps one beat at a time, like the work of the cases that are woken, because a core that has
/// slept for longer takes longer to wake.
fn parked(stage: &Stage) {
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

/// Times `kill` and `wait` for a process that has nothing to clean up and no memory of its own to give back.
///
/// It sleeps one beat at a time, like the work of the cases whose process is killed.
fn blocking(stage: &Stage) {
    let mut sleeper = SharingProcess::start(stage.stamps(), stage.pulse()).expect("no process for the floor");

    stage.quick_task().wait();

    stage.request();
    sleeper.kill().expect("the process is a child that has not been reaped");
    stage.acknowledge(sleeper.wait());
}
