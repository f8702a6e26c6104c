//! A library in a workspace of its own, with one dependency and one file in `benches/`, gets all that the demos here
//! have: `example` is copied out of this workspace, built, tested and run.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::{commands::root, heavy, packed::page_and_data};

pub(crate) fn trials() -> Vec<Trial> {
    let name = "a crate in its own workspace has its own cases";
    vec![heavy(name, "builds a stranger's project", a_crate_in_its_own_workspace_has_its_own_cases)]
}

/// The example in a folder of its own, under version control.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let project = Self { folder };
        for file in ["Cargo.toml", "src/lib.rs", "benches/stops.rs"] {
            let to = project.path(file);
            fs::create_dir_all(to.parent().expect("it has one")).expect("a new folder");
            fs::copy(root().join("benches/example").join(file), to).expect("the example is there");
        }
        project.edit("Cargo.toml", "\"../../shared", &format!("\"{}/shared", root().display()));
        // The versions that are downloaded already: cargo takes out what it does not need.
        fs::copy(root().join("Cargo.lock"), project.path("Cargo.lock")).expect("a lock file");
        fs::write(project.path(".gitignore"), "/target\n").expect("a file");
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).expect("it is there");
        assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        fs::write(self.path(file), text.replace(from, to)).expect("it can be written");
    }

    fn git(&self, arguments: &[&str]) -> String {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let out = self.run("git", &[&who, arguments].concat());
        assert!(out.status.success(), "{out:?}");
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    /// Calls cargo as its author would. It builds where this workspace does, as this workspace does, so that what is
    /// built already need not be built again.
    fn cargo(&self, arguments: &[&str]) -> Output {
        self.run(env!("CARGO"), &[&["--offline"], arguments].concat())
    }

    fn bench(&self, arguments: &[&str]) -> Output {
        self.cargo(&[&["bench", "--profile", "dev", "--bench", "stops", "--"], arguments].concat())
    }

    fn run(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path());
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("CARGO") || name.starts_with("GIT_"))
        {
            command.env_remove(name);
        }
        if let Some(home) = std::env::var_os("CARGO_HOME") {
            command.env("CARGO_HOME", home);
        }
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
        command
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        command.output().expect("it can be started")
    }
}

fn said(out: &Output) -> String {
    [&out.stdout, &out.stderr].map(|stream| String::from_utf8_lossy(stream)).concat()
}

/// Words, cases and commands of the repository that the harness comes from.
const FOREIGN: [&str; 14] = [
    "tokio",
    "async-std",
    "smol",
    "rayon",
    "wasmtime",
    "python",
    "threads/",
    "processes/",
    "Rust's",
    "Rust&rsquo;s",
    "in Rust",
    "four stories",
    "cargo run",
    "demos/",
];

fn assert_is_of_these_cases(name: &str, text: &str) {
    for word in FOREIGN {
        assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{name} says {word}: {text}");
    }
}

/// Asserts that below each heading and each table's head there is something.
fn assert_no_section_is_empty(text: &str) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    for (line, next) in lines.iter().zip(lines.iter().skip(1).chain([&"# The end"])) {
        let is_head = |line: &str| line.starts_with('#');
        let level = |line: &str| line.chars().take_while(|sign| *sign == '#').count();
        assert!(
            !is_head(line) || !is_head(next) || level(next) > level(line),
            "nothing below {line}: {text}"
        );
        assert!(!line.starts_with("| ---") || next.starts_with('|'), "a table without a row: {text}");
    }
}

fn what_is_drawn_and_said_is_of_these_cases_alone(project: &Project) {
    fs::write(project.path("README.md"), README).expect("a README");
    let out = project.bench(&["sweep", "beat", "--quick", "--out", "sweep.json"]);
    assert!(out.status.success() && said(&out).contains("my-pool/drop/parked"), "{}", said(&out));
    let out = project.bench(&["report", "a.json", "sweep.json", "--out", "results", "--texts"]);
    assert!(out.status.success(), "{}", said(&out));
    let drawn = |name: &str| fs::read_to_string(project.path(name)).unwrap_or_else(|_| panic!("no {name}"));

    for name in ["README.md", "results/README.md", "results/cases.md"] {
        let text = drawn(name);
        assert!(text.contains("my-pool"), "{text}");
        assert_is_of_these_cases(name, &text);
        assert_no_section_is_empty(&text);
    }
    assert!(drawn("results/cases.md").contains("](../benches/stops.rs#L"), "the sources are there");

    for name in ["timelines", "story", "grid-my-pool", "ladder"] {
        let name = format!("results/a/{name}.svg");
        assert!(drawn(&name).contains("my-pool"), "{name}: {}", drawn(&name));
        assert_is_of_these_cases(&name, &drawn(&name));
    }

    let (page, data) = page_and_data(&drawn("results/index.html"));
    assert_is_of_these_cases("the page", &page);
    let data: Value = serde_json::from_str(&data).expect("it is JSON");
    assert_is_of_these_cases("the page's data", &data["runs"].to_string());
    assert_is_of_these_cases("the page's pictures", &data["sweeps"].to_string());
    for section in [r#"id="stories""#, r#"id="guide""#, r#"class="found"#] {
        assert!(!page.contains(section), "an empty section: {section}");
    }

    let help = said(&project.bench(&["--help"]));
    let names = help.lines().skip_while(|line| *line != "Commands:").skip(1).map_while(|line| {
        line.strip_prefix("  ").filter(|line| !line.is_empty()).map(|line| line.split_whitespace().next())
    });
    let names: Vec<&str> = names.flatten().collect();
    assert!(names.contains(&"sweep") && !names.contains(&"pairs"), "{help}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let help = said(&project.bench(&[name, "--help"]));
        assert_is_of_these_cases(name, &help);
        if name == "sweep" {
            assert!(help.contains("[possible values: beat, place]"), "{help}");
        }
    }
    let out = project.bench(&["pairs"]);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out));
    assert_is_of_these_cases("pairs", &said(&out));
}

