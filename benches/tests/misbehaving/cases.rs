//! The odd company, and what becomes of it.

use std::{
    process,
    sync::{atomic::AtomicBool, mpsc},
    thread,
    time::Duration,
};

use libtest_mimic::{Failed, Trial};
use measure::{Catalog, Patience, Provenance, Settings};
use rustix::process::{Signal, getpid, kill_process};
use stage::{Bound, Case, Demo, Lent, Lines, Pulse, Stage, Verdict, Worker};
use still_standing::testing::{ensure, heavy};

use crate::{
    crowds::CROWDS,
    play::{call, marked, quick_run, text, wait_until},
};

pub(crate) fn odd() -> Demo {
    Demo::new("odd").cases(CASES.iter().copied()).cases(CROWDS.iter().copied())
}

const EXITS: Worker = Worker { name: "exits", lines: Lines::NONE, main: || Lent::lent().map(exits) };
const IS_KILLED: Worker =
    Worker { name: "is_killed", lines: Lines::NONE, main: || Lent::lent().map(is_killed) };

const CASES: &[Case] = &[
    case("flag/blocking-good", Verdict::Stopped, stops),
    case("flag/blocking-liar", Verdict::StillStanding, stops),
    case("flag/blocking-standing", Verdict::StillStanding, stands),
    case("flag/blocking-panicking", Verdict::Stopped, |_| panic!("out of tune")),
    case("flag/blocking-crashing", Verdict::Stopped, |_| process::abort()),
    case("flag/blocking-frozen", Verdict::Stopped, |_| {
        let _ = kill_process(getpid(), Signal::STOP);
    }),
    case("flag/blocking-early", Verdict::Stopped, |_| ()),
    case("flag/blocking-wordless", Verdict::Stopped, |stage| {
        let _pulse = stage.pulse();
        stage.quick_task().wait();
        stage.request();
    }),
    case("flag/blocking-idle", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        stage.quick_task().wait();
        beat_for_ever(&pulse)
    }),
    case("flag/blocking-unheard", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        pulse.beat();
        stage.quick_task().wait();
        stage.request();
        drop(pulse);
        sleep_for_ever();
    }),
    case("flag/blocking-breathless", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        pulse.beat();
        stage.quick_task().wait();
        stage.request();
        stage.acknowledge(());
        std::mem::forget(pulse);
    }),
    case("flag/blocking-dying", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        let infinite = thread::spawn(move || {
            pulse.beat();
            panic!("out of breath");
        });
        stage.quick_task().wait();
        stage.request();
        let ended: Result<(), _> = infinite.join();
        stage.acknowledge(ended);
    }),
    case("flag/blocking-returning", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        let infinite = thread::spawn(move || (0..50).for_each(|_| pulse.beat()));
        stage.quick_task().wait();
        stage.request();
        stage.acknowledge(infinite.join());
    }),
    case("flag/blocking-hasty", Verdict::Stopped, |stage| {
        let pulse = stage.pulse();
        (0..5).for_each(|_| pulse.beat());
        stage.quick_task().wait();
        drop(pulse);
        stage.request();
        stage.acknowledge(());
    }),
    case("flag/blocking-process-exiting", Verdict::Killed, |stage| play_process(stage, "exits"))
        .starting(&[EXITS])
        .out_of_process(),
    case("flag/blocking-process-killed", Verdict::Killed, |stage| play_process(stage, "is_killed"))
        .starting(&[IS_KILLED])
        .out_of_process(),
    case("flag/blocking-printing", Verdict::Stopped, |stage| {
        println!("{{\"sample\":\"this is not for the harness\"}}");
        eprintln!("{}", "and neither is this ".repeat(10_000));
        stops(stage);
    }),
    case("flag/blocking-leaving", Verdict::Stopped, |stage| {
        leave_somebody_behind();
        stops(stage);
    }),
    case("flag/blocking-deserting", Verdict::Stopped, |_| {
        leave_somebody_behind();
        eprintln!("gone");
        process::abort();
    }),
    case("flag/blocking-endless-start", Verdict::Stopped, |_| sleep_for_ever()),
    case("flag/stuck-vanishing", Verdict::Killed, |stage| {
        let pulse = stage.pulse();
        let (end, ended) = mpsc::channel::<()>();
        let infinite = thread::spawn(move || {
            pulse.last_beat();
            let _ = ended.recv();
            std::mem::forget(pulse);
        });
        stage.quick_task().wait();
        stage.request();
        drop(end);
        stage.acknowledge(infinite.join());
    }),
];

