//! A running program of another language.

use std::{
    io::{self, BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::{processes::end_with_this_thread, stage::Stage};

/// A running program. It does not outlive its owner, nor the thread that started it.
pub(crate) struct RunningProgram {
    process: Child,
    orders: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl RunningProgram {
    /// Starts it, and tells it where the stage's memory is.
    pub(crate) fn start(mut command: Command, stage: &Stage) -> io::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own, as a shell would give it: SIGTSTP stops nothing in a group that no
        // shell looks after.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        end_with_this_thread(&mut command);
        stage.lend_to(&mut command);
        let mut process = command.spawn()?;
        let orders = process.stdin.take().expect("its standard input is piped");
        let output = process.stdout.take().expect("its standard output is piped");
        Ok(Self { process, orders, output: BufReader::new(output) })
    }

    pub(crate) fn if_running(mut self) -> Option<Self> {
        matches!(self.process.try_wait(), Ok(None)).then_some(self)
    }

    /// Plays once, and returns the program if it can play again.
    ///
    /// Where the program itself ends at the request, that end is what the acknowledgement says.
    pub(crate) fn play(mut self, stage: &Stage, name: &str) -> io::Result<Option<Self>> {
        self.tell(&stage.memory_path().unwrap_or_default().display().to_string(), name)?;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line)?;
            match line.trim_end() {
                "quick" => {
                    stage.quick_task().wait();
                    self.tell("", name)?;
                }
                "acknowledged" => return Ok(Some(self)),
                _ => break,
            }
        }
        let status = self.process.wait()?;
        assert!(status.success(), "{name} ended with {status}");
        stage.acknowledge(format_args!("{status}"));
        Ok(None)
    }

    /// Writes a line. If the program has ended, which closed the pipe, its status says more than that.
    fn tell(&mut self, line: &str, name: &str) -> io::Result<()> {
        let told = writeln!(self.orders, "{line}");
        if told.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            let status = self.process.wait()?;
            panic!("{name} ended with {status}, before it was asked");
        }
        told
    }
}

impl Drop for RunningProgram {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
