//! Bad luck: an interrupted run keeps what it has, and no child outlives its parent.

use std::{
    fs,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    AS_COMMAND,
    play::{call, ensure, scratch},
};

/// Long enough for anything here, on any machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("Ctrl-C saves what was measured, marked as partial", interrupted),
        Trial::test("a killed parent leaves no child behind", killed),
    ]
}

fn interrupted() -> Result<(), Failed> {
    let out = scratch("interrupted.json");
    let _ = fs::remove_file(&out);
    let mark = "interrupted";
    let child = call(&["good", "--rounds", "10000", "--out", &out.to_string_lossy()], mark).spawn()?;
    // The file appears after the first round.
    wait_until(|| out.exists(), "the first round")?;
    kill(&child, Signal::INT)?;
    let output = child.wait_with_output()?;
    ensure(output.status.code() == Some(130), || format!("{output:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure(said.contains(&*out.to_string_lossy()), || said.clone())?;
    let run: measure::Run = serde_json::from_slice(&fs::read(&out)?)?;
    ensure(run.partial && run.cases[0].samples > 0, || format!("{run:?}"))?;
    wait_until(|| marked(mark).is_empty(), "the end of every process of the run")
}

fn killed() -> Result<(), Failed> {
    let mark = "killed";
    let out = scratch("killed.json");
    let mut child = call(&["endless-start", "--out", &out.to_string_lossy()], mark).spawn()?;
    wait_until(|| marked(mark).len() >= 2, "a parent and its child")?;
    kill(&child, Signal::KILL)?;
    child.wait()?;
    wait_until(|| marked(mark).is_empty(), "the end of every process of the run")
}

fn kill(child: &Child, signal: Signal) -> Result<(), Failed> {
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or("a process without an id")?;
    Ok(kill_process(id, signal)?)
}

/// The processes that carry this mark in their environment, without those that are already dead.
fn marked(mark: &str) -> Vec<String> {
    let entry = format!("{AS_COMMAND}={mark}");
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let carries = |id: &String| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|text| text == entry.as_bytes())
    };
    processes.filter_map(|process| process.file_name().into_string().ok()).filter(carries).collect()
}

fn wait_until(held: impl Fn() -> bool, what: &str) -> Result<(), Failed> {
    let start = Instant::now();
    while !held() {
        ensure(start.elapsed() < PATIENCE, || format!("waited in vain for {what}"))?;
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
