//! The clock that stamps every time.

/// The time in nanoseconds on a clock that never steps back and is the same in every process of the
/// machine: `CLOCK_MONOTONIC`, which is also Python's `time.monotonic_ns()`.
///
/// Its zero is arbitrary (on Linux the start of the machine), so only differences mean
/// something. On Linux the call stays in user space (`vdso(7)`).
#[cfg(unix)]
#[must_use]
#[inline]
pub fn now_ns() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// The time in nanoseconds since this process first called the function. Processes don't share this clock, so
/// cases that use several processes can't be measured on this system.
#[cfg(not(unix))]
#[must_use]
pub fn now_ns() -> u64 {
    use std::{sync::LazyLock, time::Instant};
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_nanos() as u64 + 1
}
