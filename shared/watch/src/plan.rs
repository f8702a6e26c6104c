//! What is watched: which program, how it is known to be ready, how it is asked, and how long it is watched.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    address::HttpAddress,
    ask::Ask,
    fail_on::FailOn,
    ladder::Ladder,
    manner::Manner,
    ready::Ready,
    running::Running,
    start::{Start, Stdin},
    verdict::Verdict,
};

/// What is watched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The name under which tables, pictures and comparisons have it.
    pub name: String,
    /// Its main process, if it runs already, and is only asked; `None` if it is started here.
    pub running: Option<Running>,
    /// The program.
    pub program: OsString,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// The folder that it is started in; `None` for that of this process.
    pub folder: Option<PathBuf>,
    /// With what it is started.
    pub start: Start,
    /// How it is known to be ready.
    #[serde(with = "as_text")]
    pub ready: Ready,
    /// How long it may take to be ready.
    pub ready_within: Duration,
    /// How it is asked.
    #[serde(with = "as_text")]
    pub ask: Ladder,
    /// How long to watch after the last rung, and after the end of its main process.
    pub horizon: Duration,
    /// What is requested of it while it is asked, in turn; nothing if it is empty.
    pub load: Vec<HttpAddress>,
    /// How it is spoken to over HTTP.
    pub manner: Manner,
    /// A command that is a client of it, started when it is ready; none if it is `None`.
    pub client: Option<String>,
    /// How many clients request it.
    pub connections: u32,
    /// Folders in which nothing new should be left.
    pub files: Vec<PathBuf>,
    /// How many runs are played.
    pub runs: u32,
    /// How many are played before them, and not counted.
    pub warmup: u32,
    /// The seed of the instants at which it is asked.
    pub seed: u64,
    /// What fails the watch if it is seen in any run.
    #[serde(skip)]
    pub fail_on: Vec<FailOn>,
    /// Whether the first run that fails is the last.
    pub fail_fast: bool,
    /// The verdict that is claimed, if one is.
    pub expected: Option<Verdict>,
    /// The version of the program, if it is known.
    pub version: Option<String>,
}

impl Plan {
    /// A plan for this program, with the defaults of the command line.
    ///
    /// # Panics
    /// Never: the default ladder is well-formed.
    #[must_use]
    pub fn new(name: &str, program: impl Into<OsString>) -> Self {
        Self {
            name: name.to_owned(),
            running: None,
            program: program.into(),
            arguments: Vec::new(),
            folder: None,
            start: Start::default(),
            ready: Ready::After(Duration::from_secs(1)),
            ready_within: Duration::from_secs(30),
            ask: "TERM,10s,KILL".parse().expect("the default ladder is well-formed"),
            horizon: Duration::from_secs(2),
            load: Vec::new(),
            manner: Manner::default(),
            client: None,
            connections: 8,
            files: Vec::new(),
            runs: 10,
            warmup: 0,
            seed: 1,
            fail_on: Vec::new(),
            fail_fast: false,
            expected: None,
            version: None,
        }
    }

    /// Whether the program's standard input is empty from the beginning.
    pub(crate) fn has_no_input(&self) -> bool {
        self.running.is_none() && self.start.stdin == Stdin::Null && !self.ask.closes_stdin()
    }

    /// What is wrong with it: an address that lacks a port that nothing says, or what can't be done with a program that runs
    /// already.
    ///
    /// # Errors
    /// If it is so.
    pub fn check(&self) -> Result<(), String> {
        if self.manner.is_http2 && !cfg!(feature = "http2") {
            return Err(
                "--http2 needs a library that this program was built without; build it with --features http2"
                    .to_owned(),
            );
        }
        if self.running.is_some() {
            self.check_with_one_that_runs()?;
        }
        let rungs = self.ask.rungs().iter().filter_map(|rung| rung.ask.address());
        let ready = match &self.ready {
            Ready::Http(address) => Some(address),
            Ready::Line(_) => return Ok(()),
            _ => None,
        };
        match self.load.iter().chain(rungs).chain(ready).find(|address| address.lacks_port()) {
            None => Ok(()),
            Some(address) => Err(format!(
                "{address} lacks the port, which only the line says that the program is ready by; give --ready line:TEXT"
            )),
        }
    }

    fn check_with_one_that_runs(&self) -> Result<(), String> {
        let to_group = |ask: &Ask| matches!(ask, Ask::Signal { to_group: true, .. });
        let addresses = self.load.iter().chain(self.ask.rungs().iter().filter_map(|rung| rung.ask.address()));
        let wrong = match () {
            () if self.runs + self.warmup != 1 => "it ends once: leave --runs out",
            () if self.ask.closes_stdin() => {
                "its standard input is somebody else's: leave stdin-closed out of --ask"
            }
            () if self.ask.rungs().iter().any(|rung| to_group(&rung.ask)) => {
                "others may be in its process group, as what the same script has started: leave @group out of --ask, or \
                 send it by run:kill -TERM -- -$PID"
            }
            () if addresses.into_iter().any(HttpAddress::lacks_port) => {
                "it prints nothing that is seen, so nothing says which {port} is meant: write the port"
            }
            () => return Ok(()),
        };
        Err(format!("with --pid the program runs already, and {wrong}"))
    }

