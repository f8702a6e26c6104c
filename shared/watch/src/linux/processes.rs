//! The processes of a program, as `/proc` shows them (`proc(5)`).

use std::{collections::HashSet, fs, io::ErrorKind, path::PathBuf};

use crate::program_run::Takes;

/// A process that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: i32,
    pub(crate) parent: i32,
    pub(crate) state: char,
    /// How many threads it has that were not waited for. A process whose first thread has ended looks like a zombie, and
    /// goes on while it has others.
    pub(crate) threads: u32,
    /// When it was started, in ticks after the start of the system. No other process has its id and its start.
    pub(crate) started: u64,
}

impl Process {
    /// Whether this one has started it, or was given it.
    pub(crate) fn is_child_of(&self, id: i32) -> bool {
        self.parent == id
    }

    /// Whether another look shows this process, and not one that was given its id.
    pub(crate) fn is_the_same_as(&self, other: &Self) -> bool {
        (self.id, self.started) == (other.id, other.started)
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.state, 'Z' | 'X') && self.threads <= 1
    }
}

/// How often it looks for what runs, if what it sees is not sure.
const LOOKS: usize = 10;

/// What runs below this process, without those of `apart` and what descends from them.
///
/// A look takes some time, and takes a process that loses its parent meanwhile for a stranger's. But whatever has lost its
/// parent becomes this process's child: nothing runs only if it has no child that does.
pub(crate) fn running(apart: &[i32]) -> Vec<Process> {
    let this = i32::try_from(std::process::id()).unwrap_or_default();
    for _ in 0..LOOKS {
        let seen: Vec<Process> =
            below(&all(), this, apart).into_iter().filter(|it| !it.has_ended()).collect();
        if !seen.is_empty() || !has_running_child(apart) {
            return seen;
        }
    }
    Vec::new()
}

/// The same as a whole list: it looks until two looks agree.
pub(crate) fn all_running(apart: &[i32]) -> Vec<Process> {
    let mut seen = running(apart);
    for _ in 0..LOOKS {
        let again = running(apart);
        if again.iter().map(|it| it.id).eq(seen.iter().map(|it| it.id)) {
            return again;
        }
        seen = again;
    }
    seen
}

fn has_running_child(apart: &[i32]) -> bool {
    let children = stage::processes::children().into_iter().filter_map(|id| i32::try_from(id).ok());
    let others = children.filter(|id| !apart.contains(id));
    others.filter_map(read).any(|child| !child.has_ended())
}

