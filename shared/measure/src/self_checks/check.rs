//! The result of one self-check, and the synthetic cases whose delay is known.

use std::{hint::spin_loop, thread, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{Bound, Case, Stage, Verdict, clock};

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

/// The delays, and the synthetic cases that have them.
pub(crate) const INJECTED: &[(Duration, Case)] = &[
    (Duration::from_micros(100), case("flag/spinning-delay-100us", halts_after::<100_000>)),
    (Duration::from_millis(1), case("flag/spinning-delay-1ms", halts_after::<1_000_000>)),
    (Duration::from_millis(10), case("flag/spinning-delay-10ms", halts_after::<10_000_000>)),
];

const fn case(name: &'static str, play: fn(&Stage)) -> Case {
    Case::new(name, Verdict::Stopped, play).bound_by(Bound::Line).under("known")
}

/// The work reads the stamp of the request itself, and halts when the delay has passed.
fn halts_after<const DELAY_NS: u64>(stage: &Stage) {
    let stamps = stage.stamps();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        let request = loop {
            pulse.beat();
            if let Some(request) = stamps.request() {
                break request;
            }
        };
        while clock::now_ns() < request + DELAY_NS {
            spin_loop();
        }
    });

    stage.quick_task().wait();

    stage.request();
    let ended = infinite.join();
    stage.acknowledge(ended.is_ok());
}
