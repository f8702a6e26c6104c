//! The arguments, their limits and their defaults.

use std::{ffi::OsString, ops::RangeInclusive, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, builder::ArgPredicate};
use report::{
    compare,
    terminal::program::{duration_within, horizon},
};

use crate::{
    address::HttpAddress,
    fail_on::FailOn,
    ladder::Ladder,
    manner::{Field, Manner, Statuses, Verb},
    plan::Plan,
    playing,
    ready::Ready,
    running::NamedBy,
    start::{Start, Stdin, Variable},
};

/// Long enough for a look, and short enough to wait for.
const READY_WITHIN: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3_600);

/// Asks a program of your own to stop, and measures what becomes of it, without taking part in it.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = EXIT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) play: PlayArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compares two files that it wrote, program by program
    Compare(CompareArguments),
    /// Draws a table, a picture and CSV from files that it wrote
    Report(ReportArguments),
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The baseline (JSON)
    #[arg(value_name = "A")]
    pub(crate) was: PathBuf,
    /// What to compare with it (JSON)
    #[arg(value_name = "B")]
    pub(crate) is: PathBuf,
    /// Exit with 1 if a verdict changed (verdict), if something else was lost (lost) or left (left), or if a program became
    /// measurably slower, by more than a share of its p50 (slower=20%); can be given more than once
    #[arg(long, value_name = "WHAT", value_parser = fail_comparison_on)]
    pub(crate) fail_on: Vec<compare::fail_on::FailOn>,
    /// Print the comparison as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the comparison as Markdown
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Files that it wrote (JSON)
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write to this folder: a README.md with the tables and, for each file, its picture (svg) and its runs (csv)
    #[arg(long, value_name = "DIR", default_value = "target/still-standing/watched")]
    pub(crate) out: PathBuf,
    /// Draw the table of programs into this file too, between <!-- programs --> and <!-- /programs -->; can be given more
    /// than once
    #[arg(long, value_name = "FILE")]
    pub(crate) into: Vec<PathBuf>,
    /// Write nothing; exit with 1 if the files differ from what would be drawn
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PlayArguments {
    /// How it is known that the program is ready: it answers http://…, listens at tcp:HOST:PORT or unix:PATH, prints line:TEXT,
    /// has made file:PATH, or was given after:DURATION
    #[arg(long, value_name = "HOW", default_value = "after:1s", value_parser = ready)]
    ready: Ready,
    /// How long it may take to be ready, from 1ms to 1h
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "30s", value_parser = ready_within)]
    ready_within: Duration,
    /// How it is asked, and how long it is given before it is asked again: signals (TERM, INT@group, RTMIN+3, 15, …), stdin-closed,
    /// run:COMMAND ($PID is its id; write a comma as \,) or http:POST http://…, with deadlines between them
    #[arg(long, value_name = "LADDER", default_value = "TERM,10s,KILL", value_parser = ladder)]
    ask: Ladder,
    /// How long to watch after the last way to ask, and after the end of its main process for what it leaves, from 10ms
    /// to 1h
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "2s", value_parser = horizon)]
    horizon: Duration,
    /// How many runs to play; with --pid, one
    #[arg(long, value_name = "N", allow_hyphen_values = true, default_value_t = 10,
          default_value_if("pid", ArgPredicate::IsPresent, Some("1")), value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs: u32,
    /// How many runs to play before them, which are not counted
    #[arg(long, value_name = "N", allow_hyphen_values = true, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    warmup: u32,
    /// Request this of it while it is asked, with some clients that are slow, some that keep their connections, and some
    /// that are idle; given more than once, in turn. {port} stands for the port in the line by which it is ready
    #[arg(long, value_name = "URL", value_parser = address)]
    load: Vec<HttpAddress>,
    /// The method of these requests
    #[arg(long, value_name = "METHOD", default_value = "GET", value_parser = method)]
    method: Verb,
    /// A field of each request, of --ready too ("Authorization: Basic …"); can be given more than once
    #[arg(long, value_name = "NAME: VALUE", value_parser = field)]
    header: Vec<Field>,
    /// The statuses that are good, of --ready too: 2xx,401
    #[arg(long, value_name = "STATUSES", default_value = "100-399", value_parser = statuses)]
    status: Statuses,
    /// Take any certificate from https://…, also one that it has signed itself
    #[arg(long)]
    insecure: bool,
    /// Speak HTTP/2 in these requests, several at a time on a connection, and in --ready: by https://… as the two sides agree
    /// (ALPN), by http://… at once, without an upgrade
    #[arg(long)]
    http2: bool,
    /// A client of another kind: a command that is started when the program is ready ($PID is the program's id), and ended
    /// with the run
    #[arg(long, value_name = "COMMAND")]
    client: Option<String>,
    /// How many clients request it
    #[arg(long, value_name = "N", allow_hyphen_values = true, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    connections: u32,
    /// What it has as its standard input: null, which ends at once, or a pipe that stays open
    #[arg(long, value_name = "null|pipe", default_value = "null", value_parser = stdin)]
    stdin: Stdin,
    /// The folder that it is started in
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
    /// A variable of its environment; can be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    env: Vec<Variable>,
    /// Start it as process 1, as a container does: signals that it has no handler for do not reach it. Needs to be root
    #[arg(long)]
    pid1: bool,
    /// A folder in which it should leave nothing new, beside its own for temporary files ($TMPDIR); can be given more
    /// than once
    #[arg(long, value_name = "DIR")]
    files: Vec<PathBuf>,
    /// Exit with 1 if, in any run, something still ran (still-standing), the signal that it was asked by ended it (killed), it
    /// crashed (crashed), it did not end with status 0 (status) or another (status=143), it had not ended when it was asked
    /// again (late), requests were lost (lost) or turned away with a status of 500 or above (turned-away), the client ended
    /// with another status than 0 (client), it left processes, listeners or files (left), or it took longer than this until
    /// all of it had ended (slower=2s)
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = fail_on)]
    fail_on: Vec<FailOn>,
    /// Play no further run after one that fails by --fail-on
    #[arg(long)]
    fail_fast: bool,
    /// The name under which tables, pictures and compare have it [default: the program's]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The seed of the instants at which it is asked
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write the JSON to this file
    #[arg(long, value_name = "FILE", default_value = "target/still-standing/watch.json")]
    pub(crate) out: PathBuf,
    /// Print the JSON to standard output instead of the tables
    #[arg(long)]
    pub(crate) json: bool,
    /// Ask a program that runs already, which systemd, a container's engine or a shell has started: its process id, or the
    /// file that it writes that to. Its exit status and what it prints are not seen then, and what it leaves, and what the
    /// last rung of --ask does not end, is told and left alone
    #[arg(long, value_name = "FILE|N", allow_hyphen_values = true, value_parser = named_by,
          conflicts_with_all = ["program", "ready", "ready_within", "warmup", "stdin", "cwd", "env", "pid1"])]
    pid: Option<NamedBy>,
    /// The program and its arguments, behind --
    #[arg(value_name = "PROGRAM", required_unless_present = "pid", last = true)]
    program: Vec<OsString>,
}

