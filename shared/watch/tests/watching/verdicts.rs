//! Programs that end in every way, and the verdict of each.

use libtest_mimic::Trial;
use serde_json::json;

use crate::call::{Call, trial};

/// A program as a script, how it is asked, and what is seen: the verdict, how it ended and by which rung.
struct Row {
    name: &'static str,
    ask: &'static str,
    script: &'static str,
    verdict: &'static str,
    exit: Option<(&'static str, i32)>,
    ended_by: Option<usize>,
}

/// Each script says that it is up when it can be asked. `exec` leaves no shell between.
const ROWS: [Row; 18] = [
    row(
        "a handler that exits",
        "TERM",
        "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done",
        "stopped",
        Some(("status", 0)),
        Some(0),
    ),
    row(
        "a status that is not zero",
        "TERM",
        "trap 'exit 143' TERM; echo up; while :; do sleep 0.01; done",
        "stopped",
        Some(("status", 143)),
        Some(0),
    ),
    row("no handler", "TERM", "echo up; exec sleep 1000", "killed", Some(("signal", 15)), Some(0)),
    row(
        "a handler that raises its signal again",
        "TERM",
        "trap 'trap - TERM; kill -TERM $$' TERM; echo up; while :; do sleep 0.01; done",
        "killed",
        Some(("signal", 15)),
        Some(0),
    ),
    row(
        "a fault in its handler",
        "TERM",
        "trap 'kill -SEGV $$' TERM; echo up; while :; do sleep 0.01; done",
        "crashed",
        Some(("signal", 11)),
        Some(0),
    ),
    row(
        "a signal that nobody asked by",
        "TERM",
        "trap 'kill -KILL $$' TERM; echo up; while :; do sleep 0.01; done",
        "crashed",
        Some(("signal", 9)),
        Some(0),
    ),
    row(
        "a signal of another kind",
        "USR1",
        "echo up; exec sleep 1000",
        "killed",
        Some(("signal", 10)),
        Some(0),
    ),
    row("a signal by its number", "12", "echo up; exec sleep 1000", "killed", Some(("signal", 12)), Some(0)),
    row(
        "a real-time signal",
        "RTMIN+3",
        "trap 'exit 6' RTMIN+3; echo up; while :; do sleep 0.01; done",
        "stopped",
        Some(("status", 6)),
        Some(0),
    ),
    row(
        "one that ignores everything",
        "TERM,200ms,INT",
        "trap '' TERM INT; echo up; while :; do sleep 0.01; done",
        "hung",
        None,
        None,
    ),
    row(
        "one that ends on the second rung",
        "TERM,200ms,KILL",
        "trap '' TERM; echo up; while :; do sleep 0.01; done",
        "killed",
        Some(("signal", 9)),
        Some(1),
    ),
    row("one that is stopped", "TERM", "echo up; kill -STOP $$; sleep 1000", "hung", None, None),
    row(
        "one that is stopped and killed",
        "TERM,200ms,KILL",
        "echo up; kill -STOP $$; sleep 1000",
        "killed",
        Some(("signal", 9)),
        Some(1),
    ),
    row(
        "a child that stays",
        "TERM",
        "sleep 1000 & echo up; wait",
        "still-standing",
        Some(("signal", 15)),
        Some(0),
    ),
    row(
        "a daemon of its own session",
        "TERM@group",
        "setsid sleep 1000 & echo up; wait",
        "still-standing",
        Some(("signal", 15)),
        Some(0),
    ),
    row(
        "the whole group",
        "TERM@group",
        "sleep 1000 & echo up; wait",
        "killed",
        Some(("signal", 15)),
        Some(0),
    ),
    row(
        "the end of its input",
        "stdin-closed",
        "echo up; cat; exit 7",
        "stopped",
        Some(("status", 7)),
        Some(0),
    ),
    row(
        "a command",
        "run:kill -INT $PID",
        "trap 'exit 5' INT; echo up; while :; do sleep 0.01; done",
        "stopped",
        Some(("status", 5)),
        Some(0),
    ),
];

const fn row(
    name: &'static str,
    ask: &'static str,
    script: &'static str,
    verdict: &'static str,
    exit: Option<(&'static str, i32)>,
    ended_by: Option<usize>,
) -> Row {
    Row { name, ask, script, verdict, exit, ended_by }
}

pub(crate) fn trials() -> Vec<Trial> {
    let of = |row: &'static Row| {
        trial(&format!("{} is {}", row.name, row.verdict), |name| {
            let call = Call::script(
                name,
                &["--ask", row.ask, "--ready", "line:up", "--horizon", "400ms"],
                row.script,
            );
            call.says(0, "What was seen is in")?;
            call.has("/verdict", &json!(row.verdict))?;
            call.has("/exit", &row.exit.map_or(json!(null), |(how, number)| json!({ how: number })))?;
            call.has("/ended_by", &json!(row.ended_by))
        })
    };
    let mut trials: Vec<Trial> = ROWS.iter().map(of).collect();
    trials.extend([
        trial("what fills the pipe is read, and its end is kept", |name| {
            let script = "yes full | head -c 3000000; echo up; exec sleep 1000";
            let call = Call::script(name, &["--ask", "TERM", "--ready", "line:up"], script);
            call.has("/printed_last/4", &json!("up"))?;
            call.has("/verdict", &json!("killed"))
        }),
        trial("what is no text is shown as a terminal can show it", |name| {
            let script = r"printf '\377\000\033[2Jred\nup\n'; exec sleep 1000";
            let call = Call::script(name, &["--ask", "TERM", "--ready", "line:up"], script);
            call.has("/printed_last/0", &json!("\u{fffd}\\u{0}\\u{1b}[2Jred"))
        }),
        trial("what is left is named", |name| {
            let script = "setsid sleep 4321 & touch $TMPDIR/left; echo up; wait";
            let call =
                Call::script(name, &["--ask", "TERM", "--ready", "line:up", "--horizon", "200ms"], script);
            call.has("/left/processes", &json!(["sleep 4321"]))?;
            call.has("/left/files", &json!(["$TMPDIR/left"]))
        }),
        trial("a command that asks is no part of the program", |name| {
            let ask = "run:kill $PID; sleep 1000";
            let call = Call::script(
                name,
                &["--ask", ask, "--ready", "line:up", "--horizon", "300ms"],
                "echo up; exec sleep 1000",
            );
            call.has("/verdict", &json!("killed"))?;
            call.has("/left/processes", &json!([]))
        }),
        trial("what can't be asked says so", |name| {
            let ask = "http:POST http://127.0.0.1:1/stop,300ms,KILL";
            let call = Call::script(name, &["--ask", ask, "--ready", "line:up"], "echo up; exec sleep 1000");
            let note = call.run()?["asked"][0]["note"].to_string();
            still_standing::testing::ensure(note.contains("not answered"), || note)
        }),
        trial("one that ends before it is asked ended by itself, and the other runs are played", |name| {
            let script = "echo up; sleep 0.05";
            let call = Call::made(name, &["--ready", "line:up", "--runs", "20", "--", "sh", "-c", script]);
            call.says(2, "before it was asked")?;
            let program = call.program()?;
            let runs = program["runs"].as_array().cloned().unwrap_or_default();
            let ended: Vec<_> = runs.iter().filter(|run| run["verdict"] == "ended-by-itself").collect();
            let is_so = runs.len() == 20 && ended.iter().all(|run| run["exit"] == json!({ "status": 0 }));
            still_standing::testing::ensure(is_so && !ended.is_empty(), || program.to_string())
        }),
        trial("warm-up is not counted", |name| {
            let arguments = ["--warmup", "2", "--runs", "3", "--ready", "after:1ms", "--", "sleep", "1000"];
            let call = Call::made(name, &arguments);
            call.says(0, "")?;
            let program = call.program()?;
            still_standing::testing::ensure(program["runs"].as_array().map(Vec::len) == Some(3), || {
                program.to_string()
            })?;
            still_standing::testing::ensure(program["verdicts"] == json!({ "killed": 3 }), || {
                program.to_string()
            })
        }),
    ]);
    trials
}