    /// Why a watch by it can't show what is to fail it; `None` if it can.
    #[must_use]
    pub fn cannot_show(&self, what: FailOn) -> Option<String> {
        let because = match what {
            FailOn::Lost | FailOn::TurnedAway if self.load.is_empty() => "nothing is requested: give --load",
            FailOn::Client if self.client.is_none() => "there is none: give --client",
            FailOn::Status(_) | FailOn::Killed | FailOn::Crashed if self.running.is_some() => {
                "only the parent of a process learns how it ended, and with --pid that is somebody else: give late or \
                 still-standing, which are seen"
            }
            _ => return None,
        };
        Some(format!("--fail-on {what} can't be known, because {because}"))
    }

    /// The same with this port in the addresses that lack one.
    #[must_use]
    pub(crate) fn with_port(&self, port: u16) -> Self {
        let load = self.load.iter().map(|address| address.with_port(port)).collect();
        Self { load, ask: self.ask.with_port(port), ..self.clone() }
    }

    /// Whether one of its addresses lacks a port.
    pub(crate) fn lacks_port(&self) -> bool {
        let rungs = self.ask.rungs().iter().filter_map(|rung| rung.ask.address());
        self.load.iter().chain(rungs).any(HttpAddress::lacks_port)
    }

    /// The command line, as a person would read it: without the folders of this machine.
    #[must_use]
    pub fn command(&self) -> String {
        let words = [&self.program].into_iter().chain(&self.arguments);
        let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
        shortened(&line)
    }
}

/// A text without the folder of this process, with `$TMPDIR` for the system's folder for temporary files, and with `~` for
/// the user's own.
pub(crate) fn shortened(text: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let home = env::home_dir().unwrap_or_default();
    without(text, [&here, &env::temp_dir(), &home])
}

fn without(text: &str, [here, temporary, home]: [&Path; 3]) -> String {
    let mut text = text.to_owned();
    for (folder, name) in [(here, ""), (temporary, "$TMPDIR/"), (home, "~/")] {
        let folder = folder.display().to_string();
        let folder = folder.trim_end_matches('/');
        if !folder.is_empty() {
            text = text.replace(&format!("{folder}/"), name);
        }
    }
    text
}

/// Writes what a person types on the command line as that text, and reads it back.
mod as_text {
    use std::{fmt::Display, str::FromStr};

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_a_machine_are_left_out() {
        let shortened = |text| without(text, ["/home/me/project", "/tmp/", "/home/me"].map(Path::new));
        assert_eq!(shortened("/home/me/project/server -d /tmp/x/data"), "server -d $TMPDIR/x/data");
        assert_eq!(shortened("/home/me/.venv/bin/python3"), "~/.venv/bin/python3");
        assert_eq!(shortened("/usr/sbin/nginx"), "/usr/sbin/nginx");
        assert_eq!(without("/usr/bin/x", ["/"; 3].map(Path::new)), "/usr/bin/x");
    }

    #[test]
    fn a_program_that_runs_already_is_only_asked() {
        let running = Some(Running { id: 4_711, started: 1 });
        let plan = || Plan { running, runs: 1, ..Plan::new("x", "x") };
        let ask = |ladder: &str| Plan { ask: ladder.parse().unwrap(), ..plan() };
        let load = |address: &str| Plan { load: vec![address.parse().unwrap()], ..plan() };
        for (plan, said) in [
            (plan(), None),
            (ask("run:stop $PID,1s,TERM,1s,KILL"), None),
            (load("http://127.0.0.1:80/"), None),
            (Plan { runs: 2, ..plan() }, Some("--runs")),
            (Plan { warmup: 1, ..plan() }, Some("--runs")),
            (ask("stdin-closed,1s,KILL"), Some("stdin-closed")),
            (ask("TERM,1s,KILL@group"), Some("@group")),
            (load("http://127.0.0.1:{port}/"), Some("{port}")),
            (ask("http:POST http://127.0.0.1:{port}/,1s,TERM"), Some("{port}")),
        ] {
            let wrong = plan.check().err();
            let is_so =
                wrong.is_some() == said.is_some() && wrong.iter().all(|it| it.contains(said.unwrap()));
            assert!(is_so, "{said:?}: {wrong:?}");
            assert_eq!(Plan { running: None, ready: Ready::Line("x".to_owned()), ..plan }.check(), Ok(()));
        }
        for what in ["status", "status=143", "killed", "crashed"] {
            let said = plan().cannot_show(what.parse().unwrap());
            assert!(said.is_some_and(|it| it.contains(what) && it.contains("late")), "{what}");
        }
        for what in ["still-standing", "late", "left", "slower=1s"] {
            assert_eq!(plan().cannot_show(what.parse().unwrap()), None, "{what}");
        }
    }

    #[test]
    fn what_a_plan_does_not_show_is_not_known() {
        let mut plan = Plan::new("x", "x");
        for (what, option) in [("lost", "--load"), ("turned-away", "--load"), ("client", "--client")] {
            let what: FailOn = what.parse().unwrap();
            assert!(plan.cannot_show(what).is_some_and(|said| said.contains(option)), "{what}");
        }
        plan.load = vec!["http://127.0.0.1/".parse().unwrap()];
        plan.client = Some("true".to_owned());
        for word in ["killed", "lost", "turned-away", "client", "slower=1s"] {
            let what: FailOn = word.parse().unwrap();
            assert_eq!(plan.cannot_show(what), None, "{word}");
        }
    }
}
