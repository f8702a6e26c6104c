//! Scripts beside the cases. Those in `misbehaving` do not keep to the scenario: work that ends before anybody asks it to
//! stop is an error that says so, never a verdict; what a script says late is waited for. Those in `claims` assert what the
//! README says of the two documents and no case plays, by every Python from 3.10 on that is found.

mod pythons;

use std::{
    env, fs,
    process::{self, Command, ExitCode},
    sync::{LazyLock, atomic::AtomicBool},
    time::Duration,
};

use demo_python::{PYTHON, has_trio, is_here};
use libtest_mimic::{Arguments, Failed, Trial};
use measure::{Catalog, Order, Patience, Play, Sample, Settings, play_in_child, run_if_child};
use pythons::pythons;
use still_standing::testing::{ensure, optional_trial};
use still_standing::{Bound, Case, Demo, Verdict, command_line};

const BEAT: Duration = Duration::from_millis(2);

/// Where this is set, this very program is the command line over the scripts that misbehave.
const AS_COMMAND: &str = "SCRIPTS_AS_COMMAND";

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::of([misbehaving()]));

fn misbehaving() -> Demo {
    Demo::new("misbehaving").cases(CASES.iter().copied())
}

macro_rules! script {
    ($variant:literal, $file:literal) => {
        Case::new(concat!("flag/blocking-", $variant), Verdict::Stopped, |stage| {
            PYTHON.play(stage, concat!("../tests/misbehaving/", $file, ".py"))
        })
        .out_of_process()
        .bound_by(Bound::Polled)
        .needing(is_here)
    };
}

const CASES: &[Case] = &[
    script!("dies", "dies"),
    script!("exits", "exits"),
    script!("fails", "fails"),
    script!("fails-afterwards", "fails_afterwards"),
    script!("late", "late").keeping_its_invariant(),
];
/// The scripts whose names are in `CLAIMS`.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/claims");
const SAYS: &[&str] = &[
    "ended before it was asked to stop, after 1 beats",
    "exit status: 0",
    "exit status: 7",
    "python3 ended with exit status: 3",
];

const CLAIMS: &[&str] = &[
    "async_raise",
    "async_raise_in_c",
    "asyncio_event",
    "chain_of_causes",
    "closed_loop",
    "coroutine_as_printed",
    "five_minutes",
    "nested_daemon",
    "process_pool",
    "processes_and_the_lock",
    "subprocess_run_timeout",
];

fn main() -> ExitCode {
    if env::var_os(AS_COMMAND).is_some() {
        return command_line([misbehaving()]);
    }
    run_if_child(&CATALOG);
    let missing = CASES[0].missing();
    let errors = CATALOG
        .cases()
        .zip(SAYS)
        .map(|(case, says)| optional_trial(case.id(), missing.clone(), move || is_an_error(case, says)));
    let late = CATALOG.cases().filter(|case| case.invariant.is_some());
    let late = late.map(|case| optional_trial(case.id(), missing.clone(), move || is_waited_for(case)));
    let of_trio = optional_trial("abandoned_result", has_trio().err(), || {
        holds(PYTHON.start("../tests/claims/abandoned_result.py")?)
    });
    let claims = pythons().into_iter().flat_map(|((major, minor), python)| {
        CLAIMS.iter().map(move |name| {
            let mut command = Command::new(&python);
            command.arg(format!("{FOLDER}/{name}.py"));
            Trial::test(format!("{name} by Python {major}.{minor}"), || holds(command))
        })
    });
    let ignored = "a script is interrupted although SIGINT was ignored when it was started";
    let started = Trial::test(ignored, is_interrupted_although_sigint_was_ignored);
    let told = CATALOG.cases().zip(SAYS).map(|(case, says)| {
        let name = format!("{} is an error in a story, and in a run", case.id());
        optional_trial(name, missing.clone(), move || is_an_error_of_the_program(case, says))
    });
    let trials = errors.chain(late).chain(claims).chain([of_trio, started]).chain(told).collect();
    let mut arguments = Arguments::from_args();
    // They sleep most of the time.
    arguments.test_threads.get_or_insert(8);
    libtest_mimic::run(&arguments, trials).exit_code()
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

/// A story and a run say the same of a script that fails, and end with the same status.
fn is_an_error_of_the_program(case: &Case, says: &str) -> Result<(), Failed> {
    let file = env::temp_dir().join(format!("scripts-{says}-{}.json", process::id())).display().to_string();
    let run = ["run", "--quick", "--out", &file];
    for command in [&["story", "--beat", "20ms"][..], &run] {
        let program = env::current_exe()?;
        let output = Command::new(program).args(command).arg(case.id()).env(AS_COMMAND, "1").output()?;
        let said = [&output.stdout[..], &output.stderr].concat();
        // A run breaks the line.
        let said = String::from_utf8_lossy(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        ensure(output.status.code() == Some(1) && said.contains(says), || {
            format!("{command:?} ended with {}: {said}", output.status)
        })?;
    }
    Ok(fs::remove_file(file)?)
}

fn holds(mut claim: Command) -> Result<(), Failed> {
    let output = claim.output()?;
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
