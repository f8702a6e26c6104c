//! How long work that went on was watched. It is printed beside the verdict, which holds for that long only.

use measure::{CaseResult, Run, units::duration};
use stage::Verdict;

use crate::symbol;

/// How long a case that did not end was watched, in ns: after the acknowledgement or, if none came, after the
/// request. `None` if its verdict needs no horizon.
#[must_use]
pub fn watched_ns(run: &Run, case: &CaseResult) -> Option<u64> {
    let goes_on = matches!(case.verdict, Some(Verdict::StillStanding | Verdict::Hung));
    goes_on.then(|| case.watched_ns.unwrap_or(run.settings.patience.horizon_ns))
}

/// A verdict and the horizon beside it: `still-standing 50 ms`; the name alone if it needs no horizon.
#[must_use]
pub fn with_horizon(verdict: Option<Verdict>, watched_ns: Option<u64>) -> String {
    match watched_ns {
        Some(ns) => format!("{} {}", symbol::name(verdict), duration(ns)),
        None => symbol::name(verdict).to_owned(),
    }
}

/// The verdict of a case, and the horizon beside it.
#[must_use]
pub fn verdict(run: &Run, case: &CaseResult) -> String {
    with_horizon(case.verdict, watched_ns(run, case))
}

/// A verdict in a legend: the word, and that its horizon stands beside it.
#[must_use]
pub fn in_legend(verdict: Verdict) -> String {
    match verdict {
        Verdict::StillStanding | Verdict::Hung => format!("{verdict} for as long as it was watched"),
        _ => verdict.to_string(),
    }
}

/// What was seen of work that goes on, as a sentence; `None` for other work.
#[must_use]
pub fn sentence(verdict: Option<Verdict>, watched_ns: u64) -> Option<String> {
    let watched = duration(watched_ns);
    match verdict {
        Some(Verdict::StillStanding) => Some(format!("still standing {watched} after it was acknowledged")),
        Some(Verdict::Hung) => Some(format!("not acknowledged {watched} after the request")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_on_has_a_horizon() {
        for verdict in Verdict::ALL {
            let goes_on = matches!(verdict, Verdict::StillStanding | Verdict::Hung);
            assert_eq!(sentence(Some(*verdict), 50_000_000).is_some(), goes_on, "{verdict}");
        }
        assert_eq!(with_horizon(Some(Verdict::Hung), Some(50_000_000)), "hung 50 ms");
        assert_eq!(with_horizon(Some(Verdict::Stopped), None), "stopped");
    }
}
