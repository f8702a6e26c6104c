//! Ending and reaping a process.

use std::{
    io::{Read, Write, stdout},
    process::{self, Stdio},
    thread,
    time::Duration,
};

use fastrand::Rng;
use stage::{clock, leash, this_program};

use crate::{Placement, child::CHILD, system::affinity::Thread};

/// The second argument of a process that only waits to be killed. Nobody types it.
pub(crate) const SLEEPER: &str = "sleep-until-killed";
/// The floor moves little, and a process is costly to start: this many times fewer samples.
const FEWER: u32 = 4;

/// From just before `kill` to the return of `wait`, for a process that has nothing to lose.
pub(super) fn measure(
    placement: &Placement,
    beat: Duration,
    samples: u32,
    random: &mut Rng,
    each: &mut dyn FnMut(u64),
) {
    for _ in 0..samples.div_ceil(FEWER) {
        // What a thread starts runs where the thread does.
        placement.put_with_work(Thread::current());
        let Ok(mut sleeper) = start() else { return };
        placement.put_with_requester(Thread::current());
        let mut ready = [0];
        let _ = sleeper.stdout.take().map(|mut out| out.read_exact(&mut ready));
        thread::sleep(beat.mul_f64(1.0 + random.f64()));
        let asked = clock::now_ns();
        let ended = sleeper.kill().and_then(|()| sleeper.wait());
        if ended.is_ok() {
            each(clock::now_ns() - asked);
        }
    }
}

fn start() -> std::io::Result<process::Child> {
    let parent = process::id().to_string();
    this_program().args([CHILD, SLEEPER, &parent]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()
}

/// The other side of this floor: says that it is there, and waits.
pub(crate) fn sleep_until_killed(parent: Option<&str>) -> ! {
    leash::tie_to(parent.and_then(|id| id.parse().ok()).unwrap_or(0));
    let _ = stdout().write_all(b"!").and_then(|()| stdout().flush());
    loop {
        thread::park();
    }
}
