//! The arguments, their limits and their defaults.

use std::{ffi::OsString, ops::RangeInclusive, path::PathBuf, time::Duration};

use clap::{
    Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use measure::{Catalog, Factor, Place};
use report::{
    compare::fail_on::FailOn,
    desk::Desk,
    folder::Format,
    terminal::program::{duration_within, horizon},
};

use crate::command::sweep;

/// A timer can keep a beat of this length, and a person can wait for it.
const BEATS: RangeInclusive<Duration> = Duration::from_micros(100)..=Duration::from_secs(10);

/// I cancelled it: why is it still running? Each case asks an infinite task to stop, watches
/// whether it does, and measures how long that takes.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXIT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

impl Arguments {
    /// Reads the words of a call. The help speaks of what this program can play.
    pub(crate) fn of(
        words: impl IntoIterator<Item = OsString>,
        catalog: &Catalog,
        desk: &Desk,
    ) -> Result<Self, clap::Error> {
        let can_vary = |factor: &Factor| !sweep::cases(*factor, catalog, desk).is_empty();
        let factors: Vec<Factor> = Factor::ALL.iter().copied().filter(can_vary).collect();
        let has_pairs = catalog.cases().any(|case| case.answer.is_some());
        let command = Self::command().mut_subcommand("pairs", |pairs| pairs.hide(!has_pairs)).mut_subcommand(
            "sweep",
            |sweep| {
                let offered = |it: Arg| it.help(what_to_vary(&factors)).value_parser(factor(&factors));
                sweep.hide(factors.is_empty()).mut_arg("factor", offered)
            },
        );
        Self::from_arg_matches(&command.try_get_matches_from(words)?)
    }
}

const EXIT: &str = "Exit status: 0 if every verdict was as expected, 1 if one was not, \
                    2 if the call was wrong or failed, 130 if it was interrupted.";

/// Where a run is written, and read again, if no other file is named.
pub(crate) const LATEST: &str = "target/still-standing/latest.json";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Plays and measures cases, prints the tables, and saves the run as JSON (the default)
    Run(RunArguments),
    /// Lists the cases: their ids, their expected verdicts, and what each shows
    List(ListArguments),
    /// Shows a run once more, with a row for every case
    Show(ShowArguments),
    /// Plays one case slowly enough to watch, and shows its source
    Story(StoryArguments),
    /// Plays each original in another language and its answer in Rust, and prints them side by side
    Pairs(RunArguments),
    /// Plays the self-checks: does the harness measure the right figure where it is known?
    Check(CheckArguments),
    /// Varies one factor, keeps everything else the same, and saves the runs as JSON
    Sweep(SweepArguments),
    /// Draws tables, pictures and an HTML page from saved runs and sweeps
    Report(ReportArguments),
    /// Compares two saved runs, case by case
    Compare(CompareArguments),
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// Only these cases. With a slash, a part of the id, by whole words (abort/blocking); of several, any of them. Else words
    /// that must all be found in the id, the sentence or the source (abort select)
    #[arg(value_name = "FILTER", value_parser = no_blank)]
    pub(crate) filters: Vec<String>,
    /// Every case that can be played here
    #[arg(long)]
    pub(crate) all: bool,
    /// Show a row for every case
    #[arg(long)]
    pub(crate) full: bool,
    /// A smoke run: one round of five samples
    #[arg(long)]
    pub(crate) quick: bool,
    /// How many rounds to play; each round plays each case in a new process, those that go on only twice [default: 12; 1
    /// with --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) rounds: Option<u32>,
    /// How many samples to take of each case in a round, unless its work goes on [default: 5]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: Option<u32>,
    /// The time between two beats of the infinite task, from 100us to 10s
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1ms", value_parser = beat)]
    pub(crate) beat: Duration,
    /// How long to watch work that goes on before it counts as still-standing or hung, from 10ms to 1h
    /// [default: 20 beats, at least 50ms]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, value_parser = horizon)]
    pub(crate) horizon: Option<Duration>,
    /// How many worker threads to give each runtime that has them [default: one for each of the work's
    /// cores]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) workers: Option<u32>,
    /// The seed of the order of the cases and of the phases of the requests
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the requester and the work run: on different cores (apart), on one core (together), or
    /// where the scheduler puts them (free)
    #[arg(long, value_name = "PLACE", default_value = "apart")]
    pub(crate) place: Place,
    /// Write the JSON to this file
    #[arg(long, value_name = "FILE", default_value = LATEST)]
    pub(crate) out: PathBuf,
    /// Print the JSON to standard output instead of the tables
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Print the self-checks as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    #[arg(value_name = "FACTOR", value_parser = factor(Factor::ALL))]
    pub(crate) factor: Factor,
    /// A smoke run: one round of two samples; of a crowd, one sample, and 10,000 parts at most
    #[arg(long)]
    pub(crate) quick: bool,
    /// How many rounds to play; each round plays each case in a new process [default: 8; from 1 to 3 with a
    /// crowd; 1 with --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) rounds: Option<u32>,
    /// How many samples to take of each case in a round [default: from 6 to 40, fewer at a longer beat; from 1 to 5
    /// of a crowd; 2 with --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: Option<u32>,
    /// The time between two beats of the infinite task, from 100us to 10s; ignored by sweep beat
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1ms", value_parser = beat)]
    pub(crate) beat: Duration,
    /// Write the JSON to this file [default: target/still-standing/sweep-FACTOR.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Print the JSON to standard output instead of the tables
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Runs and sweeps (JSON)
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write the drawn files to this folder
    #[arg(long, value_name = "DIR", default_value = "target/still-standing/report")]
    pub(crate) out: PathBuf,
    /// Draw the tables in the READMEs of the project, too, which is the folder that holds DIR; they show the first run. It
    /// takes complete runs only
    #[arg(long, conflicts_with = "format")]
    pub(crate) texts: bool,
    /// Write nothing; exit with 1 if the files differ from what would be drawn
    #[arg(long)]
    pub(crate) check: bool,
    /// Write what a post needs and nothing else, below DIR: each picture as svg, the tables as md or csv
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format())]
    pub(crate) format: Vec<Format>,
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["svg", "md", "csv"]).map(|name| match name.as_str() {
        "svg" => Format::Svg,
        "md" => Format::Md,
        _ => Format::Csv,
    })
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The baseline (JSON)
    #[arg(value_name = "A")]
    pub(crate) was: PathBuf,
    /// The run to compare with it (JSON)
    #[arg(value_name = "B")]
    pub(crate) is: PathBuf,
    /// Exit with 1 if a verdict changed (verdict), if something else was lost (lost), or if a case became measurably
    /// slower, by more than a share of its p50 (slower=20%); can be given more than once
    #[arg(long, value_name = "WHAT", value_parser = fail_on)]
    pub(crate) fail_on: Vec<FailOn>,
    /// Two or more further runs of A's commit, made with A's command line; how far they differ from A says
    /// how far runs differ by chance [default: values measured once and built into the program]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) repeats: Vec<PathBuf>,
    /// Print the comparison as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the comparison as Markdown
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    FailOn::read(text, &["lost"])
}

