//! The versions of what a run measures.

use std::collections::BTreeMap;

use stage::{Case, Demo, Versions};

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
