//! Trees of processes at random moments: what a watch says of them agrees with an observer who looks at the system himself, and
//! nothing stays.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use still_standing::testing::{ensure, heavy, marked::Marked};

/// How many trees are watched.
const TREES: u64 = 300;
/// How many tests they are divided into, which run side by side.
const PARTS: u64 = 4;
/// How long a watch waits for what is left.
const HORIZON: Duration = Duration::from_millis(1_000);
/// When the observer looks who is left, after the end of the main process. What ends does so long before, and what a watch ends
/// itself goes on until later.
const LOOKED: Duration = Duration::from_millis(800);

pub(crate) fn trials() -> Vec<Trial> {
    let part = |part: u64| {
        let trees = part * TREES / PARTS..(part + 1) * TREES / PARTS;
        let name = format!("a watch and an observer agree about trees, {} of {PARTS}", part + 1);
        heavy(Trial::test(name, move || trees.clone().try_for_each(agrees)), "watches trees by the hundred")
    };
    (0..PARTS).map(part).collect()
}

/// A program that starts others, three generations with its own, and what becomes of its main process.
struct Tree {
    script: String,
    ask: &'static str,
    end: &'static str,
}

impl Tree {
    fn new(random: &mut fastrand::Rng) -> Self {
        const MAINS: [(&str, &str, &str); 6] = [
            ("trap 'exit 0' TERM", "TERM", "stopped"),
            ("trap 'sleep 0.1; exit 0' TERM", "TERM@group", "stopped"),
            (":", "TERM", "killed"),
            (":", "TERM@group", "killed"),
            ("trap '' TERM", "TERM,100ms,KILL", "killed"),
            ("trap '' TERM", "TERM", "hung"),
        ];
        let (trap, ask, end) = MAINS[random.usize(..MAINS.len())];
        let children: String = (0..random.usize(1..4)).map(|_| child(random)).collect();
        let script = format!("{trap}; {children} echo up $$; while :; do sleep 0.01; done");
        Self { script, ask, end }
    }
}

/// A process of the second generation: of the same group or a session of its own, a child or an orphan.
fn child(random: &mut fastrand::Rng) -> String {
    let leaves: String = (0..random.usize(..3)).map(|_| format!("{} & ", leaf(random))).collect();
    let end = match random.u8(..5) {
        0 => format!("exec sleep {}", stays(random)),
        1 => "while :; do sleep 0.01; done".to_owned(),
        2 => "wait".to_owned(),
        3 => format!("sleep {}", ends(random)),
        _ => "exit 0".to_owned(),
    };
    match random.u8(..3) {
        0 => format!("( {leaves}{end} ) & "),
        1 => format!("( ( {leaves}{end} ) & ); "),
        _ => format!("setsid sh -c '{leaves}{end}' & "),
    }
}

/// One of the third: it stays, ends at a random moment, or has a zombie for a child.
fn leaf(random: &mut fastrand::Rng) -> String {
    match random.u8(..4) {
        0 => format!("sleep {}", stays(random)),
        1 => format!("sleep {}", ends(random)),
        2 => format!("setsid sleep {}", stays(random)),
        _ => format!("( (exit 0) & exec sleep {} )", stays(random)),
    }
}

fn stays(random: &mut fastrand::Rng) -> String {
    format!("1000.{}", random.u32(1_000..10_000))
}

fn ends(random: &mut fastrand::Rng) -> String {
    format!("0.{:03}", random.u32(20..300))
}

/// Those who are there at an instant: their ids and command lines.
type Look = (Instant, Vec<(i32, String)>);

/// Watches the tree with this number, and looks at it meanwhile.
fn agrees(number: u64) -> Result<(), Failed> {
    let tree = Tree::new(&mut fastrand::Rng::with_seed(number));
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("tree-{number}.json"));
    let _ = fs::remove_file(&out);
    let horizon = format!("{}ms", HORIZON.as_millis());
    let mut command = Command::new(env!("CARGO_BIN_EXE_still-standing-watch"));
    command.arg("--out").arg(&out).args(["--runs", "1", "--ready", "line:up", "--horizon", &horizon]);
    command.args(["--ask", tree.ask, "--", "sh", "-c", &tree.script]);
    let mut watch = Marked::start(&format!("tree-{number}"), &mut command);
    let mut looks: Vec<Look> = Vec::new();
    while watch.process.try_wait().map_err(|error| error.to_string())?.is_none() {
        let at = Instant::now();
        looks.push((at, watch.others()));
    }
    let _ = watch.ends_with_everybody();

    let text = fs::read_to_string(&out).map_err(|error| format!("tree {number}: {error}"))?;
    let file: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let run = &file["programs"][0]["runs"][0];
    let printed = run["printed_last"][0].as_str().unwrap_or_default();
    let main: i32 = printed.trim_start_matches("up ").parse().map_err(|_| format!("tree {number}: {run}"))?;
    let (verdict, left) = observed(&looks, main, tree.end);
    let said = run["left"]["processes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let said = names(said.map(str::to_owned));
    let is_so = run["verdict"] == verdict && said == left;
    ensure(is_so, || format!("tree {number}: {verdict}, {left:?} is left; but {run}\n{}", tree.script))
}

/// The verdict, and the command lines of those who are left, as the observer saw it. `end` is how the main process ends.
fn observed(looks: &[Look], main: i32, end: &'static str) -> (&'static str, Vec<String>) {
    if end == "hung" {
        return (end, Vec::new());
    }
    let with_main = looks.iter().rev().find(|(_, there)| there.iter().any(|(id, _)| *id == main));
    let Some((last, _)) = with_main else { return ("never seen", Vec::new()) };
    let late: Vec<&Look> = looks.iter().filter(|(at, _)| *at > *last + LOOKED).collect();
    let Some((_, there)) = late.first() else { return (end, Vec::new()) };
    let left =
        names(there.iter().map(|(_, line)| line.clone()).filter(|line| !line.contains("--keep-program")));
    (if left.is_empty() { end } else { "still-standing" }, left)
}

/// Command lines as a watch has them, each once, in order. What starts and ends all the time is seen or not; before it is
/// another program, it has the command line of its parent.
fn names(lines: impl Iterator<Item = String>) -> Vec<String> {
    let lines = lines.map(|line| line.trim().chars().take(100).collect::<String>().trim_end().to_owned());
    let lines: BTreeSet<String> = lines.filter(|line| !line.starts_with("sleep 0.")).collect();
    lines.into_iter().collect()
}
