//! Builds the small library that three of the scripts call. If that fails, those are not offered.

use std::{env, path::Path, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=src/abort/extension.rs");
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    let library = Path::new(&folder).join("extension.so");
    let built = Command::new(env::var("RUSTC").expect("cargo sets it"))
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "--crate-name",
            "extension",
            "-O",
            "-C",
            "panic=abort",
        ])
        .args(["--target", &env::var("TARGET").expect("cargo sets it")])
        .arg("-o")
        .arg(&library)
        .arg("src/abort/extension.rs")
        .status();
    if !built.is_ok_and(|status| status.success()) {
        println!("cargo::warning=the extension for Python was not built, so three cases are not offered");
    }
    println!("cargo::rustc-env=EXTENSION={}", library.display());
}
