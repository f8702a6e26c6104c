//! What a story says of each look at its stamps: every event once, in order of time, at the time at which it was.

use std::time::Duration;

use console::style;
use measure::units::{count, duration};

use crate::terminal::style::{bold, dim};

/// How long an acknowledgement is held back for what the call returned, which is written after it.
const HOLD: u64 = 200_000_000;

/// What was seen of a playing at one look. Times are in ns of the clock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    pub(crate) at: u64,
    pub(crate) beats: u64,
    pub(crate) request: Option<u64>,
    pub(crate) acknowledgement: Option<u64>,
    pub(crate) beats_at_acknowledgement: u64,
    /// What the call returned; `None` for as long as it is not written.
    pub(crate) returned: Option<String>,
    pub(crate) ended: Option<u64>,
    pub(crate) cleaned_up: bool,
    /// The thread that is stuck, if it was seen in its wait.
    pub(crate) waiting_thread: Option<u32>,
    /// Whether this is the last look.
    pub(crate) over: bool,
}

/// Tells a playing, look by look.
pub(crate) struct Teller {
    start: u64,
    interval: u64,
    /// How many beats were seen, when the last of them was, and how many of them were told.
    seen: u64,
    seen_at: u64,
    told: u64,
    /// When a beat, or the work's wait, was last told.
    life_told_at: Option<u64>,
    told_request: bool,
    told_acknowledgement: bool,
    told_returned: bool,
    told_end: bool,
    /// What is not printed yet, each with its time.
    held: Vec<(u64, String)>,
}

