//! What the tests of several crates share. Only tests and examples use it.

#[cfg(target_os = "linux")]
pub mod marked;

use std::env;

use libtest_mimic::{Failed, Trial};

/// If this is set, a test that lacks something fails instead of being ignored. `.ci/run` sets it, because it
/// has installed everything.
const REQUIRE_OPTIONAL: &str = "REQUIRE_OPTIONAL";

/// Makes a test that is ignored, with `missing` as the reason, if that names something that it lacks.
#[must_use]
pub fn optional_trial(
    name: impl Into<String>,
    missing: Option<String>,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let Some(reason) = missing else { return Trial::test(name, test) };
    if env::var_os(REQUIRE_OPTIONAL).is_some() {
        return Trial::test(name, move || Err(reason.into()));
    }
    // libtest-mimic prints the kind before the name, and has no other place for a reason.
    Trial::test(name, test).with_kind(reason).with_ignored_flag(true)
}

/// Makes a test of this one that is played only when it is asked for, with `-- --ignored`, because it takes long for this
/// reason.
#[must_use]
pub fn heavy(trial: Trial, reason: &str) -> Trial {
    if trial.has_ignored_flag() { trial } else { trial.with_kind(reason).with_ignored_flag(true) }
}

/// Fails with `reason` unless `holds`.
///
/// # Errors
/// With `reason`, if it does not hold.
pub fn ensure(holds: bool, reason: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(reason().into()) }
}
