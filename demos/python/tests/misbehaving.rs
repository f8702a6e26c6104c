//! Scripts whose work ends before anybody asks it to stop: an error that says so, never a verdict.

use std::{process::ExitCode, sync::atomic::AtomicBool, time::Duration};

use demo_python::play;
use libtest_mimic::{Arguments, Failed, Trial};
use measure::{Order, Patience, Play, Repertoire, Settings, answer_as_child, play_in_child};
use stage::{Bound, Case, Demo, Verdict};

const BEAT: Duration = Duration::from_millis(2);

const REPERTOIRE: Repertoire = Repertoire::of(&[Demo::new("misbehaving", &[], CASES)]);

macro_rules! script {
    ($function:literal) => {
        Case {
            elsewhere: true,
            needs: demo_python::DEMO.cases[0].needs,
            ..Case::unlisted(
                ("demo-misbehaving", "flag", concat!("blocking_", $function)),
                Verdict::Stopped,
                Bound::Polled,
                |stage| play(stage, concat!("../tests/misbehaving/", $function, ".py")),
            )
        }
    };
}

const CASES: &[Case] = &[script!("dies"), script!("exits"), script!("fails")];
const SAYS: &[&str] =
    &["ended before it was asked to stop, after 1 beats", "exit status: 0", "exit status: 7"];

fn main() -> ExitCode {
    answer_as_child(&REPERTOIRE);
    let missing = CASES[0].missing();
    let trials = CASES.iter().zip(SAYS).map(|(case, says)| {
        Trial::test(case.id(), move || is_an_error(case, says)).with_ignored_flag(missing.is_some())
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn is_an_error(case: &Case, says: &str) -> Result<(), Failed> {
    let settings = Settings::one_round(BEAT, 1, Patience::of_test(BEAT));
    let order = Order::new(Play::Case(case.id()), &settings, &REPERTOIRE, 1);
    match play_in_child(&order, &AtomicBool::new(false)) {
        Ok(samples) => Err(format!("no error, but {samples:?}").into()),
        Err(error) if error.to_string().contains(says) => Ok(()),
        Err(error) => Err(format!("\"{error}\" does not say \"{says}\"").into()),
    }
}
