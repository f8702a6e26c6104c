//! Work in a process of its own: this program once more, told where the stage's memory is.

use std::{
    env,
    error::Error,
    io,
    path::Path,
    process::{self, Command, Stdio},
    str::FromStr,
    time::Duration,
};

use crate::{
    crowd::Part,
    memory,
    processes::{die_with_ancestor, this_program},
    pulse::Pulse,
    source::Lines,
    stage::Stage,
    stamps::Stamps,
};

/// A function of a demo that a process of its own runs as its `main`. The attribute `#[worker]` of the crate
/// `still-standing` makes it; the case that starts it says `starts = …`.
#[derive(Debug, Clone, Copy)]
pub struct Worker {
    /// The function's name. [`Stage::worker`] finds it by that.
    pub name: &'static str,
    /// The function's lines.
    pub lines: Lines,
    /// Takes the pulse or the part that was lent to this process, and runs the function with it.
    pub main: fn() -> io::Result<()>,
}

/// What a worker owns, on the stage that was lent to its process: a [`Pulse`] or a [`Part`].
pub trait Lent: Sized {
    /// Takes it. From now on the process ends with the process that lent it, even if a shell stands between them.
    ///
    /// # Errors
    /// When nothing was lent to this process, or what was lent is not the memory of a stage.
    fn lent() -> io::Result<Self>;
}

/// The argument that makes a process a worker. It is not for users.
pub const WORK: &str = "--work-as";
/// Names the path of the shared memory to the process that it is lent to.
const MEMORY: &str = "STILL_STANDING_MEMORY";
/// The variable with the time between two beats, in ns.
const INTERVAL: &str = "STILL_STANDING_INTERVAL_NS";
/// The variable with the id of the process that lends the memory. The borrower must end with it.
const LENDER: &str = "STILL_STANDING_LENDER";

impl Stage {
    /// A command that starts this program again, as a process whose `main` is the worker with this name. Its standard input is empty, and its standard output is discarded.
    ///
    /// A shell may run the same program with the same arguments, if the stage is [lent](Self::lend_to) to it.
    #[must_use]
    pub fn worker(&self, name: &str) -> Command {
        let mut command = this_program();
        command.args([WORK, name]).stdin(Stdio::null()).stdout(Stdio::null());
        self.lend_to(&mut command);
        command
    }

    /// Tells a process that is about to be started where the stage's memory is.
    pub fn lend_to(&self, command: &mut Command) {
        command
            .env(MEMORY, self.memory_path().unwrap_or_default())
            .env(LENDER, process::id().to_string())
            .env(INTERVAL, self.interval().as_nanos().to_string());
    }
}

impl Lent for Pulse {
    fn lent() -> io::Result<Self> {
        let stamps = lent_stamps()?;
        stamps.stamp_process(process::id());
        Ok(Self::new(stamps, Duration::from_nanos(number(INTERVAL)?)))
    }
}

impl Lent for Part {
    fn lent() -> io::Result<Self> {
        let stamps = lent_stamps()?;
        Ok(Self::new(stamps, stamps.take_part_as_process()))
    }
}

/// The stamps of the stage that was lent to this process, which from now on ends with the lender.
fn lent_stamps() -> io::Result<Stamps> {
    die_with_ancestor(number(LENDER)?);
    let stamps = Stamps(memory::lent(Path::new(&said(MEMORY)?))?);
    stamps.warm_up();
    Ok(stamps)
}

/// The number that the lender said.
fn number<T: FromStr<Err: Error + Send + Sync + 'static>>(name: &str) -> io::Result<T> {
    said(name)?.parse().map_err(io::Error::other)
}

/// What the lender said.
fn said(name: &str) -> io::Result<String> {
    env::var(name).map_err(|_| io::Error::new(io::ErrorKind::NotFound, format!("{name} is not set")))
}
