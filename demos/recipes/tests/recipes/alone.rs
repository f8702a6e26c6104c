//! Each recipe compiles in an empty project that has the dependencies from its first lines.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The recipes' source files.
pub(crate) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin");
    let files = fs::read_dir(folder).expect("the recipes");
    files.map(|file| file.expect("a recipe").path()).collect()
}

/// What a recipe's first lines say that it needs.
fn dependencies(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let block =
        lines.skip_while(|line| line.trim() != "```toml").skip(1).take_while(|line| line.trim() != "```");
    block.map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
#[ignore = "builds a project for each recipe"]
fn each_recipe_compiles_in_a_project_of_its_own() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alone");
    let mut members = Vec::new();
    for file in files() {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("its text");
        if dependencies(&text).contains("axum") && !cfg!(feature = "axum") {
            // It may not be on this machine, and nothing is downloaded here.
            continue;
        }
        let project = root.join(&name);
        fs::create_dir_all(project.join("src")).expect("a folder");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}",
            dependencies(&text)
        );
        fs::write(project.join("Cargo.toml"), manifest).expect("a manifest");
        fs::write(project.join("src/main.rs"), text).expect("the recipe");
        members.push(name);
    }
    // One project each, in one workspace: what they share is built once, in the versions that are here already.
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("the versions");
    for name in &members {
        // One at a time, so that none borrows another's features.
        let checked = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--package", name])
            .env("CARGO_TARGET_DIR", root.join("target"))
            .current_dir(&root)
            .output()
            .expect("cargo starts");
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
}
