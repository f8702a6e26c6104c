//! What became of a case, in one phrase with its figures.

use measure::{CaseResult, Run, units::duration};
use stage::Verdict;

use crate::{figure, horizon, loss::lost};

/// What became of a case: `acknowledged after 41 µs; still standing 52 ms later`. Times are p50.
#[must_use]
pub fn ending(run: &Run, case: &CaseResult) -> String {
    let watched = horizon::watched_ns(run, case).map(duration).unwrap_or_default();
    let lost = lost(case);
    let lost = match lost.as_str() {
        "" => String::new(),
        "invariant holds" | "invariant broken" => format!(", {lost}"),
        _ => format!(", {lost} records lost"),
    };
    let after = |what: &str| {
        let halt = figure::halt(run, case);
        if halt.is_empty() { what.to_owned() } else { format!("{what} after {halt}") }
    };
    match case.verdict {
        Some(Verdict::Stopped) => after("stopped") + &lost,
        Some(Verdict::Killed) => after("killed") + ", no destructor ran" + &lost,
        Some(Verdict::StillStanding) => {
            let acknowledged = figure::p50(run, case.acknowledge_ns);
            let acknowledged =
                if acknowledged.is_empty() { acknowledged } else { format!(" after {acknowledged}") };
            format!("acknowledged{acknowledged}; still standing {watched} later")
        }
        Some(Verdict::Hung) => format!("not acknowledged in {watched}, and not ended"),
        Some(Verdict::NeverStarted) => "ended before its first beat".to_owned(),
        Some(Verdict::NotOffered) => {
            case.reason.clone().map_or_else(|| "not offered".to_owned(), |why| format!("not offered: {why}"))
        }
        None => "no verdict: every playing failed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_verdict_has_its_phrase() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/page/first.json");
        let run = crate::results_file::run(&file).expect("a run");
        let said = |id: &str| {
            let case = run.cases.iter().find(|case| case.id == id).expect("it is recorded");
            ending(&run, case)
        };
        let standing = said("tokio/abort/blocking-wrapped");
        assert!(
            standing.starts_with("acknowledged after ") && standing.ends_with("still standing 51 ms later")
        );
        assert_eq!(said("threads/flag/stuck-read"), "not acknowledged in 56 ms, and not ended");
        let killed = said("processes/abort/blocking-sigkill");
        assert!(killed.starts_with("killed after ") && killed.ends_with(" records lost"), "{killed}");
        let mut case = run.cases[0].clone();
        case.verdict = None;
        assert_eq!(ending(&run, &case), "no verdict: every playing failed");
        case.verdict = Some(Verdict::NeverStarted);
        assert_eq!(ending(&run, &case), "ended before its first beat");
    }
}
