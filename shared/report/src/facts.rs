//! How a run was measured, in words that the terminal, the tables and the page share.

use measure::{Run, units::duration};

/// How many workers each runtime had: `1 worker a runtime`.
#[must_use]
pub fn workers(run: &Run) -> String {
    let workers = if run.workers == 1 { "worker" } else { "workers" };
    format!("{} {workers} a runtime", run.workers)
}

/// What the run was held to: its placement, its beat, its workers and its horizon.
#[must_use]
pub fn conditions(run: &Run) -> String {
    format!(
        "placement {}; a beat every {}; {}; a horizon of {}",
        run.place_in_force,
        duration(run.settings.beat_ns),
        workers(run),
        duration(run.settings.patience.horizon_ns)
    )
}

/// The build, where it was not made for speed: no figure of it says anything of one that was.
#[must_use]
pub fn slow_build(run: &Run) -> Option<String> {
    (run.profile != "release")
        .then(|| format!("{} BUILD: measure with --release", run.profile.to_uppercase()))
}

/// What the environment said to the runtimes: `SMOL_THREADS=1; 12 other variables cleared`. The file names
/// them all.
#[must_use]
pub fn environment(run: &Run) -> String {
    let set = run.environment.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
    let set: Vec<String> = set.collect();
    let set = if set.is_empty() { "nothing set".to_owned() } else { set.join(", ") };
    match run.environment.values().filter(|value| value.is_none()).count() {
        0 => set,
        1 => format!("{set}; 1 other variable cleared"),
        cleared => format!("{set}; {cleared} other variables cleared"),
    }
}
