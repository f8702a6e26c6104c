//! One way to ask a program to stop.

use std::{fmt, str::FromStr};

use http::Method;

use crate::{address::HttpAddress, signal::Signal};

/// One way to ask a program to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A signal. What it does is the program's choice, but for KILL and STOP.
    Signal {
        /// Which one.
        signal: Signal,
        /// Whether it goes to the program's process group, as Ctrl-C in a terminal does, and not to its main process
        /// alone.
        to_group: bool,
    },
    /// The pipe that is its standard input is closed.
    StdinClosed,
    /// A command for `sh -c`. `$PID` is the id of the program's main process.
    Run(String),
    /// A request.
    Http(Method, HttpAddress),
}

impl Ask {
    /// Where it is asked over HTTP, if it is.
    pub(crate) fn address(&self) -> Option<&HttpAddress> {
        match self {
            Self::Http(_, address) => Some(address),
            _ => None,
        }
    }

    /// The same with this port, if its address lacks one.
    pub(crate) fn with_port(&self, port: u16) -> Self {
        match self {
            Self::Http(method, address) => Self::Http(method.clone(), address.with_port(port)),
            other => other.clone(),
        }
    }
}

impl FromStr for Ask {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "stdin-closed" => Ok(Self::StdinClosed),
            None => signal(text),
            Some(("run", command)) if !command.trim().is_empty() => Ok(Self::Run(command.to_owned())),
            Some(("http", request)) => {
                let (method, address) = request
                    .split_once(' ')
                    .ok_or_else(|| format!("\"{text}\": write it as http:POST http://127.0.0.1:8080/stop"))?;
                let method = Method::from_bytes(method.as_bytes())
                    .ok()
                    .filter(|it| it.as_str() == method.to_uppercase());
                let method = method.ok_or_else(|| format!("\"{text}\" has no method such as POST"))?;
                Ok(Self::Http(method, address.trim().parse()?))
            }
            Some(_) => Err(unknown(text)),
        }
    }
}

fn signal(text: &str) -> Result<Ask, String> {
    let (name, to_group) = text.strip_suffix("@group").map_or((text, false), |name| (name, true));
    name.parse().map(|signal| Ask::Signal { signal, to_group }).map_err(|_| unknown(text))
}

fn unknown(text: &str) -> String {
    format!(
        "\"{text}\" is no way to ask; write a signal (TERM, INT, RTMIN+3, 15, …, with @group for the whole process \
         group), stdin-closed, run:COMMAND or http:POST http://…"
    )
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal { signal, to_group: false } => write!(f, "{signal}"),
            Self::Signal { signal, to_group: true } => write!(f, "{signal}@group"),
            Self::StdinClosed => f.write_str("stdin-closed"),
            Self::Run(command) => write!(f, "run:{command}"),
            Self::Http(method, address) => write!(f, "http:{method} {address}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_is_read_as_it_is_written() {
        for text in [
            "TERM",
            "KILL@group",
            "RTMIN+3",
            "stdin-closed",
            "run:kill $PID",
            "http:POST http://127.0.0.1:1/stop",
        ] {
            assert_eq!(text.parse::<Ask>().map(|ask| ask.to_string()), Ok(text.to_owned()));
        }
        for (written, read) in [("SIGTERM", "TERM"), ("15", "TERM"), ("37@group", "RTMIN+3@group")] {
            assert_eq!(written.parse::<Ask>(), read.parse(), "{written}");
        }
    }

    #[test]
    fn what_is_no_way_is_named() {
        for wrong in [
            "",
            "term",
            "99",
            "SIGFOO",
            "run:",
            "run: ",
            "http://127.0.0.1/",
            "http:POST",
            "http:GÖT http://x/",
            "10s",
        ] {
            let error = wrong.parse::<Ask>().expect_err(wrong);
            assert!(error.contains(wrong), "{wrong}: {error}");
        }
    }
}
