//! Work whose behaviour is known, so that what is read of it can be checked.

use std::time::Duration;

use crate::case::Case;

/// A case whose behaviour is known. Its work looks at the stamp of the request itself, so that no mechanism stands
/// between. It is how a language shows that it stamps as Rust does.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What the work does.
    pub behaviour: Behaviour,
    /// The work as a case, which is in no table.
    pub case: Case,
    /// The beat at which it is checked.
    pub beat: Duration,
}

impl Known {
    /// Checked at a beat of a millisecond.
    #[must_use]
    pub const fn new(behaviour: Behaviour, case: Case) -> Self {
        Self { behaviour, case, beat: Duration::from_millis(1) }
    }

    /// The same work, checked at a slower beat, for a language whose timers are coarse.
    #[must_use]
    pub const fn at_a_beat_of(self, beat: Duration) -> Self {
        Self { beat, ..self }
    }
}

/// What work does whose behaviour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// It halts so long after the request.
    HaltsAfter(Duration),
    /// It looks for the request once a beat.
    LooksOnceABeat,
    /// It ends its program after its first beat, with this status, when nobody has asked yet.
    Dies(i32),
}

impl Behaviour {
    /// Whether an error says with which status the work ended.
    #[must_use]
    pub fn is_said_by(self, error: &str) -> bool {
        matches!(self, Self::Dies(status)
            if error.contains(&format!("status {status}")) || error.contains(&format!("status: {status}")))
    }
}
