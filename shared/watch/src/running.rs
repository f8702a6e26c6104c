//! A program that runs already, and was started elsewhere: by systemd, by a container's engine, by a shell.

use std::{fmt, fs, path::PathBuf, str::FromStr};

use serde::{Deserialize, Serialize};

/// What names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedBy {
    /// Its process id.
    Id(i32),
    /// A file whose first line is its process id.
    File(PathBuf),
}

/// A process that was found. An id is given to another process once its own has ended, so it is known by its start, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The id of its main process.
    pub id: i32,
    /// When that was started, in ticks after the start of the system (`proc_pid_stat(5)`).
    pub started: u64,
}

impl NamedBy {
    /// The process id.
    ///
    /// # Errors
    /// If the file can't be read, or has none.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "programs are only watched on Linux"))]
    pub(crate) fn id(&self) -> Result<i32, String> {
        match self {
            Self::Id(id) => Ok(*id),
            Self::File(path) => {
                let text = fs::read(path).map_err(|error| {
                    format!("it can't be read: {error}; give a pid file, or a process id")
                })?;
                id_in(&String::from_utf8_lossy(&text))
            }
        }
    }
}

/// The process id in the text of a pid file: its first line. Some programs write more behind it.
fn id_in(text: &str) -> Result<i32, String> {
    let first = text.lines().next().unwrap_or_default().trim();
    let id = Some(first).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    id.and_then(|id| id.parse().ok()).filter(|id| *id > 0).ok_or_else(|| {
        let said: String = first.chars().take(40).collect();
        format!(
            "its first line is \"{}\", and no process id; give the file that the program writes its id to",
            said.escape_debug()
        )
    })
}

impl FromStr for NamedBy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix('-').unwrap_or(text) {
            "" => Err("it is empty; give a pid file, or a process id".to_owned()),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                let id = text.parse().ok().filter(|id| *id > 0);
                id.map(Self::Id).ok_or_else(|| format!("\"{text}\" is no process id"))
            }
            _ => Ok(Self::File(text.into())),
        }
    }
}

impl fmt::Display for NamedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_an_id_and_all_else_a_file() {
        for (text, expected) in [
            ("4711", Some(NamedBy::Id(4_711))),
            ("./4711", Some(NamedBy::File("./4711".into()))),
            ("/run/nginx.pid", Some(NamedBy::File("/run/nginx.pid".into()))),
            ("0", None),
            ("-1", None),
            ("99999999999", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_pid_file_has_the_id_in_its_first_line() {
        for (text, expected) in [
            ("4711\n", Some(4_711)),
            (" 4711", Some(4_711)),
            ("4711\n/var/lib/postgresql\n", Some(4_711)),
            ("", None),
            ("\n4711\n", None),
            ("0\n", None),
            ("-4711\n", None),
            ("4711 4712\n", None),
            ("nginx\n", None),
        ] {
            assert_eq!(id_in(text).ok(), expected, "{text:?}");
        }
    }
}
