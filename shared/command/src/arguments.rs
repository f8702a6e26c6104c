//! The arguments, their limits and their defaults.

use std::{ops::RangeInclusive, path::PathBuf, time::Duration};

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use measure::{Factor, Place};

/// Beats that a timer can keep and a person can wait for.
const BEATS: RangeInclusive<Duration> = Duration::from_micros(100)..=Duration::from_secs(10);
/// Long enough for a scheduler's pause, and short enough to be waited for.
const HORIZONS: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(3_600);

/// I cancelled it: why is it still running? Each case asks an infinite task to stop, sees
/// whether it does, and measures how long it takes.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXIT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

const EXIT: &str = "Exit status: 0 when every verdict was as expected, 1 when one was not, \
                    2 when the call was wrong, 130 when it was interrupted.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Plays and measures cases, shows the matrix and the details, and saves them as JSON (the
    /// default)
    Run(RunArguments),
    /// Lists the cases: id, expected verdict, what each shows
    List(ListArguments),
    /// Plays one case as a story, in real time, beside its source
    Story(StoryArguments),
    /// Plays each original in Python and Rust's answer to it, and shows them side by side
    Pairs(RunArguments),
    /// Plays the self-checks: what the harness must read where the truth is known
    Check(CheckArguments),
    /// Varies one factor and holds the rest
    Sweep(SweepArguments),
    /// Draws tables and pictures from runs
    Report(ReportArguments),
    /// Compares two runs, case by case
    Compare(CompareArguments),
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// Only the cases whose id contains one of these
    #[arg(value_name = "FILTER", value_parser = part_of_an_id)]
    pub(crate) filters: Vec<String>,
    /// A smoke run: one round of few samples
    #[arg(long)]
    pub(crate) quick: bool,
    /// How often each case is played in a process of its own [default: 20, as far as a minute goes, or
    /// 1 with --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) rounds: Option<u32>,
    /// How many samples such a process takes of a case that stops [default: 7, or 5 with
    /// --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: Option<u32>,
    /// The time between two beats of the infinite task
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1ms", value_parser = beat)]
    pub(crate) beat: Duration,
    /// How long work that goes on is watched before it is said to [default: 20 beats, and no less than
    /// 50ms]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, value_parser = horizon)]
    pub(crate) horizon: Option<Duration>,
    /// How many workers each runtime gets that has workers [default: as many as the work has cores]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) workers: Option<u32>,
    /// What the order of the cases and the phases of the requests are drawn from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the requester and the work run: apart, together or free
    #[arg(long, value_name = "PLACE", default_value = "apart")]
    pub(crate) place: Place,
    /// The file to write the JSON to
    #[arg(long, value_name = "FILE", default_value = "target/still-standing/latest.json")]
    pub(crate) out: PathBuf,
    /// Print the JSON on standard output, and nothing else there
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Print the checks as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    /// What is varied: beat (the time between two beats), look (how often a computing loop looks
    /// at its flag), place (where the requester and the work run) or workers (how many workers each
    /// runtime has)
    #[arg(value_name = "FACTOR", value_parser = factor())]
    pub(crate) factor: Factor,
    /// A smoke run: few samples
    #[arg(long)]
    pub(crate) quick: bool,
    /// How often each case is played in a process of its own [default: 8, or 1 with --quick]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) rounds: Option<u32>,
    /// How many samples such a process takes [default: as many as the beat has time for]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: Option<u32>,
    /// The time between two beats of the infinite task, where the beat is not what is varied
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1ms", value_parser = beat)]
    pub(crate) beat: Duration,
    /// The file to write the JSON to [default: target/still-standing/sweep-FACTOR.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Print the JSON on standard output, and nothing else there
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// The files of runs and sweeps; the first run is the one that the READMEs above the folder show
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The folder to draw into
    #[arg(long, value_name = "DIR", default_value = "results")]
    pub(crate) out: PathBuf,
    /// Write nothing, and exit with 1 when the folder does not hold what these files give
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The file of the run that was
    #[arg(value_name = "A")]
    pub(crate) was: PathBuf,
    /// The file of the run that is
    #[arg(value_name = "B")]
    pub(crate) is: PathBuf,
    /// Exit with 1 when a verdict changed (verdict), or when a case became slower by more than a
    /// share of its p50 that these runs can show (slower=20%)
    #[arg(long, value_name = "WHAT", value_parser = fail_on)]
    pub(crate) fail_on: Vec<FailOn>,
    /// Two or more whole runs of A's commit, called as A was: how far they differ is what a difference is held
    /// against [default: measured values that the program holds]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) repeats: Vec<PathBuf>,
    /// Print the comparison as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the comparison as Markdown
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,
}

/// What fails a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum FailOn {
    /// A verdict that changed.
    Verdict,
    /// A case that became slower by more than this share.
    Slower(f64),
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    if text == "verdict" {
        return Ok(FailOn::Verdict);
    }
    let percent = text.strip_prefix("slower=").and_then(|rest| rest.strip_suffix('%'));
    let percent = percent.and_then(|percent| percent.parse::<f64>().ok()).filter(|percent| *percent >= 0.0);
    percent
        .map(|percent| FailOn::Slower(percent / 100.0))
        .ok_or_else(|| "write verdict or slower=20%".to_owned())
}

/// Reads a factor; the help lists them all.
fn factor() -> impl TypedValueParser<Value = Factor> {
    PossibleValuesParser::new(Factor::ALL.map(Factor::as_str)).try_map(|name| name.parse::<Factor>())
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Only the cases whose id contains one of these
    #[arg(value_name = "FILTER", value_parser = part_of_an_id)]
    pub(crate) filters: Vec<String>,
    /// Print them as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StoryArguments {
    /// The case's id, or a part that no other id has
    #[arg(value_name = "CASE", value_parser = part_of_an_id)]
    pub(crate) case: String,
    /// The time between two beats of the infinite task
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, default_value = "1s", value_parser = beat)]
    pub(crate) beat: Duration,
}

/// Nothing is a part of every id: who writes `"$FILTER"` does not mean all of them.
fn part_of_an_id(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("it is empty; write a part of an id, or leave it out".to_owned());
    }
    Ok(text.to_owned())
}

fn beat(text: &str) -> Result<Duration, String> {
    duration("a beat", &BEATS, text)
}

fn horizon(text: &str) -> Result<Duration, String> {
    duration("a horizon", &HORIZONS, text)
}

fn duration(what: &str, allowed: &RangeInclusive<Duration>, text: &str) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write it as 1ms, 500us or 2s"))?;
    if !allowed.contains(&duration) {
        return Err(format!("{what} is from {:?} to {:?}", allowed.start(), allowed.end()));
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_fails_a_comparison_is_a_verdict_or_a_share() {
        assert_eq!(fail_on("verdict"), Ok(FailOn::Verdict));
        assert_eq!(fail_on("slower=20%"), Ok(FailOn::Slower(0.2)));
        for wrong in ["slower", "slower=20", "slower=-1%", "slower=NaN%", "faster=1%"] {
            assert!(fail_on(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_part_of_an_id_is_not_blank() {
        assert_eq!(part_of_an_id("tokio/"), Ok("tokio/".to_owned()));
        for wrong in ["", " ", "\t"] {
            assert!(part_of_an_id(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_beat_has_a_unit_and_limits() {
        assert_eq!(beat("500us"), Ok(Duration::from_micros(500)));
        for wrong in ["0s", "-1ms", "1", "soon", "1h"] {
            assert!(beat(wrong).is_err(), "{wrong}");
        }
    }
}
