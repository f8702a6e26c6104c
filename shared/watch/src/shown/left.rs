//! What a program left, in one field.

use crate::program_run::Left;

/// What was left, processes and listeners first.
pub(crate) fn left(left: &Left) -> String {
    if left.is_empty() {
        return "nothing".to_owned();
    }
    let [processes, listeners, files] = left.by_kind();
    let more = files.len().saturating_sub(FILES);
    let more = (more > 0).then(|| format!("{more} files more"));
    let named = processes.into_iter().chain(listeners).chain(files.into_iter().take(FILES));
    named.map(|name| shortened(&name)).chain(more).collect::<Vec<_>>().join(", ")
}

/// How many files are named. Processes and listeners are few, and all are; the file has everything.
const FILES: usize = 5;

/// How long the name of a thing is in such a field, in letters.
const LENGTH: usize = 60;

/// A name without its middle, if it is long: a path says most at its end.
fn shortened(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= LENGTH {
        return name.to_owned();
    }
    let (head, tail) = (&letters[..LENGTH / 2], &letters[letters.len() - LENGTH / 2..]);
    format!("{}…{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_named_processes_and_listeners_first() {
        let names = |what: &str, n: usize| (0..n).map(|number| format!("{what}{number}")).collect::<Vec<_>>();
        let of = |processes, listeners, files| Left {
            processes: names("p", processes),
            listeners: names("l", listeners),
            files: names("f", files),
        };
        assert_eq!(left(&of(0, 0, 0)), "nothing");
        assert_eq!(left(&of(2, 1, 1)), "process p0, process p1, listener l0, file f0");
        assert!(left(&of(9, 9, 5)).ends_with("listener l8, file f0, file f1, file f2, file f3, file f4"));
        assert!(left(&of(0, 0, 8)).ends_with("file f4, 3 files more"));
        let workers = Left { processes: vec!["worker".to_owned(); 3], ..Left::default() };
        assert_eq!(left(&workers), "3 × process worker");
    }
}
