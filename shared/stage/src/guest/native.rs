//! Programs that a compiler makes machine code of.

use std::{path::Path, process::Command};

use crate::guest::{built::built, tool::Tool};

/// A command that starts what a compiler makes of a program, with these options, and of the files that it includes.
///
/// # Errors
/// If the compiler is missing, or does not compile it.
pub fn native(
    compiler: &Tool,
    options: &[&str],
    program: &Path,
    includes: &[&str],
) -> Result<Command, String> {
    let of = format!("{} {}", compiler.said()?, options.join(" "));
    let files: Vec<&Path> = [program].into_iter().chain(includes.iter().map(Path::new)).collect();
    let built = built(&files, &of, |to| {
        let mut compile = compiler.command();
        compile.args(options).arg("-o").args([to, program]);
        compile
    })?;
    Ok(Command::new(built))
}
