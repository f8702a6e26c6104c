//! How large the crowd of a case is, as the settings say it.

use serde::{Deserialize, Serialize};
use stage::{CrowdSize, CrowdState};

use crate::file::as_text;

/// How large a crowd is, and what its parts do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrowdSettings {
    /// How many parts it has.
    pub parts: u32,
    /// What they do when they are asked to stop.
    #[serde(with = "as_text")]
    pub state: CrowdState,
}

impl CrowdSettings {
    /// The crowd of a case that is played without a word about its size.
    pub const DEFAULT: Self = Self { parts: 100, state: CrowdState::Asleep };

    /// The crowd of the first playing in a process, which starts the runtime's threads, and from whose memory that
    /// of a part is found by difference.
    pub(crate) fn few(self) -> Self {
        Self { parts: self.parts.min(100), ..self }
    }

    pub(crate) fn size(self) -> CrowdSize {
        CrowdSize { parts: self.parts, state: self.state }
    }
}
