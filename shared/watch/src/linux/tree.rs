//! What descends from a process that was started elsewhere. What loses its parent there becomes the child of a stranger, so
//! whatever was once seen to descend from it is kept in mind.

use std::cell::RefCell;

use super::processes::{Process, all, below};

/// A process, and what was seen to descend from it.
pub(crate) struct Tree {
    known: RefCell<Vec<Process>>,
}

impl Tree {
    /// The tree below this process.
    pub(crate) fn of(root: Process) -> Self {
        Self { known: RefCell::new(vec![root]) }
    }

    /// Looks what of it has not ended: the process itself, what descends from it, and what did when it was last looked; without
    /// those of `apart`, and what descends from them.
    pub(crate) fn running(&self, apart: &[i32]) -> Vec<Process> {
        let mut known = self.known.borrow_mut();
        *known = grown(&known, &all(), apart);
        known.iter().filter(|process| !process.has_ended()).cloned().collect()
    }
}

/// Those of a tree that are still there, and what descends from them now.
fn grown(known: &[Process], all: &[Process], apart: &[i32]) -> Vec<Process> {
    let there = all.iter().filter(|now| known.iter().any(|it| it.is_the_same_as(now)));
    let mut grown: Vec<Process> = there.cloned().collect();
    for process in grown.clone() {
        for further in below(all, process.id, apart) {
            if !grown.iter().any(|it| it.id == further.id) {
                grown.push(further);
            }
        }
    }
    grown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::processes::process;

    #[test]
    fn what_was_seen_to_descend_stays_though_its_parent_ends() {
        let ids = |tree: &[Process]| tree.iter().map(|it| it.id).collect::<Vec<_>>();
        let (root, other) = (process(10, 1), process(11, 1));
        let (child, grandchild) = (process(20, 10), process(30, 20));
        let all = [root.clone(), other.clone(), child.clone(), grandchild.clone()];
        let tree = grown(&[root], &all, &[]);
        assert_eq!(ids(&tree), [10, 20, 30]);
        // The first two end; what is left has another parent, and starts one more.
        let orphan = Process { parent: 1, ..grandchild.clone() };
        let later = [other, orphan, process(40, 30), process(41, 40)];
        let tree = grown(&tree, &later, &[41]);
        assert_eq!(ids(&tree), [30, 40]);
        // Somebody else is given the id.
        let reused = Process { started: 99, parent: 1, ..grandchild };
        assert_eq!(ids(&grown(&tree, &[reused], &[])), [0; 0]);
    }
}
