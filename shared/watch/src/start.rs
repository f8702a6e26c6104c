//! With what a program is started: its standard input, its environment, and whether it is the first process of its world.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// With what a program is started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Its standard input.
    pub stdin: Stdin,
    /// Variables of its environment, beside those of this process.
    pub variables: Vec<Variable>,
    /// Whether it is process 1, as in a container: signals that it has no handler for do not reach it, but KILL.
    pub is_first: bool,
}

/// What a program has as its standard input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stdin {
    /// Nothing, which ends at once: `/dev/null`, as under systemd and in a container.
    #[default]
    Null,
    /// A pipe that stays open, as under a supervisor or a program that talks to it.
    Pipe,
}

/// A variable of the environment: `NAME=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl FromStr for Stdin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "null" => Ok(Self::Null),
            "pipe" => Ok(Self::Pipe),
            _ => Err(format!("\"{text}\" is neither null nor pipe")),
        }
    }
}

impl FromStr for Variable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').filter(|(name, _)| !name.is_empty() && !text.contains('\0'));
        parts
            .map(|(name, value)| Self { name: name.to_owned(), value: value.to_owned() })
            .ok_or_else(|| format!("\"{text}\" is no variable; write it as NAME=VALUE"))
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_has_a_name_and_may_be_empty() {
        for text in ["A=b", "A=", "A=b=c", "A=b c"] {
            assert_eq!(text.parse::<Variable>().map(|variable| variable.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "A", "=b", "A=\0"] {
            assert!(wrong.parse::<Variable>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn standard_input_is_one_of_two() {
        assert_eq!(("null".parse(), "pipe".parse()), (Ok(Stdin::Null), Ok(Stdin::Pipe)));
        assert!("inherit".parse::<Stdin>().is_err());
    }
}
