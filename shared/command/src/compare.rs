//! `compare`: two runs, case by case.

use anyhow::Result;
use report::{compare::Comparison, read};

use crate::{
    AS_EXPECTED, NOT_AS_EXPECTED,
    arguments::{CompareArguments, FailOn},
    print,
};

pub(crate) fn compare(arguments: &CompareArguments) -> Result<u8> {
    let comparison = Comparison::new(&read::run(&arguments.was)?, &read::run(&arguments.is)?);
    print(&match () {
        () if arguments.json => comparison.to_json(),
        () if arguments.markdown => comparison.to_markdown(),
        () => show::comparison(&comparison),
    })?;
    let fails = |fail_on: &FailOn| match fail_on {
        FailOn::Verdict => !comparison.verdicts.is_empty(),
        FailOn::Slower(share) => comparison.is_slower_than(*share),
    };
    Ok(if arguments.fail_on.iter().any(fails) { NOT_AS_EXPECTED } else { AS_EXPECTED })
}
