//! What was seen of a program, in words.

use measure::{
    Figures,
    units::{count, duration, duration_range},
};

use crate::{
    program_result::{ProgramResult, exits as exits_of},
    program_run::{Asked, ProgramRun},
    requests::Requests,
    verdict::Verdict,
};

/// The times of a program, each with what it is the time to.
pub(crate) fn times(program: &ProgramResult) -> Vec<(&'static str, Figures)> {
    [
        ("the refusal of new connections", program.refused_ns),
        ("the last answer to what was in flight", program.last_in_flight_answer_ns),
        ("the end of its main process", program.end_ns),
        ("the end of all of it", program.halt_ns),
    ]
    .into_iter()
    .filter_map(|(to, figures)| Some((to, figures?)))
    .collect()
}

/// A quantile, or that it is at least so much.
pub(crate) fn quantile(figures: Figures, ns: u64) -> String {
    let at_least = if figures.is_at_least(ns) { "at least " } else { "" };
    format!("{at_least}{}", duration(ns))
}

/// The 95 % interval of p50; nothing where runs were too few.
pub(crate) fn interval(figures: Figures) -> String {
    figures.interval().map_or_else(String::new, |(low, high)| duration_range(low, high))
}

/// How it was watched.
pub(crate) fn how_watched(program: &ProgramResult) -> String {
    let load = match &program.load[..] {
        [] => String::new(),
        load => format!(", {} requested by {} clients", load.join(" and "), program.connections),
    };
    let client =
        program.client.as_ref().map_or_else(String::new, |client| format!(", beside the client {client}"));
    let input = if program.has_no_input { ", with an empty standard input" } else { "" };
    let start = match program.process {
        Some(id) => format!("started elsewhere as process {id}, so that its exit status is not known"),
        None => format!("ready by {}", program.ready),
    };
    format!(
        "asked by {}, {start}{load}{client}{input}, watched {} after the last rung and after its end",
        program.ask,
        duration(program.horizon_ns)
    )
}

/// How often each verdict was seen, and how its main process ended: `stopped 10 of 10 · by TERM, status 0`.
pub(crate) fn verdicts(program: &ProgramResult) -> Vec<String> {
    let runs = program.runs.len();
    let of = |verdict: &str, count: u64| format!("{verdict} {count} of {runs}");
    let verdicts = program.verdicts.iter().map(|(verdict, count)| of(verdict, *count));
    let mut ends: Vec<(String, usize)> = Vec::new();
    for run in &program.runs {
        let end = ended(run);
        match ends.iter_mut().find(|(known, _)| *known == end) {
            Some((_, count)) => *count += 1,
            None => ends.push((end, 1)),
        }
    }
    let alone = ends.len() == 1;
    let ends =
        ends.into_iter().map(|(end, count)| if alone { end } else { format!("{end} ({count} of {runs})") });
    verdicts.chain(ends).collect()
}

/// How a run's main process ended, and by which rung.
pub(crate) fn ended(run: &ProgramRun) -> String {
    let Some(exit) = run.exit else {
        return match &run.state {
            Some(state) => format!("its main process still ran: {state}"),
            None => "its main process still ran".to_owned(),
        };
    };
    let by = run.ended_by.and_then(|rung| run.asked.get(rung));
    match (by, run.verdict) {
        (Some(by), Verdict::Ended) => format!("ended when asked by {}", by.ask),
        (None, _) => format!("ended with {exit} before it was asked"),
        (Some(by), Verdict::Crashed) => format!("crashed with {exit}, asked by {}", by.ask),
        (Some(by), _) => {
            let caught = if run.caught { ", though it had a handler" } else { "" };
            format!("ended by {} with {exit}{caught}", by.ask)
        }
    }
}

/// How its main process ended in all runs: `status 0`, or each end with how often it was seen.
pub(crate) fn exits(program: &ProgramResult) -> String {
    let exits = exits_of(&program.runs);
    match exits.len() {
        1 => exits.into_keys().collect(),
        _ => {
            let each = exits.iter().map(|(exit, count)| format!("{exit} ({count})"));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// What became of the requests.
pub(crate) fn requests(seen: &Requests) -> String {
    let mut parts =
        vec![format!("{} of {} in flight answered", count(seen.in_flight_answered), count(seen.in_flight))];
    let further = [
        (seen.answered.saturating_sub(seen.in_flight_answered), "later ones answered"),
        (seen.declined, "declined (another status below 500)"),
        (seen.turned_away, "turned away (status 500 or above)"),
        (seen.refused, "connections refused"),
        (seen.timed_out, "connections that nobody took in time"),
        (seen.closed, "met a close or were not taken, and may be sent again"),
        (seen.going_on, "still in flight when the watch ended"),
    ];
    parts.extend(further.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(n))));
    parts.push(match seen.lost() {
        0 => "none lost".to_owned(),
        lost => {
            let kinds = [(seen.cut_off, "cut off"), (seen.unanswered, "unanswered")];
            let kinds: Vec<String> = kinds
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| format!("{} {what}", count(n)))
                .collect();
            format!("{} lost ({})", count(lost), kinds.join(", "))
        }
    });
    if let Some(closed) = seen.idle_closed_ns {
        parts.push(format!("the last idle connection closed after {}", duration(closed)));
    }
    parts.join(", ")
}

/// What came of the rungs, where that is worth a word.
pub(crate) fn notes(run: &ProgramRun) -> Vec<String> {
    let said = |asked: &Asked| asked.note.as_ref().map(|note| format!("{} {note}", asked.ask));
    run.asked.iter().filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_said_without_what_did_not_happen() {
        let seen =
            Requests { in_flight: 4, in_flight_answered: 3, answered: 5, cut_off: 1, ..Requests::default() };
        assert_eq!(requests(&seen), "3 of 4 in flight answered, 2 later ones answered, 1 lost (1 cut off)");
        // As an older file may have it, where what was turned away counted as an answer.
        let turned_away =
            Requests { in_flight: 5, in_flight_answered: 5, turned_away: 5, ..Requests::default() };
        assert_eq!(
            requests(&turned_away),
            "5 of 5 in flight answered, 5 turned away (status 500 or above), none lost"
        );
        let none = Requests { idle_closed_ns: Some(1_000_000), ..Requests::default() };
        assert_eq!(
            requests(&none),
            "0 of 0 in flight answered, none lost, the last idle connection closed after 1.0 ms"
        );
    }
}
