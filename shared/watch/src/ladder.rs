//! The ladder: ways to ask, and how long to wait before the next.

use std::{fmt, str::FromStr, time::Duration};

use humantime::{format_duration, parse_duration};

use crate::ask::Ask;

/// A way to ask, and how long to wait before the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// How the program is asked.
    pub ask: Ask,
    /// How long it is given before the next rung; `None` on the last one, which has the horizon.
    pub deadline: Option<Duration>,
}

/// Ways to ask, one after the other until the program's main process has ended: `TERM,10s,KILL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder(Vec<Rung>);

impl Ladder {
    /// Its rungs, of which there is at least one.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.0
    }

    /// Whether one of its rungs closes the program's standard input, which then has to be a pipe.
    #[must_use]
    pub fn closes_stdin(&self) -> bool {
        self.0.iter().any(|rung| rung.ask == Ask::StdinClosed)
    }

    /// The same with this port in the addresses that lack one.
    pub(crate) fn with_port(&self, port: u16) -> Self {
        let with_port = |rung: &Rung| Rung { ask: rung.ask.with_port(port), ..rung.clone() };
        Self(self.0.iter().map(with_port).collect())
    }

    /// How long it takes to come to the last rung.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.0.iter().filter_map(|rung| rung.deadline).sum()
    }
}

impl FromStr for Ladder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rungs: Vec<Rung> = Vec::new();
        for part in parts(text) {
            let time = parse_duration(&part).ok();
            match (time, rungs.last_mut()) {
                (Some(_), None) => {
                    return Err(format!("\"{text}\" begins with a deadline; begin with a way to ask"));
                }
                (Some(_), Some(Rung { deadline: Some(_), .. })) => {
                    return Err(format!("\"{text}\" has two deadlines in a row at {part}"));
                }
                (Some(time), Some(rung)) => rung.deadline = Some(time),
                (None, Some(Rung { deadline: None, .. })) => {
                    return Err(format!(
                        "\"{text}\" has no deadline before {part}; write it as TERM,10s,KILL"
                    ));
                }
                (None, _) => rungs.push(Rung { ask: part.parse()?, deadline: None }),
            }
        }
        if rungs.last().is_some_and(|rung| rung.deadline.is_some()) {
            return Err(format!(
                "\"{text}\" ends with a deadline; --horizon says how long to watch after the last way to ask"
            ));
        }
        Ok(Self(rungs))
    }
}

/// The parts between commas. A comma behind a backslash belongs to its part.
fn parts(text: &str) -> Vec<String> {
    // No text from outside has this letter.
    const COMMA: &str = "\u{0}";
    let parts = text.replace("\\,", COMMA);
    parts.split(',').map(|part| part.trim().replace(COMMA, ",")).collect()
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Rung { ask, deadline }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}", ask.to_string().replace(',', "\\,"))?;
            if let Some(deadline) = deadline {
                write!(f, ",{}", format_duration(*deadline))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_read_as_it_is_written() {
        for text in [
            "TERM",
            "TERM,10s,KILL",
            "INT@group,500ms,INT@group,2s,KILL@group",
            "stdin-closed,1s,run:stop --now\\, please,5s,KILL",
            "http:POST http://127.0.0.1:8080/stop,1s,TERM",
        ] {
            assert_eq!(text.parse::<Ladder>().map(|ladder| ladder.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn each_rung_but_the_last_has_its_deadline() {
        let ladder: Ladder = "TERM, 10s, KILL".parse().unwrap();
        let deadlines: Vec<_> = ladder.rungs().iter().map(|rung| rung.deadline).collect();
        assert_eq!(deadlines, [Some(Duration::from_secs(10)), None]);
        assert_eq!(ladder.length(), Duration::from_secs(10));
        assert!(!ladder.closes_stdin() && "stdin-closed".parse::<Ladder>().unwrap().closes_stdin());
    }

    #[test]
    fn a_comma_behind_a_backslash_belongs_to_the_command() {
        let ladder: Ladder = r"run:a\,b \c,1s,KILL".parse().unwrap();
        assert_eq!(ladder.rungs()[0].ask, Ask::Run(r"a,b \c".to_owned()));
    }

    #[test]
    fn what_is_no_ladder_is_named() {
        for (wrong, said) in [
            ("", "no way to ask"),
            ("10s,KILL", "begins with a deadline"),
            ("TERM,10s", "ends with a deadline"),
            ("TERM,KILL", "no deadline before KILL"),
            ("TERM,1s,2s,KILL", "two deadlines"),
            ("TERM,10s,kill", "no way to ask"),
            ("TERM,,KILL", "no deadline before"),
        ] {
            let error = wrong.parse::<Ladder>().expect_err(wrong);
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }
}
