//! The editor's desk: what the repository's texts, pictures and page show first of its cases, and say of them.

mod force;
mod guide;
mod pictures;
mod reading;

use report::desk::{Desk, Opening};

/// The desk.
pub static DESK: Desk = Desk {
    comparison: &["threads", "tokio", "async-std", "smol", "rayon"],
    opening: OPENING,
    surprises: pictures::SURPRISES,
    guide: guide::GUIDE,
    reading: reading::READING,
    force: force::FORCE,
    limits_of_force: force::LIMITS,
    timelines: pictures::TIMELINES,
    crowds: pictures::CROWDS,
    sweeps: pictures::SWEEPS,
    texts: &[
        "benches/README.md",
        "demos/README.md",
        "demos/ending-what-does-not-look.md",
        "demos/*/README.md",
        "shared/README.md",
    ],
};

const OPENING: Opening = Opening {
    title: "Still Standing: how stopping work behaves in Rust's runtimes",
    description: "How stopping work behaves in Rust's runtimes: verdicts, times, stories and source.",
    lead: "Because a cancelled call and ended work are two things. A future ends when it is dropped at an await; a thread, a \
           blocking closure and a loop that never gives way end only if they look, and no call in Rust can make them. \
           Elsewhere force can: it ends a process, the guest of an engine, a thread in C or Java, and leaves something \
           behind, as one of the pictures below shows. Every way to stop that Rust’s runtimes offer, and what other \
           languages offer beside it, is played here, and timed on the code that is shown.",
    stories: "Four stories",
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::DESK;
    use crate::CATALOG;

    #[test]
    fn every_case_on_the_desk_is_one_of_a_demo() {
        let cases: BTreeSet<String> = CATALOG.cases().map(stage::Case::id).collect();
        let unknown: Vec<&str> = DESK.cases().filter(|id| !cases.contains(*id)).collect();
        assert_eq!(unknown, [""; 0], "no demo has these cases");
    }

    #[test]
    fn every_runtime_on_the_desk_is_a_demo() {
        let runtimes = DESK.crowds.iter().flat_map(|(_, runtimes)| *runtimes).chain(DESK.comparison);
        for runtime in runtimes {
            assert!(CATALOG.demos.iter().any(|demo| demo.runtime == *runtime), "{runtime}");
        }
    }
}