fn beat(text: &str) -> Result<Duration, String> {
    duration_within("a beat", &BEATS, text)
}

/// Reads one of these factors; the help lists them.
fn factor(offered: &[Factor]) -> impl TypedValueParser<Value = Factor> + use<> {
    PossibleValuesParser::new(offered.iter().map(|factor| factor.as_str()))
        .try_map(|name| name.parse::<Factor>())
}

/// What each of these factors is: `What to vary: the time between two beats (beat), or …`.
fn what_to_vary(offered: &[Factor]) -> String {
    let what = |factor: &Factor| match factor {
        Factor::Beat => "the time between two beats (beat)",
        Factor::Look => "how often a computing loop looks at its flag (look)",
        Factor::Place => "where the requester and the work run (place)",
        Factor::Workers => "how many worker threads each runtime has (workers)",
        Factor::Crowd => "how many parts the work has, from one to a million (crowd)",
    };
    let whats: Vec<&str> = offered.iter().map(what).collect();
    let said = match whats.as_slice() {
        [whats @ .., a, b] if !whats.is_empty() => format!("{}, {a}, or {b}", whats.join(", ")),
        whats => whats.join(" or "),
    };
    format!("What to vary: {said}")
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Only these cases, named as for run, or the words of a question, the best answer first (how to stop a thread in
    /// accept) [default: all cases]
    #[arg(value_name = "FILTER", value_parser = no_blank)]
    pub(crate) filters: Vec<String>,
    /// Print the list as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The run (JSON)
    #[arg(value_name = "FILE", default_value = LATEST)]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct StoryArguments {
    /// The case's id, or words that find it, as for run; of several cases the first [default: the first case]
    #[arg(value_name = "CASE", value_parser = no_blank)]
    pub(crate) case: Vec<String>,
    /// The time between two beats of the infinite task, from 100us to 10s
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1s", value_parser = beat)]
    pub(crate) beat: Duration,
}

/// A shell's empty `"$FILTER"` doesn't mean all cases.
fn no_blank(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("it is empty; write a part of an id, or a word".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_filter_is_not_blank() {
        assert_eq!(no_blank("tokio/"), Ok("tokio/".to_owned()));
        for wrong in ["", " ", "\t"] {
            assert!(no_blank(wrong).is_err(), "{wrong:?}");
        }
    }
}
