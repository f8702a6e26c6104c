//! The browser's driver, which ends with this program however this program ends.

use std::{
    env,
    io::{self, BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    thread,
};

/// Starts the driver, and ends it when the other end of its standard input is closed. The browsers
/// hang on pipes of the driver's, and end with it.
const SCRIPT: &str = r#""$0" --port=0 & read -r _; kill $!; wait"#;

/// A driver, waiting on a port of its own.
pub(crate) struct Driver {
    child: Child,
    /// Dropped in order to end it.
    stdin: Option<ChildStdin>,
    pub(crate) url: String,
    pub(crate) browser: PathBuf,
}

impl Driver {
    /// Starts it, or says what is not installed. One that is and does not start is a failure.
    pub(crate) fn start() -> Result<Self, String> {
        let browsers = ["chromium", "chromium-browser", "google-chrome"];
        let browser = browsers.iter().find_map(|name| installed(name)).ok_or("no Chromium is installed")?;
        let driver = installed("chromedriver").ok_or("no chromedriver is installed")?;
        let mut command = Command::new("sh");
        command.arg("-c").arg(SCRIPT).arg(&driver).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("sh");
        let stdin = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let port = port(&mut lines).unwrap_or_else(|| panic!("{} does not start", driver.display()));
        // A driver whose lines are not read may stop.
        thread::spawn(move || io::copy(&mut lines, &mut io::sink()));
        Ok(Self { child, stdin, url: format!("http://localhost:{port}"), browser })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// The port in the line that says that it has started.
fn port(lines: &mut impl BufRead) -> Option<u16> {
    let mut lines = lines.lines().map_while(Result::ok);
    lines.find_map(|line| {
        line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
    })
}

fn installed(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}
