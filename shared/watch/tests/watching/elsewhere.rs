//! Programs that were started elsewhere: they are asked, and what they do about it is seen, but nothing of them is ended that
//! was not asked to.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use rustix::process::{Pid, Signal, getppid, kill_process, kill_process_group, test_kill_process};
use serde_json::json;
use still_standing::testing::ensure;

use crate::call::{Call, trial};

/// How long something may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that a shell has started in the background, with its pid file. It is ended with this.
struct Elsewhere {
    shell: Child,
    folder: tempfile::TempDir,
    id: Pid,
}

impl Elsewhere {
    /// Starts a script, which makes the file `$UP` when it is up.
    fn start(script: &str) -> Result<Self, Failed> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (up, file) = (folder.path().join("up"), folder.path().join("pid"));
        let started = Command::new("sh")
            .args(["-c", "sh -c \"$SCRIPT\" & echo $! > \"$FILE\"; wait"])
            .envs([("UP", &up), ("FILE", &file)])
            .env("SCRIPT", script)
            .stdin(Stdio::null())
            .process_group(0)
            .spawn();
        let shell = started.map_err(|error| error.to_string())?;
        // It leads a group, which is ended even if the program does not come up.
        let mut elsewhere = Self { id: Pid::from_child(&shell), shell, folder };
        let start = Instant::now();
        let is_written = || fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n'));
        while !up.exists() || !is_written() {
            ensure(start.elapsed() < PATIENCE, || "it is not up".to_owned())?;
            thread::sleep(Duration::from_millis(5));
        }
        let id = fs::read_to_string(&file).map_err(|error| error.to_string())?;
        elsewhere.id = id.trim().parse().ok().and_then(Pid::from_raw).ok_or("no pid")?;
        Ok(elsewhere)
    }

    fn pid_file(&self) -> String {
        self.file("pid").display().to_string()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Watches it by its pid file, with these options.
    fn watched(&self, name: &str, options: &[&str]) -> Call {
        Call::made(name, &[&["--pid", &self.pid_file()], options].concat())
    }

    fn runs(&self) -> bool {
        test_kill_process(self.id).is_ok()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.shell), Signal::KILL);
        let _ = self.shell.wait();
    }
}

pub(crate) fn trials() -> Vec<Trial> {
    [of_its_end(), of_wrong_calls()].into_iter().flatten().collect()
}

fn of_its_end() -> Vec<Trial> {
    vec![
        trial("a program that was started elsewhere ends when it is asked", |name| {
            let program = Elsewhere::start("trap 'exit 0' TERM; touch $UP; while :; do sleep 0.01; done")?;
            let call = program.watched(name, &["--fail-on", "late,still-standing,left"]);
            call.says(0, "What was seen is in")?;
            call.has("/verdict", &json!("ended"))?;
            call.has("/exit", &json!("unknown"))?;
            call.has("/ended_by", &json!(0))?;
            ensure(call.stdout.contains("its exit status is not known"), || call.stdout.clone())?;
            let seen = call.program()?;
            let is_so = seen["process"] == json!(program.id.as_raw_nonzero().get())
                && seen["command"].as_str().is_some_and(|it| it.starts_with("sh -c trap"));
            ensure(is_so, || seen.to_string())
        }),
        trial("one that ignores what it is asked by is ended by the last rung", |name| {
            let program = Elsewhere::start("trap '' TERM; touch $UP; while :; do sleep 0.01; done")?;
            let options = ["--ask", "TERM,200ms,KILL", "--fail-on", "late"];
            let call = program.watched(name, &options);
            call.says(1, "it had not ended when TERM had had its time")?;
            call.has("/verdict", &json!("killed"))?;
            call.has("/ended_by", &json!(1))
        }),
        trial("one that goes on after the last rung is left alone", |name| {
            let program = Elsewhere::start("trap '' TERM; touch $UP; while :; do sleep 0.01; done")?;
            let options = ["--ask", "TERM", "--horizon", "200ms"];
            program.watched(name, &options).has("/verdict", &json!("hung"))?;
            ensure(program.runs(), || "it was ended".to_owned())
        }),
        trial("what one leaves is told and left alone", |name| {
            // One is there when it is asked, and one is started by its handler.
            let script = "sleep 1001 & echo $! > ${UP}1; trap 'sleep 1002 & sleep 0.5; exit 0' TERM; touch $UP; \
                          while :; do sleep 0.01; done";
            let program = Elsewhere::start(script)?;
            let call = program.watched(name, &["--horizon", "200ms"]);
            call.has("/verdict", &json!("still-standing"))?;
            call.has("/left/processes", &json!(["sleep 1001", "sleep 1002"]))?;
            let left = fs::read_to_string(program.file("up1")).map_err(|error| error.to_string())?;
            let left = left.trim().parse().ok().and_then(Pid::from_raw);
            ensure(left.is_some_and(|id| test_kill_process(id).is_ok()), || "it was ended".to_owned())
        }),
        trial("a watch that is interrupted leaves it standing", |_| {
            let program = Elsewhere::start("trap '' TERM; touch $UP; while :; do sleep 0.01; done")?;
            let out = program.file("out.json").display().to_string();
            let mut watch = Command::new(env!("CARGO_BIN_EXE_still-standing-watch"))
                .args(["--pid", &program.pid_file(), "--out", &out, "--ask"])
                .arg(format!("run:touch {},1h,KILL", program.file("asked").display()))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .map_err(|error| error.to_string())?;
            let start = Instant::now();
            while !program.file("asked").exists() && start.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(5));
            }
            let _ = kill_process(Pid::from_child(&watch), Signal::INT);
            let status = watch.wait().map_err(|error| error.to_string())?;
            ensure(status.code() == Some(130) && program.runs(), || status.to_string())
        }),
    ]
}

