//! What was lost, in words.

use measure::CaseResult;
use stage::Verdict;

/// Whether records were lost, or the case's invariant was broken.
#[must_use]
pub fn is_lossy(case: &CaseResult) -> bool {
    is_over(case) && (case.records_lost > Some(0) || case.invariant == Some(false))
}

/// How many records the playing lost that lost most, and of how many: `2 of 3`. Beside it or alone, whether the
/// invariant holds. Empty if the case counts no records and states no invariant, or if its work goes on.
#[must_use]
pub fn lost(case: &CaseResult) -> String {
    if !is_over(case) {
        return String::new();
    }
    let records = case.records_lost.map(|lost| match case.records_given {
        Some(given) => format!("{lost} of {given}"),
        None => lost.to_string(),
    });
    let invariant = case.invariant.map(|holds| if holds { "invariant holds" } else { "invariant broken" });
    records.into_iter().chain(invariant.map(str::to_owned)).collect::<Vec<_>>().join(", ")
}

/// Of work that goes on, a record that has not arrived may still do so.
fn is_over(case: &CaseResult) -> bool {
    case.verdict.is_some_and(Verdict::is_over)
}

/// The word that marks a case or a group of cases that lost something, with a blank before it; else nothing.
#[must_use]
pub fn mark(is_lossy: bool) -> &'static str {
    if is_lossy { " lossy" } else { "" }
}

/// What the mark means.
pub const LEGEND: &str = "lossy: records were lost, or an invariant was broken";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_was_lost_is_said_of_work_that_is_over() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/snapshots/run.json");
        let run = crate::results_file::run(&file).expect("a run");
        let case = run.cases.first().expect("it has cases");
        let (stopped, stands) = (Some(Verdict::Stopped), Some(Verdict::StillStanding));
        // The verdict, the records lost and given, the invariant; what is said, and whether it is lossy.
        for ((verdict, lost_of_given, invariant), said, lossy) in [
            ((stopped, (None, None), None), "", false),
            ((stopped, (Some(0), Some(3)), None), "0 of 3", false),
            ((stopped, (Some(2), Some(3)), None), "2 of 3", true),
            ((Some(Verdict::Killed), (Some(1), None), None), "1", true),
            ((stopped, (None, None), Some(true)), "invariant holds", false),
            ((stopped, (Some(0), Some(3)), Some(false)), "0 of 3, invariant broken", true),
            ((stands, (Some(2), Some(3)), Some(false)), "", false),
        ] {
            let (records_lost, records_given) = lost_of_given;
            let case = CaseResult { verdict, records_lost, records_given, invariant, ..case.clone() };
            assert_eq!((lost(&case).as_str(), is_lossy(&case)), (said, lossy), "{case:?}");
        }
    }
}
