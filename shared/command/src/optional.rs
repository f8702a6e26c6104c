//! Tests that need what not every machine has.

use std::env;

use libtest_mimic::{Failed, Trial};

/// Where this is set, a test that lacks what it needs fails, instead of being ignored: `.ci/run` has installed
/// all of it.
const REQUIRE_OPTIONAL: &str = "REQUIRE_OPTIONAL";

/// A test that is ignored, and says why, where `missing` names what it lacks.
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
