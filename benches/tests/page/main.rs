//! The page in a real browser: Chromium, driven over WebDriver. Where there is none, its tests are
//! ignored, and say why.
//!
//! Each test opens the page in a tab of its own, of one browser, and every one ends with the same two questions: did
//! the page write an error to the console, and did it ask the network for anything?

mod browser;
mod case;
mod looks;
mod opening;
mod recorded;
mod runs;
mod table;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Failed, Trial};
use still_standing::testing::{heavy, optional_trial};

use browser::{Browser, Driver, Page};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // There is one browser, and what the keyboard types goes to the tab that has the focus.
    arguments.test_threads = Some(1);
    let tests =
        || [opening::TESTS, table::TESTS, case::TESTS, runs::TESTS, looks::TESTS].into_iter().flatten();
    if !arguments.ignored && !arguments.include_ignored {
        let trials =
            tests().map(|(name, _)| heavy(Trial::test(*name, || Ok(())), "drives a browser")).collect();
        return libtest_mimic::run(&arguments, trials).exit_code();
    }
    let driver = match Driver::start() {
        Ok(driver) => driver,
        Err(missing) => {
            let never = || unreachable!("an ignored test has no browser");
            let trials =
                tests().map(|(name, _)| optional_trial(*name, Some(missing.clone()), never)).collect();
            return libtest_mimic::run(&arguments, trials).exit_code();
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let browser = Arc::new(runtime.block_on(Browser::start(&driver)).expect("a browser"));
    let trial = |(name, test): &(&str, Test)| {
        let (browser, runtime, test) = (Arc::clone(&browser), runtime.handle().clone(), *test);
        heavy(Trial::test(*name, move || runtime.block_on(play(&browser, test))), "drives a browser")
    };
    let conclusion = libtest_mimic::run(&arguments, tests().map(trial).collect());
    if let Some(browser) = Arc::into_inner(browser) {
        runtime.block_on(browser.close());
    }
    conclusion.exit_code()
}

/// A test: it finds the page open, with two runs and a sweep on it.
type Test = for<'a> fn(&'a Page<'a>) -> Outcome<'a>;

/// What a test comes to.
type Outcome<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), Failed>> + 'a>>;

async fn play(browser: &Browser, test: Test) -> Result<(), Failed> {
    let page = browser.open().await?;
    test(&page).await?;
    page.is_silent().await
}
