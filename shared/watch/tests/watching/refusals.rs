//! Programs that do not get to be asked, calls that are wrong, and what fails a watch.

use std::{fs, net::TcpListener, path::Path};

use libtest_mimic::Trial;
use serde_json::json;
use still_standing::testing::ensure;

use crate::call::{Call, trial};

/// A program that does not get to be asked: how it should get ready, its script, and what is said.
const NEVER_ASKED: [(&str, &str, &str, &str); 7] = [
    (
        "ends before it is ready",
        "line:up",
        "exit 3",
        "it ended with status 3 before it was ready; it printed nothing",
    ),
    (
        "is killed before it is ready",
        "line:up",
        "echo last; kill -9 $$",
        "signal KILL before it was ready; it printed last: last",
    ),
    ("never gets ready", "line:up", "exec sleep 1000", "it was not ready within 400ms by line:up"),
    (
        "never listens",
        "tcp:127.0.0.1:1",
        "exec sleep 1000",
        "it was not ready within 400ms by tcp:127.0.0.1:1",
    ),
    ("forks itself away", "line:up", "setsid sleep 1000 & exit 0", "running, as a daemon does"),
    (
        "forks itself away when it is ready",
        "line:up",
        "setsid sleep 1000 & echo up; sleep 0.01",
        "as a daemon does",
    ),
    ("is not given its time", "after:300ms", "exec sleep 0.01", "it ended with status 0 before it was ready"),
];

/// Calls that are wrong, and what is said.
const WRONG: [(&[&str], &str); 17] = [
    (&["--"], "PROGRAM"),
    (&["sleep", "1"], "put the program behind --: -- sleep …; see --help"),
    (&["--ask", "TERM,KILL", "--", "true"], "no deadline before KILL"),
    (&["--ask", "term", "--", "true"], "no way to ask"),
    (&["--ready", "soon", "--", "true"], "none of http"),
    (&["--runs", "0", "--", "true"], "0 is not in 1.."),
    (&["--horizon", "0s", "--", "true"], "a horizon is from"),
    (&["--load", "ftp://127.0.0.1/", "--", "true"], "is no address"),
    (&["--method", "get", "--load", "http://127.0.0.1/", "--", "true"], "no method such as POST"),
    (&["--status", "ok", "--", "true"], "is no status"),
    (&["--header", "x", "--", "true"], "is no field"),
    (&["--fail-on", "slow", "--", "true"], "none of still-standing"),
    (
        &["--fail-on", "left,lost", "--", "true"],
        "--fail-on lost can't be known, because nothing is requested: give --load",
    ),
    (&["--fail-on", "turned-away", "--", "true"], "give --load"),
    (&["--fail-on", "client", "--", "true"], "give --client"),
    (&["--connections", "0", "--", "true"], "0 is not in 1.."),
    (&["--", "no-such-program-at-all"], "cannot be started"),
];

pub(crate) fn trials() -> Vec<Trial> {
    let never_asked = NEVER_ASKED.iter().map(|(what, ready, script, said)| {
        trial(&format!("a program that {what} is an error"), move |name| {
            let call = Call::script(name, &["--ready", ready, "--ready-within", "400ms"], script);
            call.says(2, said)
        })
    });
    let without = trial("HTTP/2 is a feature", |name| {
        let call =
            Call::made(name, &["--http2", "--load", "http://127.0.0.1/", "--", "no-such-program-at-all"]);
        call.says(
            2,
            if cfg!(feature = "http2") { "cannot be started" } else { "build it with --features http2" },
        )
    });
    let wrong = WRONG.iter().enumerate().map(|(number, (arguments, said))| {
        trial(&format!("a wrong call is refused: {said} ({number})"), move |name| {
            Call::made(name, arguments).says(2, said)
        })
    });
    never_asked.chain(wrong).chain([without]).chain(others()).collect()
}

