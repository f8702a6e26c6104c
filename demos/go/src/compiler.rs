//! The Go compiler, and how it builds a program.

use std::{path::Path, process::Command};

use still_standing::{Comment, Guest, Tool, built};

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

static COMPILER: Tool =
    Tool::asked_by("go", "version", "Go 1.19 or newer, for example with `apt-get install golang-go`");

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
