//! The C compiler, and how it builds a program.

use std::{path::Path, process::Command};

use still_standing::{Comment, Guest, Tool, Versions, native, said_by, version_of};

/// C, as the harness knows it.
pub const C: Guest = Guest {
    name: "a program in C",
    folder: FOLDER,
    path: "demos/c/src",
    comment: Comment::Slashes,
    warm_up: 1,
    is_here: || CC.said().map(drop),
    command,
    versions,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
const STAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/stage.h");

static CC: Tool = Tool::new("cc", "gcc or clang, for example with `apt-get install gcc`");

fn command(program: &Path) -> Result<Command, String> {
    let options = ["-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", FOLDER];
    native(&CC, &options, program, &[STAGE])
}

/// The compiler, and the C library, which is what cancels a thread.
fn versions() -> Versions {
    let library = said_by("getconf", &["GNU_LIBC_VERSION"]);
    let library = library.as_deref().and_then(version_of).map(|it| ("glibc".to_owned(), it.to_owned()));
    CC.versions().into_iter().chain(library).collect()
}
