//! The record: what was seen of programs, on which machine, and how far the figures can be trusted.

use std::collections::BTreeMap;

use measure::{Conditions, Judgement, Machine, Provenance, of_the_harness};
use report::{compare::File, results_file::Kind};
use serde::{Deserialize, Serialize};

use crate::program_result::ProgramResult;

/// The version of the form of these files. It rises when a field goes or changes its meaning.
const SCHEMA: u32 = 4;

/// What such a file is.
pub(crate) const KIND: Kind =
    Kind { name: "record of still-standing-watch", fields: &["programs"], schema: SCHEMA };

/// What was seen of programs that were asked to stop. Its fields are those of a run of cases, where it has the same.
/// It is also the JSON file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the file's form.
    pub schema: u32,
    /// Whether it was interrupted before its last run.
    pub partial: bool,
    /// What it was measured on.
    pub machine: Machine,
    /// The compiler's version, this program's, and those of the programs that are known.
    pub versions: BTreeMap<String, String>,
    /// The commit that this program was built from.
    pub commit: Option<String>,
    /// The command line that played it, without the file that it was written to.
    pub command: Option<String>,
    /// Cargo's profile of this program.
    pub profile: String,
    /// How far the figures can be trusted.
    pub judgement: Judgement,
    /// The programs.
    pub programs: Vec<ProgramResult>,
}

impl Record {
    /// What was seen of these programs under these conditions.
    #[must_use]
    pub fn new(
        programs: Vec<ProgramResult>,
        partial: bool,
        conditions: &Conditions,
        provenance: &Provenance,
    ) -> Self {
        let known = programs.iter().filter_map(|it| Some((it.name.clone(), it.version.clone()?)));
        Self {
            schema: SCHEMA,
            partial,
            machine: conditions.machine().clone(),
            versions: of_the_harness().into_iter().chain(known).collect(),
            commit: provenance.commit.clone(),
            command: Some(provenance.command.clone()),
            profile: provenance.profile.clone(),
            judgement: conditions.judgement(provenance),
            programs,
        }
    }

    /// It as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("what was seen has a JSON form") + "\n"
    }
}

impl File for Record {
    const ITEMS: &'static str = "programs";

    fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    fn is_partial(&self) -> bool {
        self.partial
    }
}
