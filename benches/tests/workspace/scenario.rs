//! The whole scenario: the first case of each mechanism has the quick task and the infinite one in one set, and is timed
//! like the same call without the set.

use std::{fs, process::Command, sync::LazyLock, time::Duration};

use fastrand::Rng;
use libtest_mimic::Trial;
use measure::{CaseRunner, Patience, Place, Placement};
use serde_json::Value;
use stage::{Bound, Case, Mechanism, Stage, Verdict, workers};
use tokio::{
    runtime::{Builder, Runtime},
    task::spawn,
    time::sleep,
};

use crate::{commands::COMPARISON, heavy, trial};

/// The runtimes whose cases are functions of Rust, with tasks or threads of their own.
const RUNTIMES: [&str; 5] = ["threads", "tokio", "async-std", "smol", "rayon"];

/// What the first document's program prints.
const COUNTS: &str = "finished 1, unfinished 1";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("the first case of each mechanism is the whole scenario", first_cases_are_the_whole_scenario),
        heavy(
            "a halt reads the same with and without the set",
            "compares times",
            a_halt_reads_the_same_with_and_without_the_set,
        ),
    ]
}

/// The first case of each mechanism of these runtimes: the fields that the matrix shows first.
fn first_cases() -> impl Iterator<Item = &'static Case> {
    RUNTIMES
        .into_iter()
        .flat_map(|runtime| Mechanism::ALL.iter().map(move |mechanism| (runtime, mechanism)))
        .map(|(runtime, mechanism)| {
            let mut cases = comparison::CATALOG.cases();
            let first = cases.find(|case| case.runtime == runtime && case.mechanism() == *mechanism);
            first.unwrap_or_else(|| panic!("{runtime} has no case of {mechanism:?}"))
        })
}

fn first_cases_are_the_whole_scenario() {
    let out = format!("{}/scenario-{}.json", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let played: Vec<_> = first_cases().filter(|case| case.play.is_ok()).map(Case::id).collect();
    assert_eq!(played.len(), 18, "{played:?}");
    let mut command = Command::new(COMPARISON);
    let once = ["--rounds", "1", "--samples", "1", "--out", &out];
    let run = command.arg("run").args(&played).args(once).output().expect("it runs");
    assert!(run.status.success(), "{run:?}");
    let run: Value = serde_json::from_str(&fs::read_to_string(&out).expect("a file")).expect("a run");
    let mut counted: Vec<_> = run["cases"].as_array().expect("cases").iter().collect();
    counted.retain(|case| case["returned"].as_str().is_some_and(|said| said.starts_with(COUNTS)));
    let counted: Vec<_> = counted.iter().map(|case| case["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(counted, played);
    let _ = fs::remove_file(out);
}

/// `tokio/abort/awaiting` without the set, and without a quick task that a worker runs.
const ALONE: Case =
    Case::new("abort/awaiting-alone", Verdict::Stopped, alone).bound_by(Bound::Wake).under("tokio");

fn alone(stage: &Stage) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(workers()).enable_time().build().expect("tokio starts its worker threads")
    });
    RUNTIME.block_on(async {
        let pulse = stage.pulse();
        let infinite = spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended = infinite.await;
        stage.acknowledge(ended);
    });
}

/// Both take turns, so that drift affects both alike. Without the pause behind the quick task, the set's halt would read
/// 0.6 of the other.
fn a_halt_reads_the_same_with_and_without_the_set() {
    const TURNS: u32 = 300;
    const BEAT: Duration = Duration::from_millis(1);
    let set = comparison::CATALOG.cases().find(|case| case.id() == "tokio/abort/awaiting").expect("a case");
    let runner = |case| {
        let random = Rng::with_seed(1);
        CaseRunner::new(case, Placement::new(Place::Apart), BEAT, Patience::of_test(BEAT), random)
            .expect("offered")
    };
    let (mut with, mut without) = ((runner(set), Vec::new()), (runner(&ALONE), Vec::new()));
    for _ in 0..TURNS {
        for (runner, halts) in [&mut with, &mut without] {
            halts.extend(runner.play().expect("it stops").halt_ns);
        }
    }
    let median = |halts: &mut Vec<u64>| {
        halts.sort_unstable();
        halts[halts.len() / 2]
    };
    let (with, without) = (median(&mut with.1), median(&mut without.1));
    let ratio = with as f64 / without as f64;
    assert!((0.85..1.4).contains(&ratio), "{with} ns with the set, {without} ns without");
}
