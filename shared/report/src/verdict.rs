//! What became of a case, in words and signs: its verdict, how long it was watched for, what it lost. A sign alone identifies
//! its verdict, so no reader needs the colour. That a case could not be played is no verdict.

use std::collections::BTreeMap;

use measure::{CaseResult, Run, units::duration};
use stage::{Bound, Verdict};

use crate::figure;

/// The symbol; `!` if every playing failed.
pub fn symbol(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Stopped) => "●",
        Some(Verdict::Killed) => "†",
        Some(Verdict::StillStanding) => "✗",
        Some(Verdict::Hung) => "∞",
        Some(Verdict::NeverStarted) => "○",
        Some(Verdict::NotOffered) => "–",
        None => "!",
    }
}

/// The name; `no verdict` if there is none.
pub fn name(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("no verdict", Verdict::as_str)
}

/// Whether this machine or build lacks what the case needs, so that it was not played. What a runtime does not offer
/// anywhere is a verdict, which its demo claims.
pub fn is_missing(case: &CaseResult) -> bool {
    case.verdict == Some(Verdict::NotOffered) && case.expected != Verdict::NotOffered
}

/// The cases of a run without those that are missing.
pub fn played(run: &Run) -> impl Iterator<Item = &CaseResult> + Clone {
    run.cases.iter().filter(|case| !is_missing(case))
}

/// What a case is called that is missing.
pub const NOT_PLAYED: &str = "not played";

/// What was not played, and what it lacks, in one line; `None` if nothing is missing.
pub fn not_played(run: &Run) -> Option<String> {
    let mut lacking = BTreeMap::<(&str, &str), Vec<&str>>::new();
    for case in run.cases.iter().filter(|case| is_missing(case)) {
        let reason = case.reason.as_deref().unwrap_or("it does not say why");
        lacking.entry((&case.runtime, reason)).or_default().push(&case.id);
    }
    let said = lacking.into_iter().map(|((runtime, reason), ids)| match ids.as_slice() {
        [id] => format!("{id} ({reason})"),
        _ => format!("{} cases of {runtime} ({reason})", ids.len()),
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("Not played: {}.", said.join("; ")))
}

/// What a verdict means.
pub fn meaning(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Stopped) => "the work has halted, and its destructors ran.",
        Some(Verdict::Killed) => "the work has halted, and its destructors did not run.",
        Some(Verdict::StillStanding) => {
            "the call returned as if the work had ended, and the work went on for as long as it was watched."
        }
        Some(Verdict::Hung) => {
            "the call that was to end the work did not return for as long as it was watched, and the work had not ended."
        }
        Some(Verdict::NeverStarted) => "the work was stopped before its first beat.",
        Some(Verdict::NotOffered) => "the runtime has no such mechanism.",
        None => "every playing failed.",
    }
}

/// What the time from request to halt is bound by, in words.
pub fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Line => "a cache line from core to core: the work looks at every turn",
        Bound::Turn => "a turn of its loop in another language",
        Bound::Wake => "a wake-up of a parked thread",
        Bound::Reap => "the end of a process and its reaping",
        Bound::Polled => "its beat: the work looks once a beat",
        Bound::Inline => "nothing but instructions: the caller ends the work itself",
        Bound::Timer => "a wake-up of a parked thread whose deadline has to be disarmed",
        Bound::Deadline => "a deadline or sleep of its own, or the next step of its runtime's timer",
    }
}

/// How long a case that did not end was watched, in ns: after the acknowledgement or, if none came, after the
/// request. `None` if its verdict needs no horizon.
pub fn watched_ns(run: &Run, case: &CaseResult) -> Option<u64> {
    let goes_on = matches!(case.verdict, Some(Verdict::StillStanding | Verdict::Hung));
    goes_on.then(|| case.watched_ns.unwrap_or(run.settings.patience.horizon_ns))
}

/// A verdict and the horizon beside it: `still-standing 50 ms`; the name alone if it needs no horizon.
pub fn with_horizon(verdict: Option<Verdict>, watched_ns: Option<u64>) -> String {
    match watched_ns {
        Some(ns) => format!("{} {}", name(verdict), duration(ns)),
        None => name(verdict).to_owned(),
    }
}

/// The verdict of a case, and the horizon beside it.
pub fn with_its_horizon(run: &Run, case: &CaseResult) -> String {
    if is_missing(case) { NOT_PLAYED.to_owned() } else { with_horizon(case.verdict, watched_ns(run, case)) }
}

