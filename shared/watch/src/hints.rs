//! What to do about what was seen: a table of what a hint fits to, and what it says.

use crate::{
    ask::Ask,
    plan::Plan,
    program_run::{ProgramRun, Takes},
    verdict::{Exit, Verdict},
};

/// How far a program had come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum When {
    /// It was asked.
    #[default]
    Asked,
    /// It was not ready in time.
    NeverReady,
    /// It ended before it was asked.
    TooEarly,
    /// Its main process did, and another goes on.
    ForkedAway,
}

/// What was seen of a program in one run, as far as a hint depends on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) when: When,
    /// Whether it was to be ready by a line, and printed nothing at all.
    pub(crate) lacks_line: bool,
    /// The status of its last answer before it was ready.
    pub(crate) status: Option<u16>,
    /// Whether its standard input was empty from the beginning.
    pub(crate) has_no_input: bool,
    /// Whether it speaks of the end of its input.
    pub(crate) misses_input: bool,
    pub(crate) exit: Option<Exit>,
    pub(crate) crashed: bool,
    /// Whether it had not ended when it was asked again, or when the watch ended.
    pub(crate) is_late: bool,
    /// Whether it was first asked by a signal to its main process alone.
    pub(crate) main_alone: bool,
    /// What its main process does with the first signal.
    pub(crate) takes: Option<Takes>,
    /// Whether its main process only starts others, as a shell does, and had started some.
    pub(crate) is_wrapper: bool,
    /// The function of the kernel in which its first thread waited when it was late.
    pub(crate) waits_in: String,
    pub(crate) left_processes: bool,
    pub(crate) left_files: bool,
    /// Whether something that it had not started goes on where it was to be reached.
    pub(crate) served_by_another: bool,
    /// Whether it was started elsewhere.
    pub(crate) was_running: bool,
    /// Whether requests were cut off within their answers, taken and not answered, or not even taken.
    pub(crate) cut_off: bool,
    pub(crate) unanswered: bool,
    pub(crate) timed_out: bool,
}

