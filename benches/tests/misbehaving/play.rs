//! Calls the command line over the odd company.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Failed;
use measure::Run;
use still_standing::testing::{
    ensure,
    marked::{PATIENCE, processes_with},
};

use crate::AS_COMMAND;

/// The call, not yet made. `mark` is a word that its processes carry in their environment.
pub(crate) fn call(arguments: &[&str], mark: &str) -> Command {
    call_of(&env::current_exe().expect("this program has a path"), arguments, mark)
}

/// The same call of a copy of this program.
pub(crate) fn call_of(program: &Path, arguments: &[&str], mark: &str) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env(AS_COMMAND, mark)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The call and what came of it.
pub(crate) fn made(arguments: &[&str]) -> Output {
    call(arguments, "1").output().expect("the command line starts")
}

/// A quick run of the cases that `filters` find: its exit status, and its file.
pub(crate) fn quick_run(filters: &[&str]) -> Result<(Output, Run), Failed> {
    let out = scratch(&format!("{}.json", filters.join(" ").replace('/', "-")));
    let out_text = out.to_str().ok_or("a path of this test is no text")?;
    let output = made(&[&["run"], filters, &["--quick", "--out", out_text]].concat());
    let text = fs::read_to_string(&out).map_err(|error| format!("{error}; {output:?}"))?;
    Ok((output, serde_json::from_str(&text)?))
}

/// A file for this test alone.
pub(crate) fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The processes that carry this mark in their environment, without those that are already dead.
pub(crate) fn marked(mark: &str) -> Vec<(i32, String)> {
    processes_with(&format!("{AS_COMMAND}={mark}"))
}

/// Whether one of them is a child that plays this case.
pub(crate) fn playing(mark: &str, case: &str) -> bool {
    marked(mark).iter().any(|(_, command)| command.contains(&format!("{case}\"")))
}

pub(crate) fn wait_until(held: impl Fn() -> bool, what: &str) -> Result<(), Failed> {
    let start = Instant::now();
    while !held() {
        ensure(start.elapsed() < PATIENCE, || format!("waited in vain for {what}"))?;
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
