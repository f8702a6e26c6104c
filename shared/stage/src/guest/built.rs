//! Programs that are compiled when they are played, once for each text of theirs and each compiler.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::guest::tool::{Tool, kept_in};

/// What a compiler makes of these files: a file, or a folder. It is kept beside this program, named after the files,
/// what they hold and the compiler, and made anew when any of these changes.
///
/// `compile` is given the place for what is made.
///
/// # Errors
/// What the compiler says, or why it does not start or nothing can be written.
pub fn built(
    files: &[&Path],
    compiler: &str,
    compile: impl FnOnce(&Path) -> Command,
) -> Result<PathBuf, String> {
    let of = |path: &Path, error| format!("{}: {error}", path.display());
    let mut hasher = DefaultHasher::new();
    compiler.hash(&mut hasher);
    for file in files {
        fs::read(file).map_err(|error| of(file, error))?.hash(&mut hasher);
    }
    let name = files.first().and_then(|file| file.file_stem()).unwrap_or_default().to_string_lossy();
    let folder = kept_in().ok_or("this program does not know where it is")?;
    let kept = folder.join(format!("{name}-{:016x}", hasher.finish()));
    if kept.exists() {
        return Ok(kept);
    }
    fs::create_dir_all(&folder).map_err(|error| of(&folder, error))?;
    // Several processes may be about to play it. Each makes its own, and the first one that is ready is kept.
    let own = kept.with_extension(process::id().to_string());
    let mut compile = compile(&own);
    let output = compile.output().map_err(|error| of(Path::new(compile.get_program()), error))?;
    if !output.status.success() {
        return Err(format!("{name} does not compile: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    match fs::rename(&own, &kept) {
        Err(error) if !kept.exists() => return Err(of(&kept, error)),
        // A folder is not put in the place of another.
        Err(_) => drop(fs::remove_dir_all(&own)),
        Ok(()) => {}
    }
    Ok(kept)
}

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

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    /// A compiler that copies.
    fn copies(from: &Path) -> impl FnOnce(&Path) -> Command {
        move |to| {
            let mut copy = Command::new("cp");
            copy.args([from, to]);
            copy
        }
    }

    #[test]
    fn a_program_is_made_anew_when_its_text_or_its_compiler_changes() {
        let source = env::temp_dir().join(format!("built-{}.txt", process::id()));
        let of = |text: &str, compiler: &str| {
            fs::write(&source, text).expect("a file");
            built(&[&source], compiler, copies(&source)).expect("cp copies")
        };
        let first = of("one", "1");
        assert_eq!(fs::read_to_string(&first).expect("it is there"), "one");
        assert_eq!(of("one", "1"), first);
        assert_ne!(of("one", "2"), first);
        assert_eq!(fs::read_to_string(of("two", "1")).expect("it is there"), "two");
        fs::remove_file(&source).expect("it is there");
    }

    #[test]
    fn a_compiler_that_fails_or_is_not_there_is_named() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let fails = built(&[&source], "1", |_| Command::new("false")).expect_err("it fails");
        assert!(fails.starts_with("Cargo does not compile"), "{fails}");
        let missing =
            built(&[&source], "1", |_| Command::new("no-such-compiler")).expect_err("it is not there");
        assert!(missing.starts_with("no-such-compiler: "), "{missing}");
    }
}
