//! What a part of a crowd takes of the machine.

use serde::{Deserialize, Serialize};

/// Memory that differs by less can't be told apart: Linux counts it on each core, and adds these counts up only now
/// and then.
const LEAST_MEMORY: u64 = 4 << 20;

/// What the process of a case, or the processes that it started, take of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resources {
    /// The peak of the memory, in bytes.
    pub(crate) memory: u64,
    /// How many threads there are, each process's first one included.
    pub(crate) tasks: u64,
    /// How many mappings the process has.
    pub(crate) mappings: u64,
    /// How many descriptors the process has.
    pub(crate) descriptors: u64,
}

/// What one part of a crowd takes of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PerPart {
    /// Bytes of memory; `None` if the crowd is too small to tell.
    pub bytes: Option<u64>,
    /// Threads or processes of the system.
    pub tasks: f64,
    /// Mappings of memory.
    pub mappings: f64,
    /// File descriptors.
    pub descriptors: f64,
}

impl PerPart {
    /// From what a few parts took and what many took, each with their number. `None` unless they are more.
    pub(crate) fn between(few: (u64, Resources), many: (u64, Resources)) -> Option<Self> {
        let parts = many.0.checked_sub(few.0).filter(|&parts| parts > 0)?;
        let (few, many) = (few.1, many.1);
        let memory = many.memory.saturating_sub(few.memory);
        let share = |few: u64, many: u64| {
            let share = many.saturating_sub(few) as f64 / parts as f64;
            (share * 1e3).round() / 1e3
        };
        Some(Self {
            bytes: (memory >= LEAST_MEMORY).then_some(memory / parts),
            tasks: share(few.tasks, many.tasks),
            mappings: share(few.mappings, many.mappings),
            descriptors: share(few.descriptors, many.descriptors),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources(memory: u64, tasks: u64, mappings: u64, descriptors: u64) -> Resources {
        Resources { memory, tasks, mappings, descriptors }
    }

    #[test]
    fn a_part_takes_what_more_parts_take_more() {
        let few = (100, resources(10 << 20, 102, 250, 10));
        let many = (1_100, resources(30 << 20, 1_102, 2_250, 10));
        let expected =
            PerPart { bytes: Some((20 << 20) / 1_000), tasks: 1.0, mappings: 2.0, descriptors: 0.0 };
        assert_eq!(PerPart::between(few, many), Some(expected));
        assert_eq!(PerPart::between(few, few), None);
        assert_eq!(PerPart::between(many, few), None);
    }

    #[test]
    fn a_difference_that_the_system_cannot_count_is_not_told() {
        let few = (100, resources(10 << 20, 2, 50, 10));
        let many = (1_000, resources((14 << 20) - 1, 2, 50, 9));
        let expected = PerPart { bytes: None, tasks: 0.0, mappings: 0.0, descriptors: 0.0 };
        assert_eq!(PerPart::between(few, many), Some(expected));
    }
}
