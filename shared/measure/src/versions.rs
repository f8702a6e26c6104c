//! The versions of what a run measures.

use std::collections::BTreeMap;

use stage::{Case, Demo, Versions};

const LOCK: &str = include_str!("../../../Cargo.lock");

/// The versions of the compiler, of this program, and of every library that the demos measure, from the lock
/// file that this program was built with; and the further versions that the played demos report.
pub(crate) fn versions(demos: &[Demo], played: &[&Case]) -> BTreeMap<String, String> {
    let libraries = demos.iter().flat_map(|demo| demo.libraries);
    let mut versions: BTreeMap<String, String> = libraries
        .filter_map(|library| Some(((*library).to_owned(), locked_version(LOCK, library)?)))
        .collect();
    let is_played = |demo: &&Demo| played.iter().any(|case| case.runtime() == demo.runtime);
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

/// The version of a library in a lock file. If there are several, it is the greatest: the workspace itself
/// asks for the newest, and its dependencies for older ones.
fn locked_version(lock: &str, library: &str) -> Option<String> {
    let name = format!("name = \"{library}\"");
    let versions = lock.split("[[package]]").filter(|package| package.lines().any(|line| line == name));
    let versions =
        versions.filter_map(|package| package.lines().find_map(|line| line.strip_prefix("version = ")));
    versions.last().map(|version| version.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        assert_eq!(locked_version(LOCK, "measure").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(locked_version(LOCK, "no-such-library"), None);
    }
}