fn others() -> Vec<Trial> {
    let quick = ["--ready", "line:up", "--ask", "TERM", "--horizon", "200ms"];
    let fails = move |name: &str, what: &str, script: &str, said: &str| {
        Call::script(name, &[&quick[..], &["--fail-on", what]].concat(), script).says(1, said)
    };
    vec![
        trial("a program that is ready and dies is an error", |name| {
            // It is asked at a random instant of 100 ms: in twenty runs it is dead by then once, but for one call in a million.
            let arguments =
                ["--ready", "line:up", "--runs", "20", "--", "sh", "-c", "echo up; exec sleep 0.05"];
            Call::made(name, &arguments).says(2, "it was ready, and ended with status 0 before it was asked")
        }),
        trial("what listens before the program is an error", |name| {
            let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            let call = Call::script(name, &["--ready", &format!("tcp:{address}")], "exec sleep 1000");
            call.says(2, "before the program is started")
        }),
        trial("a file that is there before the program is an error", |name| {
            let call = Call::script(name, &["--ready", "file:/proc/self"], "exec sleep 1000");
            call.says(2, "is there before the program is started")
        }),
        trial("what goes on fails a watch", move |name| {
            fails(
                name,
                "left,still-standing",
                "trap '' TERM; echo up; while :; do sleep 0.01; done",
                "it still ran 200 ms after the last rung in 1 of 1 runs",
            )
        }),
        trial("what is left to run fails a watch", move |name| {
            fails(name, "still-standing", "sleep 1000 & echo up; wait", "what it had started still ran")
        }),
        trial("what is left fails a watch", move |name| {
            fails(name, "left", "touch $TMPDIR/file; echo up; exec sleep 1000", "it left file $TMPDIR/file")
        }),
        trial("what is killed fails a watch", move |name| {
            fails(name, "killed", "echo up; exec sleep 1000", "ended it in 1 of 1 runs: signal TERM")
        }),
        trial("what crashes fails a watch", move |name| {
            let script = "trap 'kill -ABRT $$' TERM; echo up; while :; do sleep 0.01; done";
            fails(name, "crashed", script, "it crashed in 1 of 1 runs: signal ABRT")
        }),
        trial("another status fails a watch", move |name| {
            let script = "trap 'exit 3' TERM; echo up; while :; do sleep 0.01; done";
            fails(name, "status", script, "it did not end with status 0 in 1 of 1 runs: status 3")
        }),
        trial("what is slow fails a watch", move |name| {
            let script = "trap 'sleep 0.1; exit 0' TERM; echo up; while :; do sleep 0.01; done";
            fails(name, "slower=50ms", script, "and 50ms are allowed")
        }),
        trial("what does not end when it is first asked fails a watch", |name| {
            let script = "trap '' TERM; echo up; while :; do sleep 0.01; done";
            let options = ["--ready", "line:up", "--ask", "TERM,200ms,KILL", "--fail-on", "late"];
            Call::script(name, &options, script).says(1, "it had not ended when TERM had had its time")
        }),
        trial("a client that fails fails a watch", |name| {
            let script = "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done";
            let client =
                ["--client", "while kill -0 $PID; do sleep 0.01; done; exit 7", "--fail-on", "client"];
            let call = Call::script(name, &[&["--ready", "line:up"][..], &client].concat(), script);
            call.says(1, "the client ended with status 7 in 1 of 1 runs")?;
            call.has("/client", &json!({ "status": 7 }))
        }),
        trial("what fails a watch is in its file", |name| {
            let options = ["--ready", "line:up", "--ask", "TERM", "--fail-on", "killed,left"];
            let call = Call::script(name, &options, "echo up; exec sleep 1000");
            let outcomes = call.program()?["fail_on"].clone();
            let is_so =
                outcomes[0]["what"] == "killed" && outcomes[0]["seen"] == 1 && outcomes[1]["said"].is_null();
            ensure(is_so, || outcomes.to_string())
        }),
        trial("what a run has shown stands though the next can't be played", |name| {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watching-second-run");
            let _ = fs::remove_file(&file);
            let script = format!(
                "test -e {0} && exit 9; touch {0} $TMPDIR/left; echo up; exec sleep 1000",
                file.display()
            );
            let options = ["--ready", "line:up", "--ask", "TERM", "--fail-on", "left", "--runs", "3"];
            let call = Call::made(name, &[&options[..], &["--", "sh", "-c", &script]].concat());
            call.says(1, "it left file $TMPDIR/left in 1 of 1 runs")?;
            call.says(1, "ended with status 9 before it was ready")
        }),
        trial("the first run that fails may be the last", |name| {
            let options = ["--ready", "line:up", "--ask", "TERM", "--fail-on", "killed", "--runs", "9"];
            let call = ["--fail-fast", "--", "sh", "-c", "echo up; exec sleep 1000"];
            let call = Call::made(name, &[&options[..], &call].concat());
            call.says(1, "in 1 of 1 runs")?;
            let runs = call.program()?["runs"].as_array().map(Vec::len);
            ensure(runs == Some(1), || format!("{runs:?}"))
        }),
        trial("what is good fails no watch", move |name| {
            let script = "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done";
            let arguments =
                [&quick[..], &["--fail-on", "still-standing,left,killed,crashed,status,late,slower=1h"]]
                    .concat();
            Call::script(name, &arguments, script).says(0, "")
        }),
    ]
}
