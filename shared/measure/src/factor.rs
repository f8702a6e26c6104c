//! What a sweep varies.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a sweep varies; everything else is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// The time between two beats.
    Beat,
    /// How often a computing loop looks at its flag.
    Look,
    /// Where the requester and the work run.
    Place,
    /// How many workers each runtime has.
    Workers,
}

impl Factor {
    /// Every factor, in the order of the help.
    pub const ALL: [Self; 4] = [Self::Beat, Self::Look, Self::Place, Self::Workers];

    /// Its name in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Beat => "beat",
            Self::Look => "look",
            Self::Place => "place",
            Self::Workers => "workers",
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Factor {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let factor = Self::ALL.into_iter().find(|factor| factor.as_str() == name);
        factor.ok_or_else(|| format!("a sweep varies {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}
