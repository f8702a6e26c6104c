//! What fails a watch, for a machine that checks every change.

use std::{str::FromStr, time::Duration};

use humantime::{format_duration, parse_duration};
use measure::units::duration;

use crate::{program_result::ProgramResult, shown::words::left as words, verdict::Verdict};

/// What fails a watch if it is seen in any run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Something still ran when the watch ended: the verdicts still-standing and hung.
    StillStanding,
    /// The signal that it was asked by ended it.
    Killed,
    /// A request was lost.
    Lost,
    /// It left a process, a listener or a file.
    Left,
    /// It took longer than this until the last of its processes had ended.
    Slower(Duration),
}

impl FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "still-standing" => Ok(Self::StillStanding),
            "killed" => Ok(Self::Killed),
            "lost" => Ok(Self::Lost),
            "left" => Ok(Self::Left),
            _ => {
                let time = text.strip_prefix("slower=").and_then(|time| parse_duration(time).ok());
                time.map(Self::Slower).ok_or_else(|| {
                    format!("\"{text}\" is none of still-standing, killed, lost, left and slower=2s")
                })
            }
        }
    }
}

impl FailOn {
    /// What of it was seen, and what to do, in a sentence; `None` if nothing was.
    #[must_use]
    pub fn seen_in(self, program: &ProgramResult) -> Option<String> {
        let runs = program.runs.len();
        let count = |verdict: Verdict| program.runs.iter().filter(|run| run.verdict == verdict).count();
        let of = |seen: usize| format!("in {seen} of {runs} runs");
        match self {
            Self::StillStanding => match (count(Verdict::Hung), count(Verdict::StillStanding)) {
                (0, 0) => None,
                (0, standing) => Some(format!(
                    "what it had started still ran {} after its end {}: end it, or wait for it, before the main process \
                     returns",
                    duration(program.horizon_ns),
                    of(standing)
                )),
                (hung, _) => Some(format!(
                    "it still ran {} after the last rung {}: handle the signal, or end the ladder with KILL",
                    duration(program.horizon_ns),
                    of(hung)
                )),
            },
            Self::Killed => Some(count(Verdict::Killed)).filter(|killed| *killed > 0).map(|killed| {
                format!("a signal ended it {}: handle it, or give it more time before KILL", of(killed))
            }),
            Self::Lost => {
                let Some(lost) = program.lost() else {
                    return Some(
                        "nothing was requested, so what was lost is not known: give --load".to_owned(),
                    );
                };
                (lost > 0).then(|| {
                    format!(
                        "{lost} requests were lost: refuse new connections first, then answer what was taken, then end"
                    )
                })
            }
            Self::Left => {
                let left = program.left();
                (!left.is_empty())
                    .then(|| format!("it left {}: end or remove it on the way out", words(&left)))
            }
            Self::Slower(limit) => {
                let slowest =
                    program.halt_ns.map(|halt| halt.max).filter(|max| u128::from(*max) > limit.as_nanos());
                slowest.map(|ns| {
                    format!(
                        "it took {} until its last process had ended, and {} are allowed",
                        duration(ns),
                        format_duration(limit)
                    )
                })
            }
        }
    }
}