/// A row: what it fits to, and what it says.
type Row = (fn(&Seen) -> bool, &'static str);

const TABLE: [Row; 24] = [
    (
        |it| it.when == When::NeverReady && it.lacks_line,
        "what a program prints into a pipe may wait in a buffer: start Python with -u or PYTHONUNBUFFERED=1, and what prints by \
         C's stdio with stdbuf -oL",
    ),
    (
        |it| it.when == When::NeverReady && matches!(it.status, Some(401 | 403 | 407)),
        "it wants to know who asks: give an address that anybody may ask for, say who asks with --header, or accept that status \
         with --status",
    ),
    (
        |it| it.when == When::NeverReady && matches!(it.status, Some(404 | 405 | 410)),
        "it has no such address: give one that it answers",
    ),
    (
        |it| {
            it.when == When::TooEarly
                && it.has_no_input
                && (it.exit == Some(Exit::Status(0)) || it.misses_input)
        },
        "its standard input was empty (/dev/null), and some programs end with their input: --stdin pipe keeps one open",
    ),
    (
        |it| it.when == When::ForkedAway,
        "start it so that it stays in the foreground: a daemon goes on in another process than the one that was started",
    ),
    (
        |it| it.passes_nothing_on() && (it.left_processes || it.is_late),
        "the signal went to its main process alone, which starts others and did not pass it on: have it become the service \
         (exec in a shell), or ask the whole group (TERM@group)",
    ),
    (
        |it| it.left_processes && !it.passes_nothing_on(),
        "end what it had started, and wait for that, before the main process returns",
    ),
    (
        |it| it.served_by_another && it.was_running,
        "something listens where it was to be reached: whoever supervises it has started it again, or holds the listener itself, \
         so have that stop it",
    ),
    (
        |it| it.served_by_another && !it.was_running,
        "another process, which it had not started, listens where it was to be reached: it asks a daemon to run the service, so \
         watch what the daemon runs",
    ),
    (
        |it| it.dies_of_first_signal(Takes::Default) && !it.left_processes && it.is_wrapper,
        "its main process only starts others, and died of the signal, which says nothing of what it started: have it become the \
         service (exec in a shell), so that the service's own end is seen",
    ),
    (
        |it| it.dies_of_first_signal(Takes::Default) && !it.left_processes && !it.is_wrapper,
        "it has no handler for the signal: what was under way is lost, and as the first process of a container it would not end \
         at all; handle it, or start it there with an init (docker run --init)",
    ),
    (
        |it| it.dies_of_first_signal(Takes::Handled) && !it.left_processes,
        "it had a handler, and then died of the signal: its runtime's own, which raises it again, or one that was done; if the \
         service has a handler, end with a status so that both can be told apart",
    ),
    (
        |it| {
            it.is_late && !it.is_wrapper && it.takes == Some(Takes::Handled) && it.waits_in.contains("accept")
        },
        "its first thread waits in accept: a handler that sets a flag wakes no such call, so close the listener in it, or wait \
         for connections with a timeout",
    ),
    (
        |it| {
            it.is_late
                && !it.is_wrapper
                && it.takes == Some(Takes::Handled)
                && it.waits_in.contains("pipe_read")
        },
        "its first thread waits in a read of a pipe: a handler that sets a flag wakes no such call, so wait with a timeout",
    ),
    (
        |it| it.is_late && !it.is_wrapper && it.takes == Some(Takes::Handled) && !it.is_stuck_in_a_call(),
        "it had a handler for the signal, and was not done when its time was over: see what it waits for, or give it more time",
    ),
    (
        |it| it.is_late && it.takes == Some(Takes::Ignored),
        "it ignores the signal, or was started so (nohup, trap '' in a shell): handle it, or ask by another",
    ),
    (
        |it| it.is_late && it.takes == Some(Takes::Blocked),
        "its first thread blocks the signal: have a thread wait for it (sigwait, signalfd), or unblock it",
    ),
    (
        |it| it.is_late && !it.is_wrapper && it.takes == Some(Takes::Default),
        "it has no handler for the signal, and did not die of it: it was stopped, or it is the first process of a container, \
         which has to handle what is to end it",
    ),
    (
        |it| it.crashed && it.exit != Some(Exit::Signal(9)),
        "a core dump shows where (ulimit -c unlimited): often a handler does more than a handler may",
    ),
    (
        |it| it.crashed && it.exit == Some(Exit::Signal(9)),
        "somebody else killed it: the system when it is short of memory (dmesg says so), or a supervisor",
    ),
    (
        |it| it.when == When::Asked && matches!(it.exit, Some(Exit::Status(129..=192))),
        "a status above 128 tells of a signal, 143 of TERM: it ended what a shell ran, or the program says so itself, as a JVM \
         does",
    ),
    (
        |it| it.cut_off,
        "answers were cut: wait for those that are under way, and end a stream with its last part before the connection is \
         closed",
    ),
    (
        |it| it.unanswered,
        "requests were taken and not answered: refuse new connections first, then answer what was taken, then end",
    ),
    (
        |it| it.timed_out,
        "it listened and took nothing: close the listener as soon as nothing more is taken, so that clients turn elsewhere",
    ),
];

/// What to do about files, which are none of a process.
const FILES: Row =
    (|it| it.left_files, "remove on the way out what it made, or make it where it goes with the program");

impl Seen {
    /// What was seen of a run.
    pub(crate) fn of(run: &ProgramRun, plan: &Plan) -> Self {
        let requests = run.requests.clone().unwrap_or_default();
        let main = run.main.clone().unwrap_or_default();
        let left = &run.left;
        Self {
            when: if run.asked.is_empty() { When::TooEarly } else { When::Asked },
            has_no_input: plan.has_no_input(),
            misses_input: misses_input(&run.printed_last),
            exit: run.exit,
            crashed: run.crashed,
            is_late: run.asked.len() > 1 || !run.asked.is_empty() && run.exit.is_none(),
            main_alone: plan
                .ask
                .rungs()
                .first()
                .is_some_and(|rung| matches!(rung.ask, Ask::Signal { to_group: false, .. })),
            takes: main.takes,
            is_wrapper: main.children > 0 && is_launcher(&main.name),
            waits_in: main.waits_in.unwrap_or_default(),
            left_processes: !left.processes.is_empty(),
            left_files: !left.files.is_empty(),
            served_by_another: run.verdict == Verdict::StillStanding
                && left.processes.is_empty()
                && !left.listeners.is_empty(),
            was_running: plan.running.is_some(),
            cut_off: requests.cut_off > 0,
            unanswered: requests.unanswered > 0,
            timed_out: requests.timed_out > 0,
            ..Self::default()
        }
    }

    /// Whether the first signal ended it, with which it does this.
    fn dies_of_first_signal(&self, takes: Takes) -> bool {
        let died = match self.exit {
            Some(Exit::Signal(_)) => true,
            Some(Exit::Unknown) => takes == Takes::Default,
            _ => false,
        };
        died && !self.crashed && !self.is_late && self.takes == Some(takes)
    }

    /// Whether it starts others, and keeps a signal that it does not ignore to itself.
    fn passes_nothing_on(&self) -> bool {
        self.is_wrapper && self.main_alone && self.takes != Some(Takes::Ignored)
    }

    fn is_stuck_in_a_call(&self) -> bool {
        ["accept", "pipe_read"].iter().any(|call| self.waits_in.contains(call))
    }
}

/// What fits to this.
pub(crate) fn hints(seen: &Seen) -> Vec<&'static str> {
    let rows = TABLE.iter().chain([&FILES]);
    rows.filter(|(fits, _)| fits(seen)).map(|(_, hint)| *hint).collect()
}

