//! Work in a process of its own: this program once more, told where the stage's memory is.

use std::{
    env, io,
    path::Path,
    process::{self, Command, Stdio},
    time::Duration,
};

use crate::{
    die_with_parent::die_with_ancestor, memory, program::this_program, pulse::Pulse, stage::Stage,
    stamps::Stamps,
};

/// A function of a demo that a process of its own runs as its `main`.
#[derive(Debug, Clone, Copy)]
pub struct Worker {
    /// The function's name.
    pub name: &'static str,
    /// The function.
    pub main: fn(Pulse),
}

/// Makes a row of a demo's table of workers. [`Stage::worker`] finds it by the function's name.
#[macro_export]
macro_rules! worker {
    ($module:ident::$function:ident) => {
        $crate::Worker { name: stringify!($function), main: $module::$function }
    };
    ($module:ident::$part:ident::$function:ident) => {
        $crate::Worker { name: stringify!($function), main: $module::$part::$function }
    };
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
    /// A command that starts this program again, as a process whose `main` is the function with this name in
    /// the demo's table of workers. Its standard input is empty, and its standard output is discarded.
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

impl Pulse {
    /// The pulse of a worker: that of the stage which was lent to this process. From now on the
    /// process ends with the process that lent it, even if a shell stands between them.
    ///
    /// # Errors
    /// When nothing was lent to this process, or what was lent is not the memory of a stage.
    pub fn lent() -> io::Result<Self> {
        let said = |name| {
            env::var(name).map_err(|_| io::Error::new(io::ErrorKind::NotFound, format!("{name} is not set")))
        };
        let number = |text: String| text.parse::<u64>().map_err(io::Error::other);
        die_with_ancestor(u32::try_from(number(said(LENDER)?)?).map_err(io::Error::other)?);
        let stamps = Stamps(memory::lent(Path::new(&said(MEMORY)?))?);
        stamps.warm_up();
        stamps.stamp_process(process::id());
        Ok(Self::new(stamps, Duration::from_nanos(number(said(INTERVAL)?)?)))
    }
}