const fn case(name: &'static str, expected: Verdict, play: fn(&Stage)) -> Case {
    let case = Case::new(name, expected, play);
    if matches!(expected, Verdict::StillStanding | Verdict::Hung) {
        case
    } else {
        case.bound_by(Bound::Inline)
    }
}

fn stops(stage: &Stage) {
    let pulse = stage.pulse();
    pulse.beat();
    pulse.beat();
    stage.quick_task().wait();
    stage.request();
    drop(pulse);
    stage.acknowledge(());
}

fn play_process(stage: &Stage, worker: &str) {
    let mut worker = stage.worker(worker).spawn().expect("a process");
    stage.quick_task().wait();
    stage.request();
    worker.kill().expect("it is ours");
    stage.acknowledge(worker.wait());
}

/// A worker that ends after some beats, as a program does that finds nothing to do.
#[expect(clippy::needless_pass_by_value, reason = "a worker owns its pulse")]
pub(crate) fn exits(pulse: Pulse) {
    (0..5).for_each(|_| pulse.beat());
    process::exit(3);
}

/// A worker that something else ends, as the system does when memory runs out.
pub(crate) fn is_killed(pulse: Pulse) {
    (0..5).for_each(|_| pulse.beat());
    let _ = kill_process(getpid(), Signal::KILL);
    drop(pulse);
}

/// A process in a session of its own, whose parent is gone, and that keeps standard error open.
fn leave_somebody_behind() {
    let left = process::Command::new("setsid").args(["sh", "-c", "sleep 600 &"]).status();
    left.expect("setsid and sh are on every Linux");
}

fn stands(stage: &Stage) {
    let pulse = stage.pulse();
    thread::spawn(move || beat_for_ever(&pulse));
    stage.quick_task().wait();
    stage.request();
    stage.acknowledge(());
}

fn beat_for_ever(pulse: &Pulse) -> ! {
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}

fn sleep_for_ever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(60));
    }
}

pub(crate) fn trials() -> Vec<Trial> {
    let error = |case: &'static str, reason: &'static str| {
        Trial::test(format!("{case} is an error, not a verdict"), move || is_an_error(case, reason))
    };
    vec![
        heavy(error("frozen", "said nothing"), "waits for all of a run's patience"),
        // The longest comes first, so that the others are played beside it.
        error("endless-start", "quick task"),
        Trial::test("a case as expected ends with 0", as_expected),
        Trial::test("a thread that ends without its destructors was killed", vanishing),
        Trial::test("a wrong expectation is told and ends with 1", wrong_expectation),
        Trial::test("the run goes on after a crash", goes_on),
        Trial::test("with a long horizon, cases that go on are watched side by side", side_by_side),
        Trial::test("what a case prints is its own affair", prints),
        Trial::test("what a case leaves behind is ended", || leaves("leaving", 0)),
        Trial::test("what a crashed case leaves behind is ended", || leaves("deserting", 1)),
        error("deserting", "gone"),
        error("panicking", "out of tune"),
        error("crashing", "SIGABRT"),
        error("early", "no request"),
        error(
            "dying",
            "ended before it was asked to stop, after 1 beats: the thread without a name panicked: out of breath",
        ),
        error("returning", "ended before it was asked to stop, after 50 beats"),
        error("hasty", "ended before it was asked to stop, after 5 beats"),
        error("process-exiting", "ended before it was asked to stop, after 5 beats: it exited with status 3"),
        error("process-killed", "ended before it was asked to stop, after 5 beats: signal 9 ended it"),
        error("wordless", "without an acknowledgement"),
        error("idle", "did not ask its work to stop within"),
        error("unheard", "did not return"),
        error("breathless", "neither halted nor showed a sign of life"),
    ]
}

