//! Every command in a README or in `--help` does what a reader expects of it: it runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Mutex,
    thread,
};

use libtest_mimic::Trial;

use crate::{heavy, trial};

pub(crate) const COMPARISON: &str = env!("CARGO_BIN_EXE_still-standing");

/// How many commands play at a time: they sleep most of the time.
const SIDE_BY_SIDE: usize = 4;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        heavy(
            "every command of every README runs",
            "builds every program and plays for a minute",
            every_command_of_every_readme_runs,
        ),
        trial("CI runs every command that no test runs", ci_runs_every_command_that_no_test_runs),
        trial("every command of the help is described", every_command_of_the_help_is_described),
        trial("the list holds every demo and every id once", the_list_holds_every_demo_and_every_id_once),
    ]
}

/// The commands that take longer than a test may. `.ci/run` runs each of them.
const ELSEWHERE: [&str; 18] = [
    "bash .ci/run",
    "python3 -m venv demos/python/.venv && demos/python/.venv/bin/pip install -r demos/python/requirements.txt",
    "cargo run --release",
    "cargo test --workspace",
    "cargo bench",
    "cargo run --release -p demo-servers",
    "cargo run --release -- check",
    // Beside twenty other programs, one part of a crowd may begin too late to be seen.
    "cargo run --release -- sweep crowd --quick",
    "cargo run --release --features axum -- axum --quick",
    "cargo run --release --features all -- --all",
    "cargo run -p demo-axum --features axum -- story channel/awaiting-stalled-client",
    "cargo run --release --features actix -- actix --quick",
    "cargo run -p demo-actix --features actix -- story channel/awaiting-handler",
    "cargo run --release --features tonic -- tonic --quick",
    "cargo run -p demo-tonic --features tonic -- story channel/awaiting-stream",
    "cargo run --release --features sqlx -- sqlx --quick",
    "cargo run -p demo-sqlx --features sqlx -- story drop/awaiting-transaction",
    "cargo run --release -- report results/*.json --out results --texts --check",
];

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every README of the workspace.
pub(crate) fn readmes() -> Vec<PathBuf> {
    let folders =
        ["", "shared", "shared/drops", "shared/watch", "results", "results/servers", "benches", "demos"]
            .map(|folder| root().join(folder));
    let demos = fs::read_dir(root().join("demos")).expect("demos").flatten().map(|entry| entry.path());
    folders
        .into_iter()
        .chain(demos)
        .map(|folder| folder.join("README.md"))
        .filter(|path| path.exists())
        .collect()
}

/// The lines of a text's ```sh blocks.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n"));
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// How a command of a README is run here: the program that cargo has built already, and its
/// arguments.
fn built(line: &str) -> Option<(PathBuf, Vec<String>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (cargo, arguments) = match words.iter().position(|word| *word == "--") {
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (&words[..], &[][..]),
    };
    let program = match cargo {
        ["cargo", "run", "--release"] => PathBuf::from(COMPARISON),
        ["cargo", "run", "-p", package] | ["cargo", "run", "--release", "-p", package] => {
            Path::new(COMPARISON).with_file_name(package)
        }
        ["cargo", "run", "-p", "recipes", "--bin", recipe] => Path::new(COMPARISON).with_file_name(recipe),
        _ => return None,
    };
    Some((program, arguments.iter().map(|word| (*word).to_owned()).collect()))
}

fn run(program: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command.output().unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// Where a command writes a run, these arguments with a file that no other command writes at the same
/// time.
fn with_own_file(arguments: &[String]) -> Vec<String> {
    let writes_no_run = ["list", "story", "check", "report", "compare"];
    let first = arguments.first().map(String::as_str).unwrap_or_default();
    if writes_no_run.contains(&first) || arguments.iter().any(|argument| argument.starts_with("--out")) {
        return arguments.to_vec();
    }
    let name = arguments.join(" ").replace('/', "-");
    let thread = format!("{:?}", thread::current().id());
    let file = format!("{}/{name} {thread}.json", env!("CARGO_TARGET_TMPDIR"));
    // It stands before a program of the reader's own, whose argument it would be otherwise.
    let at = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let (before, after) = arguments.split_at(at);
    [before, &["--out".to_owned(), file], after].concat()
}

fn every_command_of_every_readme_runs() {
    let lines = readmes().into_iter().flat_map(|path| {
        let text = fs::read_to_string(&path).expect("a README is text");
        commands(&text).into_iter().map(move |line| (path.clone(), line))
    });
    let here: Vec<_> = lines.filter(|(_, line)| !ELSEWHERE.contains(&line.as_str())).collect();
    assert!(!here.is_empty(), "the READMEs have no commands");
    let build =
        Command::new(env!("CARGO")).args(["build", "--workspace", "--bins"]).current_dir(root()).status();
    assert!(build.is_ok_and(|status| status.success()), "the programs can't be built");
    let next = Mutex::new(here.iter());
    let take = || next.lock().expect("nobody panics with it").next();
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some((path, line)) = take() {
                    let (program, arguments) =
                        built(line).unwrap_or_else(|| panic!("{}: no test runs `{line}`", path.display()));
                    let output = run(&program, &with_own_file(&arguments));
                    let status = output.status.code();
                    assert_eq!(status, Some(0), "{}: {line}: {output:?}", path.display());
                }
            });
        }
    });
}

fn ci_runs_every_command_that_no_test_runs() {
    let script = fs::read_to_string(root().join(".ci/run")).expect(".ci/run");
    for command in ELSEWHERE.iter().filter(|command| **command != "bash .ci/run") {
        assert!(script.lines().any(|line| line.trim() == *command), ".ci/run does not run `{command}`");
    }
}

fn every_command_of_the_help_is_described() {
    let help = run(Path::new(COMPARISON), &["--help".to_owned()]);
    let help = String::from_utf8(help.stdout).expect("help is text");
    let names = help.lines().skip_while(|line| *line != "Commands:").skip(1).map_while(|line| {
        let line = line.strip_prefix("  ").filter(|line| !line.is_empty())?;
        Some(line.split_whitespace().next().filter(|_| !line.starts_with(' ')))
    });
    let names: Vec<&str> = names.flatten().filter(|name| *name != "help").collect();
    assert!(names.len() >= 3, "{help}");
    for name in names {
        let output = run(Path::new(COMPARISON), &[name.to_owned(), "--help".to_owned()]);
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
    }
}

fn the_list_holds_every_demo_and_every_id_once() {
    let output = run(Path::new(COMPARISON), &["list".to_owned(), "--json".to_owned()]);
    let list = String::from_utf8(output.stdout).expect("JSON is text");
    let mut ids: Vec<&str> = list.lines().filter_map(|line| line.trim().strip_prefix("\"id\": ")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is there twice");
    // A demo has its cases in files that are named after mechanisms; recipes and servers are programs.
    let folders = fs::read_dir(root().join("demos")).expect("demos").flatten();
    for folder in folders.filter(|folder| has_cases(&folder.path())) {
        let runtime = format!("\"{}/", folder.file_name().to_string_lossy());
        assert!(
            ids.iter().any(|id| id.starts_with(&runtime)),
            "{runtime} is missing from benches/src/lib.rs"
        );
    }
}

fn has_cases(demo: &Path) -> bool {
    let mechanisms = ["flag", "channel", "drop", "abort"];
    mechanisms
        .iter()
        .any(|name| demo.join(format!("src/{name}.rs")).exists() || demo.join("src").join(name).is_dir())
}
