//! What is wrong after a drop.

use std::fmt;

use crate::loss::{plural, the};

/// One thing that a world found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// Records were given, and have neither arrived nor been handed back.
    Lost {
        /// What one record is called.
        unit: String,
        /// How many are lost.
        lost: usize,
        /// How many were given.
        given: usize,
        /// Those that are lost.
        which: Vec<String>,
    },
    /// Records arrived that were not given, or arrived twice.
    Again {
        /// What one record is called.
        unit: String,
        /// Those that are too many.
        which: Vec<String>,
    },
    /// What has to hold did not.
    Broken(String),
    /// The call was made again after the drop, and did not end as it does without one.
    NotToBeRepeated {
        /// How it ends if it is not dropped.
        undropped: String,
        /// How the second call ended.
        again: String,
    },
    /// The world panicked, with this message.
    Panicked(String),
    /// The world returned this error.
    Failed(String),
    /// Nothing went on any more, and this was waited for.
    Stuck(&'static str),
}

impl Finding {
    /// What kind it is, in a word or two.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Lost { .. } => "lost",
            Self::Again { .. } | Self::NotToBeRepeated { .. } => "not to be repeated",
            Self::Broken(_) => "broken",
            Self::Panicked(_) => "panicked",
            Self::Failed(_) => "failed",
            Self::Stuck(_) => "stuck",
        }
    }
}

/// As it stands behind its kind, with every record that is meant.
impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost { unit, lost, given, which } => {
                write!(formatter, "{}", the(*lost, *given, unit))?;
                if which.is_empty() { Ok(()) } else { write!(formatter, ": {}", which.join(", ")) }
            }
            Self::Again { unit, which } => {
                write!(
                    formatter,
                    "{} arrived that nobody gave: {}",
                    plural(which.len(), unit),
                    which.join(", ")
                )
            }
            Self::NotToBeRepeated { undropped, again } => {
                write!(formatter, "the second call gave {again} instead of {undropped}")
            }
            Self::Broken(what) => write!(formatter, "{what}"),
            Self::Panicked(message) | Self::Failed(message) => write!(formatter, "{message}"),
            Self::Stuck(what) => write!(formatter, "{what}"),
        }
    }
}