fn as_expected() -> Result<(), Failed> {
    let (output, run) = quick_run(&["good"])?;
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    ensure(run.cases[0].samples == 5 && !run.partial, || format!("{run:?}"))
}

fn vanishing() -> Result<(), Failed> {
    let (output, run) = quick_run(&["vanishing"])?;
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    ensure(run.cases[0].verdict == Some(Verdict::Killed), || format!("{run:?}"))
}

fn wrong_expectation() -> Result<(), Failed> {
    let (output, run) = quick_run(&["liar"])?;
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let case = &run.cases[0];
    ensure(case.verdict == Some(Verdict::Stopped), || format!("{case:?}"))?;
    ensure(case.expected == Verdict::StillStanding, || format!("{case:?}"))?;
    let shown = text(&output.stdout);
    ensure(shown.contains("expected still-standing, saw stopped"), || shown.clone())?;
    let field = shown.lines().find(|line| line.trim_start().starts_with("odd blocks")).unwrap_or_default();
    ensure(field.contains('!'), || shown.clone())
}

/// Also the one that does not go on has its verdict.
fn side_by_side() -> Result<(), Failed> {
    let beat = Duration::from_millis(1);
    let patience = Patience::of_run(beat).watching(Duration::from_millis(1_100));
    let settings = Settings::one_round(beat, 2, patience);
    let catalog = Catalog::of([odd()]);
    let chosen = ["blocking-good", "blocking-liar", "blocking-standing"];
    let is_chosen = |case: &&'static Case| chosen.iter().any(|name| case.id().ends_with(name));
    let cases: Vec<_> = catalog.cases().filter(is_chosen).collect();
    let run =
        measure::run(&catalog, &cases, &settings, &Provenance::default(), &AtomicBool::new(false), |_| ());
    let seen: Vec<_> = run
        .cases
        .iter()
        .map(|case| (case.verdict, case.watched_side_by_side, case.acknowledge_ns.is_some()))
        .collect();
    let wanted = [
        (Some(Verdict::Stopped), false, true),
        (Some(Verdict::Stopped), true, false),
        (Some(Verdict::StillStanding), true, false),
    ];
    ensure(seen == wanted, || format!("{:?}", run.cases))
}

fn prints() -> Result<(), Failed> {
    let (output, run) = quick_run(&["printing"])?;
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    ensure(run.cases[0].samples == 5, || format!("{run:?}"))
}

fn leaves(case: &'static str, status: i32) -> Result<(), Failed> {
    let output = call(&[case, "--quick", "--out", "/dev/null"], case).output()?;
    ensure(output.status.code() == Some(status), || format!("{output:?}"))?;
    wait_until(|| marked(case).is_empty(), "the end of everybody")
}

fn goes_on() -> Result<(), Failed> {
    let (output, run) = quick_run(&[
        "flag/blocking-crashing",
        "flag/blocking-panicking",
        "flag/blocking-early",
        "flag/blocking-good",
    ])?;
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let good = run.cases.iter().find(|case| case.id.ends_with("good"));
    ensure(good.is_some_and(|good| good.samples == 5), || format!("{run:?}"))?;
    let failed = run.cases.iter().filter(|case| !case.errors.is_empty()).count();
    ensure(failed == 3, || format!("{run:?}"))
}

fn is_an_error(case: &str, reason: &str) -> Result<(), Failed> {
    let (output, run) = quick_run(&[case])?;
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let errors = run.cases[0].errors.join("; ");
    ensure(run.cases[0].verdict.is_none() && errors.contains(reason), || format!("{:?}", run.cases[0]))?;
    // The terminal breaks lines between words.
    let shown = text(&output.stdout);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure(words.contains(reason), || shown)
}
