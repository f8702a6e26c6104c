//! "I'm still standing" in C: threads that are cancelled. Its table of cases.
//!
//! A case is a program of its own, compiled when it is played. Read `abort/blocking_pthread_cancel.c` first, then
//! `abort/spinning_pthread_cancel.c`: what ends one does not end the other.

mod compiler;

pub use compiler::C;
use still_standing::{Case, Demo, Loss, conformance, script};

/// The demo: C, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("c").versions(C.versions).cases(cases()).checked_by(conformance!(C, "c"))
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        script!(C, "flag/spinning.c", Stopped, Turn).answered_by("threads/flag/spinning"),
        script!(C, "abort/blocking_pthread_cancel.c", Stopped, Wake).answered_by("threads/abort/blocking-panic"),
        script!(C, "abort/blocking_pthread_cancel_lock.c", Stopped, Wake).answered_by("tokio/drop/awaiting-lock-held").losing(Loss::Some).breaking_its_invariant().instead("flag/spinning"),
        script!(C, "abort/spinning_pthread_cancel.c", Hung).answered_by("threads/flag/spinning").instead("flag/spinning"),
        script!(C, "abort/spinning_pthread_cancel_async.c", Stopped, Inline).answered_by("threads/flag/spinning"),
        script!(C, "abort/spinning_pthread_cancel_async_lock.c", Stopped, Inline).answered_by("threads/flag/spinning").losing(Loss::All).breaking_its_invariant().instead("flag/spinning"),
        script!(C, "abort/blocking_sigkill_lock.c", Killed, Reap).answered_by("processes/abort/blocking-sigkill-lock").losing(Loss::All).breaking_its_invariant().instead("processes/abort/blocking-sigterm-handled"),
        script!(C, "abort/blocking_sigkill_robust.c", Killed, Reap).answered_by("processes/abort/blocking-sigkill-file-lock").losing(Loss::All).keeping_its_invariant().instead("processes/abort/blocking-sigterm-handled"),
    ]
}
