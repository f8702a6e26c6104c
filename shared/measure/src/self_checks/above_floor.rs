//! Checks that no case reads below its floor: a floor that a case is below is none.

use crate::{file::case_result::CaseResult, play::floors::Floor, self_checks::check::SelfCheck};

/// A case is below its floor if the whole interval of its ratio is below this. Of many cases that are at their floor,
/// chance puts some intervals below one, but not far below.
const LIMIT: f64 = 0.9;

/// The checks of a run: one for each floor that has cases above it, about the cases that are below it instead. A
/// ratio without an interval is not judged.
pub(crate) fn of_a_run(cases: &[CaseResult]) -> Vec<SelfCheck> {
    let high = |case: &CaseResult| Some((case.id.clone(), case.floor()?, case.over_floor_high?));
    judged(&cases.iter().filter_map(high).collect::<Vec<_>>())
}

/// The checks of these cases, each with the floor below it and the upper end of its ratio to that.
fn judged(highs: &[(String, Floor, f64)]) -> Vec<SelfCheck> {
    Floor::ALL.iter().filter_map(|floor| check(*floor, highs)).collect()
}

fn check(floor: Floor, highs: &[(String, Floor, f64)]) -> Option<SelfCheck> {
    let above: Vec<_> = highs.iter().filter(|(_, below, _)| *below == floor).collect();
    let (least, _, high) = above.iter().min_by(|(.., a), (.., b)| a.total_cmp(b))?;
    let below = above.iter().filter(|(.., high)| *high < LIMIT);
    Some(SelfCheck {
        name: format!("no case is below the floor {floor}"),
        asked: format!("intervals of ratios that reach {LIMIT:.2}"),
        got: format!("{high:.2} ({least}) as the least upper end of {}", above.len()),
        passed: *high >= LIMIT,
        about: below.map(|(id, ..)| id.clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(id: &str, floor: Floor, high: f64) -> (String, Floor, f64) {
        (id.to_owned(), floor, high)
    }

    #[test]
    fn a_case_whose_whole_interval_is_below_its_floor_is_in_doubt() {
        for (highs, passes, about) in [
            (&[0.9, 3.0][..], true, &[][..]),
            (&[1.2, 0.89, 5.0], false, &["1"]),
            (&[0.1, 2.0, 0.4], false, &["0", "2"]),
        ] {
            let reaps = highs.iter().zip(0..).map(|(high, id)| ratio(&format!("{id}"), Floor::Reap, *high));
            let checks = judged(&reaps.collect::<Vec<_>>());
            assert_eq!((checks.len(), checks[0].passed), (1, passes), "{checks:?}");
            assert_eq!(checks[0].about, about);
        }
    }

    #[test]
    fn each_floor_is_checked_by_the_cases_above_it() {
        let checks = judged(&[ratio("a", Floor::Wake, 0.5), ratio("b", Floor::Line, 1.0)]);
        let found: Vec<_> = checks.iter().map(|check| (check.name.as_str(), check.passed)).collect();
        assert_eq!(
            found,
            [("no case is below the floor line", true), ("no case is below the floor wake", false)]
        );
        assert!(judged(&[]).is_empty());
    }
}
