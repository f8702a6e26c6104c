//! How large a crowd is.

use crate::vocabulary::CrowdState;

/// How large a crowd is, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrowdSize {
    /// How many parts it has, from 1 on.
    pub parts: u32,
    /// What they do.
    pub state: CrowdState,
}

impl CrowdSize {
    /// One part, which sleeps.
    pub const ONE: Self = Self { parts: 1, state: CrowdState::Asleep };
}
