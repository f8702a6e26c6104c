//! The books of requests: what became of each that was sent while a program was asked to stop, as a function of what its
//! client saw. They balance: each request is in exactly one of the figures.

use serde::{Deserialize, Serialize};

/// How a request ended for its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A whole answer came, with this status; or a stream of events, which the program has closed between two of them.
    Answered(u16),
    /// There was no connection: it was refused, or there was no way.
    Refused,
    /// There was no connection in the time that a client gives it.
    TimedOut,
    /// The connection was closed or reset before a byte of the answer.
    Closed {
        /// Whether that close was there before the request, so that nobody can have read it.
        was_first: bool,
    },
    /// The service said that it has not taken it, so that a client may send it again, whatever its method (RFC 9113, section
    /// 8.7).
    NotTaken,
    /// The connection was closed or reset within the answer.
    CutOff,
    /// The watch ended before the answer did.
    GoingOn,
}

/// One request as its client saw it. Times are in ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request {
    /// When its last byte was written; `None` if it never was.
    pub(crate) sent_ns: Option<u64>,
    /// When its ending was known.
    pub(crate) end_ns: u64,
    /// Whether its method may be sent again (RFC 9110, section 9.2.2).
    pub(crate) is_repeatable: bool,
    /// Whether its status is one that is good.
    pub(crate) is_accepted: bool,
    pub(crate) ending: Ending,
}

/// What became of the requests of one run, or of several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Requests {
    /// How many there were. `before` and each figure from `answered` to `going_on` add up to it.
    pub all: u64,
    /// How many were over when the program was asked.
    pub before: u64,
    /// How many of these were answered.
    pub before_answered: u64,
    /// How many had been sent, and not yet answered, when it was asked. They are in the figures below, too.
    pub in_flight: u64,
    /// How many of these were answered.
    pub in_flight_answered: u64,
    /// When the last of these was answered, in ns after the request; `None` if none was.
    pub last_in_flight_answer_ns: Option<u64>,
    /// When the first connection was refused, in ns after the request; `None` if none was.
    pub first_refused_ns: Option<u64>,
    /// How many were answered after the program was asked, with a status that is accepted.
    pub answered: u64,
    /// How many were answered with another status below 500.
    pub declined: u64,
    /// How many were answered with a status of 500 or above, as a service does that is going down (503).
    pub turned_away: u64,
    /// How many were lost within their answer: the connection was closed or reset.
    pub cut_off: u64,
    /// How many were lost before their answer: they had been sent, and their connection was closed or reset.
    pub unanswered: u64,
    /// How many met a close that was there before them, had not been sent as a whole, or were not taken, as the service said: a
    /// client may send those again (RFC 9112, section 9.3.1; RFC 9113, section 8.7).
    pub closed: u64,
    /// How many connections were refused: their clients know at once that nothing was done.
    pub refused: u64,
    /// How many connections nobody took in the time that a client gives them.
    pub timed_out: u64,
    /// How many were still on their way, or not yet answered, when the watch ended.
    pub going_on: u64,
    /// When the last idle connection was closed, in ns after the request; `None` if one was still open when the watch
    /// ended, or there was none.
    pub idle_closed_ns: Option<u64>,
}

impl Request {
    /// Whether a whole answer came, with a status that is good.
    pub(crate) fn is_good(&self) -> bool {
        matches!(self.ending, Ending::Answered(_)) && self.is_accepted
    }
}

