//! The page in a real browser: Chromium, driven over WebDriver. Where there is none, a line says so and
//! nothing is tested.
//!
//! Each test opens the page in a browser of its own, and every one ends with the same two questions: did
//! the page write an error to the console, and did it ask the network for anything?

mod browser;
mod case;
mod driver;
mod looks;
mod recorded;
mod runs;
mod table;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Failed, Trial};

use browser::Page;
use driver::Driver;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // A browser takes more than one core.
    arguments.test_threads = Some(1);
    let driver = match Driver::start() {
        Ok(driver) => Arc::new(driver),
        Err(reason) => {
            println!("The page is not tested in a browser: {reason}.");
            return ExitCode::SUCCESS;
        }
    };
    let tests = [table::TESTS, case::TESTS, runs::TESTS, looks::TESTS];
    let trial = |(name, test): &(&str, Test)| {
        let (driver, test) = (Arc::clone(&driver), *test);
        Trial::test(*name, move || play(&driver, test))
    };
    let trials = tests.into_iter().flatten().map(trial);
    let trials = trials.chain([trial(&looks::SCREENSHOTS).with_ignored_flag(true)]);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// A test: it finds the page open, with two runs and a sweep on it.
type Test = fn(&Page) -> Outcome<'_>;

/// What a test comes to.
type Outcome<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), Failed>> + 'a>>;

fn play(driver: &Driver, test: Test) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let page = Page::open(driver).await?;
        let outcome = match test(&page).await {
            Ok(()) => page.is_silent().await,
            failed => failed,
        };
        page.close().await;
        outcome
    })
}

/// Fails with a text unless it holds.
fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what().into()) }
}
