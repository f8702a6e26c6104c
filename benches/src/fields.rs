//! The twenty fields: five runtimes, and in each the four ways of asking. The first case of a field is the whole scenario.

use measure::Catalog;
use stage::{Case, Mechanism, Verdict};

/// The runtimes whose cases are functions of Rust, with tasks or threads of their own.
pub const RUNTIMES: [&str; 5] = ["threads", "tokio", "async-std", "smol", "rayon"];

/// The first case of each field, runtime by runtime.
///
/// # Panics
/// If a field has no case.
pub fn fields(catalog: &Catalog) -> impl Iterator<Item = &'static Case> {
    let all = RUNTIMES.into_iter().flat_map(|runtime| Mechanism::ALL.iter().map(move |it| (runtime, *it)));
    all.map(|(runtime, mechanism)| {
        let first = catalog.cases().find(|case| case.runtime == runtime && case.mechanism() == mechanism);
        first.unwrap_or_else(|| panic!("{runtime} has no case of {mechanism:?}"))
    })
}

/// What a bench times of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// From the request to the halt.
    Halt,
    /// From the request to the acknowledgement, of work that goes on.
    Acknowledgement,
}

/// What the benches time of a case: the halt of each that stops and, where a field's work goes on, when its caller is told
/// that it has ended.
#[must_use]
pub fn timed(case: &Case, is_of_a_field: bool) -> Option<Timed> {
    match case.expected {
        Verdict::Stopped => Some(Timed::Halt),
        Verdict::StillStanding if is_of_a_field => Some(Timed::Acknowledgement),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CATALOG;

    #[test]
    fn each_field_that_is_offered_is_timed() {
        let all: Vec<_> = fields(&CATALOG).map(|case| (case.id(), timed(case, true))).collect();
        let of = |what| {
            let ids = all.iter().filter(|(_, timed)| *timed == what).map(|(id, _)| id.as_str());
            ids.collect::<Vec<_>>()
        };
        assert_eq!(of(Some(Timed::Halt)).len(), 14);
        assert_eq!(
            of(Some(Timed::Acknowledgement)),
            [
                "threads/drop/blocking",
                "tokio/drop/awaiting-join-handle",
                "async-std/drop/awaiting",
                "rayon/drop/spinning"
            ]
        );
        assert_eq!(of(None), ["threads/abort/blocking", "rayon/abort/spinning"]);
    }

    #[test]
    fn work_that_goes_on_is_timed_in_a_field_alone() {
        let mut hung = fields(&CATALOG).map(|case| Case { expected: Verdict::Hung, ..*case });
        assert!(hung.all(|case| super::timed(&case, true).is_none()));
        let mut outside = fields(&CATALOG).filter_map(|case| super::timed(case, false));
        assert!(outside.all(|timed| timed == Timed::Halt));
    }
}
