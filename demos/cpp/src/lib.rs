//! "I'm still standing" in C++: `std::jthread` and its `stop_token`. Its table of cases.
//!
//! A case is a program of its own, compiled when it is played. Read `flag/parked_jthread.cpp` first.

mod compiler;

pub use compiler::CPP;
use still_standing::{Case, Demo, conformance, script};

/// The demo: C++, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("cpp").versions(CPP.versions).cases(cases()).checked_by(conformance!(CPP, "cpp"))
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        script!(CPP, "flag/parked_jthread.cpp", Stopped, Wake).answered_by("threads/flag/parked-condvar"),
        script!(CPP, "abort/blocking_pthread_cancel.cpp", Stopped, Wake).answered_by("threads/abort/blocking-panic"),
    ]
}
