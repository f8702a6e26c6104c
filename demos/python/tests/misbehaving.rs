//! Scripts whose work ends before anybody asks it to stop: an error that says so, never a verdict.

use std::{
    process::ExitCode,
    sync::{LazyLock, atomic::AtomicBool},
    time::Duration,
};

use demo_python::PYTHON;
use libtest_mimic::{Arguments, Failed};
use measure::{Catalog, Order, Patience, Play, Settings, play_in_child, run_if_child};
use still_standing::{Bound, Case, Demo, Verdict};
use testing::optional_trial;

const BEAT: Duration = Duration::from_millis(2);

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::of([Demo::new("misbehaving").cases(CASES.iter().copied())]));

macro_rules! script {
    ($function:literal) => {
        Case::new(concat!("flag/blocking-", $function), Verdict::Stopped, Bound::Polled, |stage| {
            PYTHON.play(stage, concat!("../tests/misbehaving/", $function, ".py"))
        })
        .out_of_process()
        .needing(demo_python::is_here)
    };
}

const CASES: &[Case] = &[script!("dies"), script!("exits"), script!("fails")];
const SAYS: &[&str] =
    &["ended before it was asked to stop, after 1 beats", "exit status: 0", "exit status: 7"];

fn main() -> ExitCode {
    run_if_child(&CATALOG);
    let missing = CASES[0].missing();
    let trials = CATALOG
        .cases()
        .zip(SAYS)
        .map(|(case, says)| optional_trial(case.id(), missing.clone(), move || is_an_error(case, says)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn is_an_error(case: &Case, says: &str) -> Result<(), Failed> {
    let settings = Settings::one_round(BEAT, 1, Patience::of_test(BEAT));
    let order = Order::new(Play::Case(case.id()), &settings, &CATALOG, 1);
    match play_in_child(&order, &AtomicBool::new(false)) {
        Ok(samples) => Err(format!("no error, but {samples:?}").into()),
        Err(error) if error.to_string().contains(says) => Ok(()),
        Err(error) => Err(format!("\"{error}\" does not say \"{says}\"").into()),
    }
}
