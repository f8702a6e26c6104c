//! A child process that does not outlive its owner, and neither do the processes that it started.

use std::{
    io,
    process::{self, Child, ChildStderr, ChildStdout, ExitStatus, Stdio},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use stage::this_program;

use crate::{environment::apply, order::CHILD_ARGUMENT, order::Order, system::descendants};

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
            .env(descendants::MARK, &mark)
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
        descendants::has_ended(&mut self.process)
    }

    /// Kills it if it still runs, with its process group and, if it failed, every process that carries its
    /// mark. Returns how it ended.
    ///
    /// # Errors
    /// If the system reports an error.
    pub(crate) fn end(&mut self) -> io::Result<ExitStatus> {
        // The system reuses neither its id nor its group's until this process has waited for it.
        descendants::end_group(&mut self.process);
        let status = self.process.wait()?;
        if !status.success() {
            descendants::end_marked(&self.mark);
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
