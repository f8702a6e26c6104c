//! Holds every server to the verdict that the table claims, in one run of each, which leaves no file behind.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use libtest_mimic::{Arguments, Failed, Trial};
use still_standing::testing::{ensure, heavy, optional_trial};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    let trials: Vec<Trial> = demo_servers::planned(&folder)
        .into_iter()
        .filter(|(plan, _)| plan.expected.is_some())
        // What is not built by default has a test of its own call: `cargo test -p demo-servers --features axum`.
        .filter(|(plan, _)| cfg!(feature = "axum") || plan.name != "axum-service")
        .map(|(plan, missing)| {
            let id = format!("{} {}", plan.name, plan.ask);
            let name = format!("{id} ends as the table says");
            heavy(optional_trial(name, missing, move || ends_as_claimed(&id)), "starts real servers")
        })
        .collect();
    let mut arguments = Arguments::from_args();
    // They wait most of the time.
    arguments.test_threads.get_or_insert(4);
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn ends_as_claimed(id: &str) -> Result<(), Failed> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.json", id.replace(' ', "-")));
    let temporary = tempfile::tempdir()?;
    let output = Command::new(env!("CARGO_BIN_EXE_demo-servers"))
        .args([id, "--runs", "1", "--out"])
        .arg(&out)
        .env("TMPDIR", temporary.path())
        .output()
        .map_err(|error| error.to_string())?;
    let said = || String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    ensure(output.status.code() == Some(0), said)?;
    let left: Vec<_> =
        fs::read_dir(&temporary)?.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?;
    ensure(left.is_empty(), || format!("it left {left:?}"))
}
