//! Notes how the harness was built, for the file of a run: by which compiler, and how far optimised.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version =
        Command::new(rustc).arg("--version").output().ok().and_then(|out| String::from_utf8(out.stdout).ok());
    let version = version.as_deref().unwrap_or("unknown").trim();
    println!("cargo::rustc-env=RUSTC_VERSION={}", version.trim_start_matches("rustc "));
    println!("cargo::rustc-env=BUILT_PROFILE={}", env::var("PROFILE").unwrap_or_default());
    println!("cargo::rustc-env=BUILT_OPT_LEVEL={}", env::var("OPT_LEVEL").unwrap_or_default());
}
