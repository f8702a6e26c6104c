//! The machine that a run is measured on.

pub(crate) mod cgroup;
pub(crate) mod core_list;
pub(crate) mod load;
pub(crate) mod place;
pub(crate) mod topology;

use std::{collections::BTreeSet, env::consts, fs, path::Path, thread};

use serde::{Deserialize, Serialize};

use crate::machine::{
    cgroup::{Cgroup, Limits},
    core_list::CoreList,
    topology::Topology,
};

/// The machine that a run was measured on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The system's name.
    pub os: String,
    /// The kernel's release, if the system says.
    pub kernel: Option<String>,
    /// The processor's architecture.
    pub arch: String,
    /// The processor's name, if the system says.
    pub cpu: Option<String>,
    /// Whether the processor says that it is virtual.
    pub is_virtual: bool,
    /// The frequency governor of the cores that were used, if it is visible; several are separated by
    /// commas.
    pub governor: Option<String>,
    /// How many cores this process could use.
    pub cores: usize,
    /// Which cores those are, and what they share.
    pub topology: Topology,
    /// The limits of this process's control group.
    pub limits: Limits,
}

impl Machine {
    /// This machine; `used` are the cores that the run uses.
    #[must_use]
    pub fn this(used: &CoreList) -> Self {
        let root = Path::new("/");
        Self {
            os: consts::OS.to_owned(),
            kernel: line_of(&root.join("proc/sys/kernel/osrelease"), ""),
            is_virtual: line_of(&root.join("proc/cpuinfo"), "flags")
                .is_some_and(|flags| flags.contains(" hypervisor")),
            governor: governor(root, used),
            arch: consts::ARCH.to_owned(),
            cpu: line_of(&root.join("proc/cpuinfo"), "model name"),
            cores: thread::available_parallelism().map_or(1, usize::from),
            topology: Topology::read(root, place::allowed()),
            limits: Cgroup::find(root).limits,
        }
    }
}

/// The value in the first line of a file that begins with this key: what follows the key and a colon.
fn line_of(file: &Path, key: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
}

/// The governors of these cores, each once.
fn governor(root: &Path, cores: &CoreList) -> Option<String> {
    let of_core = |core: &usize| {
        line_of(&root.join(format!("sys/devices/system/cpu/cpu{core}/cpufreq/scaling_governor")), "")
    };
    let governors: BTreeSet<String> = cores.numbers().iter().filter_map(of_core).collect();
    if governors.is_empty() {
        return None;
    }
    Some(governors.into_iter().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_governor_is_that_of_the_cores_that_are_used() {
        let root = tempfile::tempdir().unwrap();
        for (core, governor) in ["powersave", "performance", "performance"].iter().enumerate() {
            let folder = root.path().join(format!("sys/devices/system/cpu/cpu{core}/cpufreq"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("scaling_governor"), format!("{governor}\n")).unwrap();
        }
        for (cores, seen) in
            [("1-2", Some("performance")), ("0-1", Some("performance, powersave")), ("7", None)]
        {
            assert_eq!(governor(root.path(), &cores.parse().unwrap()).as_deref(), seen, "{cores}");
        }
    }
}
