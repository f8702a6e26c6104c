//! What a measurement that is no run of cases is graded by: the machine, and how others used it meanwhile.

use crate::{
    grade::{Evidence, Judgement},
    load::Load,
    machine::Machine,
    place::{Place, Placement},
    provenance::Provenance,
};

/// The machine, and the use of its cores since a measurement began.
pub struct Conditions {
    machine: Machine,
    load: Load,
}

impl Conditions {
    /// Begins to count how the cores are used that this process may use.
    #[must_use]
    pub fn begin() -> Self {
        let cores = Placement::new(Place::Free).used();
        Self { machine: Machine::this(&cores), load: Load::start(cores) }
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// How far figures can be trusted that were measured since it began.
    #[must_use]
    pub fn judgement(&self, provenance: &Provenance) -> Judgement {
        Judgement::new(&Evidence {
            asked: Place::Free,
            place: Place::Free,
            provenance,
            machine: &self.machine,
            used: self.load.used(),
            throttling: self.load.throttling(),
            drifts: Vec::new(),
            self_checks: &[],
        })
    }
}
