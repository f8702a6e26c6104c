//! Where a run comes from: the source, the build and the command line, and the versions of what it measures.

use std::collections::BTreeMap;

use stage::{Case, Demo, Versions};

/// Cargo's opt-level for the code that measures: `3` is built for speed.
pub const OPT_LEVEL: &str = env!("BUILT_OPT_LEVEL");

/// Cargo's profile: `release`, or `debug`.
pub const PROFILE: &str = env!("BUILT_PROFILE");

/// Where a run comes from. The program with the command line knows it, and it is the same for every run of one
/// call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The command line that played it, without the file that it was written to.
    pub command: String,
    /// The commit that the program was built from, with `+` appended if the source had uncommitted changes;
    /// `None` if it was built outside a checkout.
    pub commit: Option<String>,
    /// Cargo's profile: `release`, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    pub opt_level: String,
}

/// The versions of the compiler, of this program, and of every library that the demos measure; and the further
/// versions that the played demos report.
pub(crate) fn versions(demos: &[Demo], played: &[&Case]) -> BTreeMap<String, String> {
    let libraries = demos.iter().flat_map(|demo| demo.libraries);
    let mut versions: BTreeMap<String, String> =
        libraries.map(|(library, version)| ((*library).to_owned(), (*version).to_owned())).collect();
    let is_played = |demo: &&Demo| played.iter().any(|case| case.runtime == demo.runtime);
    versions
        .extend(demos.iter().filter(is_played).filter_map(|demo| demo.versions).flat_map(|report| report()));
    versions.extend(of_the_harness());
    versions
}

/// The versions of the compiler and of this program alone.
#[must_use]
pub fn of_the_harness() -> Versions {
    let own = [("rustc", env!("RUSTC_VERSION")), ("still-standing", env!("CARGO_PKG_VERSION"))];
    own.map(|(name, version)| (name.to_owned(), version.to_owned())).into()
}