impl Teller {
    /// A teller whose times are from `start` on, in ns of the clock, of work that beats once an interval.
    pub(crate) fn new(start: u64, interval: Duration) -> Self {
        Self {
            start,
            interval: u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX),
            seen: 0,
            seen_at: start,
            told: 0,
            life_told_at: None,
            told_request: false,
            told_acknowledgement: false,
            told_returned: false,
            told_end: false,
            held: Vec::new(),
        }
    }

    /// Whether a sign of life is due, so that it is worth asking whether work that is stuck is in its wait.
    pub(crate) fn asks_for_the_wait(&self, at: u64) -> bool {
        self.life_told_at.is_none_or(|told| at.saturating_sub(told) >= self.interval)
    }

    /// The lines that this look adds, in order of time.
    pub(crate) fn events(&mut self, look: &Look) -> Vec<String> {
        self.note_beats(look);
        self.note_wait(look);
        self.note_stamps(look);
        self.held.sort_by_key(|(at, _)| *at);
        let waits_for_text = |at: &u64| !self.told_returned && !look.over && look.at < at + HOLD;
        let until = look.acknowledgement.filter(waits_for_text).unwrap_or(u64::MAX);
        let ready = self.held.partition_point(|(at, _)| *at < until);
        self.held.drain(..ready).map(|(_, line)| line).collect()
    }

    /// A beat was before the acknowledgement if it was counted there, and before the halt in any case. What earlier looks
    /// saw is told before a new stamp, at its own time.
    fn note_beats(&mut self, look: &Look) {
        let is_news = look.over || self.has_news(look);
        if is_news {
            self.tell_beats(look, self.told_acknowledgement);
        }
        let counted =
            look.acknowledgement.map_or(look.beats, |_| look.beats.min(look.beats_at_acknowledgement));
        let latest =
            |other: Option<u64>| look.at.min(other.unwrap_or(u64::MAX)).min(look.ended.unwrap_or(u64::MAX));
        self.see(look, counted, latest(look.acknowledgement), is_news, false);
        self.see(look, look.beats, latest(None), is_news, true);
    }

    /// Notes that there are so many beats, the last of them at this time, and tells those that were not told: one at
    /// once, many together once a beat, for work that beats faster than a person reads.
    fn see(&mut self, look: &Look, beats: u64, at: u64, is_news: bool, is_zombie: bool) {
        if beats > self.seen {
            (self.seen, self.seen_at) = (beats, at);
            let since = self.life_told_at.map_or(u64::MAX, |told| look.at.saturating_sub(told));
            let is_single = self.seen - self.told == 1 && since >= self.interval / 20;
            if is_news || is_single || since >= self.interval / 4 * 3 {
                self.tell_beats(look, is_zombie);
            }
        }
    }

    /// Tells the beats that were seen and not told. Parts of a crowd count theirs without waiting for one another, so
    /// some are lost.
    fn tell_beats(&mut self, look: &Look, is_zombie: bool) {
        let new = self.seen - self.told;
        if new == 0 {
            return;
        }
        (self.told, self.life_told_at) = (self.seen, Some(look.at));
        let times = if new > 1 { format!(" × {}", count(new)) } else { String::new() };
        let said = match is_zombie {
            true => style(format!("✗ I'm still standing{times}")).red().to_string(),
            false => format!("· I'm still standing{times}"),
        };
        self.hold(self.seen_at, &said);
    }

    /// Whether a stamp is new: what came before it is told first.
    fn has_news(&self, look: &Look) -> bool {
        let is_new = |told: bool, stamp: Option<u64>| !told && stamp.is_some();
        is_new(self.told_request, look.request)
            || is_new(self.told_acknowledgement, look.acknowledgement)
            || is_new(self.told_end, look.ended)
    }

    /// A line once a beat for work that is stuck: its thread is still in its wait.
    fn note_wait(&mut self, look: &Look) {
        let Some(thread) = look.waiting_thread.filter(|_| self.asks_for_the_wait(look.at)) else { return };
        self.life_told_at = Some(look.at);
        let said = match look.acknowledgement {
            Some(_) => style(format!("✗ still in its wait: thread {thread} sleeps")).red().to_string(),
            None => format!("· still in its wait: thread {thread} sleeps"),
        };
        self.hold(look.at, &said);
    }

    fn note_stamps(&mut self, look: &Look) {
        let since_request = |at: u64| duration(at.saturating_sub(look.request.unwrap_or(at)));
        if let Some(at) = look.request.filter(|_| !self.told_request) {
            self.told_request = true;
            self.hold(at, "· the quick task is done");
            self.hold(at, &bold("→ request: stop"));
        }
        if let Some(at) = look.acknowledgement {
            if !self.told_acknowledgement {
                self.told_acknowledgement = true;
                self.hold(at, &bold(&format!("← acknowledged after {}", since_request(at))));
            }
            if let Some(text) = look.returned.as_ref().filter(|_| !self.told_returned) {
                self.told_returned = true;
                // What was held back no longer is told when it comes.
                let at = if look.at < at + HOLD || look.over { at } else { look.at };
                if text != "()" {
                    self.hold(at, &bold(&format!("  {text}")));
                }
            }
        }
        if let Some(at) = look.ended.filter(|_| !self.told_end) {
            self.told_end = true;
            let cleaned_up = if look.cleaned_up { "clean-up ran" } else { "no clean-up ran" };
            let said = format!("■ halted after {}, {cleaned_up}", since_request(at));
            self.hold(at, &style(said).blue().to_string());
        }
    }

    fn hold(&mut self, at: u64, event: &str) {
        let seconds = at.saturating_sub(self.start) as f64 / 1e9;
        self.held.push((at, format!("{} {event}", dim(&format!("{seconds:7.3} s")))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    /// What a teller of work that beats every 100 ms says of these looks, without colours.
    fn told(looks: &[Look]) -> Vec<String> {
        let mut teller = Teller::new(0, Duration::from_millis(100));
        let lines = looks.iter().flat_map(|look| teller.events(look));
        lines.map(|line| console::strip_ansi_codes(&line).trim().to_owned()).collect()
    }

    fn at(ms: u64, beats: u64) -> Look {
        Look { at: ms * MS, beats, ..Look::default() }
    }

    #[test]
    fn a_beat_is_told_when_it_was_seen() {
        assert_eq!(
            told(&[at(2, 1), at(60, 2), at(62, 2), at(160, 3)]),
            ["0.002 s · I'm still standing", "0.060 s · I'm still standing", "0.160 s · I'm still standing"]
        );
    }

    #[test]
    fn many_beats_are_told_together() {
        assert_eq!(
            told(&[at(2, 50), at(4, 100), at(50, 1_000), at(80, 2_000)]),
            ["0.002 s · I'm still standing × 50", "0.080 s · I'm still standing × 1,950"]
        );
    }

    #[test]
    fn what_came_before_a_stamp_is_told_before_it() {
        let request = Some(6 * MS);
        let looks = [at(2, 50), at(4, 100), Look { request, ..at(8, 100) }];
        assert_eq!(
            told(&looks),
            [
                "0.002 s · I'm still standing × 50",
                "0.004 s · I'm still standing × 50",
                "0.006 s · the quick task is done",
                "0.006 s → request: stop",
            ]
        );
    }

    #[test]
    fn an_acknowledgement_waits_for_what_was_returned_and_so_does_what_follows() {
        let (request, acknowledgement) = (Some(10 * MS), Some(20 * MS));
        let asked =
            |ms, beats| Look { request, acknowledgement, beats_at_acknowledgement: 1, ..at(ms, beats) };
        let returned = Some("finished 1, unfinished 1".to_owned());
        let looks =
            [at(2, 1), asked(22, 1), asked(60, 2), Look { returned: returned.clone(), ..asked(70, 2) }];
        assert_eq!(
            told(&looks)[3..],
            [
                "0.020 s ← acknowledged after 10 ms",
                "0.020 s   finished 1, unfinished 1",
                "0.060 s ✗ I'm still standing",
            ]
        );
        assert_eq!(told(&looks[..3]).len(), 3, "held back");
        let never = [asked(22, 1), asked(230, 1)];
        assert_eq!(told(&never).last().map(String::as_str), Some("0.020 s ← acknowledged after 10 ms"));
        let late = [asked(22, 1), asked(230, 1), Look { returned: returned.clone(), ..asked(240, 1) }];
        assert_eq!(told(&late).last().map(String::as_str), Some("0.240 s   finished 1, unfinished 1"));
        let at_the_end = [asked(22, 1), Look { returned, over: true, ..asked(900, 1) }];
        assert_eq!(told(&at_the_end).last().map(String::as_str), Some("0.020 s   finished 1, unfinished 1"));
    }

    #[test]
    fn a_beat_that_was_counted_at_the_acknowledgement_is_no_zombie_and_none_follows_the_halt() {
        let seen = Look {
            request: Some(10 * MS),
            acknowledgement: Some(20 * MS),
            beats_at_acknowledgement: 1,
            returned: Some("()".to_owned()),
            ended: Some(21 * MS),
            cleaned_up: true,
            ..at(22, 1)
        };
        assert_eq!(
            told(&[seen]),
            [
                "0.010 s · the quick task is done",
                "0.010 s → request: stop",
                "0.020 s · I'm still standing",
                "0.020 s ← acknowledged after 10 ms",
                "0.021 s ■ halted after 11 ms, clean-up ran",
            ]
        );
    }
}
