//! No child, no worker and no interpreter outlives a run, however it ends.
#![cfg(target_os = "linux")]

use std::{
    fs,
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Arguments, Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};
use testing::optional_trial;

/// The variable by which a run's processes are found: whatever it starts inherits it.
const MARK: &str = "STILL_STANDING_TEST_RUN";
/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is played: work that is killed, that is stopped and goes on, and that is never ended.
const CASES: [&str; 6] = [
    "processes/drop",
    "processes/abort",
    "processes/abort/blocking-crowd",
    "threads/drop/blocking-exit",
    "python/drop/blocking-daemon",
    "python/abort/blocking-t",
];

struct Marked {
    run: Child,
    mark: String,
}

impl Marked {
    /// A run that goes on until it is ended, or one round of it.
    fn start(name: &str, arguments: &[&str]) -> Self {
        let mark = format!("{name}-{}", std::process::id());
        let run = Command::new(env!("CARGO_BIN_EXE_still-standing"))
            .args(CASES)
            .args(arguments)
            .args(["--out", &format!("{}/{mark}.json", env!("CARGO_TARGET_TMPDIR"))])
            .env(MARK, &mark)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        Self { run, mark }
    }

    /// Every process of the run that is not its parent, by id, with its command line.
    fn others(&self) -> Vec<(i32, String)> {
        let mark = format!("{MARK}={}", self.mark);
        let ids = fs::read_dir("/proc").expect("Linux has it").flatten();
        let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
        let marked = ids.filter(|&id| id != self.run.id().cast_signed()).filter_map(|id| {
            let read = |file: &str| {
                Some(String::from_utf8_lossy(&fs::read(format!("/proc/{id}/{file}")).ok()?).into_owned())
            };
            read("environ")?.split('\0').any(|variable| variable == mark).then_some(())?;
            Some((id, read("cmdline")?.replace('\0', " ")))
        });
        marked.collect()
    }

    /// The first process whose command line contains a text, as soon as there is one.
    fn wait_for(&mut self, text: &str) -> i32 {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some((id, _)) = self.others().into_iter().find(|(_, command)| command.contains(text)) {
                return id;
            }
            assert!(self.run.try_wait().expect("it is ours").is_none(), "the run ended without a {text}");
        }
        panic!("no {text} in {PATIENCE:?}");
    }

    /// Waits for the end of the run, and then for that of everybody else.
    fn ends_with_everybody(mut self) -> ExitStatus {
        let status = self.run.wait().expect("it is ours");
        let start = Instant::now();
        loop {
            let left = self.others();
            if left.is_empty() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "{} ended with {status}, and left {left:?}", self.mark);
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Marked {
    fn drop(&mut self) {
        let _ = self.run.kill();
    }
}

fn send(signal: Signal, process: i32) {
    kill_process(Pid::from_raw(process).expect("an id is not zero"), signal).expect("it is there");
}

/// A worker that ends only with its parent, and the child that started it.
const WORKER: &str = "--work-as works_alone";
const CHILD: &str = "--play-as-child";

fn main() -> ExitCode {
    let test = |name: &str, test: fn()| Trial::test(name, move || run(test));
    let cases = still_standing::DEMOS.iter().flat_map(|demo| demo.cases);
    let mut tstp = cases.filter(|case| case.id() == "python/abort/blocking-tstp");
    let missing = tstp.next().and_then(stage::Case::missing);
    let trials = vec![
        test("nobody outlives a run that finishes", nobody_outlives_a_run_that_finishes),
        test("nobody outlives a run that is interrupted", nobody_outlives_a_run_that_is_interrupted),
        test("nobody outlives a run that is killed", nobody_outlives_a_run_that_is_killed),
        test("nobody outlives a child that crashes", nobody_outlives_a_child_that_crashes),
        optional_trial("no interpreter outlives a run that is killed", missing, || {
            run(no_interpreter_outlives_a_run_that_is_killed)
        }),
        test("everybody is found by the mark", everybody_is_found_by_the_mark),
    ];
    let mut arguments = Arguments::from_args();
    // They wait for processes most of the time.
    arguments.test_threads.get_or_insert(4);
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A test that panics where it fails.
#[expect(clippy::unnecessary_wraps, reason = "as libtest-mimic wants it")]
fn run(test: fn()) -> Result<(), Failed> {
    test();
    Ok(())
}

fn nobody_outlives_a_run_that_finishes() {
    let mut run = Marked::start("finished", &["--quick"]);
    run.wait_for(WORKER);
    assert_eq!(run.ends_with_everybody().code(), Some(0));
}

fn nobody_outlives_a_run_that_is_interrupted() {
    let mut run = Marked::start("interrupted", &["--rounds", "1000"]);
    run.wait_for(WORKER);
    send(Signal::INT, run.run.id().cast_signed());
    assert_eq!(run.ends_with_everybody().code(), Some(130));
}

fn nobody_outlives_a_run_that_is_killed() {
    let mut run = Marked::start("killed", &["--rounds", "1000"]);
    run.wait_for(WORKER);
    run.run.kill().expect("it is there");
    assert_eq!(run.ends_with_everybody().code(), None);
}

/// The worker of a child that crashed goes with it, also one that is stopped; the run goes on.
fn nobody_outlives_a_child_that_crashes() {
    let mut run = Marked::start("crashed", &["--rounds", "1000"]);
    let child = run.wait_for(&format!("{CHILD} {{\"play\":{{\"case\":\"processes/abort/blocking-sigstop\""));
    send(Signal::SEGV, child);
    let start = Instant::now();
    let is_there =
        |id: i32| fs::read_to_string(format!("/proc/{id}/environ")).is_ok_and(|text| !text.is_empty());
    while is_there(child) {
        assert!(start.elapsed() < PATIENCE, "a crashed child is still there");
    }
    run.wait_for(WORKER);
    send(Signal::INT, run.run.id().cast_signed());
    assert_eq!(run.ends_with_everybody().code(), Some(130));
}

/// Neither Python's interpreter nor what it has forked off outlives a run, stopped or not.
fn no_interpreter_outlives_a_run_that_is_killed() {
    let mut run = Marked::start("interpreter", &["--rounds", "1000"]);
    let start = Instant::now();
    while run.others().iter().filter(|(_, command)| command.contains("blocking_tstp.py")).count() < 2 {
        assert!(start.elapsed() < PATIENCE, "no interpreter that has a child of its own");
    }
    run.run.kill().expect("it is there");
    assert_eq!(run.ends_with_everybody().code(), None);
}

/// The test itself sees a worker, an interpreter and a child when there is one: else it could not fail.
fn everybody_is_found_by_the_mark() {
    let mut run = Marked::start("found", &["--rounds", "1000"]);
    run.wait_for(CHILD);
    run.wait_for(WORKER);
    send(Signal::INT, run.run.id().cast_signed());
    run.ends_with_everybody();
}
