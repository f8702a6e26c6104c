//! From each case of this repository a reader finds the documentation that it shows; and from one whose work goes on, or
//! loses something, the one that does it right, or why there is none.

use std::collections::BTreeSet;

use libtest_mimic::Trial;
use stage::Case;

use crate::trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("each case links to what documents it", each_links_to_what_documents_it),
        trial("each case that falls short says what to do instead", each_says_what_to_do_instead),
        trial("what is named instead stops, and loses nothing", what_is_named_does_it_right),
    ]
}

fn cases() -> impl Iterator<Item = &'static Case> {
    comparison::CATALOG.all_cases()
}

fn each_links_to_what_documents_it() {
    let without = cases().filter(|case| !case.source().comment.contains("https://"));
    assert_eq!(without.map(Case::id).collect::<Vec<_>>(), [""; 0]);
}

fn each_says_what_to_do_instead() {
    let silent = cases().filter(|case| case.falls_short() && case.instead.is_none());
    let silent: Vec<String> = silent.map(Case::id).collect();
    assert_eq!(silent, [""; 0], "name the case that does it right with `instead`, or say why none does");
    for case in cases() {
        let why = case.instead.and_then(Result::err);
        let is_told = why
            .is_none_or(|why| why.len() > 20 && why.starts_with(char::is_lowercase) && !why.ends_with('.'));
        assert!(is_told, "{}: what stands behind \"because\", not {why:?}", case.id());
    }
}

/// A catalogue looks up what is named of its own demos. This one has all of them.
fn what_is_named_does_it_right() {
    let right: BTreeSet<String> = cases().filter(|case| case.does_it_right()).map(Case::id).collect();
    let named: Vec<(String, String)> =
        cases().filter_map(|case| Some((case.id(), case.instead_id()?))).collect();
    assert!(named.len() > 90, "only {} cases name one", named.len());
    for (case, named) in named {
        assert!(right.contains(&named), "{case} names {named}");
    }
}
