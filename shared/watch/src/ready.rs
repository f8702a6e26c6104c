//! How it is known that a program is ready to be asked.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use humantime::{format_duration, parse_duration};

use crate::address::{HttpAddress, Place, host_and_port};

/// What a program does when it is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ready {
    /// It answers a GET of this address, with a status that is good.
    Http(HttpAddress),
    /// It listens at this host and port, as the system says: no connection is made.
    Tcp(String),
    /// It listens at this socket in the file system.
    Unix(PathBuf),
    /// It prints a line that contains this text, to its standard output or standard error. The text is no part of a longer
    /// word there.
    Line(String),
    /// This file is there.
    File(PathBuf),
    /// Nothing that is seen from outside: it is given this long.
    After(Duration),
}

impl Ready {
    /// Where it is reached, if that is what says that it is ready.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Http(address) => Some(address.place().clone()),
            Self::Tcp(host_and_port) => Some(Place::Tcp(host_and_port.clone())),
            Self::Unix(path) => Some(Place::Unix(path.clone())),
            Self::Line(_) | Self::File(_) | Self::After(_) => None,
        }
    }
}

impl FromStr for Ready {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("http:") || text.starts_with("https:") {
            return text.parse().map(Self::Http);
        }
        match text.split_once(':') {
            Some((_, "")) => Err(format!("\"{text}\" says nothing behind the colon")),
            Some(("unix", path)) => Ok(Self::Unix(path.into())),
            Some(("tcp", address)) => host_and_port(address).map(Self::Tcp),
            Some(("line", line)) => Ok(Self::Line(line.to_owned())),
            Some(("file", path)) => Ok(Self::File(path.into())),
            Some(("after", time)) => parse_duration(time)
                .map(Self::After)
                .map_err(|error| format!("{error}; write it as after:500ms")),
            _ => Err(format!(
                "\"{text}\" is none of http://…, tcp:HOST:PORT, unix:PATH, line:TEXT, file:PATH and after:DURATION"
            )),
        }
    }
}

impl fmt::Display for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(address) => write!(f, "{address}"),
            Self::Tcp(address) => write!(f, "tcp:{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Line(line) => write!(f, "line:{line}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::After(time) => write!(f, "after:{}", format_duration(*time)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_is_read_as_it_is_written() {
        for text in [
            "http://127.0.0.1:8080/",
            "tcp:localhost:80",
            "unix:/run/x",
            "line:now: ready",
            "file:/run/x",
            "after:2s",
        ] {
            assert_eq!(text.parse::<Ready>().map(|ready| ready.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_way_is_named() {
        for wrong in
            ["", "ready", "after:5", "after:", "line:", "tcp:80", "https://", "udp:x:1", "file:", "unix:"]
        {
            let error = wrong.parse::<Ready>().expect_err(wrong);
            let said = wrong.rsplit_once(':').map_or(wrong, |(_, said)| said);
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }
}
