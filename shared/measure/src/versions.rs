//! The versions of what a run measures.

use std::collections::BTreeMap;

use stage::{Case, Demo};

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
    versions.insert("rustc".to_owned(), env!("RUSTC_VERSION").to_owned());
    versions.insert("still-standing".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    versions
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
