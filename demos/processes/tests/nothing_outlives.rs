//! Neither a shell nor the work that it started outlives this demo, even if the demo is killed.
#![cfg(target_os = "linux")]

use std::{
    fs,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The variable by which the processes of a story are found: all of them inherit it.
const MARK: &str = "STILL_STANDING_TEST_STORY";
/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// In each, a shell stands between the demo and a process that outlives it: the work, or one that holds a pipe.
const CASES: [Case; 3] = [
    ("abort/blocking-grandchild", is_work),
    ("abort/blocking-group", is_work),
    ("abort/stuck-output", |command| command.trim() == "cat"),
];

/// A case, and how the last of its processes to start is known by its command line.
type Case = (&'static str, fn(&str) -> bool);

fn is_work(command: &str) -> bool {
    command.starts_with("/proc/") && command.contains("--work-as")
}

#[test]
fn nothing_outlives_a_story_that_is_told() {
    CASES.into_iter().for_each(|case| ends_with_its_story(case, |_| ()));
}

#[test]
fn nothing_outlives_a_story_that_is_killed() {
    let kill = |story: &mut Child| story.kill().expect("it is ours");
    CASES.into_iter().for_each(|case| ends_with_its_story(case, kill));
}

/// Plays a case as a story, waits for the last of its processes to start, ends the story, and waits for the end of all its processes.
fn ends_with_its_story((case, is_last): Case, end: impl FnOnce(&mut Child)) {
    let mark = format!("{MARK}={case}-{}-{:?}", process::id(), thread::current().id());
    let (name, value) = mark.split_once('=').expect("it has a value");
    let mut story = Command::new(env!("CARGO_BIN_EXE_demo-processes"))
        .args(["story", case, "--beat", "200ms"])
        .env(name, value)
        .stdout(Stdio::null())
        .spawn()
        .expect("the demo starts");
    wait_until(|| marked(&mark).iter().any(|command| is_last(command)), &mark);
    end(&mut story);
    story.wait().expect("it is ours");
    wait_until(|| marked(&mark).is_empty(), &mark);
}

fn wait_until(done: impl Fn() -> bool, mark: &str) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "there are {:?}", marked(mark));
        thread::sleep(Duration::from_millis(10));
    }
}

/// The command lines of the processes with this variable in their environment.
fn marked(variable: &str) -> Vec<String> {
    let processes = fs::read_dir("/proc").expect("Linux has it").flatten();
    let has_it =
        |environment: &[u8]| environment.split(|byte| *byte == 0).any(|it| it == variable.as_bytes());
    let marked = processes.filter(|it| fs::read(it.path().join("environ")).is_ok_and(|text| has_it(&text)));
    let command_line = |path| fs::read(path).map(|text| String::from_utf8_lossy(&text).replace('\0', " "));
    marked.filter_map(|it| command_line(it.path().join("cmdline")).ok()).collect()
}
