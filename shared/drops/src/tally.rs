//! What was given beside what arrived.

use std::fmt::Debug;

/// The difference of two sequences of records.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Given, and not there.
    pub(crate) lost: Vec<String>,
    /// There, and not given, or not as often.
    pub(crate) again: Vec<String>,
    /// All there, in another order.
    pub(crate) is_out_of_order: bool,
}

pub(crate) fn tally<T: PartialEq + Debug>(given: &[T], arrived: &[T]) -> Tally {
    let mut there: Vec<bool> = vec![true; arrived.len()];
    let mut lost = Vec::new();
    let mut from = 0;
    let mut is_out_of_order = false;
    for record in given {
        // In order, the next one is where the last one was found.
        let behind = (from..arrived.len()).chain(0..from);
        match behind.into_iter().find(|at| there[*at] && arrived[*at] == *record) {
            Some(at) => {
                is_out_of_order |= at < from;
                there[at] = false;
                from = at + 1;
            }
            None => lost.push(format!("{record:?}")),
        }
    }
    let again = arrived.iter().zip(there).filter(|(_, there)| *there);
    Tally { lost, again: again.map(|(record, _)| format!("{record:?}")).collect(), is_out_of_order }
}

#[cfg(test)]
mod tests {
    use super::{Tally, tally};

    #[test]
    fn records_are_lost_or_too_many_or_out_of_order() {
        for (given, arrived, lost, again, is_out_of_order) in [
            ("abc", "abc", "", "", false),
            ("abc", "ac", "b", "", false),
            ("abc", "abbc", "", "b", false),
            ("abc", "cab", "", "", true),
            ("aab", "ab", "a", "", false),
            ("", "x", "", "x", false),
            ("abc", "", "abc", "", false),
        ] {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let shown = |text: &str| text.chars().map(|letter| format!("{letter:?}")).collect();
            let expected = Tally { lost: shown(lost), again: shown(again), is_out_of_order };
            assert_eq!(tally(&letters(given), &letters(arrived)), expected, "{given} {arrived}");
        }
    }
}
