//! The process of a child: how it is started, how it ends with all that it has started, and what it last said on
//! standard error.

use std::{
    collections::VecDeque,
    io::{self, Read},
    process::{self, Child, ChildStderr, ChildStdout, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use stage::processes::{self, this_program};

use crate::parent::{
    environment::apply,
    order::{CHILD_ARGUMENT, Order},
};

/// A child that plays an order. It is killed when this is dropped.
pub(crate) struct KillOnDrop {
    process: Child,
    /// Marks the child and the processes that it starts, in their environment.
    mark: String,
    /// Whether it has been ended and waited for.
    is_done: bool,
}

impl KillOnDrop {
    /// Starts this program again as a child for one order, in a process group of its own, so that Ctrl-C
    /// reaches only the parent. Returns it with its standard output and standard error.
    ///
    /// # Errors
    /// If the system can't start it.
    pub(crate) fn start(order: &Order) -> io::Result<(Self, ChildStdout, ChildStderr)> {
        static STARTED: AtomicU64 = AtomicU64::new(0);

        let mark = format!("{}-{}", process::id(), STARTED.fetch_add(1, Relaxed));
        let mut command = this_program();
        command
            .args([CHILD_ARGUMENT, &serde_json::to_string(order)?])
            .env(processes::MARK, &mark)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        apply(&order.environment, &mut command);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn()?;
        let stdout = process.stdout.take().expect("standard output is piped");
        let stderr = process.stderr.take().expect("standard error is piped");
        Ok((Self { process, mark, is_done: false }, stdout, stderr))
    }

    /// Whether it has ended.
    ///
    /// # Errors
    /// If the system reports an error.
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        processes::has_ended(&mut self.process)
    }

    /// Kills it if it still runs, with its process group and, if it failed, every process that carries its
    /// mark. Returns how it ended.
    ///
    /// # Errors
    /// If the system reports an error.
    pub(crate) fn end(&mut self) -> io::Result<ExitStatus> {
        // The system reuses neither its id nor its group's until this process has waited for it.
        processes::end_group(&mut self.process);
        let status = self.process.wait()?;
        if !status.success() {
            processes::end_marked(&self.mark);
        }
        self.is_done = true;
        Ok(status)
    }
}

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = self.end();
        }
    }
}

/// How much is kept, in bytes.
const KEPT: usize = 400;
/// How long to wait for the rest of the text. A process that has inherited the pipe may keep it open for ever.
const PATIENCE: Duration = Duration::from_millis(200);

/// Reads standard error, however much is written to it, and keeps the end.
pub(crate) struct StderrTail {
    kept: Arc<Mutex<VecDeque<u8>>>,
    reader: JoinHandle<()>,
}

impl StderrTail {
    /// Reads from now on, in a thread of its own, until every writer has closed the pipe.
    pub(crate) fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new(VecDeque::with_capacity(2 * KEPT)));
        let reader = thread::spawn({
            let kept = Arc::clone(&kept);
            move || {
                let mut part = [0; KEPT];
                while let Ok(length @ 1..) = pipe.read(&mut part) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.extend(&part[..length]);
                    let too_many = kept.len().saturating_sub(KEPT);
                    kept.drain(..too_many);
                }
            }
        });
        Self { kept, reader }
    }

    /// The end of the text so far, on one line.
    pub(crate) fn text(&self) -> String {
        let start = Instant::now();
        while !self.reader.is_finished() && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(kept.make_contiguous()).trim().replace('\n', " | ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_kept_on_one_line() {
        assert_eq!(StderrTail::of(&b"one\ntwo\n"[..]).text(), "one | two");
        let much = "x".repeat(1_000_000) + "the end";
        let text = StderrTail::of(std::io::Cursor::new(much)).text();
        assert!(text.len() == KEPT && text.ends_with("xthe end"), "{text}");
    }

    #[test]
    fn a_writer_that_keeps_the_pipe_open_is_not_waited_for() {
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        std::io::Write::write_all(&mut writer, b"not over").expect("it is read");
        assert_eq!(StderrTail::of(reader).text(), "not over");
        drop(writer);
    }
}
