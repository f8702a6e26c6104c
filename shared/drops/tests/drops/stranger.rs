//! A project elsewhere, with the README's function and a test that says it is safe. Its failure is the report.

use std::{env, fs, path::Path, process::Command};

const MANIFEST: &str = r#"
[package]
name = "stranger"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
tokio = { version = "1", features = ["io-util", "macros", "rt", "sync"] }

[dev-dependencies]
still-standing-drops = { path = "DROPS" }
"#;

#[test]
#[ignore = "builds a project of its own"]
fn a_stranger_reads_the_report_in_a_failed_test() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stranger");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    };
    write("Cargo.toml", &MANIFEST.replace("DROPS", env!("CARGO_MANIFEST_DIR")));
    write("src/lib.rs", "pub mod frame;\n");
    let source = include_str!("frame.rs");
    let part = |name: &str| source.split_once(&format!("// README: {name}\n")).expect("it is marked").1;
    let part = |name: &str| part(name).split_once("// README: end").expect("it ends").0.to_owned();
    let uses = "use tokio::{io::{self, AsyncReadExt, DuplexStream}, sync::mpsc::Sender};\n";
    write("src/frame.rs", &format!("{uses}{}", part("function").replace("pub(crate)", "pub")));
    let uses = "use stranger::frame::read_frame;
use tokio::{io::{AsyncReadExt, AsyncWriteExt, duplex}, sync::mpsc::channel, task::yield_now};\n";
    let test =
        "#[test]\nfn is_safe() { drops::check(\"read_frame\", read_frame_loses).assert_loses_nothing(); }\n";
    write("tests/frame.rs", &format!("{uses}{}{test}", part("test")));

    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["test", "--test", "frame"])
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo");
    let text = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
    // The README's own test holds, and the one that says it is safe has failed with the lines of the function.
    for expected in [
        "test read_frame_is_not_safe ... ok",
        "test is_safe ... FAILED",
        "read_frame: 8 drops at 3 awaits; 3 awaits lose something",
        "src/frame.rs:5   socket.read_exact(&mut head).await   4 drops, lost: up to 3 of 7 bytes",
    ] {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&text).contains(&words(expected)), "not there: {expected}\n{text}");
    }
}
