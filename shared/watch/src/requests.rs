//! What became of the requests that were sent while a program was asked to stop, as a function of what each client saw.

use serde::{Deserialize, Serialize};

/// What became of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A whole answer came, with this status.
    Answered(u16),
    /// The connection was refused.
    Refused,
    /// The connection was closed or reset before a byte of the answer.
    Closed,
    /// The connection was closed or reset within the answer.
    CutOff,
    /// Nothing came, or not all of it, until the watch ended.
    Unanswered,
}

/// One request as its client saw it. Times are in ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request {
    /// When its last byte was written; `None` if it never was.
    pub(crate) sent_ns: Option<u64>,
    /// When its fate was known.
    pub(crate) end_ns: u64,
    /// Whether its connection had carried a request before.
    pub(crate) reused: bool,
    pub(crate) fate: Fate,
}

/// What became of the requests of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// How many were over when the program was asked.
    pub before: u64,
    /// How many had been sent, and not yet answered, when it was asked.
    pub in_flight: u64,
    /// How many of these were answered.
    pub in_flight_answered: u64,
    /// When the last of these was answered, in ns after the request; `None` if none was.
    pub last_in_flight_answer_ns: Option<u64>,
    /// How many were answered after the program was asked, with a status below 500.
    pub answered: u64,
    /// How many were answered with a status of 500 or above, as a service does that is going down (503).
    pub turned_away: u64,
    /// How many connections were refused: their clients know at once that nothing was done.
    pub refused: u64,
    /// How many met the close of a connection that had served before, or had not been sent as a whole: a client may send
    /// those again (RFC 9112, section 9.3.1).
    pub closed: u64,
    /// How many were lost: their connection was closed or reset after they had been sent, or within their answer.
    pub cut_off: u64,
    /// How many had no answer when the watch ended.
    pub unanswered: u64,
    /// When the last idle connection was closed, in ns after the request; `None` if one was still open when the watch
    /// ended, or there was none.
    pub idle_closed_ns: Option<u64>,
}

impl Requests {
    /// How many were taken and not answered.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.cut_off + self.unanswered
    }

    /// Counts what became of these requests of a program that was asked at `asked_ns`.
    pub(crate) fn of(requests: &[Request], asked_ns: u64) -> Self {
        let mut seen = Self::default();
        for request in requests {
            if request.end_ns < asked_ns {
                seen.before += 1;
                continue;
            }
            let in_flight = request.sent_ns.is_some_and(|sent| sent <= asked_ns);
            seen.in_flight += u64::from(in_flight);
            match request.fate {
                Fate::Answered(status) => {
                    *(if status < 500 { &mut seen.answered } else { &mut seen.turned_away }) += 1;
                    if in_flight {
                        seen.in_flight_answered += 1;
                        let after = request.end_ns - asked_ns;
                        seen.last_in_flight_answer_ns = seen.last_in_flight_answer_ns.max(Some(after));
                    }
                }
                Fate::Refused => seen.refused += 1,
                Fate::Closed if request.sent_ns.is_none() || request.reused && !in_flight => seen.closed += 1,
                Fate::Closed | Fate::CutOff => seen.cut_off += 1,
                Fate::Unanswered => seen.unanswered += 1,
            }
        }
        seen
    }

    /// The sum of what became of the requests of several runs; the last answer and the last close are the latest.
    pub(crate) fn sum<'a>(runs: impl Iterator<Item = &'a Self>) -> Option<Self> {
        runs.cloned().reduce(|a, b| Self {
            before: a.before + b.before,
            in_flight: a.in_flight + b.in_flight,
            in_flight_answered: a.in_flight_answered + b.in_flight_answered,
            last_in_flight_answer_ns: a.last_in_flight_answer_ns.max(b.last_in_flight_answer_ns),
            answered: a.answered + b.answered,
            turned_away: a.turned_away + b.turned_away,
            refused: a.refused + b.refused,
            closed: a.closed + b.closed,
            cut_off: a.cut_off + b.cut_off,
            unanswered: a.unanswered + b.unanswered,
            idle_closed_ns: a.idle_closed_ns.zip(b.idle_closed_ns).map(|(a, b)| a.max(b)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The instant at which the program is asked.
    const ASKED: u64 = 100;

    fn request(sent_ns: Option<u64>, end_ns: u64, reused: bool, fate: Fate) -> Request {
        Request { sent_ns, end_ns, reused, fate }
    }

    #[test]
    fn a_request_has_one_fate() {
        let none = Requests::default;
        for (sent, end, reused, fate, expected) in [
            (Some(10), 20, false, Fate::Answered(200), Requests { before: 1, ..none() }),
            (Some(10), 20, false, Fate::CutOff, Requests { before: 1, ..none() }),
            (
                Some(90),
                130,
                false,
                Fate::Answered(200),
                Requests {
                    in_flight: 1,
                    in_flight_answered: 1,
                    last_in_flight_answer_ns: Some(30),
                    answered: 1,
                    ..none()
                },
            ),
            (Some(110), 130, true, Fate::Answered(404), Requests { answered: 1, ..none() }),
            (Some(110), 130, true, Fate::Answered(503), Requests { turned_away: 1, ..none() }),
            (None, 130, false, Fate::Refused, Requests { refused: 1, ..none() }),
            // It met the close of a connection between two requests.
            (Some(110), 130, true, Fate::Closed, Requests { closed: 1, ..none() }),
            // It was not sent as a whole, so nothing can have been done.
            (None, 130, false, Fate::Closed, Requests { closed: 1, ..none() }),
            // A new connection was accepted, at least by the system, and dropped.
            (Some(110), 130, false, Fate::Closed, Requests { cut_off: 1, ..none() }),
            // It was there before the program was asked.
            (Some(90), 130, true, Fate::Closed, Requests { in_flight: 1, cut_off: 1, ..none() }),
            (Some(90), 130, false, Fate::CutOff, Requests { in_flight: 1, cut_off: 1, ..none() }),
            (Some(90), 130, false, Fate::Unanswered, Requests { in_flight: 1, unanswered: 1, ..none() }),
        ] {
            let request = request(sent, end, reused, fate);
            assert_eq!(Requests::of(&[request], ASKED), expected, "{request:?}");
        }
    }

    #[test]
    fn lost_is_what_was_taken_and_not_answered() {
        let seen = Requests {
            refused: 9,
            closed: 9,
            turned_away: 9,
            cut_off: 2,
            unanswered: 1,
            ..Requests::default()
        };
        assert_eq!(seen.lost(), 3);
    }

    #[test]
    fn a_sum_has_the_latest_answer_and_knows_an_idle_connection_that_stayed() {
        let one = Requests {
            answered: 1,
            last_in_flight_answer_ns: Some(3),
            idle_closed_ns: Some(5),
            ..Requests::default()
        };
        let two = Requests { answered: 2, idle_closed_ns: Some(4), ..Requests::default() };
        let sum = Requests::sum([&one, &two].into_iter()).unwrap();
        assert_eq!((sum.answered, sum.last_in_flight_answer_ns, sum.idle_closed_ns), (3, Some(3), Some(5)));
        let open = Requests::default();
        assert_eq!(Requests::sum([&one, &open].into_iter()).unwrap().idle_closed_ns, None);
        assert_eq!(Requests::sum([].into_iter()), None);
    }
}
