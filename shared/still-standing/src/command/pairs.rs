//! `pairs`: plays each original in another language and the Rust case that answers it.

use anyhow::{Result, bail};
use measure::Run;
use stage::Case;

use crate::command::{Program, arguments::RunArguments, choose, run};

pub(crate) fn pairs(arguments: &RunArguments, program: &Program) -> Result<u8> {
    let catalog = program.catalog;
    let mut chosen = choose::by_filters(catalog, &arguments.filters)?;
    chosen.retain(|case| case.answer.is_some());
    if chosen.is_empty() {
        let has_any = catalog.cases().any(|case| case.answer.is_some());
        let advice = if has_any { "; without a filter, pairs plays all originals" } else { "" };
        bail!("none of these cases is an original in another language{advice}");
    }
    let answers: Vec<&str> = chosen.iter().filter_map(|case| case.answer).collect();
    let is_played = |case: &&'static Case| {
        chosen.iter().any(|one| one.id() == case.id()) || answers.contains(&case.id().as_str())
    };
    let cases: Vec<_> = catalog.cases().filter(is_played).collect();
    run::play(&cases, arguments, program, |run: &Run| {
        format!("{}\n{}", report::terminal::pairs_table(run), report::terminal::closing(run))
    })
}
