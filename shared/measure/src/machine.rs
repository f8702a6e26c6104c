//! What a run is measured on, and with which versions.

use std::{collections::BTreeMap, env::consts, fs, process::Command, thread};

use stage::{Case, Demo};

use crate::Machine;

const LOCK: &str = include_str!("../../../Cargo.lock");

impl Machine {
    /// This machine.
    #[must_use]
    pub fn this() -> Self {
        let line_of = |file: &str, key: &str| {
            let text = fs::read_to_string(file).ok()?;
            let line = text.lines().find_map(|line| line.strip_prefix(key))?;
            Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
        };
        Self {
            os: consts::OS.to_owned(),
            kernel: line_of("/proc/sys/kernel/osrelease", ""),
            is_virtual: line_of("/proc/cpuinfo", "flags").is_some_and(|flags| flags.contains(" hypervisor")),
            governor: line_of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", ""),
            arch: consts::ARCH.to_owned(),
            cpu: line_of("/proc/cpuinfo", "model name"),
            cores: thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// The version of the compiler and of every library that the demos measure, from the lock file
/// that this program was built with; and what the demos that are played know besides.
pub(crate) fn versions(demos: &[Demo], played: &[&Case]) -> BTreeMap<String, String> {
    let libraries = demos.iter().flat_map(|demo| demo.libraries);
    let mut versions: BTreeMap<String, String> = libraries
        .filter_map(|library| Some(((*library).to_owned(), locked_version(LOCK, library)?)))
        .collect();
    let is_played = |demo: &&Demo| played.iter().any(|case| case.runtime() == demo.runtime);
    versions.extend(demos.iter().filter(is_played).filter_map(|demo| demo.versions).flat_map(|tell| tell()));
    versions.insert("rustc".to_owned(), env!("RUSTC_VERSION").to_owned());
    versions.insert("still-standing".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    versions
}

/// The commit that is checked out where this program was built, if it still is there. A file of
/// results that has just been written is no change of the program.
pub(crate) fn commit() -> Option<String> {
    let git = |arguments: &[&str]| {
        let output =
            Command::new("git").arg("-C").arg(env!("CARGO_MANIFEST_DIR")).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changed =
        git(&["status", "--porcelain", "--untracked-files=no", "--", ":/", ":(top,exclude)results"])
            .is_some_and(|changes| !changes.is_empty());
    Some(if changed { commit + "+" } else { commit })
}

/// Where a lock file holds several versions of a library, the greatest: the workspace itself
/// asks for the newest, and older ones belong to somebody else's dependencies.
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
