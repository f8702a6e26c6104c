//! `compare`: two records, program by program.

use anyhow::Result;
use report::{
    compare::{Comparison, Item},
    results_file::read,
    terminal::{
        program::{AS_EXPECTED, NOT_AS_EXPECTED, print},
        terminal_width,
    },
};
use stage::Bound;

use crate::{
    command::arguments::CompareArguments,
    program_result::ProgramResult,
    record::{KIND, Record},
    shown::{left::left, signs::name},
};

pub(crate) fn compare(arguments: &CompareArguments) -> Result<u8> {
    let (was, is): (Record, Record) = (read(&arguments.was, KIND)?, read(&arguments.is, KIND)?);
    let items = |record: &Record| record.programs.iter().map(item).collect::<Vec<_>>();
    let comparison = Comparison::of_files((&was, &items(&was)), (&is, &items(&is)));
    print(&comparison.shown(arguments.json, arguments.markdown, terminal_width()))?;
    Ok(if comparison.fails(&arguments.fail_on) { NOT_AS_EXPECTED } else { AS_EXPECTED })
}

/// A program as it is compared. Its end is that of a process. How many requests are lost differs from run to run, so only
/// whether some are is compared.
fn item(program: &ProgramResult) -> Item {
    let lost = program.lost().map(|lost| if lost == 0 { "none" } else { "some" }.to_owned());
    let left = (!program.runs.is_empty()).then(|| left(&program.left()));
    let outcomes = [("lost", lost), ("left", left)];
    Item {
        id: program.id(),
        verdict: name(program.verdict),
        outcomes: outcomes.into_iter().filter_map(|(what, seen)| Some((what, seen?))).collect(),
        instead: None,
        bound: Bound::Reap,
        halt: program.halt_ns,
        share: None,
    }
}
