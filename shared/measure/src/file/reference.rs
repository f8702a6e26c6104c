//! What cases are compared with: the floors, and the same loop beside each runtime.

use serde::{Deserialize, Serialize};

use crate::{file::round::one_line_each, play::floors::Floor, statistics::figures::Figures};

/// The times of a floor or of a negative control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The name of the floor, or of the runtime beside which the control was played.
    pub name: String,
    /// Its figures; `None` if it was not measured.
    pub ns: Option<Figures>,
    /// The samples, round by round.
    #[serde(serialize_with = "one_line_each")]
    pub rounds: Vec<ReferenceRound>,
}

/// The samples of one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceRound {
    /// Its number, from 0 on.
    pub round: u32,
    /// The samples, in ns.
    pub ns: Vec<u64>,
}

impl Reference {
    /// One that has not been measured.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ns: None, rounds: Vec::new() }
    }

    /// Adds a sample to a round.
    pub(crate) fn add(&mut self, round: u32, ns: u64) {
        match self.rounds.last_mut() {
            Some(last) if last.round == round => last.ns.push(ns),
            _ => self.rounds.push(ReferenceRound { round, ns: vec![ns] }),
        }
    }
}

/// The floors of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Floors(pub Vec<Reference>);

impl Floors {
    /// The figures of this floor; `None` if it was not measured.
    #[must_use]
    pub fn of(&self, floor: Floor) -> Option<Figures> {
        self.0.iter().find(|reference| reference.name == floor.as_str())?.ns
    }

    /// Those that were measured, in the order of the tables.
    pub fn measured(&self) -> impl Iterator<Item = (Floor, Figures)> {
        Floor::ALL.iter().filter_map(|floor| Some((*floor, self.of(*floor)?)))
    }
}
