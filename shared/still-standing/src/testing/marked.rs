//! Processes that are found by a variable of their environment, which whatever they start inherits.

use std::{
    fs,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// The variable.
const MARK: &str = "STILL_STANDING_TEST_RUN";
/// Far longer than anything here takes, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A process that a test has started, and all that it starts. It is killed when this is dropped.
#[derive(Debug)]
pub struct Marked {
    /// The process.
    pub process: Child,
    mark: String,
}

impl Marked {
    /// Starts a command under a name that no other has. What it prints is thrown away.
    ///
    /// # Panics
    /// If it can't be started.
    #[must_use]
    pub fn start(name: &str, command: &mut Command) -> Self {
        let mark = format!("{name}-{}", std::process::id());
        let process = command.env(MARK, &mark).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self { process: process.expect("the program starts"), mark }
    }

    /// Every process that carries the mark and is not the first, by id, with its command line.
    ///
    /// # Panics
    /// Without `/proc`.
    #[must_use]
    pub fn others(&self) -> Vec<(i32, String)> {
        let own = self.process.id().cast_signed();
        let marked = processes_with(&format!("{MARK}={}", self.mark));
        marked.into_iter().filter(|(id, _)| *id != own).collect()
    }

    /// The first process whose command line contains a text, as soon as there is one.
    ///
    /// # Panics
    /// If there is none in [`PATIENCE`], or if the process ends before.
    pub fn wait_for(&mut self, text: &str) -> i32 {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some((id, _)) = self.others().into_iter().find(|(_, command)| command.contains(text)) {
                return id;
            }
            assert!(self.process.try_wait().expect("it is ours").is_none(), "it ended without a {text}");
        }
        panic!("no {text} in {PATIENCE:?}");
    }

    /// Waits for the end of the process, and then for that of everybody else.
    ///
    /// # Panics
    /// If somebody is left after [`PATIENCE`].
    #[must_use]
    pub fn ends_with_everybody(mut self) -> ExitStatus {
        let status = self.process.wait().expect("it is ours");
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

    /// Sends a signal to the process itself.
    ///
    /// # Panics
    /// If it has been waited for.
    pub fn send(&self, signal: Signal) {
        send(signal, self.process.id().cast_signed());
    }
}

/// Every process with this entry in its environment that is not dead yet, by id, with its command line.
///
/// # Panics
/// Without `/proc`.
#[must_use]
pub fn processes_with(entry: &str) -> Vec<(i32, String)> {
    let ids = fs::read_dir("/proc").expect("Linux has it").flatten();
    let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let marked = ids.filter_map(|id| {
        let read = |file: &str| {
            Some(String::from_utf8_lossy(&fs::read(format!("/proc/{id}/{file}")).ok()?).into_owned())
        };
        read("environ")?.split('\0').any(|variable| variable == entry).then_some(())?;
        Some((id, read("cmdline")?.replace('\0', " ")))
    });
    marked.collect()
}

impl Drop for Marked {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

/// Sends a signal to a process.
///
/// # Panics
/// If it is not there.
pub fn send(signal: Signal, process: i32) {
    kill_process(Pid::from_raw(process).expect("an id is not zero"), signal).expect("it is there");
}
