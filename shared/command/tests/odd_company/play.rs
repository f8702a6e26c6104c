//! Calls the command line over the odd company.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use libtest_mimic::Failed;
use measure::Run;

use crate::AS_COMMAND;

/// The call, not yet made. `mark` is a word that its processes carry in their environment.
pub(crate) fn call(arguments: &[&str], mark: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
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

/// A quick run of the cases that match `filter`: its exit status, and its file.
pub(crate) fn quick_run(filter: &str) -> Result<(Output, Run), Failed> {
    let out = scratch(&format!("{}.json", filter.replace('/', "-")));
    let output =
        made(&["run", filter, "--quick", "--out", out.to_str().ok_or("a path of this test is no text")?]);
    let text = std::fs::read_to_string(&out).map_err(|error| format!("{error}; {output:?}"))?;
    Ok((output, serde_json::from_str(&text)?))
}

/// A file for this test alone.
pub(crate) fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Fails with `reason` unless `held`.
pub(crate) fn ensure(held: bool, reason: impl FnOnce() -> String) -> Result<(), Failed> {
    if held { Ok(()) } else { Err(reason().into()) }
}
