//! The Go compiler, and how it builds a program.

use std::{path::Path, process::Command};

use still_standing::{Comment, Guest, Tool, built, version_of};

/// Go, as the harness knows it.
pub const GO: Guest = Guest {
    name: "a program in Go",
    folder: FOLDER,
    path: "demos/go/src",
    comment: Comment::Slashes,
    warm_up: 1,
    is_here: || COMPILER.said().map(drop),
    command,
    versions: || COMPILER.versions(),
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The first version 1.x with `Cmd.WaitDelay`.
const WITH_WAIT_DELAY: u32 = 20;

static COMPILER: Tool =
    Tool::asked_by("go", "version", "Go 1.19 or newer, for example with `apt-get install golang-go`");

/// Whether os/exec has WaitDelay.
///
/// # Errors
/// From which version on it has.
pub(crate) fn has_wait_delay() -> Result<(), String> {
    let said = COMPILER.said()?;
    match version_of(said) {
        Some(version) if minor(version).is_some_and(|minor| minor >= WITH_WAIT_DELAY) => Ok(()),
        version => {
            let version = version.unwrap_or("of no version");
            Err(format!("Go {version} has no WaitDelay: install Go 1.{WITH_WAIT_DELAY} or newer"))
        }
    }
}

/// 19, of 1.19.8.
fn minor(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}

fn command(program: &Path) -> Result<Command, String> {
    let folder = Path::new(FOLDER);
    let (stage, module) = (folder.join("stage/stage.go"), folder.join("go.mod"));
    let program = built(&[program, &stage, &module], COMPILER.said()?, |to| {
        let mut compile = COMPILER.command();
        compile.arg("build").arg("-o").args([to, program]).current_dir(folder);
        // The module needs no other, and this compiler is the one that was asked.
        compile.envs([("GOPROXY", "off"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", ""), ("GOWORK", "off")]);
        compile
    })?;
    let mut command = Command::new(program);
    // One goroutine asks while another works, whatever cores the program is started on.
    command.env("GOMAXPROCS", "2");
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn the_second_number_of_a_version_counts() {
        for (version, number) in [("1.19.8", Some(19)), ("1.24", Some(24)), ("1", None)] {
            assert_eq!(minor(version), number, "{version}");
        }
    }
}
