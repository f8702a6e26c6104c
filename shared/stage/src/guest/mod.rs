//! Cases that a program in another language plays.
//!
//! The program maps the memory of the stage and stamps it itself, by the clock that all processes share. A language is
//! one [`Guest`], and a folder: a file that knows the offsets of the stamps, which its programs use as a demo in Rust
//! uses its `Stage`, and a program for each case. The two pipes between a program and the harness only pass the word:
//! here is the memory; the quick task has begun; it is done; the end was acknowledged.

mod built;
mod conformance;
mod tool;

pub use built::{built, native};
#[doc(hidden)]
pub use conformance::Program;
pub use tool::{Tool, said_by, seen_from_here, version_of};

use std::{
    cell::RefCell,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

#[doc(hidden)]
pub use crate::vocabulary::{Bound, Verdict};
use crate::{
    case::{Case, Text},
    demo::Versions,
    processes::end_with_this_thread,
    source::Comment,
    stage::Stage,
};

/// A language whose programs play cases.
#[derive(Debug, Clone, Copy)]
pub struct Guest {
    /// What its programs are called in errors: `python3`.
    pub name: &'static str,
    /// The folder with the programs, on the machine that compiled this: they are read where they were then.
    pub folder: &'static str,
    /// The same folder, from the root of the repository.
    pub path: &'static str,
    /// How a program's comment is written, which is at its beginning.
    pub comment: Comment,
    /// How many playings warm a program up before one counts.
    pub warm_up: u32,
    /// Whether what plays its programs is there. It fails with what is missing, and how to come by it. It may start a
    /// process to find out, so it is asked before a case is chosen, and not by each process that plays one.
    pub is_here: fn() -> Result<(), String>,
    /// How to start a program, whose path this is given. It builds the program first, if that has to be done and has
    /// not been done yet.
    pub command: fn(&Path) -> Result<Command, String>,
    /// Names and versions of what plays the programs; none where that is missing.
    pub versions: fn() -> Versions,
}

/// How long a program may take to end when there is nothing more to play: something in it may go on for ever.
const TIME_TO_END: Duration = Duration::from_secs(5);
/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(1);

thread_local! {
    /// The program that the thread's last playing left. To start one takes longer than to play.
    static LEFT: RefCell<Option<RunningProgram>> = const { RefCell::new(None) };
}

impl Guest {
    /// The case that a program plays, whose `file` is named `mechanism/work_variant` and its ending, with its `text`.
    ///
    /// [`script!`](crate::script!) calls it with all that follows from the name.
    ///
    /// # Panics
    /// If the file is named otherwise.
    #[must_use]
    pub fn case(
        &self,
        (file, text): (&'static str, &'static str),
        expected: Verdict,
        play: fn(&Stage),
    ) -> Case {
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name).replace('_', "-");
        let path = format!("{}/{file}", self.path);
        // Made once and kept, as literals are.
        Case::new(name.leak(), expected, play)
            .showing(Text::Script { path: path.leak(), text, comment: self.comment })
            .out_of_process()
            .warmed_up_by(self.warm_up)
    }

    /// Whether a program can be started. It is built if that has to be done.
    ///
    /// # Errors
    /// What is missing, or why it can't be built.
    pub fn is_ready(&self, file: &str) -> Result<(), String> {
        (self.is_here)()?;
        self.start(file).map(drop)
    }

    /// A command that starts a program.
    ///
    /// # Errors
    /// As [`is_ready`](Self::is_ready).
    pub fn start(&self, file: &str) -> Result<Command, String> {
        let path = PathBuf::from(self.folder).join(file);
        if !path.exists() {
            return Err(format!("{file} is no longer in {}", self.folder));
        }
        (self.command)(&path)
    }

    /// Plays a program on a stage: returns when the end of the work was acknowledged, or the program has ended.
    ///
    /// # Panics
    /// When the program does not start, no longer listens, or ends with an error.
    pub fn play(&self, stage: &Stage, file: &str) {
        let left = LEFT.take().and_then(RunningProgram::if_running);
        let start = || {
            let command = self.start(file).unwrap_or_else(|error| panic!("{}: {error}", self.name));
            RunningProgram::start(self.name, command, stage)
                .unwrap_or_else(|error| panic!("no process for {}: {error}", self.name))
        };
        let program = left.unwrap_or_else(start);
        match program.play(stage) {
            Ok(left) => LEFT.set(left),
            Err(error) => panic!("{} no longer listens: {error}", self.name),
        }
    }
}

