//! "I'm still standing" in Go: goroutines, which nothing ends from outside. Its table of cases.
//!
//! A case is a program of its own, compiled when it is played. Read `channel/parked_context.go` first, then
//! `drop/spinning_context.go`: the same call, and a goroutine that does not look.

mod compiler;

pub use compiler::GO;
use compiler::has_wait_delay;
use still_standing::{Case, Demo, Variable, conformance, not_offered, script};

/// The demo: Go, and its cases.
#[must_use]
pub fn demo() -> Demo {
    let environment =
        &[Variable::Cleared("GODEBUG"), Variable::Cleared("GOGC"), Variable::Cleared("GOMEMLIMIT")];
    Demo::new("go")
        .versions(GO.versions)
        .environment(environment)
        .cases(cases())
        .checked_by(conformance!(GO, "go"))
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        script!(GO, "flag/spinning.go", Stopped, Turn).answered_by("threads/flag/spinning"),
        script!(GO, "flag/blocking.go", Stopped, Polled).answered_by("threads/flag/blocking"),
        script!(GO, "channel/parked_context.go", Stopped, Wake).answered_by("tokio/flag/awaiting-token"),
        script!(GO, "drop/spinning_context.go", StillStanding).answered_by("tokio/drop/blocking-timeout").instead("flag/spinning"),
        script!(GO, "drop/spinning_main.go", Killed, Reap).answered_by("threads/drop/blocking-exit"),
        script!(GO, "abort/blocking_cmd_wait.go", Hung).answered_by("processes/abort/stuck-output").instead("abort/blocking-cmd-wait-delay"),
        script!(GO, "abort/blocking_cmd_wait_delay.go", Stopped, Deadline).only_where(has_wait_delay).answered_by("processes/abort/stuck-output-group"),
        <SPINNING>::CASE,
    ]
}

/// A goroutine cannot be ended from outside.
///
/// It has no handle and no name, and proposals to give it one were declined: whoever ended it could not know what it
/// holds. Go passes a context to the work instead, and the work looks at it.
/// <https://github.com/golang/go/issues/27982>, <https://github.com/golang/go/issues/41414>
#[not_offered("abort/spinning")]
pub const SPINNING: &str = "Go has no way to end a goroutine from outside: it has to look at a context";
