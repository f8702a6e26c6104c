//! The result of one self-check.

use serde::{Deserialize, Serialize};

/// The result of one self-check: what the harness should read, what it read, and whether that will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    /// What was checked.
    pub name: String,
    /// What the harness should read.
    pub asked: String,
    /// What it read.
    pub got: String,
    /// Whether that will do.
    pub passed: bool,
    /// The ids of the cases that are in doubt if it fails; empty if it is about every time that the harness
    /// reads.
    #[serde(default)]
    pub about: Vec<String>,
}

impl SelfCheck {
    /// What was checked, what should be read and what was read, on one line.
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
