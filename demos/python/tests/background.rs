//! A shell starts what it puts in the background with SIGINT ignored, and every program under it inherits that. The
//! cases must not depend on how the comparison was started.

use std::process::Command;

#[test]
fn a_script_is_interrupted_although_sigint_was_ignored_when_it_was_started() {
    let call = "trap '' INT; exec \"$0\" story abort/spinning-extension-signals";
    let program = env!("CARGO_BIN_EXE_demo-python");
    let output = Command::new("sh").args(["-c", call, program]).output().expect("a shell");
    // Without Python the case is not offered, and that is as expected too.
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
