//! The Java compiler and its machine: where they are, and how they build and start a program.

use std::{path::Path, process::Command};

use still_standing::{Comment, Guest, Tool, built};

/// Java, as the harness knows it.
pub const JAVA: Guest = Guest {
    name: "a program in Java",
    folder: FOLDER,
    path: "demos/java/src",
    comment: Comment::Slashes,
    warm_up: 5,
    is_here: || java().map(drop),
    command,
    versions: || JAVAC.versions(),
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
/// The least version, for what the stage uses.
const LEAST: u32 = 17;
/// The first version without `Thread.stop`.
const WITHOUT_STOP: u32 = 20;
/// The first version whose executors can be closed.
const WITH_CLOSE: u32 = 19;
/// The first version with virtual threads.
const WITH_VIRTUAL_THREADS: u32 = 21;

const JDK: &str = "a JDK, for example with `apt-get install default-jdk-headless`";
/// What a program says of its end would be put together by code that is made when it is first needed, which takes tens of
/// ms on a busy machine: longer than work is watched.
const INLINE: &str = "-XDstringConcat=inline";
static JAVAC: Tool = Tool::new("javac", JDK);
static MACHINE: Tool = Tool::new("java", JDK);

fn command(program: &Path) -> Result<Command, String> {
    let stage = Path::new(FOLDER).join("Stage.java");
    let (said, _) = java()?;
    let classes = built(&[program, &stage], &format!("{said} {INLINE}"), |to| {
        let mut compile = JAVAC.command();
        compile.args([INLINE, "-d"]).args([to, &stage, program]);
        compile
    })?;
    let mut command = MACHINE.command();
    // One collector that has no threads of its own, and no code that is shared between runs.
    command.args(["-XX:+UseSerialGC", "-Xshare:auto", "-cp"]).arg(classes).arg("Main");
    Ok(command)
}

/// What the compiler says of itself, and its release. The machine has to be of the same version.
fn java() -> Result<(&'static str, u32), String> {
    let said = JAVAC.said()?;
    MACHINE.said()?;
    let release = release(said).ok_or_else(|| format!("javac has no version: {said}"))?;
    if release < LEAST {
        Err(format!("{said} is older than {LEAST}: install {JDK}"))
    } else {
        Ok((said, release))
    }
}

/// `javac 17.0.15` is 17.
fn release(said: &str) -> Option<u32> {
    let version = said.split_whitespace().last()?;
    version.split(['.', '-', '+']).next()?.parse().ok()
}

/// Whether `Thread.stop` is still there.
///
/// # Errors
/// From which version on it is not.
pub(crate) fn has_thread_stop() -> Result<(), String> {
    let (said, release) = java()?;
    if release < WITHOUT_STOP {
        return Ok(());
    }
    Err(format!("{said} has no Thread.stop: it was taken away in {WITHOUT_STOP}"))
}

/// Whether an executor can be closed.
///
/// # Errors
/// From which version on it can.
pub(crate) fn has_close() -> Result<(), String> {
    since(WITH_CLOSE, "no ExecutorService.close")
}

/// Whether there are virtual threads.
///
/// # Errors
/// From which version on there are.
pub(crate) fn has_virtual_threads() -> Result<(), String> {
    since(WITH_VIRTUAL_THREADS, "no virtual threads")
}

fn since(first: u32, lacks: &str) -> Result<(), String> {
    let (said, release) = java()?;
    if release >= first {
        Ok(())
    } else {
        Err(format!("{said} has {lacks}: install a JDK of {first} or newer"))
    }
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn the_release_is_the_first_number() {
        for (said, expected) in
            [("javac 17.0.15", Some(17)), ("javac 21-ea", Some(21)), ("javac 25", Some(25)), ("", None)]
        {
            assert_eq!(release(said), expected, "{said}");
        }
    }
}
