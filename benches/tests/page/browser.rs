//! The browser of the tests: Chromium, driven over WebDriver, whose driver ends with this program however this program ends.

use std::{
    env, fs,
    io::{self, BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, error::CmdError, wd::WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use libtest_mimic::Failed;
use serde_json::{Value, json};
use still_standing::testing::ensure;
use tempfile::TempDir;
use url::{ParseError, Url};

use crate::recorded;

/// How long a condition may take to hold; on a busy machine all of it is needed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The switches of a browser that shows nothing, keeps nothing and asks no network.
const SWITCHES: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
    // It ends when its driver does.
    "--remote-debugging-pipe",
];

/// A browser, and the file that it opens.
pub(crate) struct Browser {
    client: Client,
    url: String,
    /// Holds the page and what the browser keeps; goes with it.
    _folder: TempDir,
}

impl Browser {
    /// Starts it, and draws the page from the recorded runs.
    pub(crate) async fn start(driver: &Driver) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("index.html");
        fs::write(&file, recorded::page()?)?;
        let mut switches = SWITCHES.map(str::to_owned).to_vec();
        switches.push(format!("--user-data-dir={}", folder.path().join("browser").display()));
        let capabilities = json!({
            "goog:chromeOptions": {"binary": driver.browser, "args": switches},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let capabilities = serde_json::from_value(capabilities)?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&driver.url).await?;
        Ok(Self { client, url: format!("file://{}", file.display()), _folder: folder })
    }

    /// Opens the page in a tab of its own, and closes every tab before it: what a test has set (the
    /// theme, the size, the history) goes with its tab.
    pub(crate) async fn open(&self) -> Result<Page<'_>, Failed> {
        let before = self.client.windows().await?;
        let tab = self.client.new_window(true).await?.handle;
        for old in before {
            self.client.switch_to_window(old).await?;
            self.client.close_window().await?;
        }
        self.client.switch_to_window(tab).await?;
        let page = Page { client: &self.client, url: &self.url };
        // What the tab before it wrote is not this one's.
        page.log("browser").await?;
        page.log("performance").await?;
        page.go("").await?;
        Ok(page)
    }

    pub(crate) async fn close(self) {
        // A browser that does not close ends with its driver.
        let _ = self.client.close().await;
    }
}

/// A tab with the page in it.
pub(crate) struct Page<'a> {
    pub(crate) client: &'a Client,
    url: &'a str,
}

impl Page<'_> {
    /// Loads the page anew, with this behind its `#`, as somebody who follows a link from elsewhere.
    pub(crate) async fn go(&self, hash: &str) -> Result<(), Failed> {
        self.client.goto("about:blank").await?;
        self.client.goto(&format!("{}#{hash}", self.url)).await?;
        self.until("document.querySelector('.cases tbody tr')").await
    }

    /// Puts this behind the page's `#`, as somebody who follows a link on the page.
    pub(crate) async fn follow(&self, hash: &str) -> Result<(), Failed> {
        self.get(&format!("location.hash = {}", json!(hash))).await.map(drop)
    }

    /// What an expression is in the browser's next frame, as JSON: the page shows what it hid (`x-show`)
    /// a frame after all else has changed.
    pub(crate) async fn get(&self, expression: &str) -> Result<Value, Failed> {
        let script = format!("return new Promise(requestAnimationFrame).then(() => ({expression}));");
        Ok(self.client.execute(&script, Vec::new()).await?)
    }

    /// Waits until an expression holds.
    pub(crate) async fn until(&self, expression: &str) -> Result<(), Failed> {
        let expression = format!("Boolean({expression})");
        let wait = async {
            while self.get(&expression).await? != json!(true) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(())
        };
        let late = || Failed::from(format!("not in {PATIENCE:?}: {expression}"));
        tokio::time::timeout(PATIENCE, wait).await.map_err(|_| late())?
    }

    /// The text of an element, as it is shown.
    pub(crate) async fn text(&self, selector: &str) -> Result<String, Failed> {
        let texts = self.texts(selector).await?;
        texts.into_iter().next().ok_or_else(|| format!("there is no {selector}").into())
    }

    pub(crate) async fn click(&self, selector: &str) -> Result<(), Failed> {
        Ok(self.client.find(Locator::Css(selector)).await?.click().await?)
    }

    /// Chooses an option of a list, by its value.
    pub(crate) async fn choose(&self, selector: &str, value: &str) -> Result<(), Failed> {
        Ok(self.client.find(Locator::Css(selector)).await?.select_by_value(value).await?)
    }

    /// Types on the keyboard, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) -> Result<(), Failed> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// The texts of all elements that a selector finds.
    pub(crate) async fn texts(&self, selector: &str) -> Result<Vec<String>, Failed> {
        let all =
            format!("[...document.querySelectorAll({})].map((it) => it.innerText.trim())", json!(selector));
        Ok(serde_json::from_value(self.get(&all).await?)?)
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn command(&self, name: &str, parameters: Value) -> Result<Value, CmdError> {
        self.client.issue_cmd(Extra("goog/cdp/execute", json!({"cmd": name, "params": parameters}))).await
    }

    /// Looks at the page as a reader who prefers one theme, and as on paper if `media` is `print`.
    pub(crate) async fn prefer(&self, theme: &str, media: &str) -> Result<(), Failed> {
        let feature = json!([{"name": "prefers-color-scheme", "value": theme}]);
        self.command("Emulation.setEmulatedMedia", json!({"media": media, "features": feature})).await?;
        self.until(&format!("matchMedia('(prefers-color-scheme: {theme})').matches")).await
    }

    /// Nothing was written to the console, and nothing was asked for but the page itself.
    pub(crate) async fn is_silent(&self) -> Result<(), Failed> {
        let written = self.log("browser").await?;
        ensure(written == json!([]), || format!("the console says: {written:#}"))?;
        let events = self.log("performance").await?;
        let events = events.as_array().cloned().unwrap_or_default();
        let asked: Vec<String> =
            events.iter().filter_map(|event| asked_for(event["message"].as_str()?)).collect();
        let own = |url: &String| url.split('#').next() == Some(self.url) || url.starts_with("data:");
        let others: Vec<&String> = asked.iter().filter(|url| !own(url)).collect();
        ensure(asked.iter().any(|url| url.starts_with(self.url)), || {
            "the log of requests is empty".to_owned()
        })?;
        ensure(others.is_empty(), || format!("it asked for {others:?}"))
    }

    /// What the browser has written to one of its logs since it was read last.
    async fn log(&self, name: &str) -> Result<Value, CmdError> {
        self.client.issue_cmd(Extra("se/log", json!({"type": name}))).await
    }
}

/// The address of a request of the page's, in a line of the browser's log.
fn asked_for(line: &str) -> Option<String> {
    let event: Value = serde_json::from_str(line).ok()?;
    let event = &event["message"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    // The browser starts with a page of its own.
    let is_own = text(&event["params"]["documentURL"])?.starts_with("chrome:");
    let is_request = event["method"] == "Network.requestWillBeSent" && !is_own;
    text(&event["params"]["request"]["url"]).filter(|_| is_request)
}

/// A command that is no part of WebDriver: where it goes, and what goes there.
#[derive(Debug)]
struct Extra(&'static str, Value);

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

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
