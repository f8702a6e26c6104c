//! Scripts beside the cases. Those in `misbehaving` do not keep to the scenario: work that ends before anybody asks it to
//! stop is an error that says so, never a verdict; what a script says late is waited for. Those in `claims` assert what the
//! README says of the two documents and no case plays.

use std::{
    process::{Command, ExitCode},
    sync::{LazyLock, atomic::AtomicBool},
    time::Duration,
};

use demo_python::{PYTHON, has_trio, is_here};
use libtest_mimic::{Arguments, Failed, Trial};
use measure::{Catalog, Order, Patience, Play, Sample, Settings, play_in_child, run_if_child};
use still_standing::testing::{ensure, optional_trial};
use still_standing::{Bound, Case, Demo, Verdict};

const BEAT: Duration = Duration::from_millis(2);

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::of([Demo::new("misbehaving").cases(CASES.iter().copied())]));

macro_rules! script {
    ($function:literal) => {
        Case::new(concat!("flag/blocking-", $function), Verdict::Stopped, |stage| {
            PYTHON.play(stage, concat!("../tests/misbehaving/", $function, ".py"))
        })
        .out_of_process()
        .bound_by(Bound::Polled)
        .needing(is_here)
    };
}

const CASES: &[Case] =
    &[script!("dies"), script!("exits"), script!("fails"), script!("late").keeping_its_invariant()];
const SAYS: &[&str] =
    &["ended before it was asked to stop, after 1 beats", "exit status: 0", "exit status: 7"];

/// What a script needs.
type Needs = fn() -> Result<(), String>;

const CLAIMS: &[(&str, Needs)] = &[
    ("async_raise", is_here),
    ("chain_of_causes", is_here),
    ("closed_loop", is_here),
    ("nested_daemon", is_here),
    ("coroutine_as_printed", is_here),
    ("abandoned_result", has_trio),
];

fn main() -> ExitCode {
    run_if_child(&CATALOG);
    let missing = CASES[0].missing();
    let errors = CATALOG
        .cases()
        .zip(SAYS)
        .map(|(case, says)| optional_trial(case.id(), missing.clone(), move || is_an_error(case, says)));
    let late = CATALOG.cases().filter(|case| case.invariant.is_some());
    let late = late.map(|case| optional_trial(case.id(), missing.clone(), move || is_waited_for(case)));
    let claims = CLAIMS.iter().map(|(name, needs)| optional_trial(*name, needs().err(), move || holds(name)));
    let ignored = "a script is interrupted although SIGINT was ignored when it was started";
    let started = Trial::test(ignored, is_interrupted_although_sigint_was_ignored);
    let trials = errors.chain(late).chain(claims).chain([started]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The samples of a case, or an error in words.
fn play(case: &Case) -> Result<Vec<Sample>, String> {
    let settings = Settings::one_round(BEAT, 1, Patience::of_test(BEAT));
    let order = Order::new(Play::Case(case.id()), &settings, &CATALOG, 1);
    play_in_child(&order, &AtomicBool::new(false)).map_err(|error| error.to_string())
}

/// What is shared can be looked at only after the acknowledgement.
fn is_waited_for(case: &Case) -> Result<(), Failed> {
    let samples = play(case)?;
    let is_stated = |sample: &Sample| sample.invariant == Some(true);
    ensure(!samples.is_empty() && samples.iter().all(is_stated), || {
        format!("not stated in each of {samples:?}")
    })
}

fn is_an_error(case: &Case, says: &str) -> Result<(), Failed> {
    match play(case) {
        Ok(samples) => Err(format!("no error, but {samples:?}").into()),
        Err(error) if error.contains(says) => Ok(()),
        Err(error) => Err(format!("\"{error}\" does not say \"{says}\"").into()),
    }
}

fn holds(name: &str) -> Result<(), Failed> {
    let output = PYTHON.start(&format!("../tests/claims/{name}.py"))?.output()?;
    ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A shell starts what it puts in the background with SIGINT ignored, and every program under it inherits that. The
/// cases must not depend on how the comparison was started.
fn is_interrupted_although_sigint_was_ignored() -> Result<(), Failed> {
    let call = "trap '' INT; exec \"$0\" story abort/spinning-extension-signals";
    let program = env!("CARGO_BIN_EXE_demo-python");
    let output = Command::new("sh").args(["-c", call, program]).output()?;
    // Without Python the case is not offered, and that is as expected too.
    ensure(output.status.success(), || format!("{output:?}"))
}