fn of_wrong_calls() -> Vec<Trial> {
    vec![
        trial("a pid file without a process is named", |name| {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let file = folder.path().join("pid").display().to_string();
            let call = || Call::made(name, &["--pid", &file]);
            call().says(2, &format!("--pid {file}: it can't be read"))?;
            fs::write(&file, "nginx\n").map_err(|error| error.to_string())?;
            call().says(2, "its first line is \"nginx\", and no process id")?;
            // One that has ended, and was waited for.
            let mut ended = Command::new("true").spawn().map_err(|error| error.to_string())?;
            ended.wait().map_err(|error| error.to_string())?;
            fs::write(&file, ended.id().to_string()).map_err(|error| error.to_string())?;
            call().says(2, "there is no process with this id")?;
            // One that has ended, and was not.
            let mut ended = Command::new("true").spawn().map_err(|error| error.to_string())?;
            let how = rustix::process::WaitIdOptions::EXITED | rustix::process::WaitIdOptions::NOWAIT;
            let _ = rustix::process::waitid(rustix::process::WaitId::Pid(Pid::from_child(&ended)), how);
            let said =
                Call::made(name, &["--pid", &ended.id().to_string()]).says(2, "that process has ended");
            let _ = ended.wait();
            said
        }),
        trial("a process that must not be ended is refused", |name| {
            let parents = [std::process::id().to_string(), "1".to_owned()];
            let parent = getppid().map(|id| id.as_raw_nonzero().to_string());
            parents.into_iter().chain(parent).try_for_each(|id| {
                Call::made(name, &["--pid", &id])
                    .says(2, &format!("--pid {id}: that is this watch itself, or has started it"))
            })
        }),
        trial("what does not fit to a program that runs already is a wrong call", |name| {
            let program = Elsewhere::start("touch $UP; exec sleep 1000")?;
            for (options, said) in [
                (&["--ready", "after:1s"][..], "'--pid <FILE|N>' cannot be used with '--ready <HOW>'"),
                (&["--stdin", "pipe"], "cannot be used with '--stdin"),
                (&["--cwd", "/"], "cannot be used with '--cwd"),
                (&["--env", "A=b"], "cannot be used with '--env"),
                (&["--pid1"], "cannot be used with '--pid1"),
                (&["--", "true"], "cannot be used with '[PROGRAM]"),
                (&["--runs", "2"], "it ends once: leave --runs out"),
                (&["--ask", "stdin-closed"], "leave stdin-closed out of --ask"),
                (&["--ask", "TERM@group"], "leave @group out of --ask"),
                (&["--load", "http://127.0.0.1:{port}/"], "write the port"),
                (&["--fail-on", "status"], "--fail-on status can't be known, because only the parent"),
                (&["--fail-on", "killed"], "give late or still-standing"),
            ] {
                program.watched(name, options).says(2, said)?;
            }
            ensure(program.runs(), || "it was asked".to_owned())
        }),
    ]
}
