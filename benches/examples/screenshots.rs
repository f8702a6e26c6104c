//! Pictures of the page in a browser, to be looked at: wide and narrow, light and dark, and on paper.
//!
//! `cargo run -p comparison --example screenshots -- FOLDER`

// The tests of the page have the same browser.
#[path = "../tests/page/browser.rs"]
#[allow(dead_code)]
mod browser;
#[path = "../tests/page/recorded.rs"]
#[allow(dead_code)]
mod recorded;

use std::{env, error::Error, fs, path::Path};

use fantoccini::wd::PrintConfiguration;
use libtest_mimic::Failed;
use serde_json::json;

use browser::{Browser, Driver, Page};

/// Two runs side by side, and a case of both.
const SIDE_BY_SIDE: &str = "?beside=second";
const OPEN: &str = "threads/flag/blocking?beside=second";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("name a FOLDER for the pictures")?;
    let driver = Driver::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let drawn = runtime.block_on(async {
        let browser = Browser::start(&driver).await?;
        let drawn = screenshots(&browser.open().await?, Path::new(&folder)).await;
        browser.close().await;
        drawn
    });
    drawn.map_err(|failed: Failed| failed.message().unwrap_or("the browser failed").to_owned().into())
}

async fn screenshots(page: &Page<'_>, folder: &Path) -> Result<(), Failed> {
    page.command(
        "Emulation.setEmulatedMedia",
        json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}),
    )
    .await?;
    for (width, theme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        for (name, hash) in [("page", ""), ("beside", SIDE_BY_SIDE), ("case", OPEN)] {
            let features = json!([{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]);
            page.command("Emulation.setEmulatedMedia", json!({"features": features})).await?;
            let size = |height: u64| json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
            page.command("Emulation.setDeviceMetricsOverride", size(900)).await?;
            page.go(hash).await?;
            let height = page.get("Math.max(document.documentElement.scrollHeight, document.querySelector('.case').scrollHeight)").await?;
            page.command("Emulation.setDeviceMetricsOverride", size(height.as_u64().unwrap_or(900))).await?;
            let png = page.client.screenshot().await?;
            fs::write(folder.join(format!("{name}-{width}-{theme}.png")), png)?;
        }
    }
    page.prefer("light", "print").await?;
    let size = json!({"width": 720, "height": 5000, "deviceScaleFactor": 1, "mobile": false});
    page.command("Emulation.setDeviceMetricsOverride", size).await?;
    fs::write(folder.join("case-print.png"), page.client.screenshot().await?)?;
    let pdf = page.client.print(PrintConfiguration::default()).await?;
    Ok(fs::write(folder.join("case.pdf"), pdf)?)
}
