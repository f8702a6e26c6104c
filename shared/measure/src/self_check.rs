//! One self-check: what was asked, what was read, and whether that will do.

use serde::{Deserialize, Serialize};

/// One self-check: what was asked, what was read, and whether that will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    /// What is known.
    pub name: String,
    /// What must be read.
    pub asked: String,
    /// What was read.
    pub got: String,
    /// Whether it will do.
    pub passed: bool,
    /// The cases that are in doubt when it fails, by id; none when it is about every time that the
    /// harness reads.
    #[serde(default)]
    pub about: Vec<String>,
}

impl SelfCheck {
    /// What was asked and read, on one line.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}: asked {}, got {}", self.name, self.asked, self.got)
    }

    /// Whether it failed, and is about this case among others.
    #[must_use]
    pub fn casts_doubt_on(&self, id: &str) -> bool {
        !self.passed && self.about.iter().any(|about| about == id)
    }
}
