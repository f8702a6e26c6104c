//! The whole scenario: the first case of each mechanism has the quick task and the infinite one in one set, and is timed
//! like the same call without the set.

use std::{env, fs, process::Command, sync::LazyLock, time::Duration};

use comparison::{CATALOG, fields::fields};
use fastrand::Rng;
use libtest_mimic::Trial;
use measure::{CaseRunner, Patience, Place, Placement};
use report::verdict::symbol;
use serde_json::Value;
use stage::{Bound, Case, Stage, Verdict, workers};
use tokio::{
    runtime::{Builder, Runtime},
    task::spawn,
    time::sleep,
};

use crate::{
    commands::{COMPARISON, root},
    heavy, trial,
};

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

fn first_cases_are_the_whole_scenario() {
    let out = format!("{}/scenario-{}.json", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let played: Vec<_> = fields(&CATALOG).filter(|case| case.play.is_ok()).map(Case::id).collect();
    assert_eq!(played.len(), 18, "{played:?}");
    let mut command = Command::new(COMPARISON);
    let once = ["--rounds", "1", "--samples", "1", "--out", &out];
    let run = command.arg("run").args(&played).args(once).output().expect("it runs");
    assert!(run.status.success(), "{run:?}");
    let run: Value = serde_json::from_str(&fs::read_to_string(&out).expect("a file")).expect("a run");
    let _ = fs::remove_file(out);
    let said = |case: &Case| {
        let mut cases = run["cases"].as_array().expect("cases").iter();
        let case = cases.find(|it| it["id"] == case.id()).expect("it was played");
        case["returned"].as_str().expect("it was acknowledged").to_owned()
    };
    let counted = fields(&CATALOG).filter(|case| case.play.is_ok() && said(case).starts_with(COUNTS));
    assert_eq!(counted.map(Case::id).collect::<Vec<_>>(), played);
    is_in_the_readme(&table(said));
}

/// The table of the twenty fields: each with what became of its work, and what the acknowledgement said.
fn table(said: impl Fn(&Case) -> String) -> String {
    let mut table =
        "| case | what became of its work | what it acknowledged |\n| --- | --- | --- |\n".to_owned();
    for case in fields(&CATALOG) {
        let said = case.play.map_or_else(str::to_owned, |_| format!("`{}`", without_numbers(&said(case))));
        let verdict = format!("{} {}", symbol(Some(case.expected)), case.expected);
        table.push_str(&format!("| `{}` | {verdict} | {said} |\n", case.id()));
    }
    table
}

/// The ids of tasks and threads are others each time.
fn without_numbers(said: &str) -> String {
    let mut words = said.split_inclusive('(');
    let digits = |word: &str| word.trim_start_matches(|letter: char| letter.is_ascii_digit()).to_owned();
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &digits(word)).replace("Id()", "Id(…)")
}

fn is_in_the_readme(table: &str) {
    let path = root().join("demos/README.md");
    let readme = fs::read_to_string(&path).expect("a file");
    let (before, rest) = readme.split_once("<!-- fields -->\n").expect("the table's place");
    let (block, after) = rest.split_once("<!-- /fields -->").expect("its end");
    if env::var_os("UPDATE_EXPECT").is_some() {
        let text = format!("{before}<!-- fields -->\n{table}<!-- /fields -->{after}");
        fs::write(path, text).expect("it can be written");
    } else {
        assert_eq!(block, table, "demos/README.md: UPDATE_EXPECT=1 writes it");
    }
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
    let set = CATALOG.cases().find(|case| case.id() == "tokio/abort/awaiting").expect("a case");
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
