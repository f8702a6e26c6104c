//! "I'm still standing" in Java: interrupts, and `Thread.stop`, which was taken away. Its table of cases.
//!
//! A case is a program of its own, compiled when it is played. Read `abort/parked_interrupt.java` first.

mod compiler;

pub use compiler::JAVA;
use compiler::{has_close, has_thread_stop, has_virtual_threads};
use still_standing::{Case, Demo, Loss, Variable, conformance, script};

/// The demo: Java, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("java")
        .versions(JAVA.versions)
        .environment(&[Variable::Cleared("JAVA_TOOL_OPTIONS"), Variable::Cleared("JDK_JAVA_OPTIONS")])
        .cases(cases())
        .checked_by(conformance!(JAVA, "java"))
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        script!(JAVA, "flag/spinning.java", Stopped, Turn).answered_by("threads/flag/spinning"),
        script!(JAVA, "drop/parked_shutdown_now.java", Stopped, Wake).answered_by("tokio/drop/awaiting-join-set"),
        script!(JAVA, "drop/spinning_shutdown_now.java", StillStanding).answered_by("rayon/drop/spinning").instead("flag/spinning"),
        script!(JAVA, "drop/blocking_executor.java", Hung).only_where(has_close).answered_by("threads/drop/blocking-scope").instead("drop/parked-shutdown-now"),
        script!(JAVA, "abort/parked_interrupt.java", Stopped, Wake).answered_by("threads/abort/parked-signal"),
        script!(JAVA, "abort/parked_future_cancel.java", Stopped, Wake).answered_by("tokio/abort/awaiting"),
        script!(JAVA, "abort/blocking_completable_future.java", StillStanding).answered_by("tokio/abort/blocking-wrapped").instead("abort/parked-future-cancel"),
        script!(JAVA, "abort/parked_interrupt_virtual.java", Stopped, Wake).only_where(has_virtual_threads).answered_by("tokio/abort/awaiting"),
        script!(JAVA, "abort/spinning_interrupt.java", Hung).answered_by("threads/flag/spinning").instead("flag/spinning"),
        script!(JAVA, "abort/spinning_stop.java", Stopped, Inline).only_where(has_thread_stop).answered_by("threads/flag/spinning"),
        script!(JAVA, "abort/spinning_stop_lock.java", Stopped, Inline).only_where(has_thread_stop).losing(Loss::All).breaking_its_invariant().instead("flag/spinning"),
    ]
}
