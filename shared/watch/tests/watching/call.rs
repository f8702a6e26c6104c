//! One call of the program.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use still_standing::testing::ensure;

/// One call of the program, and what came of it.
pub(crate) struct Call {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Its file.
    pub(crate) out: PathBuf,
}

impl Call {
    /// Calls it with these arguments; its file has this name.
    pub(crate) fn made(name: &str, arguments: &[&str]) -> Self {
        let name = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("watching-{name}.json"));
        let _ = std::fs::remove_file(&out);
        let output = call_with(&[&["--out", &out.display().to_string()], arguments].concat());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr), out }
    }

    /// Calls it for one run of a shell's script, with these further arguments before the script.
    pub(crate) fn script(name: &str, arguments: &[&str], script: &str) -> Self {
        Self::made(name, &[arguments, &["--runs", "1", "--", "sh", "-c", script]].concat())
    }

    /// The program of its file.
    pub(crate) fn program(&self) -> Result<Value, Failed> {
        let text = std::fs::read_to_string(&self.out).map_err(|error| format!("{error}: {}", self.stderr))?;
        let file: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(file["programs"][0].clone())
    }

    /// The runs of its file.
    pub(crate) fn runs(&self) -> Result<Vec<Value>, Failed> {
        Ok(self.program()?["runs"].as_array().cloned().unwrap_or_default())
    }

    /// The first run of its file.
    pub(crate) fn run(&self) -> Result<Value, Failed> {
        self.runs()?.into_iter().next().ok_or_else(|| "there is no run".into())
    }

    /// Fails unless a part of the first run is this.
    pub(crate) fn has(&self, pointer: &str, expected: &Value) -> Result<(), Failed> {
        let run = self.run()?;
        let seen = run.pointer(pointer).unwrap_or(&Value::Null);
        ensure(seen == expected, || format!("{pointer} is {seen}, not {expected}: {run}\n{}", self.stderr))
    }

    /// Fails unless it ended with this status, and said this on standard error.
    pub(crate) fn says(&self, status: i32, said: &str) -> Result<(), Failed> {
        let is_so = self.status == Some(status) && self.stderr.contains(said);
        ensure(is_so, || format!("status {:?}, not {status} with \"{said}\": {}", self.status, self.stderr))
    }
}

/// Calls the program.
pub(crate) fn call_with(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_still-standing-watch"));
    command.args(arguments).output().expect("the program starts")
}

/// A test with its name.
pub(crate) fn trial(name: &str, test: impl FnOnce(&str) -> Result<(), Failed> + Send + 'static) -> Trial {
    let own = name.to_owned();
    Trial::test(name, move || test(&own))
}

/// Why tests of programs in Python can't be played, if they can't.
pub(crate) fn missing_python() -> Option<String> {
    Command::new("python3").arg("--version").output().is_err().then(|| "no python3".to_owned())
}