/// The same behind a message.
pub(crate) fn behind(seen: &Seen) -> String {
    hints(seen).iter().map(|hint| format!("; {hint}")).collect()
}

/// Whether these lines speak of the end of an input.
pub(crate) fn misses_input(lines: &[String]) -> bool {
    lines.iter().any(|line| line.contains("EOF"))
}

/// Whether a process of this name does nothing but start others.
fn is_launcher(name: &str) -> bool {
    const NAMES: [&str; 17] = [
        "sh", "bash", "dash", "ash", "busybox", "zsh", "ksh", "fish", "npm", "npx", "yarn", "pnpm", "make",
        "cargo", "sudo", "su", "time",
    ];
    NAMES.contains(&name.split(' ').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says what is seen, and a part of the only hint that fits to it.
    #[test]
    fn each_hint_fits_to_what_was_seen() {
        let seen = Seen::default;
        let status = |status| Some(Exit::Status(status));
        let signal = |signal| Some(Exit::Signal(signal));
        let early = || Seen { when: When::TooEarly, has_no_input: true, ..seen() };
        let never = || Seen { when: When::NeverReady, ..seen() };
        let late =
            |takes| Seen { is_late: true, main_alone: true, takes: Some(takes), exit: signal(9), ..seen() };
        for (seen, expected) in [
            (Seen { lacks_line: true, ..never() }, Some("python with -u")),
            (Seen { lacks_line: false, ..never() }, None),
            (Seen { status: Some(401), ..never() }, Some("who asks")),
            (Seen { status: Some(404), ..never() }, Some("no such address")),
            (Seen { status: Some(503), ..never() }, None),
            (Seen { exit: status(0), ..early() }, Some("--stdin pipe")),
            (Seen { exit: status(1), misses_input: true, ..early() }, Some("--stdin pipe")),
            (Seen { exit: status(1), ..early() }, None),
            (Seen { exit: status(0), has_no_input: false, ..early() }, None),
            (Seen { when: When::ForkedAway, exit: status(0), ..seen() }, Some("in the foreground")),
            (
                Seen {
                    is_wrapper: true,
                    main_alone: true,
                    left_processes: true,
                    takes: Some(Takes::Default),
                    exit: signal(15),
                    ..seen()
                },
                Some("term@group"),
            ),
            (Seen { is_wrapper: true, ..late(Takes::Handled) }, Some("term@group")),
            (
                Seen { is_wrapper: true, main_alone: false, left_processes: true, ..seen() },
                Some("wait for that"),
            ),
            (Seen { left_processes: true, exit: status(0), ..seen() }, Some("wait for that")),
            (Seen { served_by_another: true, exit: status(0), ..seen() }, Some("a daemon")),
            (Seen { served_by_another: true, was_running: true, ..seen() }, Some("started it again")),
            (
                Seen { takes: Some(Takes::Default), exit: Some(Exit::Unknown), ..seen() },
                Some("no handler for the signal"),
            ),
            (Seen { takes: Some(Takes::Handled), exit: Some(Exit::Unknown), ..seen() }, None),
            (Seen { takes: Some(Takes::Default), exit: signal(15), ..seen() }, Some("--init")),
            // A shell that dies of a signal to its whole group has no work of its own to lose.
            (
                Seen { is_wrapper: true, takes: Some(Takes::Default), exit: signal(15), ..seen() },
                Some("says nothing of what it started"),
            ),
            (Seen { takes: Some(Takes::Handled), exit: signal(15), ..seen() }, Some("raises it again")),
            (Seen { waits_in: "inet_csk_accept".to_owned(), ..late(Takes::Handled) }, Some("in accept")),
            (Seen { waits_in: "anon_pipe_read".to_owned(), ..late(Takes::Handled) }, Some("read of a pipe")),
            // What was killed after a signal that it handles is not told to handle it.
            (
                Seen { waits_in: "futex_wait".to_owned(), ..late(Takes::Handled) },
                Some("see what it waits for"),
            ),
            (late(Takes::Ignored), Some("it ignores the signal")),
            (Seen { is_wrapper: true, ..late(Takes::Ignored) }, Some("it ignores the signal")),
            (late(Takes::Blocked), Some("blocks the signal")),
            (late(Takes::Default), Some("first process of a container")),
            (
                Seen { crashed: true, takes: Some(Takes::Handled), exit: signal(11), ..seen() },
                Some("core dump"),
            ),
            (
                Seen { crashed: true, takes: Some(Takes::Handled), exit: signal(9), ..seen() },
                Some("short of memory"),
            ),
            (Seen { exit: status(143), ..seen() }, Some("143 of term")),
            // A stream that was cut is not told to refuse new connections.
            (Seen { cut_off: true, exit: status(0), ..seen() }, Some("its last part")),
            (Seen { unanswered: true, exit: status(0), ..seen() }, Some("refuse new connections first")),
            (Seen { timed_out: true, exit: status(0), ..seen() }, Some("took nothing")),
            (Seen { left_files: true, exit: status(0), ..seen() }, Some("remove on the way out")),
            (Seen { exit: status(0), takes: Some(Takes::Handled), ..seen() }, None),
            (Seen { exit: status(1), takes: Some(Takes::Handled), ..seen() }, None),
        ] {
            let said: Vec<String> = hints(&seen).into_iter().map(str::to_lowercase).collect();
            let fits = said.len() == usize::from(expected.is_some());
            assert!(
                fits && expected.is_none_or(|part| said[0].contains(part)),
                "{expected:?}: {said:?} {seen:?}"
            );
        }
    }

    #[test]
    fn what_starts_others_is_known_by_its_name() {
        assert!(
            is_launcher("bash") && is_launcher("npm run start") && !is_launcher("nginx") && !is_launcher("")
        );
    }
}