impl Requests {
    /// How many were taken and not answered.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.cut_off.saturating_add(self.unanswered)
    }

    /// Whether each request is in exactly one of the figures.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.before + self.fates().iter().sum::<u64>() == self.all
            && self.before_answered <= self.before
            && self.in_flight_answered <= self.in_flight.min(self.answered)
    }

    fn fates(&self) -> [u64; 9] {
        let Self { answered, declined, turned_away, cut_off, unanswered, .. } = *self;
        let Self { closed, refused, timed_out, going_on, .. } = *self;
        [answered, declined, turned_away, cut_off, unanswered, closed, refused, timed_out, going_on]
    }

    /// Counts what became of these requests of a program that was asked at `asked_ns`.
    pub(crate) fn of(requests: &[Request], asked_ns: u64) -> Self {
        Self::sum(requests.iter().map(|request| Self::of_one(*request, asked_ns))).unwrap_or_default()
    }

    fn of_one(request: Request, asked_ns: u64) -> Self {
        let mut seen = Self { all: 1, ..Self::default() };
        let Some(after) = request.end_ns.checked_sub(asked_ns) else {
            seen.before = 1;
            seen.before_answered = request.is_good().into();
            return seen;
        };
        let in_flight = request.sent_ns.is_some_and(|sent| sent <= asked_ns);
        seen.in_flight = in_flight.into();
        match request.ending {
            Ending::Answered(_) if request.is_accepted => {
                seen.answered = 1;
                if in_flight {
                    seen.in_flight_answered = 1;
                    seen.last_in_flight_answer_ns = Some(after);
                }
            }
            Ending::Answered(500..) => seen.turned_away = 1,
            Ending::Answered(_) => seen.declined = 1,
            Ending::Refused => {
                seen.refused = 1;
                seen.first_refused_ns = Some(after);
            }
            Ending::TimedOut => seen.timed_out = 1,
            Ending::NotTaken => seen.closed = 1,
            Ending::Closed { .. } if request.sent_ns.is_none() => seen.closed = 1,
            Ending::Closed { was_first: true } if request.is_repeatable => seen.closed = 1,
            Ending::Closed { .. } => seen.unanswered = 1,
            Ending::CutOff => seen.cut_off = 1,
            Ending::GoingOn => seen.going_on = 1,
        }
        seen
    }

    /// The sum of what became of requests; the last answer and the last close are the latest, the first refusal the
    /// earliest.
    pub(crate) fn sum(parts: impl Iterator<Item = Self>) -> Option<Self> {
        parts.reduce(|a, b| Self {
            all: a.all + b.all,
            before: a.before + b.before,
            before_answered: a.before_answered + b.before_answered,
            in_flight: a.in_flight + b.in_flight,
            in_flight_answered: a.in_flight_answered + b.in_flight_answered,
            last_in_flight_answer_ns: a.last_in_flight_answer_ns.max(b.last_in_flight_answer_ns),
            first_refused_ns: a.first_refused_ns.into_iter().chain(b.first_refused_ns).min(),
            answered: a.answered + b.answered,
            declined: a.declined + b.declined,
            turned_away: a.turned_away + b.turned_away,
            cut_off: a.cut_off + b.cut_off,
            unanswered: a.unanswered + b.unanswered,
            closed: a.closed + b.closed,
            refused: a.refused + b.refused,
            timed_out: a.timed_out + b.timed_out,
            going_on: a.going_on + b.going_on,
            idle_closed_ns: a.idle_closed_ns.zip(b.idle_closed_ns).map(|(a, b)| a.max(b)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The instant at which the program is asked.
    const ASKED: u64 = 100;

    fn request(sent_ns: Option<u64>, end_ns: u64, ending: Ending) -> Request {
        let is_accepted = matches!(ending, Ending::Answered(..400));
        Request { sent_ns, end_ns, is_repeatable: true, is_accepted, ending }
    }

    fn one() -> Requests {
        Requests { all: 1, ..Requests::default() }
    }

    #[test]
    fn a_request_has_one_fate() {
        let (first, later) = (Ending::Closed { was_first: true }, Ending::Closed { was_first: false });
        for (sent, end, ending, expected) in [
            (Some(10), 20, Ending::Answered(200), Requests { before: 1, before_answered: 1, ..one() }),
            (Some(10), 99, Ending::CutOff, Requests { before: 1, ..one() }),
            (
                Some(90),
                130,
                Ending::Answered(200),
                Requests {
                    in_flight: 1,
                    in_flight_answered: 1,
                    last_in_flight_answer_ns: Some(30),
                    answered: 1,
                    ..one()
                },
            ),
            (Some(90), 130, Ending::Answered(503), Requests { in_flight: 1, turned_away: 1, ..one() }),
            (Some(110), 130, Ending::Answered(301), Requests { answered: 1, ..one() }),
            (Some(110), 130, Ending::Answered(404), Requests { declined: 1, ..one() }),
            (Some(110), 130, Ending::Answered(500), Requests { turned_away: 1, ..one() }),
            (None, 130, Ending::Refused, Requests { refused: 1, first_refused_ns: Some(30), ..one() }),
            (None, 130, Ending::TimedOut, Requests { timed_out: 1, ..one() }),
            // It met a close that was there before it.
            (Some(110), 130, first, Requests { closed: 1, ..one() }),
            (Some(90), 130, first, Requests { in_flight: 1, closed: 1, ..one() }),
            // It was not sent as a whole, so nothing can have been done.
            (None, 130, later, Requests { closed: 1, ..one() }),
            // It was there before the close.
            (Some(110), 130, later, Requests { unanswered: 1, ..one() }),
            (Some(90), 130, later, Requests { in_flight: 1, unanswered: 1, ..one() }),
            (Some(90), 130, Ending::CutOff, Requests { in_flight: 1, cut_off: 1, ..one() }),
            (Some(90), 130, Ending::GoingOn, Requests { in_flight: 1, going_on: 1, ..one() }),
            (None, 130, Ending::GoingOn, Requests { going_on: 1, ..one() }),
        ] {
            let request = request(sent, end, ending);
            assert_eq!(Requests::of(&[request], ASKED), expected, "{request:?}");
        }
    }

    #[test]
    fn what_may_not_be_sent_again_is_lost_by_any_close() {
        let closed = request(Some(110), 130, Ending::Closed { was_first: true });
        let posted = Request { is_repeatable: false, ..closed };
        assert_eq!(Requests::of(&[posted], ASKED).lost(), 1);
        let half = Request { sent_ns: None, ..posted };
        assert_eq!(Requests::of(&[half], ASKED).lost(), 0);
        let not_taken = Request { ending: Ending::NotTaken, ..posted };
        let seen = Requests::of(&[not_taken], ASKED);
        assert_eq!((seen.lost(), seen.closed), (0, 1));
    }

    #[test]
    fn a_status_is_good_if_it_is_accepted() {
        let teapot = Request { is_accepted: true, ..request(Some(90), 130, Ending::Answered(418)) };
        let seen = Requests::of(&[teapot], ASKED);
        assert_eq!((seen.answered, seen.declined, seen.in_flight_answered), (1, 0, 1));
    }

    #[test]
    fn the_books_balance_for_every_interleaving() {
        let mut random = fastrand::Rng::with_seed(29);
        for round in 0..20_000 {
            let runs: Vec<Vec<Request>> = (0..random.usize(1..4))
                .map(|_| (0..random.usize(0..30)).map(|_| any(&mut random)).collect())
                .collect();
            let books: Vec<Requests> = runs.iter().map(|run| Requests::of(run, ASKED)).collect();
            for (run, book) in runs.iter().zip(&books) {
                assert!(
                    book.balances() && book.all == run.len() as u64,
                    "round {round}: {book:?} of {run:?}"
                );
            }
            let sum = Requests::sum(books.iter().cloned()).unwrap();
            assert!(sum.balances(), "round {round}: {sum:?}");
            assert_eq!(sum.all, runs.iter().map(Vec::len).sum::<usize>() as u64);
            assert_eq!(sum.lost(), books.iter().map(Requests::lost).sum::<u64>());
            let refused = runs.iter().flatten().any(|it| it.ending == Ending::Refused && it.end_ns >= ASKED);
            assert_eq!(sum.first_refused_ns.is_some(), refused);
        }
    }

    /// A request as no client may ever have seen it.
    fn any(random: &mut fastrand::Rng) -> Request {
        let ending = match random.u8(0..7) {
            0 => Ending::Answered(random.u16(100..=999)),
            1 => Ending::Refused,
            2 => Ending::TimedOut,
            3 => Ending::Closed { was_first: random.bool() },
            4 => Ending::CutOff,
            5 => Ending::NotTaken,
            _ => Ending::GoingOn,
        };
        Request {
            sent_ns: random.bool().then(|| random.u64(ASKED - 2..=ASKED + 2)),
            end_ns: random.u64(ASKED - 2..=ASKED + 4),
            is_repeatable: random.bool(),
            is_accepted: random.bool(),
            ending,
        }
    }

    #[test]
    fn a_sum_has_the_latest_answer_and_knows_an_idle_connection_that_stayed() {
        let first = Requests {
            answered: 1,
            last_in_flight_answer_ns: Some(3),
            first_refused_ns: Some(7),
            idle_closed_ns: Some(5),
            ..Requests::default()
        };
        let second = Requests { answered: 2, idle_closed_ns: Some(4), ..Requests::default() };
        let sum = Requests::sum([first.clone(), second].into_iter()).unwrap();
        assert_eq!((sum.answered, sum.last_in_flight_answer_ns, sum.idle_closed_ns), (3, Some(3), Some(5)));
        assert_eq!(sum.first_refused_ns, Some(7));
        let open = Requests::default();
        assert_eq!(Requests::sum([first, open].into_iter()).unwrap().idle_closed_ns, None);
        assert_eq!(Requests::sum([].into_iter()), None);
    }
}