const EXIT: &str = "The program's end is its end in this process's eyes: its main process, and everything that descends \
                    from it, also what has left its process group. Exit status: 0 if nothing failed, 1 if --fail-on did in a run, \
                    2 if the call was wrong or a run could not be asked, 130 if it was interrupted.";

impl PlayArguments {
    /// What these arguments ask for.
    ///
    /// # Errors
    /// If it is a program that runs already, and can't be watched.
    pub(crate) fn plan(&self) -> Result<Plan, String> {
        let found =
            self.pid.as_ref().map(|pid| playing::find(pid).map_err(|wrong| format!("--pid {pid}: {wrong}")));
        let (running, line) = match found.transpose()? {
            Some((running, line)) => (Some(running), line.into_iter().map(OsString::from).collect()),
            None => (None, self.program.clone()),
        };
        let (program, arguments) =
            line.split_first().map_or((OsString::new(), &[][..]), |(first, rest)| (first.clone(), rest));
        Ok(Plan {
            running,
            arguments: arguments.to_vec(),
            folder: self.cwd.clone(),
            start: Start { stdin: self.stdin, variables: self.env.clone(), is_first: self.pid1 },
            ready: if running.is_some() { Ready::After(Duration::ZERO) } else { self.ready.clone() },
            ready_within: self.ready_within,
            ask: self.ask.clone(),
            horizon: self.horizon,
            load: self.load.clone(),
            manner: Manner {
                method: self.method.clone(),
                fields: self.header.clone(),
                accepted: self.status.clone(),
                is_insecure: self.insecure,
                is_http2: self.http2,
            },
            client: self.client.clone(),
            connections: self.connections,
            files: self.files.clone(),
            runs: self.runs,
            warmup: self.warmup,
            seed: self.seed,
            fail_on: self.fail_on.clone(),
            fail_fast: self.fail_fast,
            ..Plan::new(&self.name.clone().unwrap_or_else(|| own_name(&line)), &program)
        })
    }
}

/// The name of a program by its command line: that of what is run by `env`, if `env` runs it.
fn own_name(words: &[OsString]) -> String {
    let name = |word: &OsString| {
        PathBuf::from(word).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    let mut words = words.iter().peekable();
    if words.peek().is_some_and(|first| name(first) == "env") {
        let is_setting = |word: &OsString| word.to_string_lossy().contains('=');
        let env = words.next();
        while let Some(word) =
            words.next_if(|word| is_setting(word) || word.to_string_lossy().starts_with('-'))
        {
            // These have an argument of their own.
            if word == "-u" || word == "-C" {
                words.next();
            }
        }
        return words.next().or(env).map_or_else(String::new, name);
    }
    words.next().map_or_else(String::new, name)
}

fn ready(text: &str) -> Result<Ready, String> {
    text.parse()
}

fn named_by(text: &str) -> Result<NamedBy, String> {
    text.parse()
}

fn ladder(text: &str) -> Result<Ladder, String> {
    text.parse()
}

fn address(text: &str) -> Result<HttpAddress, String> {
    text.parse()
}

fn stdin(text: &str) -> Result<Stdin, String> {
    text.parse()
}

fn variable(text: &str) -> Result<Variable, String> {
    text.parse()
}

fn method(text: &str) -> Result<Verb, String> {
    text.parse()
}

fn field(text: &str) -> Result<Field, String> {
    text.parse()
}

fn statuses(text: &str) -> Result<Statuses, String> {
    text.parse()
}

fn ready_within(text: &str) -> Result<Duration, String> {
    duration_within("the time to get ready", &READY_WITHIN, text)
}

fn fail_comparison_on(text: &str) -> Result<compare::fail_on::FailOn, String> {
    compare::fail_on::FailOn::read(text, &["lost", "left"])
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    text.parse()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Arguments, own_name};

    #[test]
    fn a_program_that_env_runs_has_its_own_name() {
        for (line, expected) in [
            ("/usr/bin/server --port 1", "server"),
            ("env A=B server", "server"),
            ("/usr/bin/env -u X -C / A=B ./server", "server"),
            ("env", "env"),
            ("", ""),
        ] {
            let words: Vec<_> = line.split_whitespace().map(Into::into).collect();
            assert_eq!(own_name(&words), expected, "{line}");
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
