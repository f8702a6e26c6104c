//! Notes from which source the comparison was built, for the record of its runs.
//!
//! It stands in the package that is built last, because it runs again whenever the source of the
//! workspace changes: only so is "the source had been changed" true of the program and not of the
//! day on which it runs.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// What the program is made of. Results and what is written about it are no part of it.
const SOURCE: &[&str] = &["shared", "demos", "benches", "Cargo.toml", "Cargo.lock", ":(exclude)*.md"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = checkout();
    let commit = root.as_deref().and_then(commit);
    println!("cargo::rustc-env=BUILT_COMMIT={}", commit.unwrap_or_default());
}

/// The root of the checkout that holds this file; `None` outside a checkout, or in that of something else.
fn checkout() -> Option<PathBuf> {
    let root = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).ancestors().nth(1)?.to_owned();
    git(&root, &["ls-files", "--error-unmatch", "benches/build.rs"])?;
    Some(root)
}

/// What git prints; `None` if it fails.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    // Without optional locks, git does not write its index anew for being asked.
    let output = git.arg("--no-optional-locks").arg("-C").arg(root).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The commit, with `+` behind it where the source differs.
fn commit(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| git(root, arguments);
    let path = |name: &str| git(&["rev-parse", "--git-path", name]).map(|path| root.join(path));

    // Where a commit is noted. A worktree has these elsewhere, which git knows. A branch's file may
    // be packed away until the next commit makes it anew, in this folder; a file that is missing
    // would run this in every build.
    let notes = ["HEAD", "packed-refs"].into_iter().filter_map(path).filter(|note| note.exists());
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]).as_deref().and_then(path);
    let branch = branch.as_deref().and_then(|file| file.ancestors().find(|path| path.exists()));
    notes.chain(branch.map(Path::to_owned)).for_each(|note| watch(&note));
    let source = git(&[&["ls-files", "-z", "--"], SOURCE].concat())?;
    let source = source.split_terminator('\0').map(|file| root.join(file)).filter(|file| file.exists());
    source.for_each(|file| watch(&file));

    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changes = git(&[&["status", "--porcelain", "--"], SOURCE].concat())?;
    Some(if changes.is_empty() { commit } else { commit + "+" })
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}