/// It has a place for some blocks, also for those that only an editor's words could fill.
const README: &str = "# My pool\n\n<!-- matrix -->\n<!-- /matrix -->\n\n<!-- guide -->\n<!-- /guide -->\n\n\
                      <!-- force -->\n<!-- /force -->\n\n<!-- surprises -->\n<!-- /surprises -->\n";

fn a_crate_in_its_own_workspace_has_its_own_cases() {
    let project = Project::new();

    // Its verdicts are held by `cargo test`.
    let out = project.cargo(&["test", "--bench", "stops"]);
    assert!(out.status.success(), "{}", said(&out));
    for line in
        ["my-pool/drop/parked ", "my-pool/drop/blocking is told ", "my-pool/abort/spinning ", "8 passed"]
    {
        assert!(said(&out).contains(line), "no {line} in {}", said(&out));
    }
    project.git(&["init", "--quiet"]);
    project.git(&["add", "--all"]);
    project.git(&["commit", "--quiet", "--message", "My pool"]);
    let commit = project.git(&["rev-parse", "--short=12", "HEAD"]);

    // The command line is that of the demos.
    let out = project.bench(&["--samples", "3", "--rounds", "3", "--out", "a.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    assert!(said(&out).contains("4 of 4 cases behaved as their demos say"), "{}", said(&out));
    let file = fs::read_to_string(project.path("a.json")).expect("the run is saved");
    let run: Value = serde_json::from_str(&file).expect("it is JSON");
    assert_eq!(run["commit"], Value::String(commit.clone()), "the commit of the project, not of the harness");
    assert_eq!(
        run["command"], "cargo bench --profile dev --bench stops -- --samples 3 --rounds 3",
        "as its author typed it"
    );
    let lock = fs::read_to_string(project.path("Cargo.lock")).expect("it is there");
    let channel = run["versions"]["crossbeam-channel"].as_str().expect("its version");
    assert!(lock.contains(&format!("name = \"crossbeam-channel\"\nversion = \"{channel}\"")), "{channel}");
    assert_eq!(run["versions"]["my-pool"], "0.3.0");

    // What is shown is the function that was played, where it stands.
    let parked = &run["cases"][0];
    let stops = fs::read_to_string(project.path("benches/stops.rs")).expect("it is there");
    let line = usize::try_from(parked["line"].as_u64().expect("a number")).expect("a line");
    assert_eq!((&parked["id"], &parked["path"]), (&"my-pool/drop/parked".into(), &"benches/stops.rs".into()));
    assert!(
        stops.lines().nth(line - 1).is_some_and(|line| line.starts_with("/// Dropping a `Worker` wakes"))
    );
    let code = parked["code"].as_str().expect("its lines");
    assert!(code.starts_with("fn parked(") && code.ends_with("\n}") && stops.contains(code), "{code}");

    let out = project.bench(&["story", "drop/parked", "--beat", "2ms"]);
    assert!(out.status.success() && said(&out).contains("■ halted"), "{}", said(&out));
    let out = project.bench(&["list"]);
    assert!(said(&out).contains("my-pool has no way to end a job that computes"), "{}", said(&out));
    let out = project.bench(&["compare", "a.json", "a.json", "--fail-on", "verdict"]);
    assert!(out.status.success(), "{}", said(&out));
    what_is_drawn_and_said_is_of_these_cases_alone(&project);

    // A change that is not committed is noted.
    project.edit("benches/stops.rs", "/// `detach` lets the job go on.", "/// `detach` lets a job go on.");
    let out = project.bench(&["drop/parked", "--samples", "1", "--rounds", "1", "--out", "b.json"]);
    assert!(out.status.success(), "{}", said(&out));
    let file = fs::read_to_string(project.path("b.json")).expect("the run is saved");
    assert!(
        file.contains(&format!("\"commit\":\"{commit}+\"")) || file.contains(&format!("\"{commit}+\"")),
        "{file}"
    );

    // A wrong expectation fails, and names the case.
    project.edit(
        "benches/stops.rs",
        "\"drop/blocking-detached\", StillStanding",
        "\"drop/blocking-detached\", Stopped, Inline",
    );
    let out = project.cargo(&["test", "--bench", "stops"]);
    assert!(!out.status.success() && said(&out).contains("my-pool/drop/blocking-detached"), "{}", said(&out));
    let out = project.bench(&["detached", "--samples", "1", "--rounds", "1", "--out", "c.json"]);
    assert_eq!(out.status.code(), Some(1), "{}", said(&out));

    // What cannot be right does not compile, and says why.
    project.edit("benches/stops.rs", "locked!(\"my-pool\",", "locked!(\"my-pond\",");
    let out = project.cargo(&["check", "--bench", "stops"]);
    assert!(!out.status.success() && said(&out).contains("no package of this name in"), "{}", said(&out));
}
