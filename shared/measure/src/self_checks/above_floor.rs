//! Checks that no case reads below its floor: a floor that a case is below is none.

use crate::{
    play::floors::Floor,
    self_checks::{bare, check::SelfCheck},
    statistics::times::Ratio,
};

/// A case is below its floor if the whole interval of its ratio is below this. Two medians of one hand-over may
/// read so far apart.
const LIMIT: f64 = 1.0 / bare::LINE_LIMIT;

/// A case's ratio to the floor below it.
pub(crate) struct OverFloor {
    /// The case's id.
    pub(crate) id: String,
    pub(crate) floor: Floor,
    /// The ratio, with its 95 % interval.
    pub(crate) ratio: Ratio,
}

/// The checks of a run: one for each floor that has cases above it, about the cases that are below it instead. A
/// ratio without an interval is not judged.
pub(crate) fn of_a_run(ratios: &[Option<OverFloor>]) -> Vec<SelfCheck> {
    Floor::ALL.iter().filter_map(|floor| check(*floor, ratios)).collect()
}

fn check(floor: Floor, ratios: &[Option<OverFloor>]) -> Option<SelfCheck> {
    let ratios = ratios.iter().flatten().filter(|over| over.floor == floor);
    let above: Vec<(&str, f64)> = ratios.filter_map(|over| Some((&*over.id, over.ratio.1?.1))).collect();
    let (least, high) = above.iter().min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let below = above.iter().filter(|(_, high)| *high < LIMIT);
    Some(SelfCheck {
        name: format!("no case is below the floor {}", floor.as_str()),
        asked: format!("intervals of ratios that reach {LIMIT:.2}"),
        got: format!("{high:.2} ({least}) as the least upper end of {}", above.len()),
        passed: *high >= LIMIT,
        about: below.map(|(id, _)| (*id).to_owned()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(id: &str, floor: Floor, high: f64) -> Option<OverFloor> {
        Some(OverFloor { id: id.to_owned(), floor, ratio: (high, Some((high, high))) })
    }

    #[test]
    fn a_case_whose_whole_interval_is_below_its_floor_is_in_doubt() {
        for (highs, passes, about) in [
            (&[0.8, 3.0][..], true, &[][..]),
            (&[1.2, 0.79, 5.0], false, &["1"]),
            (&[0.1, 2.0, 0.4], false, &["0", "2"]),
        ] {
            let reaps = highs.iter().zip(0..).map(|(high, id)| ratio(&format!("{id}"), Floor::Reap, *high));
            let checks = of_a_run(&reaps.collect::<Vec<_>>());
            assert_eq!((checks.len(), checks[0].passed), (1, passes), "{checks:?}");
            assert_eq!(checks[0].about, about);
        }
    }

    #[test]
    fn each_floor_is_checked_by_the_cases_above_it() {
        let checks = of_a_run(&[ratio("a", Floor::Wake, 0.5), ratio("b", Floor::Line, 1.0)]);
        let found: Vec<_> = checks.iter().map(|check| (check.name.as_str(), check.passed)).collect();
        assert_eq!(
            found,
            [("no case is below the floor line", true), ("no case is below the floor wake", false)]
        );
        assert!(of_a_run(&[]).is_empty());
    }
}
