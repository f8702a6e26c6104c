//! The C++ compiler, and how it builds a program.

use std::{path::Path, process::Command};

use still_standing::{Comment, Guest, Tool, native};

/// C++, as the harness knows it.
pub const CPP: Guest = Guest {
    name: "a program in C++",
    folder: FOLDER,
    path: "demos/cpp/src",
    comment: Comment::Slashes,
    warm_up: 1,
    is_here: || CXX.said().map(drop),
    command,
    versions: || CXX.versions(),
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
/// The stage, and that of C, which it is made of.
const STAGES: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/src/stage.hpp"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/../c/src/stage.h"),
];

static CXX: Tool = Tool::new("c++", "g++ or clang, for example with `apt-get install g++`");

fn command(program: &Path) -> Result<Command, String> {
    let options = ["-std=gnu++20", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", FOLDER];
    native(&CXX, &options, program, &STAGES)
}