/// Every process that this one can see.
pub(crate) fn all() -> Vec<Process> {
    let ids = fs::read_dir("/proc").into_iter().flatten().flatten();
    ids.filter_map(|entry| read(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// The process with this id; `None` if there is none.
pub(crate) fn read(id: i32) -> Option<Process> {
    stat(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// The state of a process: `T` if it is stopped, `D` if it waits where no signal reaches it, `S` if it sleeps, `R` if it
/// runs, `Z` if its first thread has ended and others go on.
pub(crate) fn state(id: i32) -> Option<char> {
    read(id).map(|process| process.state)
}

/// The folders in `/proc` of a process's threads.
pub(crate) fn threads(id: i32) -> Vec<PathBuf> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    threads.map(|thread| thread.path()).collect()
}

/// How much of a command line is kept, in letters.
const LENGTH: usize = 100;

/// The command line of a process, or its name if it has none; `None` if it has ended meanwhile, or is about to. A thread that has ended has none.
pub(crate) fn command_line(id: i32) -> Option<String> {
    let lines = threads(id).into_iter().filter_map(|thread| fs::read(thread.join("cmdline")).ok());
    let words = lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default();
    let words = String::from_utf8_lossy(&words).replace('\0', " ");
    let line = match (words.trim(), name(id)) {
        ("", name) if name.is_empty() || is_ending(id) || read(id)?.has_ended() => return None,
        ("", name) => format!("[{name}]"),
        (words, _) => words.to_owned(),
    };
    Some(line.chars().take(LENGTH).map(|letter| if letter.is_control() { ' ' } else { letter }).collect())
}

/// The words of a process's command line; its name if it has none.
pub(crate) fn words(id: i32) -> Vec<String> {
    let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let line = String::from_utf8_lossy(&line);
    // Some programs write their state there, and blanks behind it.
    let words: Vec<String> = line
        .trim_end_matches(['\0', ' '])
        .split('\0')
        .filter(|_| !line.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() { vec![name(id)] } else { words }
}

/// Whether it has ended, or is about to: none of its threads has a program any more. A thread that ends gives back its
/// memory, and with it its program, before its files and connections (`do_exit` in the kernel's `kernel/exit.c`). So who
/// sees a connection closed that a process had to its end finds that it is ending.
pub(crate) fn is_ending(id: i32) -> bool {
    let program = |thread: &PathBuf| fs::read_link(thread.join("exe"));
    threads(id).iter().all(|thread| program(thread).is_err_and(|error| error.kind() == ErrorKind::NotFound))
}

/// What a process does with a signal: `SigBlk`, `SigIgn` and `SigCgt`, a bit for each signal.
pub(crate) fn takes(id: i32, signal: i32) -> Takes {
    takes_in(&fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default(), signal)
}

fn takes_in(status: &str, signal: i32) -> Takes {
    let has = |mask: &str| {
        let mask = status.lines().find_map(|line| line.strip_prefix(mask)).unwrap_or_default();
        let mask = u64::from_str_radix(mask.trim(), 16).unwrap_or_default();
        let bit = u32::try_from(signal - 1).ok();
        bit.and_then(|bit| mask.checked_shr(bit)).is_some_and(|mask| mask & 1 == 1)
    };
    match () {
        () if has("SigIgn:") => Takes::Ignored,
        () if has("SigBlk:") => Takes::Blocked,
        () if has("SigCgt:") => Takes::Handled,
        () => Takes::Default,
    }
}

/// The name of a process.
pub(crate) fn name(id: i32) -> String {
    fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim().to_owned()
}

/// The function of the kernel in which the first thread of a process waits; `None` if it runs, or if the system does not say.
pub(crate) fn waits_in(id: i32) -> Option<String> {
    let function = fs::read_to_string(format!("/proc/{id}/wchan")).ok()?;
    (!function.is_empty() && function != "0").then_some(function)
}

/// A line of `/proc/ID/stat`. The name is in parentheses, and may contain some.
fn stat(line: &str) -> Option<Process> {
    let (head, rest) = line.rsplit_once(") ")?;
    let mut fields = rest.split_whitespace();
    Some(Process {
        id: head.split_once(' ')?.0.parse().ok()?,
        state: fields.next()?.chars().next()?,
        parent: fields.next()?.parse().ok()?,
        // The twentieth field of the line.
        threads: fields.nth(15)?.parse().ok()?,
        // The twenty-second.
        started: fields.nth(1)?.parse().ok()?,
    })
}

/// Those of all that descend from `root`, and not from `apart`; parents before their children.
pub(crate) fn below(all: &[Process], root: i32, apart: &[i32]) -> Vec<Process> {
    let mut inside = HashSet::from([root]);
    let mut found = Vec::new();
    loop {
        let next: Vec<&Process> = all
            .iter()
            .filter(|it| inside.contains(&it.parent) && !inside.contains(&it.id) && !apart.contains(&it.id))
            .collect();
        if next.is_empty() {
            return found;
        }
        inside.extend(next.iter().map(|process| process.id));
        found.extend(next.into_iter().cloned());
    }
}

/// A process that sleeps.
#[cfg(test)]
pub(crate) fn process(id: i32, parent: i32) -> Process {
    Process { id, parent, state: 'S', threads: 1, started: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_even_if_its_name_has_parentheses() {
        let line = "42 (a (b) c) T 7 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 3 0 1562966";
        assert_eq!(
            stat(line),
            Some(Process { id: 42, parent: 7, state: 'T', threads: 3, started: 1_562_966 })
        );
        assert_eq!(stat("42"), None);
    }

    #[test]
    fn a_process_has_ended_with_its_last_thread() {
        for (state, threads, expected) in
            [('S', 1, false), ('Z', 1, true), ('Z', 2, false), ('X', 0, true), ('T', 1, false)]
        {
            let process = Process { state, threads, ..process(1, 1) };
            assert_eq!(process.has_ended(), expected, "{process:?}");
        }
    }

    #[test]
    fn a_tree_ends_where_something_else_begins() {
        let all = [process(3, 2), process(2, 1), process(4, 1), process(5, 4), process(9, 8)];
        let ids = |apart: &[i32]| {
            let mut ids: Vec<i32> = below(&all, 1, apart).iter().map(|process| process.id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids(&[]), [2, 3, 4, 5]);
        assert_eq!(ids(&[4]), [2, 3]);
    }

    #[test]
    fn what_is_done_with_a_signal_is_a_bit_of_a_mask() {
        let status =
            "Name:\tx\nSigBlk:\t0000000000000200\nSigIgn:\t0000000000001000\nSigCgt:\t0000000000004202\n";
        for (signal, expected) in [
            (15, Takes::Handled),
            (2, Takes::Handled),
            (13, Takes::Ignored),
            (10, Takes::Blocked),
            (9, Takes::Default),
            (0, Takes::Default),
            (99, Takes::Default),
        ] {
            assert_eq!(takes_in(status, signal), expected, "{signal}");
        }
    }

    #[test]
    fn this_process_has_a_command_line() {
        let id = i32::try_from(std::process::id()).unwrap();
        assert!(command_line(id).is_some_and(|line| line.contains("watch")), "{:?}", command_line(id));
        assert_eq!(command_line(i32::MAX), None);
        assert!(matches!(state(id), Some('R' | 'S')));
    }
}
