//! The editor's desk: what the repository's texts, pictures and page show first of its cases, and say of them.

mod advice;
mod dropped;
mod force;
mod guide;
mod pictures;
mod reading;
mod workers;

use report::{
    desk::{Block, Desk, Opening},
    folder::picture,
};

/// The desk.
pub static DESK: Desk = Desk {
    comparison: &["threads", "tokio", "async-std", "smol", "rayon"],
    opening: OPENING,
    surprises: pictures::SURPRISES,
    guide: advice::GUIDE,
    timelines: pictures::TIMELINES,
    alone: &["tokio"],
    sweeps: pictures::SWEEPS,
    texts: &[
        "benches/README.md",
        "demos/README.md",
        "demos/ending-what-does-not-look.md",
        "demos/*/README.md",
        "shared/README.md",
    ],
    blocks: BLOCKS,
    pictures: &[("force", force::picture)],
    sections: &[dropped::section],
};

const BLOCKS: &[Block] = &[
    ("force", |shown| force::markdown(force::FORCE, shown.run, shown.links)),
    ("limits of force", |shown| force::limits(force::LIMITS, shown.run, shown.links)),
    ("picture of force", |shown| picture(shown, "force.svg")),
    ("guide", |shown| guide::long(advice::GUIDE, shown.run, shown.links)),
    ("guide in short", |shown| guide::short(advice::GUIDE, shown.run, shown.links)),
    ("workers", |shown| workers::markdown(&shown.sweeps)),
    ("reading order", reading::markdown),
];

const OPENING: Opening = Opening {
    title: "Still Standing: how stopping work behaves in Rust's runtimes",
    description: "How stopping work behaves in Rust's runtimes: verdicts, times, stories and source.",
    lead: "Because the call that was cancelled and the work behind it are two things. A future ends when it is dropped at an \
           await; a thread, a blocking closure and a loop that never gives way end only if they look, and no call in Rust can \
           make them. The ways to stop that Rust’s runtimes offer, and what other languages offer beside them, are played \
           here, and timed on the code that is shown.",
    stories: "Four stories",
};

/// A run that was recorded for the tests of what is drawn.
#[cfg(test)]
fn recorded_run(name: &str) -> measure::Run {
    report::results_file::run(&recorded(name)).expect("it is recorded")
}

/// A sweep that was recorded for them.
#[cfg(test)]
fn recorded_sweep(name: &str) -> measure::Sweep {
    let file = report::results_file::results_file(&recorded(name)).expect("it is recorded");
    file.sweep().expect("it is a sweep").clone()
}

#[cfg(test)]
fn recorded(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/report/tests/recorded").join(name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        DESK,
        force::{FORCE, LIMITS},
        reading::READING,
    };
    use crate::CATALOG;

    #[test]
    fn every_case_on_the_desk_is_one_of_a_demo() {
        let cases: BTreeSet<String> = CATALOG.cases().map(stage::Case::id).collect();
        let locks = FORCE.iter().flat_map(|force| force.locks).map(|lock| lock.case);
        let force = FORCE.iter().map(|force| force.case).chain(locks).chain(LIMITS.iter().copied());
        let reading = READING.iter().flat_map(|chapter| chapter.cases).copied();
        let named = DESK.cases().chain(force).chain(reading);
        let unknown: Vec<&str> = named.filter(|id| !cases.contains(*id)).collect();
        assert_eq!(unknown, [""; 0], "no demo has these cases");
    }

    #[test]
    fn every_runtime_on_the_desk_is_a_demo() {
        let runtimes = DESK.alone.iter().chain(DESK.comparison);
        for runtime in runtimes {
            assert!(CATALOG.demos.iter().any(|demo| demo.runtime == *runtime), "{runtime}");
        }
    }
}
