//! Plays the runs of a plan, each kept by a process of its own.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    ops::ControlFlow,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use stage::this_program;

use super::keeper::{KEEP, Said, Task};
use crate::{
    plan::Plan,
    program_run::ProgramRun,
    progress::{PlayError, Progress},
};

/// How often it looks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(20);
/// What a busy machine may add to a run.
const ON_A_BUSY_MACHINE: Duration = Duration::from_secs(60);

/// Plays the warm-up and the runs of a plan. `listen` is called with each step, and a run after which it breaks is the last.
///
/// # Errors
/// With the first run that could not be played to its end. Nothing of it still runs.
pub fn play(
    plan: &Plan,
    interrupted: &AtomicBool,
    mut listen: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), PlayError> {
    // If the keeper is killed, this process is the next that sees what the program left.
    stage::processes::adopt();
    for number in 0..plan.warmup + plan.runs {
        let counted = number.checked_sub(plan.warmup);
        let name = match counted {
            None => format!("warm-up {} of {}", number + 1, plan.warmup),
            Some(run) => format!("run {} of {}", run + 1, plan.runs),
        };
        let run = keep(plan, number, &name, interrupted, &mut listen)?;
        if counted.is_some() {
            let is_last = listen(Progress::Over(Box::new(run))).is_break();
            if is_last {
                break;
            }
        }
    }
    Ok(())
}

/// Plays one run.
fn keep(
    plan: &Plan,
    number: u32,
    name: &str,
    interrupted: &AtomicBool,
    listen: &mut impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<ProgramRun, PlayError> {
    let refused = |what| move |source| PlayError::System { what, source };
    // The keeper makes it. Whichever of the two is left removes it.
    let folder = format!("still-standing-{}-{number}-{:x}", process::id(), fastrand::u64(..));
    let task = Task { plan: plan.clone(), number: number.into(), temporary: env::temp_dir().join(folder) };
    let mut keeper = Keeper::start(&task).map_err(refused("start the process that keeps a run"))?;
    let start = Instant::now();
    let longest = plan.ready_within + plan.ask.length() + 2 * plan.horizon + ON_A_BUSY_MACHINE;
    let lost = |how| PlayError::Lost { program: plan.name.clone(), run: name.to_owned(), how };
    loop {
        match keeper.lines.recv_timeout(LOOK) {
            _ if interrupted.load(Relaxed) => return Err(PlayError::Interrupted),
            Err(RecvTimeoutError::Timeout) if start.elapsed() > longest => {
                return Err(lost(format!("said nothing for {} s", longest.as_secs())));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                let status =
                    keeper.process.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
                return Err(lost(format!("ended with {status}")));
            }
            Ok(line) => match serde_json::from_str(&line) {
                Ok(Said::Step(step)) => drop(listen(Progress::Now(format!("{name}: {step}")))),
                Ok(Said::Over(run)) => {
                    keeper.is_over = true;
                    return Ok(*run);
                }
                Ok(Said::Failed(reason)) => {
                    keeper.is_over = true;
                    return Err(PlayError::Failed {
                        program: plan.name.clone(),
                        run: name.to_owned(),
                        reason,
                    });
                }
                Err(error) => return Err(lost(format!("said \"{line}\": {error}"))),
            },
        }
    }
}

/// The process that keeps a run. It ends when this is dropped, and everything that it started with it.
struct Keeper {
    process: Child,
    lines: Receiver<String>,
    /// The folder for the program's temporary files.
    temporary: PathBuf,
    /// Whether it has ended everything itself.
    is_over: bool,
}

impl Keeper {
    /// How long it may take to end everything.
    const TIME_TO_END: Duration = Duration::from_secs(10);

    fn start(task: &Task) -> std::io::Result<Self> {
        let mut command = this_program();
        command.arg(KEEP).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut process = command.spawn()?;
        let (lines, received) = (mpsc::channel(), process.stdout.take());
        let (sender, lines) = lines;
        thread::spawn(move || {
            let lines =
                received.into_iter().flat_map(|pipe| BufReader::new(pipe).lines().map_while(Result::ok));
            lines.take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
        });
        let mut keeper = Self { process, lines, temporary: task.temporary.clone(), is_over: false };
        let mut line = serde_json::to_string(task)?;
        line.push('\n');
        if let Some(stdin) = &mut keeper.process.stdin {
            stdin.write_all(line.as_bytes())?;
        }
        Ok(keeper)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // The end of its standard input tells it to end everything, and itself.
        self.process.stdin.take();
        let start = Instant::now();
        while matches!(self.process.try_wait(), Ok(None)) && start.elapsed() < Self::TIME_TO_END {
            thread::sleep(Duration::from_millis(1));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        if !self.is_over {
            // Killed itself, it has left all that it had started to this process.
            stage::processes::end_all();
        }
        let _ = fs::remove_dir_all(&self.temporary);
    }
}
