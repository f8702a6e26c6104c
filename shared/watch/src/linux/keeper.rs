//! The process that keeps one run of a program. It becomes the parent of everything that the program leaves, so that all of
//! it is seen, and can be ended.

use std::{
    env,
    fs::{self, DirBuilder},
    io::{self, BufRead, Write},
    os::unix::fs::DirBuilderExt,
    path::PathBuf,
    process::ExitCode,
};

use serde::{Deserialize, Serialize};

use super::{guard, one_run::play};
use crate::{plan::Plan, program_run::ProgramRun};

/// The argument that makes a process a keeper. It is not for users.
pub(crate) const KEEP: &str = "--keep-program";

/// What a keeper is told, as a line on its standard input, which then stays open for as long as the watcher lives.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) plan: Plan,
    /// The number of the run.
    pub(crate) number: u64,
    /// The folder for the program's temporary files.
    pub(crate) temporary: PathBuf,
}

/// What a keeper says, a line each on its standard output.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    /// The run has come this far.
    Step(String),
    /// The run is over.
    Over(Box<ProgramRun>),
    /// It has no verdict.
    Failed(String),
}

/// If this process was started to keep a run, does so, and ends the process. A program that watches calls this first.
pub fn run_if_keeper() {
    if env::args_os().nth(1).is_some_and(|argument| argument == KEEP) {
        std::process::exit(i32::from(keep() != ExitCode::SUCCESS));
    }
}

fn keep() -> ExitCode {
    let mut line = String::new();
    let task = io::stdin().lock().read_line(&mut line).ok().and_then(|_| serde_json::from_str(&line).ok());
    let Some(Task { plan, number, temporary }) = task else { return ExitCode::FAILURE };
    stage::processes::adopt();
    guard::end_with_the_watcher(temporary.clone());
    if let Err(error) = guard::wait_for_orphans() {
        say(&Said::Failed(format!("the system refused: {error}")));
        return ExitCode::SUCCESS;
    }
    if let Err(error) = DirBuilder::new().mode(0o700).create(&temporary) {
        say(&Said::Failed(format!(
            "{}: {error}; set TMPDIR to a folder that can be written to",
            temporary.display()
        )));
        return ExitCode::SUCCESS;
    }
    let over = match play(&plan, number, &temporary, |step| say(&Said::Step(step.to_owned()))) {
        Ok(run) => Said::Over(Box::new(run)),
        Err(failure) => Said::Failed(failure.to_string()),
    };
    stage::processes::end_all();
    let _ = fs::remove_dir_all(&temporary);
    say(&over);
    ExitCode::SUCCESS
}

/// Says something to the watcher, if that is still there.
fn say(said: &Said) {
    let Ok(mut line) = serde_json::to_string(said) else { return };
    line.push('\n');
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(line.as_bytes()).and_then(|()| stdout.flush());
}
