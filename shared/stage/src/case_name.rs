//! The name of a case: `mechanism/work[-variant]`.

use crate::vocabulary::{Mechanism, Work};

/// Refuses a name that is not made of a mechanism, a work and, if there are several ways, a variant. It compares
/// bytes in loops because it is for constants.
pub(crate) const fn check(name: &str) {
    let name = name.as_bytes();
    let Some(work) = after_mechanism(name) else {
        panic!("a case is named `mechanism/work[-variant]`: it begins with flag/, channel/, drop/ or abort/");
    };
    let Some(variant) = after_work(name, work) else {
        panic!(
            "a case is named `mechanism/work[-variant]`: its work is awaiting, yielding, hogging, blocking, parked, \
             stuck or spinning"
        );
    };
    assert!(is_plain(name, variant), "a variant is in lower-case letters, digits and single hyphens");
}

/// The mechanism, the work and the variant of a name that [`check`] let pass.
pub(crate) fn parts(name: &'static str) -> (Mechanism, Work, Option<&'static str>) {
    let (mechanism, way) = name.split_once('/').unwrap_or_default();
    let (work, variant) = way.split_once('-').map_or((way, None), |(work, variant)| (work, Some(variant)));
    match (mechanism.parse(), work.parse()) {
        (Ok(mechanism), Ok(work)) => (mechanism, work, variant),
        _ => unreachable!("\"{name}\" was checked when its case was made"),
    }
}

/// Where the work begins: behind the mechanism and its slash.
const fn after_mechanism(name: &[u8]) -> Option<usize> {
    let mut index = 0;
    while index < Mechanism::ALL.len() {
        let word = Mechanism::ALL[index].as_str().as_bytes();
        if is_at(name, 0, word) && is_at(name, word.len(), b"/") {
            return Some(word.len() + 1);
        }
        index += 1;
    }
    None
}

/// Where the variant begins: behind the work and its hyphen, or at the end.
const fn after_work(name: &[u8], start: usize) -> Option<usize> {
    let mut index = 0;
    while index < Work::ALL.len() {
        let word = Work::ALL[index].as_str().as_bytes();
        let end = start + word.len();
        if is_at(name, start, word) && (end == name.len() || name[end] == b'-') {
            return Some(end);
        }
        index += 1;
    }
    None
}

/// Whether the rest is empty, or hyphens that each have a word behind them.
const fn is_plain(name: &[u8], start: usize) -> bool {
    let mut index = start;
    let mut is_after_hyphen = false;
    while index < name.len() {
        match name[index] {
            b'-' if is_after_hyphen => return false,
            b'-' => is_after_hyphen = true,
            b'a'..=b'z' | b'0'..=b'9' => is_after_hyphen = false,
            _ => return false,
        }
        index += 1;
    }
    !is_after_hyphen
}

const fn is_at(name: &[u8], start: usize, word: &[u8]) -> bool {
    if name.len() < start + word.len() {
        return false;
    }
    let mut index = 0;
    while index < word.len() {
        if name[start + index] != word[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn a_name_is_made_of_a_mechanism_a_work_and_a_variant() {
        for (name, variant) in [
            ("drop/parked", None),
            ("abort/stuck-read", Some("read")),
            ("flag/spinning-every-10", Some("every-10")),
        ] {
            check(name);
            assert_eq!(parts(name).2, variant);
        }
        assert_eq!(parts("channel/awaiting-closed"), (Mechanism::Channel, Work::Awaiting, Some("closed")));
    }

    #[test]
    fn another_name_is_refused() {
        for name in [
            "",
            "drop",
            "drop/",
            "drop-parked",
            "parked/drop",
            "stop/parked",
            "drop/sleeping",
            "drop/parkedly",
            "drop/parked-",
            "drop/parked--a",
            "drop/parked_a",
            "drop/parked-A",
            "drop/parked/a",
            " drop/parked",
        ] {
            assert!(catch_unwind(|| check(name)).is_err(), "{name:?} was let pass");
        }
    }
}