/// The same behind its sign: `✗ still-standing 50 ms`. What is missing has none.
pub fn with_its_sign(run: &Run, case: &CaseResult) -> String {
    let said = with_its_horizon(run, case);
    if is_missing(case) { said } else { format!("{} {said}", symbol(case.verdict)) }
}

/// A verdict in a legend: its sign, the word, and that its horizon stands beside it.
pub fn in_legend(verdict: Option<Verdict>) -> String {
    let said = format!("{} {}", symbol(verdict), name(verdict));
    match verdict {
        Some(Verdict::StillStanding | Verdict::Hung) => said + " for as long as it was watched",
        _ => said,
    }
}

/// What was seen of work that goes on, as a sentence; `None` for other work.
pub fn sentence(verdict: Option<Verdict>, watched_ns: u64) -> Option<String> {
    let watched = duration(watched_ns);
    match verdict {
        Some(Verdict::StillStanding) => Some(format!("still standing {watched} after it was acknowledged")),
        Some(Verdict::Hung) => Some(format!("not acknowledged {watched} after the request")),
        _ => None,
    }
}

/// Whether records were lost, or the case's invariant was broken.
pub fn is_lossy(case: &CaseResult) -> bool {
    is_over(case) && (case.records_lost > Some(0) || case.invariant == Some(false))
}

/// How many records the playing lost that lost most, and of how many: `2 of 3`. Beside it or alone, whether the
/// invariant holds. Empty if the case counts no records and states no invariant, or if its work goes on.
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
pub fn lossy_mark(is_lossy: bool) -> &'static str {
    if is_lossy { " lossy" } else { "" }
}

/// What the word means.
pub const LOSSY: &str = "lossy: records were lost, or an invariant was broken";

/// What a case that falls short says of what to do instead: the id of the case that does it right, which `link` may make a
/// link, or why none does. Empty of one that says nothing.
pub fn instead(case: &CaseResult, link: impl Fn(&str) -> String) -> String {
    let why = || case.nothing_instead.as_deref().map(none_because);
    case.instead.as_deref().map(link).or_else(why).unwrap_or_default()
}

/// What stands for the id of a case that does it right, where there is none.
pub(crate) fn none_because(why: &str) -> String {
    format!("none, because {why}")
}

/// What became of a case behind its sign, in words as in [`ending`].
pub fn ending_with_sign(run: &Run, case: &CaseResult) -> String {
    let said = ending(run, case);
    if is_missing(case) { said } else { format!("{} {said}", symbol(case.verdict)) }
}

/// What became of a case: `acknowledged after 41 µs; still standing 52 ms later`. Times are p50.
pub fn ending(run: &Run, case: &CaseResult) -> String {
    let watched = watched_ns(run, case).map(duration).unwrap_or_default();
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
            let said = if is_missing(case) { NOT_PLAYED } else { "not offered" };
            case.reason.as_ref().map_or_else(|| said.to_owned(), |why| format!("{said}: {why}"))
        }
        None => "no verdict: every playing failed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    #[test]
    fn only_what_goes_on_has_a_horizon() {
        for verdict in Verdict::ALL {
            let goes_on = matches!(verdict, Verdict::StillStanding | Verdict::Hung);
            assert_eq!(sentence(Some(*verdict), 50_000_000).is_some(), goes_on, "{verdict}");
        }
        assert_eq!(with_horizon(Some(Verdict::Hung), Some(50_000_000)), "hung 50 ms");
        assert_eq!(with_horizon(Some(Verdict::Stopped), None), "stopped");
    }

    #[test]
    fn what_was_lost_is_said_of_work_that_is_over() {
        let run = recorded_run("snapshots/run.json");
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

    #[test]
    fn each_verdict_has_its_phrase() {
        let run = recorded_run("page/first.json");
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
        // What nobody claims to be offered, and what is not here.
        case.reason = Some("no compiler".to_owned());
        case.verdict = Some(Verdict::NotOffered);
        for (expected, phrase, sign) in [
            (Verdict::NotOffered, "not offered: no compiler", "– not-offered"),
            (Verdict::Stopped, "not played: no compiler", "not played"),
        ] {
            case.expected = expected;
            assert_eq!(ending(&run, &case), phrase);
            assert_eq!(with_its_sign(&run, &case), sign);
        }
    }
}
