//! How a run was measured, in words that the terminal, the tables and the page share.

use measure::{Run, units::duration};

/// The name of the processor.
#[must_use]
pub fn processor(run: &Run) -> &str {
    run.machine.cpu.as_deref().unwrap_or("unknown processor")
}

/// How many workers each runtime had: `1 worker a runtime`.
#[must_use]
pub fn workers(run: &Run) -> String {
    let workers = if run.workers == 1 { "worker" } else { "workers" };
    format!("{} {workers} a runtime", run.workers)
}

/// The conditions of the run: its placement, its beat, its workers and its horizon.
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

/// The build, if it was not optimised for speed: its figures say nothing about one that was.
#[must_use]
pub fn slow_build(run: &Run) -> Option<String> {
    (run.profile != "release")
        .then(|| format!("{} BUILD: measure with --release", run.profile.to_uppercase()))
}

/// The environment variables that the runtimes saw: `SMOL_THREADS=1; 12 other variables cleared`. The file names
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