/// Ends the program that the last playing in this thread left, if it left one.
///
/// # Panics
/// If it ends with an error.
pub fn dismiss() {
    if let Some(left) = LEFT.take() {
        left.dismiss();
    }
}

/// A running program. It does not outlive its owner, nor the thread that started it.
struct RunningProgram {
    name: &'static str,
    process: Child,
    orders: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl RunningProgram {
    /// Starts it, and tells it where the stage's memory is.
    fn start(name: &'static str, mut command: Command, stage: &Stage) -> io::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own, as a shell would give it: SIGTSTP stops nothing in a group that no
        // shell looks after.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        end_with_this_thread(&mut command);
        stage.lend_to(&mut command);
        let mut process = command.spawn()?;
        let orders = process.stdin.take();
        let output = process.stdout.take().expect("its standard output is piped");
        Ok(Self { name, process, orders, output: BufReader::new(output) })
    }

    /// The program, if it has not ended.
    ///
    /// # Panics
    /// If it ended with an error: it has failed after its acknowledgement.
    fn if_running(mut self) -> Option<Self> {
        let status = self.process.try_wait().ok()?;
        match status {
            Some(status) => self.must_be_well(status),
            None => return Some(self),
        }
        None
    }

    fn must_be_well(&self, status: ExitStatus) {
        assert!(status.success(), "{} ended with {status}", self.name);
    }

    /// Tells it that there is nothing more to play, and gives it some time to end.
    fn dismiss(mut self) {
        self.orders.take();
        let deadline = Instant::now() + TIME_TO_END;
        while Instant::now() < deadline {
            match self.if_running() {
                Some(running) => self = running,
                None => return,
            }
            thread::sleep(LOOK);
        }
    }

    /// Plays once, and returns the program if it can play again.
    ///
    /// Where the program itself ends at the request, that end is what the acknowledgement says.
    fn play(mut self, stage: &Stage) -> io::Result<Option<Self>> {
        self.tell(&stage.memory_path().unwrap_or_default().display().to_string())?;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line)?;
            match line.trim_end() {
                "quick" => {
                    stage.quick_task().wait();
                    self.tell("")?;
                }
                "acknowledged" => return Ok(Some(self)),
                _ => break,
            }
        }
        let status = self.process.wait()?;
        self.must_be_well(status);
        stage.acknowledge(format_args!("{status}"));
        Ok(None)
    }

    /// Writes a line. If the program has ended, which closed the pipe, its status says more than that.
    fn tell(&mut self, line: &str) -> io::Result<()> {
        let told = writeln!(self.orders.as_mut().expect("it was not dismissed"), "{line}");
        if told.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            let status = self.process.wait()?;
            panic!("{} ended with {status}, before it was asked", self.name);
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

/// A case of a program: the guest, the file, the verdict that it claims and, if its work halts, what that is bound by.
/// The file is named from the folder of the file that calls this.
#[macro_export]
macro_rules! script {
    ($guest:path, $file:literal, $expected:ident, $bound:ident) => {
        $crate::script!($guest, $file, $expected).bound_by($crate::guest::Bound::$bound)
    };
    ($guest:path, $file:literal, $expected:ident) => {
        $guest
            .case(($file, include_str!($file)), $crate::guest::Verdict::$expected, |stage| {
                $guest.play(stage, $file)
            })
            .needing(|| $guest.is_ready($file))
    };
}
