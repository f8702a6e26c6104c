//! What is said to do about what was seen: a program for each hint that depends on what the system says.

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use still_standing::testing::{ensure, optional_trial};

use crate::{
    call::{Call, missing_python, trial},
    undisturbed::{WAITS_FOR_A_CLIENT, python},
};

/// What is seen, the ladder, the script, and a part of the hint.
const HINTS: [(&str, &str, &str, &str); 6] = [
    ("a shell that passes no signal on", "TERM", "echo up; sleep 1000; true", "TERM@group"),
    (
        "a shell that waits before it handles",
        "TERM,300ms,KILL",
        "trap 'exit 0' TERM; echo up; sleep 1000; true",
        "TERM@group",
    ),
    ("no handler", "TERM", "echo up; exec sleep 1000", "docker run --init"),
    (
        "a signal that is ignored",
        "TERM,200ms,KILL",
        "trap '' TERM; echo up; while :; do sleep 0.01; done",
        "it ignores the signal",
    ),
    (
        "a handler that takes its time",
        "TERM,200ms,KILL",
        "trap 'while :; do :; done' TERM; echo up; while :; do :; done",
        "see what it waits for",
    ),
    ("a status of a signal", "TERM", "trap 'exit 143' TERM; echo up; while :; do :; done", "143 of TERM"),
];

pub(crate) fn trials() -> Vec<Trial> {
    let of = |(what, ask, script, part): (&'static str, &'static str, &'static str, &'static str)| {
        trial(&format!("there is a hint at {what}"), move |name| {
            let options = ["--ready", "line:up", "--ask", ask, "--horizon", "200ms"];
            has_hint(&Call::script(name, &options, script), part)
        })
    };
    let further = vec![
        trial("there is a hint at an empty input", |name| {
            let call = Call::script(name, &["--ready", "after:300ms"], "cat");
            call.says(2, "--stdin pipe")
        }),
        trial("there is no hint at what ends in good order", |name| {
            let script = "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done";
            let call = Call::script(name, &["--ready", "line:up"], script);
            let hints = call.program()?["hints"].clone();
            ensure(hints == Value::Array(Vec::new()), || hints.to_string())
        }),
        optional_trial("there is a hint at a buffer", missing_python(), || {
            let program = "import time\nprint('up')\ntime.sleep(1000)";
            let options = ["--ready", "line:up", "--ready-within", "700ms", "--"];
            let program = ["env", "-u", "PYTHONUNBUFFERED", "python3", "-c", program];
            let call = Call::made("there is a hint at a buffer", &[&options[..], &program].concat());
            call.says(2, "PYTHONUNBUFFERED=1")
        }),
        optional_trial("there is a hint at a call that no flag wakes", missing_python(), || {
            let name = "there is a hint at a call that no flag wakes";
            let call = python(name, WAITS_FOR_A_CLIENT, "line", "TERM,500ms,KILL")?;
            let main = call.run()?["main"].clone();
            // Not every system says where a process waits.
            if main["waits_in"].is_null() {
                has_hint(&call, "had a handler")
            } else {
                has_hint(&call, "in accept")
            }
        }),
    ];
    HINTS.into_iter().map(of).chain(further).collect()
}

/// Fails unless this is a part of the only hint.
fn has_hint(call: &Call, part: &str) -> Result<(), Failed> {
    let hints = call.program()?["hints"].clone();
    let hints: Vec<&str> = hints.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure(hints.len() == 1 && hints[0].contains(part), || format!("{part}: {hints:?}\n{}", call.stdout))
}
