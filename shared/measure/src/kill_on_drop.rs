//! A child process that does not outlive its owner, and takes all that it started with it.

use std::{
    io,
    process::{self, Child, ChildStderr, ChildStdout, ExitStatus, Stdio},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use stage::this_program;

use crate::{environment::apply, order::CHILD_ARGUMENT, order::Order, system::descendants};

/// A child at work on an order.
pub(crate) struct KillOnDrop {
    process: Child,
    /// What the child and all that it starts carry in their environment.
    mark: String,
    /// It ended well, and so has ended all that it had started.
    is_done: bool,
}

impl KillOnDrop {
    /// Starts this program again as a child for one order, in a process group of its own: Ctrl-C is its
    /// parent's to answer.
    ///
    /// # Errors
    /// When the system has no process to give.
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
    /// When the system does not tell.
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        descendants::has_ended(&mut self.process)
    }

    /// Ends it if it has not ended, with its group and all else that it started, and tells how it ended.
    ///
    /// # Errors
    /// When the system does not tell.
    pub(crate) fn end(&mut self) -> io::Result<ExitStatus> {
        // Until it is waited for, neither its id nor its group's can be another process's.
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
