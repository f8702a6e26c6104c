//! The file of a watch, and what is drawn from it.

use std::{fs, path::Path};

use libtest_mimic::Trial;
use still_standing::testing::ensure;

use crate::call::{Call, call_with, trial};

/// What is asked, and ends at once.
const QUICK: [&str; 4] = ["--ready", "line:up", "--ask", "TERM"];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a watch is read by report", |name| {
            let call = Call::script(name, &QUICK, "echo up; exec sleep 1000");
            let drawn = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watching-drawn");
            let _ = fs::remove_dir_all(&drawn);
            let (file, folder) = (call.out.display().to_string(), drawn.display().to_string());
            let output = call_with(&["report", &file, "--out", &folder]);
            ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())?;
            let readme = fs::read_to_string(drawn.join("README.md")).map_err(|error| error.to_string())?;
            ensure(readme.contains("† killed") && readme.contains(".svg)"), || readme.clone())?;
            let again = call_with(&["report", &file, "--out", &folder, "--check"]);
            ensure(again.status.success(), || String::from_utf8_lossy(&again.stderr).into_owned())
        }),
        trial("a program's name is no markup", |name| {
            let program =
                ["--name", "<img src=x>|`b`", "--runs", "1", "--", "sh", "-c", "echo up; exec sleep 9"];
            let call = Call::made(name, &[&QUICK[..], &program].concat());
            let drawn = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watching-markup");
            let _ = fs::remove_dir_all(&drawn);
            let output = call_with(&[
                "report",
                &call.out.display().to_string(),
                "--out",
                &drawn.display().to_string(),
            ]);
            ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())?;
            let readme = fs::read_to_string(drawn.join("README.md")).map_err(|error| error.to_string())?;
            let row = readme.lines().find(|line| line.starts_with("| &lt;img src=x&gt;\\|\\`b\\` |"));
            ensure(row.is_some() && !readme.contains("| <img"), || readme.clone())
        }),
        trial("what was measured of servers is drawn as it is committed", |_| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            let path = |path: &str| root.join(path).display().to_string();
            let (file, folder) = (path("results/servers/servers.json"), path("results/servers"));
            let readme = path("demos/servers/README.md");
            let output = call_with(&["report", &file, "--out", &folder, "--into", &readme, "--check"]);
            ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())
        }),
        trial("two watches are compared", |name| {
            let was = Call::script(&format!("{name} was"), &QUICK, "echo up; exec sleep 1000");
            let script = "trap 'exit 0' TERM; touch $TMPDIR/file; echo up; while :; do sleep 0.01; done";
            let is = Call::script(&format!("{name} is"), &QUICK, script);
            let (was, is) = (was.out.display().to_string(), is.out.display().to_string());
            let output = call_with(&["compare", &was, &is, "--fail-on", "verdict"]);
            let said = String::from_utf8_lossy(&output.stdout);
            let is_told =
                said.contains("was killed, is stopped") && said.contains("left was nothing, is file");
            ensure(output.status.code() == Some(1) && is_told, || said.clone().into_owned())?;
            let output = call_with(&["compare", &was, &was, "--fail-on", "verdict", "--fail-on", "left"]);
            ensure(output.status.success(), || String::from_utf8_lossy(&output.stdout).into_owned())
        }),
        trial("a watch and a run are not compared", |name| {
            let call = Call::script(name, &QUICK, "echo up; exec sleep 1000");
            let file = call.out.display().to_string();
            let run =
                Path::new(env!("CARGO_MANIFEST_DIR")).join("../report/tests/recorded/snapshots/run.json");
            let output = call_with(&["compare", &file, &run.display().to_string()]);
            let said = String::from_utf8_lossy(&output.stderr);
            ensure(output.status.code() == Some(2) && said.contains("no record"), || {
                said.clone().into_owned()
            })
        }),
        trial("the JSON goes to standard output if it is asked for", |name| {
            let call = Call::script(name, &[&QUICK[..], &["--json"]].concat(), "echo up; exec sleep 1000");
            let file = fs::read_to_string(&call.out).map_err(|error| error.to_string())?;
            ensure(call.stdout == file, || call.stdout.clone())
        }),
        trial("a closed pipe is no panic", |_| {
            let script = format!(
                "{} --runs 1 --ready after:1ms --out {}/watching-pipe.json -- sleep 1000 | true",
                env!("CARGO_BIN_EXE_still-standing-watch"),
                env!("CARGO_TARGET_TMPDIR")
            );
            let output = std::process::Command::new("sh").args(["-c", &script]).output();
            let said = output
                .map(|it| String::from_utf8_lossy(&it.stderr).into_owned())
                .map_err(|it| it.to_string())?;
            ensure(!said.contains("panicked"), || said)
        }),
    ]
}
