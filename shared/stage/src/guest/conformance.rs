//! How a language shows that it stamps as Rust does: three programs in its folder `conformance`.

use std::time::Duration;

use crate::{
    case::Case,
    demo::{Behaviour, Known},
    guest::Guest,
    stage::Stage,
    vocabulary::{Bound, Verdict},
};

/// The delay that `conformance/known_delay` keeps.
const DELAY: Duration = Duration::from_millis(1);
/// The status with which `conformance/dies` ends.
const STATUS: i32 = 7;

/// How to play a program, and what it needs.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Program {
    pub play: fn(&Stage),
    pub needs: fn() -> Result<(), String>,
}

impl Guest {
    /// Its three programs whose behaviour is known. [`conformance!`](crate::conformance!) calls it.
    #[doc(hidden)]
    #[must_use]
    pub fn conformance(&self, [delay, polled, dies]: [Program; 3]) -> [Known; 3] {
        let known = |behaviour, name, bound, program: Program| {
            let case = Case::new(name, Verdict::Stopped, program.play).bound_by(bound).needing(program.needs);
            Known::new(behaviour, case.out_of_process().warmed_up_by(self.warm_up))
        };
        [
            known(Behaviour::HaltsAfter(DELAY), "flag/spinning-known-delay", Bound::Turn, delay),
            known(Behaviour::LooksOnceABeat, "flag/blocking-known-phase", Bound::Polled, polled),
            known(Behaviour::Dies(STATUS), "flag/blocking-known-death", Bound::Polled, dies),
        ]
    }
}

/// The programs in a guest's folder `conformance`: `known_delay`, `polled` and `dies`, with this ending.
#[macro_export]
macro_rules! conformance {
    ($guest:path, $ending:literal) => {
        $guest.conformance([
            $crate::conformance!($guest, "conformance/known_delay.", $ending),
            $crate::conformance!($guest, "conformance/polled.", $ending),
            $crate::conformance!($guest, "conformance/dies.", $ending),
        ])
    };
    ($guest:path, $program:literal, $ending:literal) => {
        $crate::guest::Program {
            play: |stage| $guest.play(stage, concat!($program, $ending)),
            needs: || $guest.is_ready(concat!($program, $ending)),
        }
    };
}
